package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/truststack/truststack/manifest"
)

func validateCommand(s streams) *cobra.Command {
	var path, format string
	c := &cobra.Command{
		Use:   "validate",
		Short: "Check the manifest: every error with its position, then warnings",
		Long: `Check the manifest: every error with its position and what to do, then warnings:
what cannot work, what may surprise, what the original read differently.

  $ truststack validate -m deployment-manifest.yml
  deployment-manifest.yml:7:24: error: spec.deploymentAccountID: found the number 123456789012; wanted 12 digits in quotes
    hint: write it as "123456789012"`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return validate(s, path, format) },
	}
	manifestFlag(c, &path)
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

func validate(s streams, path, format string) error {
	if format != "text" && format != "json" {
		return hinted(fmt.Errorf("--format %q is not known", format), "use --format text or --format json")
	}
	l, err := readManifest(path, time.Now())
	if err != nil {
		return err
	}
	if format == "json" {
		return validateJSON(s, l)
	}
	printFaults(s.err, path, l.faults)
	bad := l.errors()
	if bad > 0 {
		fmt.Fprintf(s.err, "%s: %s, %s\n", path, count(bad, "error"), count(len(l.faults)-bad, "warning"))
		return quiet{}
	}
	fmt.Fprintf(s.out, "%s is valid: %s enabled, %s\n", path, count(len(l.rules), "package"), count(len(l.faults), "warning"))
	return nil
}

// faultJSON is a fault for other tools.
type faultJSON struct {
	Severity string `json:"severity"`
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Found    string `json:"found"`
	Wanted   string `json:"wanted"`
	Hint     string `json:"hint"`
}

func validateJSON(s streams, l loaded) error {
	out := struct {
		Schema string      `json:"schema"`
		Valid  bool        `json:"valid"`
		Faults []faultJSON `json:"faults"`
	}{"truststack.validate/v1", l.errors() == 0, []faultJSON{}}
	for _, f := range l.faults {
		out.Faults = append(out.Faults, faultJSON{severity(f), f.Path, f.Line, f.Column, f.Found, f.Wanted, f.Hint})
	}
	if err := json.NewEncoder(s.out).Encode(out); err != nil {
		return err
	}
	if !out.Valid {
		return quiet{}
	}
	return nil
}

func severity(f manifest.Fault) string {
	if f.Warning {
		return "warning"
	}
	return "error"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
