package pack

import (
	"strings"
	"testing"
	"time"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/value"
)

// stub is a subject whose verdict is written on it.
type stub struct {
	verdict string // "trusted", "untrusted", "undetermined"
	id      Identity
}

func (s stub) Identity() Identity { return s.id }

func judgeStub(s Subject) Verdict {
	switch s.(stub).verdict {
	case "trusted":
		return Trust()
	case "untrusted":
		return Distrust(Reason{Code: "X"})
	}
	return CannotKnow(Missing{Code: "UNKNOWN-X"})
}

func stubRule(exceptions ...manifest.Exception) Rule {
	return Rule{Package: &Package{Name: "stub", Tag: "Stub"}, Judge: judgeStub,
		Policy: manifest.Policy{Exceptions: exceptions, TagExcludes: true, Modes: map[manifest.Layer]manifest.Mode{}}}
}

func when(choices ...string) value.When {
	var w value.When
	for _, c := range choices {
		name, val, _ := strings.Cut(c, "=")
		w = append(w, value.Choice{Name: name, Value: val})
	}
	return w
}

func TestDecideFolds(t *testing.T) {
	for _, test := range []struct {
		cases []Case
		want  string
		when  string
	}{
		{nil, "undetermined", ""},
		{[]Case{{Subject: stub{verdict: "trusted"}}}, "trusted", ""},
		{[]Case{{Subject: stub{verdict: "trusted"}}, {Subject: stub{}}}, "undetermined", ""},
		{[]Case{{Subject: stub{}}, {Subject: stub{verdict: "untrusted"}}}, "untrusted", ""},
		// The choices that matter are named, the others are not.
		{[]Case{
			{Subject: stub{verdict: "trusted"}, When: when("A=true", "B=true")},
			{Subject: stub{verdict: "trusted"}, When: when("A=true", "B=false")},
			{Subject: stub{verdict: "untrusted"}, When: when("A=false", "B=true")},
			{Subject: stub{verdict: "untrusted"}, When: when("A=false", "B=false")},
		}, "untrusted", "A=false"},
		{[]Case{
			{Subject: stub{verdict: "untrusted"}, When: when("A=true", "B=true")},
			{Subject: stub{verdict: "trusted"}, When: when("A=true", "B=false")},
			{Subject: stub{verdict: "trusted"}, When: when("A=false", "B=true")},
			{Subject: stub{verdict: "trusted"}, When: when("A=false", "B=false")},
		}, "untrusted", "A=true B=true"},
		// Two things in one world: that one of them is bad is what counts.
		{[]Case{
			{Subject: stub{verdict: "untrusted"}, When: when("A=true")},
			{Subject: stub{verdict: "trusted"}, When: when("A=true")},
			{Subject: stub{verdict: "untrusted"}, When: when("A=false")},
			{Subject: stub{verdict: "trusted"}, When: when("A=false")},
		}, "untrusted", ""},
	} {
		d := Decide(stubRule(), View{Layer: manifest.Proactive}, test.cases)
		if got := d.Verdict.Kind.String(); got != test.want {
			t.Errorf("%+v: found %s, want %s", test.cases, got, test.want)
		}
		if got := strings.Join(d.When.Strings(), " "); got != test.when {
			t.Errorf("%+v: when %q, want %q", test.cases, got, test.when)
		}
	}
}

func TestDecideExceptions(t *testing.T) {
	e := manifest.Exception{Resource: "arn:aws:sns:*:111122223333:t*", Account: "111122223333", Reason: "r", Owner: "o", Ticket: "T-1", Expires: "2026-06-30"}
	covered := Identity{Resource: value.Literal("arn:aws:sns:eu-west-1:111122223333:topic"), Account: value.Literal("111122223333")}
	other := Identity{Resource: value.Literal("arn:aws:sns:eu-west-1:999999999999:topic"), Account: value.Literal("999999999999")}
	partly := Identity{Resource: value.Concat(value.Literal("arn:aws:sns:eu-west-1:111122223333:"), value.Unknown("N", "")), Account: value.Literal("111122223333")}
	unseen := Identity{Account: value.Literal("111122223333")}
	june := time.Date(2026, 6, 30, 23, 59, 59, 0, time.UTC)
	for _, test := range []struct {
		name  string
		cases []Case
		now   time.Time
		want  string
		fails bool
	}{
		{"covered", []Case{{Subject: stub{"untrusted", covered}}}, june, "untrusted", false},
		{"ended", []Case{{Subject: stub{"untrusted", covered}}}, june.Add(time.Second), "untrusted", true},
		{"another", []Case{{Subject: stub{"untrusted", other}}}, june, "untrusted", true},
		{"one of two", []Case{{Subject: stub{"untrusted", covered}}, {Subject: stub{"untrusted", other}}}, june, "untrusted", true},
		{"may cover", []Case{{Subject: stub{"untrusted", partly}}}, june, "undetermined", false},
		{"selector not seen", []Case{{Subject: stub{"untrusted", unseen}}}, june, "untrusted", true},
		{"undetermined goes before excepted", []Case{{Subject: stub{"untrusted", covered}}, {Subject: stub{}}}, june, "undetermined", false},
		{"trusted needs none", []Case{{Subject: stub{"trusted", covered}}}, june, "trusted", false},
	} {
		d := Decide(stubRule(e), View{Time: test.now}, test.cases)
		if d.Verdict.Kind.String() != test.want || d.Fails() != test.fails {
			t.Errorf("%s: found %s, fails %v; want %s, %v", test.name, d.Verdict.Kind, d.Fails(), test.want, test.fails)
		}
		if excepted := d.Exception != nil; excepted != (test.name == "covered") {
			t.Errorf("%s: excepted %v", test.name, excepted)
		}
	}
}

func TestDecideExclusion(t *testing.T) {
	for tag, want := range map[string]bool{
		"ALL": true, "Stub": true, "Other,Stub": true, "Other Stub": true, "Other:Stub": true, "Other/Stub": true,
		"": false, "all": false, "stub": false, "XStub": false, "StubX": false, "Other": false, "ALLX": false,
	} {
		d := Decide(stubRule(), View{}, []Case{{Subject: stub{"untrusted", Identity{Exclude: value.Literal(tag)}}}})
		if d.Excluded != want || (d.Verdict.Kind == Trusted) != want {
			t.Errorf("tag %q: excluded %v, %s; want %v", tag, d.Excluded, d.Verdict.Kind, want)
		}
	}
	unknown := Identity{Exclude: value.Unknown("Tag", "")}
	if d := Decide(stubRule(), View{}, []Case{{Subject: stub{"untrusted", unknown}}}); d.Verdict.Kind != Untrusted {
		t.Errorf("an unknown tag excludes: %s", d.Verdict.Kind)
	}
	unguarded := stubRule()
	unguarded.Policy.TagExcludes = false
	if d := Decide(unguarded, View{}, []Case{{Subject: stub{"untrusted", Identity{Exclude: value.Literal("ALL")}}}}); d.Verdict.Kind != Untrusted {
		t.Errorf("a tag that nobody guards excludes: %s", d.Verdict.Kind)
	}
}

func TestZeroVerdictIsUndetermined(t *testing.T) {
	var v Verdict
	if v.Kind != Undetermined || Fold().Kind != Undetermined {
		t.Error("what nobody judged is not undetermined")
	}
}

// TestDoubtedIsNeverTrusted: what may turn out otherwise keeps what speaks against
// it and loses what speaks for it.
func TestDoubtedIsNeverTrusted(t *testing.T) {
	for verdict, want := range map[string]Kind{"trusted": Undetermined, "untrusted": Untrusted, "undetermined": Undetermined} {
		d := Decide(stubRule(), View{}, []Case{{Subject: stub{verdict: verdict}}})
		if got := d.Doubted("a macro", true); got.Verdict.Kind != want || got.Excluded {
			t.Errorf("%s in doubt is %s, want %s", verdict, got.Verdict.Kind, want)
		}
		if got := d.Doubted("", true); got.Verdict.Kind != d.Verdict.Kind {
			t.Errorf("%s without doubt became %s", verdict, got.Verdict.Kind)
		}
	}
	excluded := Decide(stubRule(), View{}, []Case{{Subject: stub{"untrusted", Identity{Exclude: value.Literal("ALL")}}}})
	if got := excluded.Doubted("a macro", true); got.Verdict.Kind != Undetermined || got.Excluded {
		t.Errorf("an exclusion survives doubt: %s", got.Verdict.Kind)
	}
}
