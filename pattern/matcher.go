package pattern

import "strconv"

// Matcher is what may stand in a field. The types of this file are all there
// are; each is written as its conversion reads: Prefix("AddPermission").
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
// is the source of their meaning.
//
//sumtype:decl
type Matcher interface{ matcher() }

// The matchers.
type (
	// Exact is a string to the letter. One that is an IP address equals every
	// spelling of that address.
	Exact string
	// Number is a number as JSON writes it, compared as a number.
	Number string
	// Bool is true or false.
	Bool bool
	// Null is null; a missing field is not null.
	Null struct{}
	// Exists asks whether a scalar stands in the field at all.
	Exists bool
	// Prefix is how a string begins.
	Prefix string
	// PrefixIgnoreCase is how a string begins, in capital letters or small.
	PrefixIgnoreCase string
	// Suffix is how a string ends.
	Suffix string
	// SuffixIgnoreCase is how a string ends, in capital letters or small.
	SuffixIgnoreCase string
	// EqualsIgnoreCase is a string in capital letters or small.
	EqualsIgnoreCase string
	// Wildcard is a string in which * stands for any characters, or none. A
	// backslash takes its meaning from a * or a backslash.
	Wildcard string
	// CIDR is a block of IP addresses, version 4 or 6: "10.0.0.0/24".
	CIDR string
	// Numeric is one bound, or a lower one and then an upper one:
	// Numeric{{">", "0"}, {"<=", "5"}}.
	Numeric []Bound
	// AnythingBut is every value that is none of these strings.
	AnythingBut []string
	// AnythingButNumber is every value that is none of these numbers.
	AnythingButNumber []Number
	// AnythingButPrefix is every value that begins like none of these.
	AnythingButPrefix []string
	// AnythingButSuffix is every value that ends like none of these.
	AnythingButSuffix []string
	// AnythingButIgnoreCase is every value that is none of these strings in
	// capital letters or small.
	AnythingButIgnoreCase []string
	// AnythingButWildcard is every value that fits none of these wildcards.
	AnythingButWildcard []string
)

// Bound is one end of a range of numbers. Op is one of =, <, <=, > and >=.
type Bound struct {
	Op    string
	Value Number
}

// Int is a whole number.
func Int(n int64) Number { return Number(strconv.FormatInt(n, 10)) }

// Strings is each of the strings as an Exact.
func Strings(s ...string) []Matcher {
	out := make([]Matcher, len(s))
	for i, text := range s {
		out[i] = Exact(text)
	}
	return out
}

func (Exact) matcher()                 {}
func (Number) matcher()                {}
func (Bool) matcher()                  {}
func (Null) matcher()                  {}
func (Exists) matcher()                {}
func (Prefix) matcher()                {}
func (PrefixIgnoreCase) matcher()      {}
func (Suffix) matcher()                {}
func (SuffixIgnoreCase) matcher()      {}
func (EqualsIgnoreCase) matcher()      {}
func (Wildcard) matcher()              {}
func (CIDR) matcher()                  {}
func (Numeric) matcher()               {}
func (AnythingBut) matcher()           {}
func (AnythingButNumber) matcher()     {}
func (AnythingButPrefix) matcher()     {}
func (AnythingButSuffix) matcher()     {}
func (AnythingButIgnoreCase) matcher() {}
func (AnythingButWildcard) matcher()   {}
