package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/truststack/truststack/generate"
)

func generateCommand(s streams) *cobra.Command {
	var path, dir string
	var targets []string
	c := &cobra.Command{
		Use:   "generate",
		Short: "Write everything that can be deployed, with an index",
		Long: `Write everything that can be deployed: policies, and the configuration of Landing
Zone Accelerator, with index.json, which says what each file is. The same
manifest gives the same bytes. When it fails, the folder is as it was.

  $ truststack generate -m deployment-manifest.yml -o dist
  dist/policies/guard.scp.json
  dist/policies/sns-subscription-security.scp.json
  …`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return generateAll(s, path, dir, targets) },
	}
	manifestFlag(c, &path)
	c.Flags().StringVarP(&dir, "output", "o", "dist", "the folder to write to")
	c.Flags().StringSliceVar(&targets, "target", []string{string(generate.LZA)}, "what to generate for, beside the policies: lza")
	return c
}

func generateAll(s streams, path, dir string, names []string) error {
	var targets []generate.Target
	for _, name := range names {
		if !slices.Contains(generate.Targets(), generate.Target(name)) {
			return hinted(fmt.Errorf("--target %q is not known", name), "use --target lza")
		}
		targets = append(targets, generate.Target(name))
	}
	l, err := mustRead(s, path, time.Now())
	if err != nil {
		return err
	}
	files, err := generate.Files(generate.Input{Manifest: l.manifest, Rules: l.rules, Targets: targets})
	if err != nil {
		return hinted(err, "nothing was written")
	}
	if err := generate.Write(dir, files); err != nil {
		return err
	}
	for _, f := range files {
		fmt.Fprintf(s.out, "%s/%s\n", strings.TrimSuffix(dir, "/"), f.Path)
	}
	if warnings := len(l.faults); warnings > 0 {
		fmt.Fprintf(s.err, "%s has %s: truststack validate -m %s shows them\n", path, count(warnings, "warning"), path)
	}
	return nil
}
