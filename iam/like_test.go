package iam

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzLike(f *testing.F) {
	for _, pair := range [][2]string{{"a*b?c", "axxbyc"}, {"*", ""}, {"?", "é"}, {"*a*a*", "aa"}, {"a**b", "ab"}, {"arn:aws:iam::*:role/?*", "arn:aws:iam::1:role/x"}} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, pattern, s string) {
		if len(pattern) > 16 || len(s) > 16 || !utf8.ValidString(pattern) || !utf8.ValidString(s) {
			return
		}
		if got, want := Like(pattern, s), naiveLike([]rune(pattern), []rune(s)); got != want {
			t.Errorf("Like(%q, %q) = %v, wanted %v", pattern, s, got, want)
		}
	})
}

// TestLikeExhaustive compares with the definition on every short pattern over
// two letters, both wildcards and a colon.
func TestLikeExhaustive(t *testing.T) {
	patterns, texts := words("ab:*?", 5), words("ab:", 5)
	for _, p := range patterns {
		pattern, err := ParsePattern(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range texts {
			want := naiveLike([]rune(p), []rune(s))
			if Like(p, s) != want {
				t.Fatalf("Like(%q, %q) = %v", p, s, !want)
			}
			// As a Resource a pattern matches no more than as a string.
			if pattern.matchResource(s) && !want {
				t.Fatalf("matchResource(%q, %q) matches more than Like", p, s)
			}
		}
	}
}

// words is every string over the alphabet of at most n characters.
func words(alphabet string, n int) []string {
	out, last := []string{""}, []string{""}
	for range n {
		var longer []string
		for _, w := range last {
			for _, c := range alphabet {
				longer = append(longer, w+string(c))
			}
		}
		out, last = append(out, longer...), longer
	}
	return out
}

// TestARNWithinResource holds the three ways of comparing against each other:
// part by part matches no more than Resource, and that no more than a string.
func TestARNWithinResource(t *testing.T) {
	for _, tail := range words("a:*?", 4) {
		p, err := ParsePattern("*:a?:*:" + tail + ":*")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range words("a:", 8) {
			s = "x:ab:" + s
			arn, resource, text := p.matchARN(s), p.matchResource(s), p.Match(s)
			if arn && !resource || resource && !text {
				t.Fatalf("%s with %q: ARN %v, Resource %v, string %v", p, s, arn, resource, text)
			}
		}
	}
}

func TestMatchResource(t *testing.T) {
	for _, c := range []struct {
		pattern, arn string
		want         bool
	}{
		{"*", "arn:aws:s3:::b", true},
		{"*", "*", true},
		{"arn:aws:s3:::b/*", "arn:aws:s3:::b/k:1", true},
		{"arn:aws:sns:*:123456789012:t", "arn:aws:sns:us-east-1:123456789012:t", true},
		{"arn:aws:sns:us-*-1:123456789012:t", "arn:aws:sns:us-east-1:123456789012:t", true},
		{"arn:aws:sns:us-*1:123456789012:t", "arn:aws:sns:us-east-1:123456789012:t", true},
		// Not at the end of its part, so it stays in the part.
		{"arn:aws:sns:*-1:t", "arn:aws:sns:us-east-1:123456789012:x-1:t", false},
		// At the end of its part, so it may reach over colons.
		{"arn:aws:sns:*:t", "arn:aws:sns:us-east-1:123456789012:t", true},
		{"arn:aws:s3*", "arn:aws:s3:::b", true},
		{"arn:aws:s3?::b", "arn:aws:s3:::b", false},
		{"arn:aws:lambda:*:*:function:f?x", "arn:aws:lambda:r:1:function:f:x", true},
		{"arn:aws:lambda:*:*:function:f", "arn:aws:lambda:r:1:function:F", false},
		{"arn:aws:sns:*:*:t", "*", false},
		{"arn:aws:sns:r:1*2:t", "arn:aws:sns:r:1:x2:t", false},
		{"arn:aws:sns:r:1*2:t", "arn:aws:sns:r:1x2:t", true},
	} {
		p, err := ParsePattern(c.pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.matchResource(c.arn); got != c.want {
			t.Errorf("%s with %s: %v", c.pattern, c.arn, got)
		}
	}
}

// TestLikeHostile is a pattern on which backtracking would not end.
func TestLikeHostile(t *testing.T) {
	start := time.Now()
	if Like(strings.Repeat("*a", 50)+"b", strings.Repeat("a", 20000)) {
		t.Error("matches")
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestQuoteLiteral(t *testing.T) {
	for _, s := range append(words("*?${}a", 4), "${aws:username}", "${aws:username, 'x'}") {
		p, err := ParsePattern(QuoteLiteral(s))
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		tokens := p.Tokens()
		if s == "" && len(tokens) == 0 {
			continue
		}
		if len(tokens) != 1 || tokens[0].Kind != Literal || tokens[0].Text != s || !p.Match(s) {
			t.Fatalf("QuoteLiteral(%q) = %q reads as %v", s, QuoteLiteral(s), tokens)
		}
	}
}

func TestPatternTokens(t *testing.T) {
	p, err := ParsePattern("a${*}*?**${aws:PrincipalTag/a b, 'x}'}${aws:username}${$}{")
	if err != nil {
		t.Fatal(err)
	}
	want := []Token{{Kind: Literal, Text: "a*"}, {Kind: AnyRun}, {Kind: AnyOne}, {Kind: AnyRun},
		{Kind: Variable, Text: "aws:PrincipalTag/a b", Default: "x}", HasDefault: true},
		{Kind: Variable, Text: "aws:username"}, {Kind: Literal, Text: "${"}}
	got := p.Tokens()
	if len(got) != len(want) {
		t.Fatalf("tokens %+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("token %d is %+v, wanted %+v", i, got[i], want[i])
		}
	}
	again, err := ParsePattern(p.String())
	if err != nil || again.String() != p.String() {
		t.Errorf("%s reads as %s, %v", p, again, err)
	}
	if p.Match("a*x") || !p.HasVariables() {
		t.Error("a pattern with variables matched")
	}
}

func FuzzPattern(f *testing.F) {
	f.Add("a${*}*?${aws:username, 'x'}$")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePattern(s)
		if err != nil {
			return
		}
		again, err := ParsePattern(p.String())
		if err != nil || again.String() != p.String() {
			t.Errorf("%q writes as %q, which reads as %q, %v", s, p, again, err)
		}
	})
}
