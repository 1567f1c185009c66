package pattern

import (
	"net/netip"
	"slices"
	"strings"
)

// scalar is a value of an event. Text is as event-ruler has it: strings with
// their quotes and without escapes, everything else as written.
type scalar struct {
	text   string
	quoted bool
	// number is what a number is worth, where valued says that it can be
	// compared.
	number float64
	valued bool
}

// unquoted is the string without its quotes.
func (s scalar) unquoted() string { return s.text[1 : len(s.text)-1] }

// test is a matcher ready for use.
type test func(scalar) bool

func newTest(m Matcher) test {
	switch m := m.(type) {
	case Exact:
		return exact(string(m))
	case Number:
		return equals(m)
	case Bool:
		want := string(appendMatcher(nil, m))
		return func(s scalar) bool { return s.text == want }
	case Null:
		return func(s scalar) bool { return s.text == "null" }
	case Exists:
		return func(scalar) bool { return bool(m) }
	case Prefix:
		want := `"` + string(m)
		return func(s scalar) bool { return strings.HasPrefix(s.text, want) }
	case Suffix:
		want := string(m) + `"`
		return func(s scalar) bool { return strings.HasSuffix(s.text, want) }
	case PrefixIgnoreCase:
		want := fold(`"` + string(m))
		return func(s scalar) bool { _, found := want.cutPrefix(s.text); return found }
	case SuffixIgnoreCase:
		want := fold(string(m) + `"`)
		return func(s scalar) bool { return want.isSuffix(s.text) }
	case EqualsIgnoreCase:
		return equalFold(string(m))
	case Wildcard:
		return fits(string(m))
	case CIDR:
		b, err := block(string(m))
		return within(func(a netip.Addr) bool { return err == nil && b.Contains(a) })
	case Numeric:
		return inRange(m)
	}
	return none(m)
}

// none is the anything-but matchers: true of what none of them excludes.
func none(m Matcher) test {
	var excluded []test
	add := func(list []string, newTest func(string) test) {
		for _, s := range list {
			excluded = append(excluded, newTest(s))
		}
	}
	switch m := m.(type) {
	case AnythingBut:
		list := slices.Clone(m)
		excluded = append(excluded, func(s scalar) bool { return s.quoted && slices.Contains(list, s.unquoted()) })
	case AnythingButNumber:
		for _, n := range m {
			want, _ := worth(string(n))
			excluded = append(excluded, func(s scalar) bool { return s.valued && s.number == want })
		}
	case AnythingButPrefix:
		add(m, func(s string) test { return newTest(Prefix(s)) })
	case AnythingButSuffix:
		add(m, func(s string) test { return newTest(Suffix(s)) })
	case AnythingButIgnoreCase:
		add(m, equalFold)
	case AnythingButWildcard:
		add(m, fits)
	}
	return func(s scalar) bool {
		return !slices.ContainsFunc(excluded, func(t test) bool { return t(s) })
	}
}

func exact(want string) test {
	if a, ok := address(want); ok {
		return within(func(b netip.Addr) bool { return a == b })
	}
	return func(s scalar) bool { return s.quoted && s.unquoted() == want }
}

func equals(n Number) test {
	want, valued := worth(string(n))
	return func(s scalar) bool { return valued && s.valued && s.number == want || s.text == string(n) }
}

func equalFold(text string) test {
	want := fold(`"` + text + `"`)
	return func(s scalar) bool {
		rest, found := want.cutPrefix(s.text)
		return found && rest == ""
	}
}

func fits(wildcard string) test {
	g, err := newGlob(wildcard)
	if err != nil {
		return func(scalar) bool { return false } // Check refused it
	}
	g[0] = `"` + g[0]
	g[len(g)-1] += `"`
	return func(s scalar) bool { return g.matches(s.text) }
}

func within(holds func(netip.Addr) bool) test {
	return func(s scalar) bool {
		if !s.quoted {
			return false
		}
		a, ok := address(s.unquoted())
		return ok && holds(a)
	}
}

func inRange(bounds Numeric) test {
	values := make([]float64, len(bounds))
	for i, b := range bounds {
		values[i], _ = worth(string(b.Value))
	}
	return func(s scalar) bool {
		for i, b := range bounds {
			if !s.valued || !holds(s.number, b.Op, values[i]) {
				return false
			}
		}
		return true
	}
}

func holds(number float64, op string, value float64) bool {
	switch op {
	case "=":
		return number == value
	case "<":
		return number < value
	case "<=":
		return number <= value
	case ">":
		return number > value
	case ">=":
		return number >= value
	}
	return false
}
