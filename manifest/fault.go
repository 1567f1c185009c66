package manifest

import (
	"fmt"
	"strings"
)

// Fault is one thing that is wrong with a manifest, or that may surprise.
type Fault struct {
	// Path is where, in the manifest's own names:
	// "spec.securityPackages.lambdaVPCSecurity.configuration.trustedVPCIDs[1]".
	// What a package reports starts at its section ("configuration.…").
	Path string
	// Line and Column, from 1, are filled in by manifest/source; zero before.
	Line, Column int
	Found        string // what was found, quoted or in words
	Wanted       string // what was wanted
	Hint         string // the next step
	Warning      bool   // legal, but cannot work or may surprise
}

// String is the fault on one line, without its hint.
func (f Fault) String() string {
	var b strings.Builder
	if f.Line > 0 {
		fmt.Fprintf(&b, "%d:%d: ", f.Line, f.Column)
	}
	if f.Path != "" {
		fmt.Fprintf(&b, "%s: ", f.Path)
	}
	b.WriteString(f.Found)
	if f.Wanted != "" {
		fmt.Fprintf(&b, "; wanted %s", f.Wanted)
	}
	return b.String()
}

// Definition is what reading a manifest needs to know of a package: its key
// under securityPackages, and a fresh config struct for key hints and schema.
type Definition struct {
	Key    string
	Config func() any
}
