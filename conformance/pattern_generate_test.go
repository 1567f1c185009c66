//go:build conformance

package conformance

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/truststack/truststack/pattern"
)

// patternPair is a pattern, an event, and how event-ruler is to read the event.
type patternPair struct {
	pattern pattern.Pattern
	event   string
	tree    bool // an event with a name twice: only the reader of trees takes the last
}

// patternSource makes pairs. The vocabulary is small, so that they match often.
type patternSource struct{ *rand.Rand }

var (
	patternNames   = []string{"a", "b", "c", "d-e", "é"}
	patternStrings = []string{"", "a", "b", "ab", "abc", "abcabc", "ABC", "aBc", "xabcx", "a*c", `a\c`, `"`, `a"`, "éa", "Éa", "x\u20acy", "k", "K",
		"10.0.0.1", "10.0.0.200", "010.0.0.1", "10.0.1.1", "256.0.0.1", "1.2.3.4.5", "::1", "0:0::1", "2001:db8::1", "2001:DB8:0::0001",
		"::ffff:10.0.0.1", "::ffff:a00:1", "::1:", ":", "fe80::1%eth0", "AddPermission20150331v2", "AddPermission", "null", "true", "5", "\U0001F600", "line\nbreak"}
	patternNumbers = []string{"0", "-0", "1", "1.0", "1e0", "5", "-5", "0.1", "0.10", "0.1000000000000000055", "3.018e2", "301.8", "5000000000", "-5e9",
		"123456789012", "12345678901234567890", "12345678901234567891", "1e400", "1e-400", "2", "4.999999", "99"}
	patternLimited   = []string{"0", "-0", "1", "1.0", "5", "-5", "0.1", "0.10", "3.018e2", "301.8", "5000000000", "-5e9", "2", "4.999999"}
	patternFolds     = []string{"abc", "ABC", "a", "éa", "ÉA", "k", "x\u20acy", "addpermission", "", `a"`}
	patternWildcards = []string{"*", "a*", "*c", "a*c", "*b*", "a*b*c*", `a\*c`, `a\\c`, "abc", "", "*abc*abc*", "é*", "*\"", "10.*", "Add*v2"}
	patternBlocks    = []string{"10.0.0.0/24", "10.0.0.200/8", "0.0.0.0/0", "10.0.0.0/31", "2001:db8::/32", "::/0", "::1/127", "10.0.1.0/25", "::ffff:a00:0/16"}
)

func pick[T any](r patternSource, of []T) T { return of[r.IntN(len(of))] }

func (r patternSource) some(of []string) []string {
	out := []string{pick(r, of)}
	for r.IntN(2) == 0 && len(out) < 3 {
		out = append(out, pick(r, of))
	}
	return out
}

func (r patternSource) pair() patternPair {
	p := patternPair{pattern: r.object(0)}
	// event-ruler needs seconds for some large patterns.
	for p.pattern.Combinations() > 6 || p.pattern.Length() > 500 {
		p.pattern = r.object(0)
	}
	p.tree = r.IntN(20) == 0
	if r.IntN(4) == 0 {
		p.event = r.eventObject(0, p.tree)
		return p
	}
	p.event = r.eventFor(p.pattern, p.tree)
	return p
}

func (r patternSource) object(depth int) pattern.Pattern {
	var out pattern.Pattern
	for range 1 + r.IntN(2) + r.IntN(2) {
		name := pick(r, patternNames)
		if r.IntN(15) == 0 {
			name += "." + pick(r, patternNames)
		}
		switch n := r.IntN(10); {
		case n < 3 && depth < 3:
			out = append(out, pattern.Branch{Name: name, Pattern: r.object(depth + 1)})
		case n == 3 && depth < 3:
			choice := pattern.Or(r.object(depth+1), r.object(depth+1))
			if r.IntN(3) == 0 {
				choice = append(choice, r.object(depth+1))
			}
			out = append(out, choice)
		default:
			out = append(out, pattern.Field(name, r.matchers()...))
		}
	}
	return out
}

func (r patternSource) matchers() []pattern.Matcher {
	out := []pattern.Matcher{r.matcher()}
	for r.IntN(3) == 0 {
		out = append(out, r.matcher())
	}
	return out
}

func (r patternSource) matcher() pattern.Matcher {
	switch r.IntN(24) {
	case 0, 1, 2, 3:
		return pattern.Exact(pick(r, patternStrings))
	case 4, 5:
		return pattern.Number(pick(r, patternNumbers))
	case 6:
		return pattern.Bool(r.IntN(2) == 0)
	case 7:
		return pattern.Null{}
	case 8:
		return pattern.Exists(true)
	case 9, 10:
		return pattern.Exists(false)
	case 11:
		return pattern.Prefix(pick(r, patternStrings))
	case 12:
		return pattern.Suffix(pick(r, patternStrings[1:]))
	case 13:
		return pattern.PrefixIgnoreCase(pick(r, patternFolds))
	case 14:
		return pattern.SuffixIgnoreCase(pick(r, patternFolds[:8]))
	case 15:
		return pattern.EqualsIgnoreCase(pick(r, patternFolds))
	case 16:
		return pattern.Wildcard(pick(r, patternWildcards))
	case 17:
		return pattern.CIDR(pick(r, patternBlocks))
	case 18, 19:
		return r.numeric()
	}
	return r.anythingBut()
}

func (r patternSource) numeric() pattern.Matcher {
	if r.IntN(2) == 0 {
		return pattern.Numeric{{Op: pick(r, []string{"=", "<", "<=", ">", ">="}), Value: pattern.Number(pick(r, patternLimited))}}
	}
	between := [][2]pattern.Number{{"0", "5"}, {"-5e9", "5e9"}, {"-5", "0.1"}, {"1", "3.018e2"}, {"0.1", "1.0"}}
	b := pick(r, between)
	return pattern.Numeric{{Op: pick(r, []string{">", ">="}), Value: b[0]}, {Op: pick(r, []string{"<", "<="}), Value: b[1]}}
}

func (r patternSource) anythingBut() pattern.Matcher {
	switch r.IntN(6) {
	case 0:
		return pattern.AnythingBut(r.some(patternStrings))
	case 1:
		out := pattern.AnythingButNumber{}
		for _, n := range r.some(patternLimited) {
			out = append(out, pattern.Number(n))
		}
		return out
	case 2:
		return pattern.AnythingButPrefix(r.some(patternStrings[1:]))
	case 3:
		return pattern.AnythingButSuffix(r.some(patternStrings[1:]))
	case 4:
		return pattern.AnythingButIgnoreCase(r.some(patternFolds))
	}
	return pattern.AnythingButWildcard(r.some(patternWildcards))
}

func (r patternSource) eventObject(depth int, twice bool) string {
	var members []string
	seen := map[string]bool{}
	for range r.IntN(4) + min(1, depth^1) {
		name := pick(r, patternNames)
		if r.IntN(40) == 0 {
			name += "." + pick(r, patternNames)
		}
		if seen[name] && !twice {
			continue
		}
		seen[name] = true
		key, _ := json.Marshal(name)
		members = append(members, fmt.Sprintf("%s:%s", key, r.eventValue(depth, twice)))
	}
	return "{" + strings.Join(members, ",") + "}"
}

func (r patternSource) eventValue(depth int, twice bool) string {
	switch n := r.IntN(12); {
	case n < 3 && depth < 3:
		return r.eventObject(depth+1, twice)
	case n < 6 && depth < 4:
		var items []string
		for range r.IntN(4) {
			items = append(items, r.eventValue(depth+1, twice))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case n < 8:
		if twice { // the reader of trees writes numbers anew
			return "7"
		}
		return pick(r, patternNumbers)
	case n == 8:
		return pick(r, []string{"true", "false", "null"})
	}
	text, _ := json.Marshal(pick(r, patternStrings))
	return string(text)
}

// eventFor makes an event that has the pattern's fields, most of them with a
// value that one of its matchers may take, some of them inside arrays.
func (r patternSource) eventFor(p pattern.Pattern, twice bool) string {
	members := r.membersFor(p, twice, map[string]bool{})
	if r.IntN(3) == 0 && !twice {
		members = append(members, `"z": [{"a": 1}, null]`)
	}
	r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	return "{" + strings.Join(members, ", ") + "}"
}

func (r patternSource) membersFor(p pattern.Pattern, twice bool, seen map[string]bool) []string {
	var out []string
	add := func(name string, value func() string) {
		if seen[name] && !twice || r.IntN(12) == 0 {
			return
		}
		seen[name] = true
		key, _ := json.Marshal(name)
		text := value()
		for r.IntN(4) == 0 { // inside an array, beside something else
			items := []string{text, value()}
			if r.IntN(3) == 0 {
				items = append(items, r.eventValue(2, twice))
			}
			r.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
			text = "[" + strings.Join(items, ",") + "]"
		}
		out = append(out, string(key)+":"+text)
	}
	for _, n := range p {
		switch n := n.(type) {
		case pattern.Leaf:
			if m := pick(r, n.Matchers); !isAbsent(m) || r.IntN(4) == 0 {
				add(n.Name, func() string { return r.valueFor(pick(r, n.Matchers), twice) })
			}
		case pattern.Branch:
			add(n.Name, func() string { return r.eventFor(n.Pattern, twice) })
		case pattern.Choice:
			out = append(out, r.membersFor(pick(r, n), twice, seen)...)
		}
	}
	return out
}

// valueFor is a value that the matcher takes, most of the time.
func (r patternSource) valueFor(m pattern.Matcher, twice bool) string {
	text := func(s string) string {
		out, _ := json.Marshal(s)
		return string(out)
	}
	switch m := m.(type) {
	case pattern.Exact:
		return text(string(m))
	case pattern.Number:
		if twice {
			return "7"
		}
		return string(m)
	case pattern.Bool, pattern.Null:
		out, _ := pattern.New(pattern.Field("x", m)).JSON()
		return strings.TrimSuffix(strings.TrimPrefix(string(out), `{"x":[`), "]}")
	case pattern.Prefix:
		return text(string(m) + pick(r, patternStrings))
	case pattern.Suffix:
		return text(pick(r, patternStrings) + string(m))
	case pattern.PrefixIgnoreCase:
		return text(strings.ToUpper(string(m)) + pick(r, patternStrings))
	case pattern.SuffixIgnoreCase:
		return text(pick(r, patternStrings) + strings.ToUpper(string(m)))
	case pattern.EqualsIgnoreCase:
		return text(strings.ToUpper(string(m)))
	case pattern.Wildcard:
		return text(strings.ReplaceAll(strings.ReplaceAll(string(m), `\`, ""), "*", pick(r, patternStrings)))
	case pattern.CIDR:
		address, _, _ := strings.Cut(string(m), "/")
		return text(address)
	case pattern.Numeric:
		if !twice {
			return pick(r, patternLimited)
		}
	}
	return r.eventValue(9, twice)
}

func isAbsent(m pattern.Matcher) bool {
	exists, ok := m.(pattern.Exists)
	return ok && !bool(exists)
}
