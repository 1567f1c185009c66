package cfn

import (
	"fmt"

	"github.com/truststack/truststack/value"
)

// Problem is something in a template that cannot be read the way CloudFormation
// would read it: a reference to a name that is nowhere, a key given twice, a
// function nobody knows. What it touches is unknown to the rules, never absent.
//
// Parse returns one as its error when the whole text cannot be read.
type Problem struct {
	Pos  value.Pos
	Text string // what was found, and what was wanted
	Fix  string // what to do next; may be empty

	limit bool // one of our limits was reached: no other reader need be tried
	twice bool // a key stands twice
}

// Error is the problem on one line, its position first.
func (p Problem) Error() string {
	s := p.Text
	if p.Pos.Line > 0 {
		s = fmt.Sprintf("line %d, column %d: %s", p.Pos.Line, p.Pos.Column, s)
	}
	if p.Fix != "" {
		s += "; " + p.Fix
	}
	return s
}

func problem(pos value.Pos, fix, format string, args ...any) Problem {
	return Problem{Pos: pos, Text: fmt.Sprintf(format, args...), Fix: fix}
}

// exceeds is the problem of a text that is beyond one of our limits.
func exceeds(pos value.Pos, fix, format string, args ...any) Problem {
	p := problem(pos, fix, format, args...)
	p.limit = true
	return p
}
