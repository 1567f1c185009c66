package iam

import (
	"iter"
	"slices"
)

// Strings is the value of an element that takes one string or a list of them.
// It remembers which of the two was written, and whether it was written at all:
// an absent Resource and an empty list are not the same. The zero value is
// absent. In conditions a value may also be a JSON number or boolean; it is kept
// as it was written and read as its text.
type Strings struct {
	form   form
	values []string
	// bare marks the values that are JSON numbers or booleans. It is nil where
	// all are strings, which is nearly always.
	bare []bool
}

type form uint8

const (
	formAbsent form = iota
	formOne
	formList
)

// One is a bare string.
func One(s string) Strings { return Strings{form: formOne, values: []string{s}} }

// List is a list of strings; with no argument an empty list, not an absent one.
func List(s ...string) Strings {
	return Strings{form: formList, values: slices.Clone(s)}
}

// Present reports whether the element is written at all.
func (s Strings) Present() bool { return s.form != formAbsent }

// IsList reports whether the element is written as a list.
func (s Strings) IsList() bool { return s.form == formList }

// Len is the number of values.
func (s Strings) Len() int { return len(s.values) }

// At is the text of value i, counted from 0; empty where there is no such value.
func (s Strings) At(i int) string {
	if i < 0 || i >= len(s.values) {
		return ""
	}
	return s.values[i]
}

// Values is a copy of the values' texts, in order.
func (s Strings) Values() []string { return slices.Clone(s.values) }

// All yields the values' texts in order.
func (s Strings) All() iter.Seq[string] { return slices.Values(s.values) }

// Bare reports whether value i is a JSON number or boolean, not a string.
func (s Strings) Bare(i int) bool { return i >= 0 && i < len(s.bare) && s.bare[i] }

// Equal reports whether both hold the same values in the same order, written in
// the same way.
func (s Strings) Equal(t Strings) bool {
	return s.form == t.form && slices.Equal(s.values, t.values) && slices.Equal(s.bare, t.bare)
}

func (s *Strings) add(text string, bare bool) {
	if bare && s.bare == nil {
		s.bare = make([]bool, len(s.values), len(s.values)+1)
	}
	s.values = append(s.values, text)
	if s.bare != nil {
		s.bare = append(s.bare, bare)
	}
}
