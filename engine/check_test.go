package engine

import (
	"testing"
	"time"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// thing is trusted when its property says so.
type thing struct{ good value.Text }

func (t thing) Identity() pack.Identity { return pack.Identity{} }

type layer struct{}

func (layer) Reads() map[string][]string { return map[string][]string{"X": {"Good"}} }
func (layer) Peers() map[string][]string { return map[string][]string{"Y": {"B", "A"}} }
func (layer) Cases(r value.Resource) []pack.Case {
	var out []pack.Case
	for _, v := range r.Variants {
		if good := v.Properties.Get("Good"); !good.Missing() {
			out = append(out, pack.Case{Subject: thing{good.AsText()}, When: v.When})
		}
	}
	return out
}
func (layer) Policies(pack.Target) []pack.Policy          { return nil }
func (layer) Requests(pack.Subject) ([]iam.Request, bool) { return nil, false }

func rule(name string, mode manifest.Mode) pack.Rule {
	return pack.Rule{Package: &pack.Package{Name: name}, Proactive: pack.Layer[pack.Proactive]{Impl: layer{}},
		Policy: manifest.Policy{Modes: map[manifest.Layer]manifest.Mode{manifest.Proactive: mode}},
		Judge: func(s pack.Subject) pack.Verdict {
			if text, _ := s.(thing).good.Known(); text == "yes" {
				return pack.Trust()
			}
			return pack.Distrust(pack.Reason{Code: "BAD"})
		}}
}

func resource(id, kind, good string) value.Resource {
	fields := []value.Field{{Key: "Good", Value: value.Scalar(value.Literal(good), value.Pos{Line: 1, Column: 1})}}
	if good == "" {
		fields = nil
	}
	return value.Resource{ID: id, Type: kind, Variants: []value.Variant{{Properties: value.Value{Kind: value.Map, Fields: fields}}}}
}

func TestCheck(t *testing.T) {
	doubtful := resource("doubtful", "X", "yes")
	doubtful.Doubt = "a macro"
	doubtfulBad := resource("doubtful-bad", "X", "no")
	doubtfulBad.Doubt = "a macro"
	overflow := resource("overflow", "X", "yes")
	overflow.Overflow = true
	none := rule("none", manifest.Enforce)
	none.Proactive = pack.Layer[pack.Proactive]{None: "it does not apply"}
	rules := []pack.Rule{rule("one", manifest.Enforce), rule("off", manifest.Off), none, rule("audit", manifest.Audit)}
	resources := []value.Resource{resource("good", "X", "yes"), resource("bad", "X", "no"), resource("other", "Z", "no"), resource("not-a-subject", "X", ""),
		doubtful, doubtfulBad, overflow}
	var got []string
	for _, r := range Check(rules, resources, time.Now()) {
		got = append(got, r.Resource.ID+" "+r.Decision.Package.Name+" "+r.Decision.Verdict.Kind.String()+" "+string(r.Decision.Mode))
	}
	want := []string{
		"good one trusted enforce", "good audit trusted audit",
		"bad one untrusted enforce", "bad audit untrusted audit",
		"doubtful one undetermined enforce", "doubtful audit undetermined audit",
		"doubtful-bad one untrusted enforce", "doubtful-bad audit untrusted audit",
		"overflow one undetermined enforce", "overflow audit undetermined audit",
	}
	if len(got) != len(want) {
		t.Fatalf("found %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("found %q, want %q", got[i], want[i])
		}
	}
}

func TestReads(t *testing.T) {
	rules := []pack.Rule{rule("one", ""), rule("two", "")}
	if reads := Reads(rules); len(reads) != 1 || len(reads["X"]) != 1 {
		t.Errorf("found %v", reads)
	}
	if peers := Peers(rules); len(peers["Y"]) != 2 || peers["Y"][0] != "A" {
		t.Errorf("found %v", peers)
	}
}
