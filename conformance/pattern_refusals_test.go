//go:build conformance

package conformance

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/truststack/truststack/pattern"
)

// testRefusals: what Parse refuses event-ruler refuses too, unless it is
// marked as one of our own: the service's limits, which its library does not
// have, and what the library reads otherwise than anybody means.
func (e eventRuler) testRefusals(t *testing.T) {
	cases := []struct {
		pattern string
		own     bool
	}{
		{`[]`, false}, {`{}`, false}, {`{"a":{}}`, false}, {`{"a":[]}`, false}, {`{"a":1}`, false}, {`{"a":[[1]]}`, false},
		{`{"a":[{}]}`, false}, {`{"a":[{"regex":"x"}]}`, false}, {`{"a":[{"prefix":1}]}`, false}, {`{"a":[{"prefix":"x","suffix":"y"}]}`, false},
		{`{"a":[{"prefix":{"wildcard":"x"}}]}`, false}, {`{"a":[{"exists":"yes"}]}`, false}, {`{"a":[{"wildcard":"a**b"}]}`, false},
		{`{"a":[{"wildcard":"a\\b"}]}`, false}, {`{"a":[{"numeric":["<"]}]}`, false}, {`{"a":[{"numeric":["<",5,">",3]}]}`, false},
		{`{"a":[{"numeric":[">",5,"<",5]}]}`, false}, {`{"a":[{"numeric":["!=",5]}]}`, false}, {`{"a":[{"numeric":5}]}`, false},
		{`{"a":[{"cidr":"10.0.0.0"}]}`, false}, {`{"a":[{"cidr":"10.0.0.0/32"}]}`, false}, {`{"a":[{"cidr":"::1/128"}]}`, false},
		{`{"a":[{"cidr":"x/8"}]}`, false}, {`{"a":[{"cidr":"10.0.0.0/-1"}]}`, false},
		{`{"a":[{"anything-but":[]}]}`, false}, {`{"a":[{"anything-but":["a",1]}]}`, false}, {`{"a":[{"anything-but":null}]}`, false},
		{`{"a":[{"anything-but":true}]}`, false}, {`{"a":[{"anything-but":{"prefix":""}}]}`, false}, {`{"a":[{"anything-but":{"cidr":"10.0.0.0/8"}}]}`, false},
		{`{"a":[{"anything-but":{"exists":true}}]}`, false}, {`{"a":[{"anything-but":{"wildcard":"**"}}]}`, false},
		{`{"$or":[{"a":[1]}]}`, false}, {`{"$or":[]}`, false}, {`{"$or":[{"a":[1]},2]}`, false}, {`{"$or":{"a":[1]}}`, false}, {`{"$or":[{"a":[1]},{}]}`, false},
		{`{"$or":[{"a":[1]},{"prefix":[1]}]}`, false}, {`{"$or":[{"a":[1]},{"b":{"numeric":[1]}}]}`, false},
		{`{"a":[1]} x`, true}, {`{"a":[{"exactly":"x"}]}`, true}, {`{"a":[{"cidr":"10.0.0.0/+8"}]}`, true}, {`{"":[1]}`, true}, {`{"a..b":[1]}`, true},
		{`{"a":[{"equals-ignore-case":"😀"}]}`, true}, {`{"a":[{"prefix":{"equals-ignore-case":"straße"}}]}`, true},
		{`{"a":[{"numeric":[">",5000000001]}]}`, true}, {`{"a":[{"numeric":["=",0.0000001]}]}`, true}, {`{"a":[{"anything-but":123456789012}]}`, true},
		{`{"a":[{"anything-but":{"prefix":[]}}]}`, true}, {`{"a":["\ud800"]}`, true},
		{`{"a":["` + strings.Repeat("x", pattern.MaxLength) + `"]}`, true},
		{`{` + strings.TrimSuffix(strings.Repeat(`"$or":[{"a":[1]},{"b":[1]}],`, 10), ",") + `}`, true}, // 1,024 combinations
	}
	var questions []patternLine
	for _, c := range cases {
		if _, err := pattern.Parse([]byte(c.pattern)); err == nil {
			t.Errorf("%.80s is accepted", c.pattern)
		}
		questions = append(questions, patternLine{Pattern: c.pattern, Event: `{"z":1}`})
	}
	for i, theirs := range e.ask(t, questions) {
		if refused := strings.HasPrefix(theirs, "error"); refused == cases[i].own {
			t.Errorf("%.80s: marked as our own refusal %t, theirs %s", cases[i].pattern, cases[i].own, theirs)
		}
	}
}

// testAddresses: what is an IP address, and which are the same one, is as
// Java reads them.
func (e eventRuler) testAddresses(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	starts := []string{"10.0.0.1", "255.255.255.255", "001.02.3.4", "::", "::1", "2001:db8::ff", "::ffff:a00:1", "1:2:3:4:5:6:7:8", "0000a:0::b", "1::2:3:4:5:6:7"}
	change := func(s string) string {
		for range r.IntN(3) {
			at := r.IntN(len(s) + 1)
			c := string("0123456789abcdefF:.:.0"[r.IntN(22)])
			if r.IntN(3) == 0 && at < len(s) {
				s = s[:at] + s[at+1:]
			} else {
				s = s[:at] + c + s[at:]
			}
		}
		return s
	}
	var questions []patternLine
	var ours []bool
	for range 1500 {
		base := starts[r.IntN(len(starts))]
		p := pattern.New(pattern.Field("a", pattern.Exact(change(base))))
		if r.IntN(2) == 0 {
			p = pattern.New(pattern.Field("a", pattern.CIDR(base+"/20")))
		}
		event := `{"a":"` + change(base) + `"}`
		matched, err := pattern.Match(p, []byte(event))
		if err != nil {
			t.Fatal(err)
		}
		questions, ours = append(questions, patternLine{p.String(), event, false}), append(ours, matched)
	}
	matched := 0
	for i, theirs := range e.ask(t, questions) {
		if ours[i] {
			matched++
		}
		p, err := pattern.Parse([]byte(questions[i].Pattern))
		if err != nil {
			t.Fatal(err)
		}
		if (theirs == "true") != ours[i] && patternAccident(t, patternPair{p, questions[i].Event, false}, ours[i]) == "" {
			t.Errorf("%s with %s: ours %t, theirs %s", questions[i].Pattern, questions[i].Event, ours[i], theirs)
		}
	}
	t.Logf("%d pairs, %d match", len(questions), matched)
	if matched < 150 {
		t.Errorf("%d of %d pairs match: they say little", matched, len(questions))
	}
}
