package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/manifest/source"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/packs"
)

// defaultManifest is where verbs look for the manifest.
const defaultManifest = "deployment-manifest.yml"

// maxManifest is how much of a manifest is read: one byte more than source
// accepts, so that it can say that there is too much.
const maxManifest = source.MaxSize + 1

func manifestFlag(c *cobra.Command, path *string) {
	c.Flags().StringVarP(path, "manifest", "m", defaultManifest, "the deployment manifest")
}

// loaded is a manifest with the rules that it makes.
type loaded struct {
	manifest manifest.Manifest
	rules    []pack.Rule
	faults   []manifest.Fault // in the order they stand in
}

// errors is how many faults are more than warnings.
func (l loaded) errors() int {
	n := 0
	for _, f := range l.faults {
		if !f.Warning {
			n++
		}
	}
	return n
}

// readManifest reads and configures everything and gathers every fault; it fails
// only when there is nothing to read.
func readManifest(path string, now time.Time) (loaded, error) {
	data, err := readLimited(path, maxManifest)
	if err != nil {
		hint := "name the manifest with -m"
		if errors.Is(err, os.ErrNotExist) {
			hint = "name the manifest with -m, or write one with truststack init"
		}
		return loaded{}, hinted(err, hint)
	}
	m, positions, faults := source.Read(data, packs.Definitions())
	l := loaded{manifest: m, faults: faults}
	if l.errors() == 0 {
		rules, more := packs.Configure(m)
		more = append(more, source.Warnings(m, now)...)
		l.rules = rules
		l.faults = append(l.faults, positions.Locate(more, "")...)
	}
	source.Sort(l.faults)
	return l, nil
}

// mustRead is readManifest for verbs that need a good manifest: faults are
// printed, and end the run. Warnings are left to validate.
func mustRead(s streams, path string, now time.Time) (loaded, error) {
	l, err := readManifest(path, now)
	if err != nil {
		return l, err
	}
	if n := l.errors(); n > 0 {
		bad := slices.DeleteFunc(slices.Clone(l.faults), func(f manifest.Fault) bool { return f.Warning })
		printFaults(s.err, path, bad)
		return l, quiet{}
	}
	return l, nil
}

// printFaults prints each fault as path:line:column and its hint below.
func printFaults(w io.Writer, path string, faults []manifest.Fault) {
	for _, f := range faults {
		kind := "error"
		if f.Warning {
			kind = "warning"
		}
		place := path
		if f.Line > 0 {
			place = fmt.Sprintf("%s:%d:%d", path, f.Line, f.Column)
		}
		f.Line = 0
		fmt.Fprintf(w, "%s: %s: %s\n", place, kind, firstLine(f.String()))
		if f.Hint != "" {
			fmt.Fprintf(w, "  hint: %s\n", firstLine(f.Hint))
		}
	}
}

// readLimited reads a file of at most limit bytes; longer ones are cut there.
func readLimited(path string, limit int64) ([]byte, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}
