package iam

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// SyntaxError says where a text is not a policy document, what stands there and
// what could.
type SyntaxError struct {
	// Line and Column count from 1; Column counts bytes.
	Line, Column int
	// Path is the place in the document, such as "Statement[2].Condition"; empty
	// at its top.
	Path string
	// Found is what stands there, cut to 60 characters; Wanted is what could.
	Found, Wanted string
	// Next is what to do about it; may be empty.
	Next string
}

func (e *SyntaxError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "policy document, line %d, column %d", e.Line, e.Column)
	if e.Path != "" {
		fmt.Fprintf(&b, ", %s", e.Path)
	}
	fmt.Fprintf(&b, ": found %s, wanted %s", e.Found, e.Wanted)
	if e.Next != "" {
		fmt.Fprintf(&b, "; %s", e.Next)
	}
	return b.String()
}

// quote puts a text into an error message, cut so that hostile input cannot
// fill a log.
func quote(text string) string {
	if utf8.RuneCountInString(text) > 60 {
		text = string([]rune(text)[:57]) + "..."
	}
	return fmt.Sprintf("%q", text)
}
