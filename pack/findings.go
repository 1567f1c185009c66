package pack

import (
	"fmt"
	"slices"

	"github.com/truststack/truststack/value"
)

// Findings gathers what a judgement comes across. The zero value is ready.
type Findings struct {
	Reasons []Reason
	Missing []Missing
}

// Add notes why the subject is untrusted.
func (f *Findings) Add(r Reason) { f.Reasons = append(f.Reasons, r) }

// Lack notes a fact that is wanting, once.
func (f *Findings) Lack(m Missing) {
	if !slices.Contains(f.Missing, m) {
		f.Missing = append(f.Missing, m)
	}
}

// Unknown notes a text that is not known well enough to judge, once.
func (f *Findings) Unknown(code, path string, t value.Text) { f.Lack(NotKnown(code, path, t)) }

// Verdict weighs what was gathered.
func (f *Findings) Verdict() Verdict { return Weigh(f.Reasons, f.Missing) }

// NoSubject is the verdict on a subject that a package does not know.
func NoSubject(s Subject) Verdict {
	return CannotKnow(Missing{Code: "UNKNOWN-SUBJECT", Why: fmt.Sprintf("%T is no subject of this package", s)})
}
