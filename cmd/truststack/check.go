package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/truststack/truststack/cfn"
	"github.com/truststack/truststack/engine"
	"github.com/truststack/truststack/report"
)

// checkFlags is what the command line says.
type checkFlags struct {
	manifest, format, undetermined, parameters, account, region string
	all                                                         bool
}

func checkCommand(s streams) *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use:   "check PATH...",
		Short: "Check CloudFormation and SAM templates against the manifest",
		Long: `Check CloudFormation and SAM templates, in YAML and JSON, against the manifest.
PATH is a file, a folder, or - for stdin. Conditions and parameters are worked
out for every way in which they can turn out; what cannot be known offline is
undetermined, never a pass. Comments in a template suppress nothing.

  $ truststack check app.yaml
  app.yaml:12:17: untrusted: AWS::SNS::Subscription AlertSub (sns-subscription-security)
       12 |       Endpoint: https://evil.test/x
    SNS-HOST: The host "evil.test" is not trusted.
      found evil.test; wanted one of hooks.example.com, *.events.example.com
      fix: Use an endpoint on a trusted host, or ask the security team to add the host to trustedHTTPDomains.
  1 resource judged in 1 input: 1 untrusted, 0 undetermined, 0 trusted, 0 excepted

Exit 0: clean. 1: something is untrusted and not excepted. 2: something could not
be read.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return hinted(errors.New("nothing to check"), "name files or folders, or - for stdin")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return check(c.Context(), s, f, args) },
	}
	manifestFlag(c, &f.manifest)
	c.Flags().StringVar(&f.format, "format", "text", "text or json")
	c.Flags().StringVar(&f.undetermined, "undetermined", "warn", "fail, warn or ignore what cannot be known")
	c.Flags().StringVar(&f.parameters, "parameters", "", "file of parameter values: JSON or YAML, a map or CloudFormation's list of ParameterKey and ParameterValue")
	c.Flags().StringVar(&f.account, "account", "", "account that the templates will be deployed to")
	c.Flags().StringVar(&f.region, "region", "", "Region that the templates will be deployed to")
	c.Flags().BoolVar(&f.all, "all", false, "report trusted results too")
	return c
}

func check(ctx context.Context, s streams, f checkFlags, args []string) error {
	options, err := f.options()
	if err != nil {
		return err
	}
	l, err := mustRead(s, f.manifest, time.Now())
	if err != nil {
		return err
	}
	options.Reads, options.Peers = engine.Reads(l.rules), engine.Peers(l.rules)
	options.Partition = l.manifest.Spec.Partition()
	if len(l.rules) == 0 {
		return hinted(errors.New("no package is enabled, so there is nothing to check against"), "set enabled: true for a package in "+f.manifest)
	}
	tuneMemory()
	k := &checker{rules: l.rules, options: options, all: f.all, now: time.Now(), stdin: s.in, excerpts: f.format == "text"}
	r := k.run(ctx, args)
	if err := f.write(s, r); err != nil {
		return err
	}
	return f.outcome(r)
}

// tuneMemory trades collector runs for memory, up to a limit that a build
// machine does not notice: most of a run is short-lived trees.
func tuneMemory() {
	debug.SetMemoryLimit(48 << 20)
	debug.SetGCPercent(400)
}

func (f checkFlags) options() (cfn.Options, error) {
	for _, known := range []struct {
		flag, value string
		values      []string
	}{
		{"--format", f.format, []string{"text", "json"}},
		{"--undetermined", f.undetermined, []string{"warn", "fail", "ignore"}},
	} {
		if !oneOf(known.value, known.values) {
			return cfn.Options{}, hinted(fmt.Errorf("%s %q is not known", known.flag, known.value), fmt.Sprintf("use one of %v", known.values))
		}
	}
	o := cfn.Options{Account: f.account, Region: f.region}
	if f.account != "" && !accountID(f.account) {
		return o, hinted(fmt.Errorf("--account %q is not an account id", f.account), "write 12 digits")
	}
	if f.region != "" && !regionName(f.region) {
		return o, hinted(fmt.Errorf("--region %q is not a Region", f.region), "write it as eu-west-1")
	}
	if f.parameters == "" {
		return o, nil
	}
	var err error
	o.Parameters, err = readParameters(f.parameters)
	return o, err
}

func (f checkFlags) write(s streams, r *report.Report) error {
	if f.undetermined == "ignore" {
		r.DropUndetermined()
	}
	if f.format == "json" {
		return r.JSON(s.out)
	}
	for _, e := range r.Errors {
		printInputError(s.err, "error", e)
	}
	for _, e := range r.Warnings {
		printInputError(s.err, "warning", e)
	}
	style := report.Style{}
	if terminal(s.out) {
		style = report.Colour
	}
	return r.Text(s.out, style)
}

func printInputError(w io.Writer, kind string, e report.Error) {
	place := e.File
	if e.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Column)
	}
	fmt.Fprintf(w, "%s: %s: %s\n", firstLine(place), kind, firstLine(e.Message))
	if e.Hint != "" {
		fmt.Fprintf(w, "  hint: %s\n", firstLine(e.Hint))
	}
}

// outcome is the exit code, as an error.
func (f checkFlags) outcome(r *report.Report) error {
	switch {
	case len(r.Errors) > 0:
		return quiet{}
	case r.Summary.Read == 0:
		return hinted(errors.New("no template was found"), "name a template, or a folder that holds some: .yaml, .yml, .json, .template")
	case r.Violations() > 0, f.undetermined == "fail" && r.Summary.Undetermined > 0:
		return violations{}
	}
	return nil
}

// work shares files out to as many workers as there are processors and merges
// what they report.
func work(ctx context.Context, inputs <-chan input, judge func(input, *report.Report)) *report.Report {
	var wg sync.WaitGroup
	parts := make([]*report.Report, runtime.GOMAXPROCS(0))
	for i := range parts {
		parts[i] = report.New()
		wg.Go(func() {
			for in := range inputs {
				if ctx.Err() != nil {
					parts[i].Fail(report.Error{File: in.path, Message: "interrupted"})
					return
				}
				guarded(in, parts[i], judge)
			}
		})
	}
	wg.Wait()
	out := report.New()
	for _, part := range parts {
		out.Merge(part)
	}
	out.Sort()
	return out
}

// guarded keeps a fault of ours on one input from ending the run on all others.
func guarded(in input, r *report.Report, judge func(input, *report.Report)) {
	defer func() {
		if fault := recover(); fault != nil {
			r.Fail(report.Error{File: in.path, Message: fmt.Sprintf("internal error: %v", fault), Hint: "report it, with the file if you can"})
		}
	}()
	judge(in, r)
}

func oneOf(s string, list []string) bool {
	for _, x := range list {
		if s == x {
			return true
		}
	}
	return false
}

// readAll reads a whole input of at most limit bytes and says when there is more.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, fmt.Errorf("it has more than %d bytes", limit)
	}
	return data, err
}

// openFile opens a regular file, or what a link to one names. It asks before it
// opens: to open a pipe waits for its writer.
func openFile(path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder, not a file", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a regular file", path)
	}
	return os.Open(path)
}
