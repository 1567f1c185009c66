package pattern

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// JSON is the pattern as it goes into a rule: minified, fields in the order
// they were written in, the same bytes every time. What Check finds is an error.
// A pattern longer than MaxLength is not: that quota can be raised; see Length.
func (p Pattern) JSON() ([]byte, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	return p.appendJSON(nil), nil
}

// MarshalJSON is JSON, for a pattern inside a template. Beware that
// encoding/json then escapes <, > and &, which changes the length and not the
// meaning.
func (p Pattern) MarshalJSON() ([]byte, error) { return p.JSON() }

// Length is how many characters JSON has, to be held against MaxLength. It is 0
// for a pattern that Check refuses.
func (p Pattern) Length() int {
	text, err := p.JSON()
	if err != nil {
		return 0
	}
	return utf8.RuneCount(text)
}

// String is the pattern's JSON, or the first of its faults in angle brackets.
func (p Pattern) String() string {
	text, err := p.JSON()
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return "<" + first + ">"
	}
	return string(text)
}

// appendJSON writes a pattern that Check has passed, so it is not too deep.
func (p Pattern) appendJSON(b []byte) []byte {
	b = append(b, '{')
	for i, n := range p {
		if i > 0 {
			b = append(b, ',')
		}
		switch n := n.(type) {
		case Leaf:
			b = append(appendString(b, n.Name), ":["...)
			for j, m := range n.Matchers {
				if j > 0 {
					b = append(b, ',')
				}
				b = appendMatcher(b, m)
			}
			b = append(b, ']')
		case Branch:
			b = append(appendString(b, n.Name), ':')
			b = n.Pattern.appendJSON(b)
		case Choice:
			b = append(b, `"$or":[`...)
			for j, q := range n {
				if j > 0 {
					b = append(b, ',')
				}
				b = q.appendJSON(b)
			}
			b = append(b, ']')
		}
	}
	return append(b, '}')
}

func appendMatcher(b []byte, m Matcher) []byte {
	switch m := m.(type) {
	case Exact:
		return appendString(b, string(m))
	case Number:
		return append(b, m...)
	case Bool:
		return fmt.Append(b, bool(m))
	case Null:
		return append(b, "null"...)
	case Exists:
		return fmt.Appendf(b, `{"exists":%t}`, bool(m))
	case Prefix:
		return appendOperator(b, "prefix", string(m))
	case Suffix:
		return appendOperator(b, "suffix", string(m))
	case EqualsIgnoreCase:
		return appendOperator(b, "equals-ignore-case", string(m))
	case Wildcard:
		return appendOperator(b, "wildcard", string(m))
	case CIDR:
		return appendOperator(b, "cidr", string(m))
	case PrefixIgnoreCase:
		b = append(b, `{"prefix":`...)
		return append(appendOperator(b, "equals-ignore-case", string(m)), '}')
	case SuffixIgnoreCase:
		b = append(b, `{"suffix":`...)
		return append(appendOperator(b, "equals-ignore-case", string(m)), '}')
	case Numeric:
		return appendNumeric(b, m)
	default:
		return appendAnythingBut(b, m)
	}
}

func appendNumeric(b []byte, bounds Numeric) []byte {
	b = append(b, `{"numeric":[`...)
	for i, bound := range bounds {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, bound.Op), ',')
		b = append(b, bound.Value...)
	}
	return append(b, "]}"...)
}

func appendAnythingBut(b []byte, m Matcher) []byte {
	b = append(b, `{"anything-but":`...)
	within := func(operator string, texts []string) []byte {
		b = append(appendString(append(b, '{'), operator), ':')
		return append(appendList(b, texts, appendString), '}')
	}
	switch m := m.(type) {
	case AnythingBut:
		b = appendList(b, m, appendString)
	case AnythingButNumber:
		b = appendList(b, m, func(b []byte, n Number) []byte { return append(b, n...) })
	case AnythingButPrefix:
		b = within("prefix", m)
	case AnythingButSuffix:
		b = within("suffix", m)
	case AnythingButIgnoreCase:
		b = within("equals-ignore-case", m)
	case AnythingButWildcard:
		b = within("wildcard", m)
	}
	return append(b, '}')
}

// appendList writes a list, and a list of one as its only item, which is
// shorter and means the same.
func appendList[T any](b []byte, items []T, item func([]byte, T) []byte) []byte {
	if len(items) == 1 {
		return item(b, items[0])
	}
	b = append(b, '[')
	for i, it := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(b, it)
	}
	return append(b, ']')
}

func appendOperator(b []byte, operator, text string) []byte {
	b = append(appendString(append(b, '{'), operator), ':')
	return append(appendString(b, text), '}')
}

// appendString writes a string without escaping <, > and &, which the service
// does not ask for and which would count against MaxLength.
func appendString(b []byte, s string) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return b // a string always encodes
	}
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}
