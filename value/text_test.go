package value

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func hole(name string) Text     { return Of(Hole{Name: name, Why: "w"}) }
func nameHole(name string) Text { return Of(Hole{Class: Name, Name: name}) }

var deploying = Of(Hole{Class: Account, Name: "AWS::AccountId"})

func TestTextStates(t *testing.T) {
	var absent Text
	if !absent.Absent() || Literal("").Absent() {
		t.Error("the zero text is absent, the empty one is not")
	}
	if s, known := Literal("").Known(); !known || s != "" {
		t.Error("the empty text is known")
	}
	if _, known := absent.Known(); known {
		t.Error("what is absent is not known")
	}
	if _, known := Concat(Literal("a"), hole("X")).Known(); known {
		t.Error("a text with a hole is not known")
	}
	if s, known := Concat(Literal("a"), absent, Literal("b")).Known(); !known || s != "ab" {
		t.Errorf("found %q", s)
	}
	if got := Concat(Literal("a"), hole("X"), Literal("b")).String(); got != "a${X}b" {
		t.Errorf("found %q", got)
	}
}

func TestCut(t *testing.T) {
	for _, test := range []struct {
		text          Text
		before, after string
		found         Tri
	}{
		{Literal("a:b:c"), "a", "b:c", Yes},
		{Literal("abc"), "abc", "", No},
		{Concat(Literal("a"), nameHole("N"), Literal(":b")), "a${N}", "b", Yes},
		{Concat(Literal("a:"), hole("X")), "a", "${X}", Yes},
		{Concat(Literal("a"), hole("X"), Literal(":b")), "", "", Maybe},
		{Concat(Literal("a"), nameHole("N")), "a${N}", "", No},
		{Literal(":"), "", "", Yes},
	} {
		before, after, found := test.text.Cut(':')
		if found != test.found {
			t.Errorf("%s: found %s, want %s", test.text, found, test.found)
			continue
		}
		if found == Yes && (before.String() != test.before || after.String() != test.after) {
			t.Errorf("%s: came apart into %q and %q", test.text, before, after)
		}
	}
}

func TestSplit(t *testing.T) {
	pieces, ok := Concat(Literal("a,"), nameHole("N"), Literal("b,")).Split(",")
	if !ok || len(pieces) != 3 || pieces[1].String() != "${N}b" || pieces[2].String() != "" {
		t.Errorf("found %v, %v", pieces, ok)
	}
	if _, ok := Concat(Literal("a,"), hole("X")).Split(","); ok {
		t.Error("a hole that may hold the separator was split around")
	}
	if _, ok := Concat(Literal("a-"), nameHole("N")).Split("-"); ok {
		t.Error("a name may hold a hyphen")
	}
}

func TestSame(t *testing.T) {
	for _, test := range []struct {
		a, b Text
		want Tri
	}{
		{Literal("x"), Literal("x"), Yes},
		{Literal("x"), Literal("y"), No},
		{Text{}, Text{}, Yes},
		{Text{}, Literal(""), No},
		{hole("X"), hole("X"), Yes},
		{hole("X"), hole("Y"), Maybe},
		{hole(""), hole(""), Maybe},
		{hole("X"), Literal("x"), Maybe},
		{Concat(Literal("a"), hole("X")), Literal("bc"), No},
		{Concat(hole("X"), Literal("a")), Literal("bc"), No},
		{Concat(Literal("a"), hole("X")), Literal("abc"), Maybe},
		{deploying, deploying, Yes},
		{deploying, Literal("111122223333"), No},
		{deploying, hole("X"), Maybe},
	} {
		if got := test.a.Same(test.b); got != test.want {
			t.Errorf("%s and %s: found %s, want %s", test.a, test.b, got, test.want)
		}
		if back := test.b.Same(test.a); back != test.a.Same(test.b) {
			t.Errorf("%s and %s: not the same both ways", test.a, test.b)
		}
	}
}

// TestFillings: what is said of a text with holes holds for every filling of
// them: Same, Cut, Prefix and Tail.
func TestFillings(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	letters := []string{"", "a", "b", ":", "ab", "a:b"}
	draw := func() (Text, string) {
		var parts []Text
		var filled strings.Builder
		for range random.IntN(4) {
			s := letters[random.IntN(len(letters))]
			filled.WriteString(s)
			if random.IntN(3) == 0 {
				parts = append(parts, hole(s+"?"+string(rune('A'+random.IntN(20)))))
			} else {
				parts = append(parts, Literal(s))
			}
		}
		return Concat(parts...), filled.String()
	}
	for range 20_000 {
		a, x := draw()
		b, y := draw()
		switch got := a.Same(b); {
		case got == No && x == y:
			t.Fatalf("%s and %s may both be %q", a, b, x)
		case got == Yes && x != y:
			t.Fatalf("%s may be %q and %s %q", a, x, b, y)
		}
		if !strings.HasPrefix(x, a.Prefix()) || !strings.HasSuffix(x, a.Tail()) {
			t.Fatalf("%s: %q does not begin in %q and end in %q", a, x, a.Prefix(), a.Tail())
		}
		if before, _, found := a.Cut(':'); found == Yes {
			want, _, _ := strings.Cut(x, ":")
			if s, known := before.Known(); known && s != want {
				t.Fatalf("%s: cut at %q, %q at %q", a, s, x, want)
			}
		} else if found == No && strings.Contains(x, ":") {
			t.Fatalf("%s has no colon, %q has", a, x)
		}
	}
}

func TestTri(t *testing.T) {
	var zero Tri
	if zero != Maybe {
		t.Error("an answer that nobody gave is not maybe")
	}
	for _, a := range []Tri{Yes, No, Maybe} {
		for _, b := range []Tri{Yes, No, Maybe} {
			if a.And(b) != b.And(a) || a.Or(b) != a.Not().And(b.Not()).Not() || a.Not().Not() != a {
				t.Errorf("%s, %s", a, b)
			}
		}
	}
	if Maybe.And(No) != No || Maybe.Or(Yes) != Yes || Maybe.And(Yes) != Maybe || Maybe.Or(No) != Maybe {
		t.Error("maybe hides what is decided")
	}
}
