package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// The rules of the user interface, in one place:
//
//   - Results go to stdout, everything else to stderr.
//   - An error is one line, "truststack: error: …", then "truststack: hint: …"
//     lines that name the flag or field to change. Lower case, no full stop.
//   - Exit 0: done and clean. 1: done, and violations were found. 2: usage, a bad
//     manifest, unreadable input, or a fault; nothing half-written is left.
//   - Colour on a terminal only, and never with NO_COLOR set.

// Exit codes.
const (
	exitClean      = 0
	exitViolations = 1
	exitFault      = 2
)

// fault is an error that ends a run, with what to do next.
type fault struct {
	err   error
	hints []string
}

func (f *fault) Error() string { return f.err.Error() }

func (f *fault) Unwrap() error { return f.err }

// hinted adds hints to an error.
func hinted(err error, hints ...string) error { return &fault{err, hints} }

// violations ends a run that did its work and found what must not be.
type violations struct{}

func (violations) Error() string { return "violations were found" }

// quiet ends a run whose faults have been printed already.
type quiet struct{}

func (quiet) Error() string { return "faults were found" }

// streams are where a verb reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run carries out one command line and returns its exit code.
func run(ctx context.Context, args []string, in io.Reader, out, stderr io.Writer) int {
	root := newRoot(streams{in, out, stderr})
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitClean
	}
	var found violations
	if errors.As(err, &found) {
		return exitViolations
	}
	var told quiet
	if !errors.As(err, &told) {
		printFault(stderr, err)
	}
	return exitFault
}

func printFault(w io.Writer, err error) {
	fmt.Fprintf(w, "truststack: error: %s\n", firstLine(err.Error()))
	var f *fault
	if errors.As(err, &f) {
		for _, h := range f.hints {
			fmt.Fprintf(w, "truststack: hint: %s\n", h)
		}
	}
}

// firstLine keeps an error that quotes hostile input to one line.
func firstLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:           "truststack",
		Short:         "Keep data inside your AWS organisation: one manifest, every layer",
		Long:          rootHelp,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return hinted(fmt.Errorf("unknown verb %q", args[0]), "truststack --help lists the verbs")
		},
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.CompletionOptions.HiddenDefaultCmd = false
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return hinted(err, c.CommandPath()+" --help shows its flags")
	})
	root.AddCommand(initCommand(s), validateCommand(s), schemaCommand(s), generateCommand(s), checkCommand(s), versionCommand(s))
	return root
}

const rootHelp = `TrustStack turns one deployment manifest into the controls that keep data inside
an AWS organisation, and checks templates against the same rules.

  $ truststack init -o deployment-manifest.yml
  $ truststack validate
  $ truststack generate -o dist
  $ truststack check templates/`

// terminal reports whether w is a terminal that wants colour.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
