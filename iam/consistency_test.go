package iam

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// The test below is the meaning of Unknown. It makes small policies at random,
// hides a part of the request, and enumerates everything that the hidden part
// could be: a definite answer must be the answer of every completion.

var (
	domain = []Value{AbsentValue(), SingleValue(""), SingleValue("a"), SingleValue("ab"), SingleValue("a*"), SingleValue("10"),
		SingleValue("true"), SingleValue("arn:aws:x:::a"), MultiValue(), MultiValue("a"), MultiValue("a", "b"), MultiValue("b", "ab")}
	keyNames     = []string{"k1", "k2", "k3"}
	resourceList = []string{"arn:aws:x:::a", "arn:aws:x:::ab", "*"}
	actionList   = []string{"x:A", "x:B", "y:A"}
	callerList   = []*Caller{{}, roleCaller, {Service: "sns.amazonaws.com"}, {ARNs: []string{"arn:aws:iam::444455556666:user/u"}, Account: "444455556666"}}
	valueList    = []string{"a", "b", "a*", "", "?b", "10", "true", "arn:aws:x:::a*", "${k2}", "${k3}", "x${k2}", "${k2, 'a'}", "a${*}", "${k1}*", "${", "false"}
	operatorList = []string{"StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringLikeIfExists",
		"StringNotEqualsIfExists", "ForAllValues:StringLike", "ForAnyValue:StringLike", "ForAllValues:StringNotEquals", "ForAnyValue:StringNotEquals",
		"ForAnyValue:StringEqualsIfExists", "NumericLessThan", "NumericNotEquals", "Bool", "BoolIfExists", "Null", "ArnLike", "ArnNotLike", "DateLessThan", "IpAddress", "Odd"}
	principalList = []*Principal{nil, nil, Everyone(), PrincipalOf(PrincipalAWS, List("111122223333")), PrincipalOf(PrincipalService, One("sns.amazonaws.com")),
		PrincipalOf(PrincipalAWS, List(session, role, root)), PrincipalOf(PrincipalAWS, One("arn:aws:iam::*:user/u"))}
)

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

func pickStrings(r *rand.Rand, of []string) Strings {
	s := List()
	for range 1 + r.IntN(2) {
		s.add(pick(r, of), false)
	}
	return s
}

func randomStatement(r *rand.Rand) Statement {
	st := Statement{Effect: pick(r, []Effect{Allow, Deny}), Action: One("*"), Resource: One("*")}
	switch r.IntN(6) {
	case 0:
		st.Action = pickStrings(r, []string{"x:*", "x:A", "*:A"})
	case 1:
		st.Action, st.NotAction = Strings{}, pickStrings(r, []string{"x:*", "x:A", "*"})
	case 2:
		st.Resource = pickStrings(r, []string{"arn:aws:x:::a*", "arn:aws:x:::${k2}", "arn:aws:x:${k3}::a", "arn:aws:x:::${k1, 'a'}"})
	case 3:
		st.Resource, st.NotResource = Strings{}, pickStrings(r, []string{"arn:aws:x:::a", "arn:aws:x:::${k2}", "*"})
	}
	if r.IntN(4) == 0 {
		st.Principal = pick(r, principalList)
	} else if r.IntN(4) == 0 {
		st.NotPrincipal = pick(r, principalList)
	}
	for range r.IntN(3) {
		st.Condition = append(st.Condition, Operator{Name: pick(r, operatorList), Keys: []Key{{Name: pick(r, keyNames), Values: pickStrings(r, valueList)}}})
	}
	return st
}

// completions is every request that the known part of req could be: each unknown
// key with each value of the domain, each other unknown part with each of its
// list.
func completions(req Request, known map[string]Value) []Request {
	contexts := []*Context{NewContext(UnlistedAbsent)}
	for _, name := range keyNames {
		values := domain
		if v, ok := known[name]; ok {
			values = []Value{v}
		}
		var more []*Context
		for _, c := range contexts {
			for _, v := range values {
				next := NewContext(UnlistedAbsent)
				for k, old := range c.keys {
					next.Set(k, old)
				}
				more = append(more, next.Set(name, v))
			}
		}
		contexts = more
	}
	actions, resources, callers := []string{req.Action}, []string{req.Resource}, []*Caller{req.Principal}
	if req.Action == "" {
		actions = actionList
	}
	if req.Resource == "" {
		resources = resourceList
	}
	if req.Principal == nil {
		callers = callerList
	}
	var out []Request
	for _, a := range actions {
		for _, re := range resources {
			for _, p := range callers {
				for _, c := range contexts {
					out = append(out, Request{Action: a, Resource: re, Principal: p, Context: c})
				}
			}
		}
	}
	return out
}

func TestConsistency(t *testing.T) {
	var definite, open, cautious int
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 4))
		doc := Document{Version: pick(r, []string{Version2012, Version2012, Version2012, Version2008})}
		for range 1 + r.IntN(3) {
			doc.Statements = append(doc.Statements, randomStatement(r))
		}
		req, known := randomRequest(r)
		got := Evaluate(doc, req)
		if (got.Decision == Unknown) != (len(got.Reasons) > 0) {
			t.Fatalf("seed %d: %v with reasons %v", seed, got.Decision, got.Reasons)
		}
		shuffled := doc
		shuffled.Statements = slices.Clone(doc.Statements)
		slices.Reverse(shuffled.Statements)
		if other := Evaluate(shuffled, req); other.Decision != got.Decision {
			t.Fatalf("seed %d: the order of statements matters: %v, %v\n%s", seed, got.Decision, other.Decision, doc.Minified())
		}
		agreed := map[Decision]bool{}
		for _, c := range completions(req, known) {
			full := Evaluate(doc, c)
			agreed[full.Decision] = true
			if got.Decision != Unknown && full.Decision != got.Decision {
				t.Fatalf("seed %d: %v, but %v for %s\n%s\n%v", seed, got.Decision, full.Decision, describe(c), doc.Minified(), full.Reasons)
			}
		}
		switch {
		case got.Decision != Unknown:
			definite++
		case len(agreed) == 1 && !agreed[Unknown]:
			cautious++ // right, but more could have been said
		default:
			open++
		}
	}
	t.Logf("%d definite, %d rightly unknown, %d more cautious than needed", definite, open, cautious)
	if definite < 500 || open < 500 || cautious > definite/4 {
		t.Error("the test lost its grip: too few answers of one kind")
	}
}

func randomRequest(r *rand.Rand) (Request, map[string]Value) {
	known := map[string]Value{}
	ctx := NewContext(UnlistedUnknown)
	for _, name := range keyNames {
		if r.IntN(3) > 0 {
			known[name] = pick(r, domain)
			ctx.Set(name, known[name])
		}
	}
	req := Request{Action: pick(r, actionList), Resource: pick(r, resourceList), Principal: pick(r, callerList), Context: ctx}
	switch r.IntN(8) {
	case 0:
		req.Action = ""
	case 1:
		req.Resource = ""
	case 2:
		req.Principal = nil
	}
	return req, known
}

func describe(req Request) string {
	return fmt.Sprintf("%s on %s by %+v with %+v", req.Action, req.Resource, req.Principal, req.Context.keys)
}

// TestKleene holds the connectives against their tables.
func TestKleene(t *testing.T) {
	all := []truth{no, maybe, yes}
	// could is what a truth could turn out to be.
	could := func(a truth) []bool { return map[truth][]bool{no: {false}, maybe: {false, true}, yes: {true}}[a] }
	join := func(a, b truth, f func(x, y bool) bool) truth {
		seen := map[bool]bool{}
		for _, x := range could(a) {
			for _, y := range could(b) {
				seen[f(x, y)] = true
			}
		}
		if len(seen) == 2 {
			return maybe
		}
		return truthOf(seen[true])
	}
	for _, a := range all {
		if got, want := a.not(), join(a, yes, func(x, _ bool) bool { return !x }); got != want {
			t.Errorf("not %v is %v", a, got)
		}
		for _, b := range all {
			if got, want := a.and(b), join(a, b, func(x, y bool) bool { return x && y }); got != want {
				t.Errorf("%v and %v is %v", a, b, got)
			}
			if got, want := a.or(b), join(a, b, func(x, y bool) bool { return x || y }); got != want {
				t.Errorf("%v or %v is %v", a, b, got)
			}
		}
	}
}

// FuzzEvaluate looks for panics, and for answers without a reason.
func FuzzEvaluate(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s), "s3:GetObject", "arn:aws:s3:::b/k", "aws:username", "alice")
	}
	f.Fuzz(func(t *testing.T, text []byte, action, resource, key, value string) {
		doc, err := Parse(text)
		if err != nil {
			return
		}
		ctx := NewContext(UnlistedAbsent)
		for _, st := range doc.Statements {
			for _, op := range st.Condition {
				for _, k := range op.Keys {
					ctx.Set(k.Name, SingleValue(value))
				}
			}
		}
		ctx.Set(key, MultiValue(value, action))
		for _, req := range []Request{{}, {Action: action, Resource: resource}, {Action: action, Resource: resource, Context: ctx, Principal: &Caller{ARNs: []string{value}}}} {
			got := Evaluate(doc, req)
			if (got.Decision == Unknown) != (len(got.Reasons) > 0) || got.Statement >= len(doc.Statements) {
				t.Errorf("%s: %+v", text, got)
			}
			again, err := Parse(doc.Minified())
			if err != nil || Evaluate(again, req).Decision != got.Decision {
				t.Errorf("%s: the minified form decides otherwise", text)
			}
		}
	})
}
