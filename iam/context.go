package iam

import (
	"slices"
	"strings"
)

// Value is what is known of one context key: its values, that it is absent, or
// nothing. The zero value is unknown.
type Value struct {
	state  valueState
	multi  bool
	values []string
}

type valueState uint8

const (
	stateUnknown valueState = iota
	stateAbsent
	stateKnown
)

// SingleValue is the known value of a single-valued key. Numbers, dates and
// booleans are given as their text, binary data as the bytes themselves.
func SingleValue(s string) Value {
	return Value{state: stateKnown, values: []string{s}}
}

// MultiValue is the known values of a multivalued key
// (reference_policies_condition-single-vs-multi-valued-context-keys.html), even
// where there is but one of them. With no values it is the empty set, which
// counts as absent.
func MultiValue(s ...string) Value {
	return Value{state: stateKnown, multi: true, values: slices.Clone(s)}
}

// AbsentValue says that the request's context does not have the key.
func AbsentValue() Value { return Value{state: stateAbsent} }

// UnknownValue says that nothing is known of the key, not even whether the
// context has it.
func UnknownValue() Value { return Value{} }

// Known is a copy of the key's values, and whether they are known.
func (v Value) Known() ([]string, bool) {
	return slices.Clone(v.values), v.state == stateKnown
}

func (v Value) unknown() bool { return v.state == stateUnknown }

// absent reports whether the key is known to have no value at all.
func (v Value) absent() bool {
	return v.state == stateAbsent || v.state == stateKnown && len(v.values) == 0
}

// Unlisted says what a Context knows of the keys that it does not list.
type Unlisted uint8

const (
	// UnlistedUnknown: nothing is known of them.
	UnlistedUnknown Unlisted = iota
	// UnlistedAbsent: the request does not have them.
	UnlistedAbsent
)

// Context is the request context: what is known of each condition key. Key names
// are not case-sensitive. The zero value knows nothing of any key. It may be
// read by several goroutines at once, not while Set runs.
type Context struct {
	unlisted Unlisted
	keys     map[string]Value
}

// NewContext is a context without keys.
func NewContext(unlisted Unlisted) *Context { return &Context{unlisted: unlisted} }

// Set says what is known of a key, in place of what was said before, and gives
// the context back so that calls can be chained.
func (c *Context) Set(key string, v Value) *Context {
	if c.keys == nil {
		c.keys = map[string]Value{}
	}
	c.keys[strings.ToLower(key)] = v
	return c
}

// Get is what is known of a key. A nil context knows nothing.
func (c *Context) Get(key string) Value {
	if c == nil {
		return Value{}
	}
	if v, ok := c.keys[strings.ToLower(key)]; ok {
		return v
	}
	if c.unlisted == UnlistedAbsent {
		return AbsentValue()
	}
	return Value{}
}
