//go:build conformance

package conformance

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/truststack/truststack/pattern"
)

// The accidents of event-ruler that this project does not copy. It compares an
// address as hexadecimal digits, digit by digit, and stops as soon as it is
// sure: without asking whether the value is an address of that length, or an
// address at all.
const (
	// accidentNumber: a number in a field with an address matcher is compared
	// with it as text. 121 lies in 18.0.0.0/8, which is 12000000 to 12FFFFFF.
	accidentNumber = "a number as an address"
	// accidentVersion: an IPv6 address lies in an IPv4 block that its digits
	// begin with, and the other way round.
	accidentVersion = "an address of the other version"
)

// patternAccident names the accident that explains why event-ruler answers a
// pair otherwise than we do, "" when none does: our own matcher gives the other
// answer once the pattern is rewritten so that its address matchers accept, or
// lose, what they do by that accident.
func patternAccident(t *testing.T, p patternPair, ours bool) string {
	rewrites := []struct {
		accident string
		rewrite  func([]pattern.Matcher) []pattern.Matcher
	}{
		{accidentNumber, withNumbers},
		{accidentVersion, withVersions},
		{accidentNumber, func(m []pattern.Matcher) []pattern.Matcher { return withVersions(withNumbers(m)) }},
	}
	for _, r := range rewrites {
		other, err := pattern.Match(rewriteAddresses(p.pattern, r.rewrite), []byte(p.event))
		if err != nil {
			t.Fatal(err)
		}
		if other != ours {
			return r.accident
		}
	}
	return ""
}

// rewriteAddresses rewrites every list of matchers in which an address stands.
func rewriteAddresses(p pattern.Pattern, rewrite func([]pattern.Matcher) []pattern.Matcher) pattern.Pattern {
	out := slices.Clone(p)
	for i, n := range p {
		switch n := n.(type) {
		case pattern.Branch:
			out[i] = pattern.Branch{Name: n.Name, Pattern: rewriteAddresses(n.Pattern, rewrite)}
		case pattern.Choice:
			choice := slices.Clone(n)
			for j := range choice {
				choice[j] = rewriteAddresses(choice[j], rewrite)
			}
			out[i] = choice
		case pattern.Leaf:
			if slices.ContainsFunc(n.Matchers, isAddress) {
				out[i] = pattern.Leaf{Name: n.Name, Matchers: rewrite(slices.Clone(n.Matchers))}
			}
		}
	}
	return out
}

// isAddress: a CIDR, or a string that is an address to event-ruler.
func isAddress(m pattern.Matcher) bool {
	switch m := m.(type) {
	case pattern.CIDR:
		return true
	case pattern.Exact:
		c, err := pattern.New(pattern.Field("a", pattern.CIDR("0.0.0.0/0"), pattern.CIDR("::/0"))).Compile()
		if err != nil {
			return false
		}
		text, _ := json.Marshal(string(m))
		is, err := c.Match([]byte(`{"a":` + string(text) + `}`))
		return is && err == nil
	}
	return false
}

func withNumbers(m []pattern.Matcher) []pattern.Matcher {
	for _, n := range append([]string{"7"}, patternNumbers...) {
		m = append(m, pattern.Number(n))
	}
	return m
}

func withVersions(m []pattern.Matcher) []pattern.Matcher {
	return append(m, pattern.CIDR("0.0.0.0/0"), pattern.CIDR("::/0"))
}

// contradicted reports whether event-ruler, asked about the pair with one matcher
// in each field at a time, gives our answer: a list of matchers means one of
// them, so where the whole list answers otherwise it contradicts itself. Its
// machine shares states between the matchers of a field, and loses or gains
// matches by that, some of them only in some machines of the same pattern.
//
// It also has two ways to search an event, which differ where one field is
// written both nested and with a dot. There it has no answer.
func (e eventRuler) contradicted(t *testing.T, p patternPair, ours bool) bool {
	t.Helper()
	var questions []patternLine
	for _, single := range singles(p.pattern) {
		text, err := single.JSON()
		if err != nil {
			t.Fatal(err)
		}
		questions = append(questions, patternLine{string(text), p.event, p.tree})
	}
	answers := e.ask(t, questions)
	if slices.Contains(answers, "error the two finders disagree") && dottedName.MatchString(p.event) {
		return true
	}
	return slices.Contains(answers, "true") == ours && !slices.ContainsFunc(answers, func(a string) bool { return a != "true" && a != "false" })
}

var dottedName = regexp.MustCompile(`"[^" ]+\.[^" ]+":`)

// singles is the patterns with one matcher in each field, and no $or, of which
// one is enough.
func singles(p pattern.Pattern) []pattern.Pattern {
	out := []pattern.Pattern{{}}
	for _, n := range p {
		var next []pattern.Pattern
		for _, rest := range options(n) {
			for _, so := range out {
				next = append(next, append(slices.Clone(so), rest...))
			}
		}
		out = next
	}
	return out
}

// options is what a node may be replaced with.
func options(n pattern.Node) []pattern.Pattern {
	var out []pattern.Pattern
	switch n := n.(type) {
	case pattern.Leaf:
		for _, m := range n.Matchers {
			out = append(out, pattern.New(pattern.Field(n.Name, m)))
		}
	case pattern.Branch:
		for _, q := range singles(n.Pattern) {
			out = append(out, pattern.New(pattern.Branch{Name: n.Name, Pattern: q}))
		}
	case pattern.Choice:
		for _, q := range n {
			out = append(out, singles(q)...)
		}
	}
	return out
}

// testContradictions holds witnesses of what contradicted explains.
func (e eventRuler) testContradictions(t *testing.T) {
	witnesses := []struct{ pattern, event, theirs string }{
		{`{"a":[{"anything-but":{"wildcard":"*"}},{"equals-ignore-case":"x"}]}`, `{"a":"abcabc"}`, "true"},
		{`{"a":[0.1000000000000000055,{"cidr":"::1/127"}]}`, `{"a":0.1000000000000000055}`, "false"},
		// The last bits of a number can be those of a quotation mark.
		{`{"a":[{"suffix":""},{"numeric":["=",5]}]}`, `{"a":0.097}`, "true"},
		{`{"a":{"b":[1],"c":[2]}}`, `{"a":[{"b":1},{"b":3}],"a.c":2}`, "true"},
		{`{"a":{"b":[1],"c":[2]}}`, `{"a":[{"b":1},{"c":3}],"a.c":2}`, "error the two finders disagree"},
		// The order of fields: by 16-bit units.
		{`{"r":{"\ud83d\ude00":[2],"\uff5e":[{"exists":false}]}}`, `{"r":[{"\uff5e":1},{"\ud83d\ude00":2}]}`, "true"},
		{`{"r":{"\uff5e":[1],"\ud83d\ude00":[{"exists":false}]}}`, `{"r":[{"\uff5e":1},{"\ud83d\ude00":2}]}`, "false"},
	}
	var questions []patternLine
	for _, w := range witnesses {
		questions = append(questions, patternLine{Pattern: w.pattern, Event: w.event})
	}
	for i, theirs := range e.ask(t, questions) {
		w := witnesses[i]
		p, err := pattern.Parse([]byte(w.pattern))
		if err != nil {
			t.Fatal(err)
		}
		ours, err := pattern.Match(p, []byte(w.event))
		if err != nil || theirs != w.theirs {
			t.Errorf("%s with %s: ours %t (%v), theirs %s, want %s", w.pattern, w.event, ours, err, theirs, w.theirs)
		}
		if theirs != fmt.Sprint(ours) && !e.contradicted(t, patternPair{p, w.event, false}, ours) {
			t.Errorf("%s with %s is not explained", w.pattern, w.event)
		}
	}
}

// testAccidents holds a witness of each accident. When event-ruler mends
// one this fails, and the accident goes.
func (e eventRuler) testAccidents(t *testing.T) {
	witnesses := []struct {
		accident, pattern, event string
		ours, theirs             bool
	}{
		{accidentNumber, `{"a":[{"cidr":"18.0.0.0/8"}]}`, `{"a":123456789012}`, false, true},
		{accidentVersion, `{"a":[{"cidr":"0.0.0.0/0"}]}`, `{"a":"2001:db8::1"}`, false, true},
		{accidentVersion, `{"a":[{"cidr":"::/0"}]}`, `{"a":"10.0.0.1"}`, false, true},
	}
	var questions []patternLine
	for _, w := range witnesses {
		questions = append(questions, patternLine{Pattern: w.pattern, Event: w.event})
	}
	for i, theirs := range e.ask(t, questions) {
		w := witnesses[i]
		p, err := pattern.Parse([]byte(w.pattern))
		if err != nil {
			t.Fatal(err)
		}
		ours, err := pattern.Match(p, []byte(w.event))
		if err != nil || ours != w.ours || theirs != fmt.Sprint(w.theirs) {
			t.Errorf("%s: %s with %s: ours %t (%v), theirs %s; want %t and %t", w.accident, w.pattern, w.event, ours, err, theirs, w.ours, w.theirs)
		}
		if found := patternAccident(t, patternPair{p, w.event, false}, ours); found != w.accident {
			t.Errorf("%s with %s is called %q, want %q", w.pattern, w.event, found, w.accident)
		}
	}
}
