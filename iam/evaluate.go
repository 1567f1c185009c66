package iam

import (
	"fmt"
	"slices"
	"strings"
)

// Decision is what one document says of one request. The zero value is Unknown.
type Decision uint8

const (
	// Unknown: what is not known of the request, or of AWS' own rules, could
	// change the answer. Reasons say what.
	Unknown Decision = iota
	// Allowed: an Allow statement matches and no Deny statement can.
	Allowed
	// ExplicitDeny: a Deny statement matches, whatever else is unknown.
	ExplicitDeny
	// ImplicitDeny: no statement matches.
	ImplicitDeny
)

func (d Decision) String() string {
	switch d {
	case Allowed:
		return "allowed"
	case ExplicitDeny:
		return "explicit deny"
	case ImplicitDeny:
		return "implicit deny"
	case Unknown:
	}
	return "unknown"
}

// Request is one call to be judged.
type Request struct {
	// Action is "service:Name". Empty means that it is not known.
	Action string
	// Resource is the ARN that the call is about, "*" for an action that takes no
	// resource. Empty means that it is not known.
	Resource string
	// Principal is who calls; nil means that it is not known. Only documents with
	// Principal or NotPrincipal look at it: conditions on the caller read the
	// context.
	Principal *Caller
	// Context is the condition keys; nil means that nothing is known of them.
	Context *Context
}

// Reason is one thing that kept Evaluate from a definite answer.
type Reason struct {
	// Statement counts from 0; Sid is the statement's, may be empty.
	Statement int
	Sid       string
	// Element is where, such as "Resource" or "Condition StringLike".
	Element string
	// Key is the condition key that is wanting, empty where the reason is another.
	Key string
	// Text says it in words.
	Text string
}

func (r Reason) String() string {
	return fmt.Sprintf("statement %d (Sid %q), %s: %s", r.Statement, r.Sid, r.Element, r.Text)
}

// Result is the answer of Evaluate.
type Result struct {
	Decision Decision
	// Statement is the index of the statement that decided, counted from 0: the
	// first Deny or Allow that matches. -1 for ImplicitDeny and Unknown.
	Statement int
	// Sid is that statement's, may be empty.
	Sid string
	// Reasons is empty unless the decision is Unknown; then it has at least one.
	Reasons []Reason
	// Wanting is the condition keys that the reasons name, sorted, each once.
	Wanting []string
}

// Evaluate says what the document decides for the request
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html):
// a Deny that matches wins, else an Allow that matches allows, else the request
// is denied implicitly. The order of statements does not matter. An Unknown
// answer becomes a definite one only by knowing more, and a definite answer
// stays the same whatever the unknown keys turn out to be.
func Evaluate(doc Document, req Request) Result {
	e := &evaluator{req: req, variables: doc.HasVariables()}
	allow := -1
	var denies, allows []Reason
	for i, st := range doc.Statements {
		e.start(i, st)
		match := e.statement(st)
		// An effect that is neither, which only code can write, might be a Deny.
		deny := st.Effect != Allow
		switch {
		case match == yes && st.Effect == Deny:
			return Result{Decision: ExplicitDeny, Statement: i, Sid: st.Sid}
		case match == yes && st.Effect == Allow:
			if allow < 0 {
				allow = i
			}
		case match == no:
		case deny:
			denies = append(denies, e.reasons...)
		default:
			allows = append(allows, e.reasons...)
		}
	}
	switch {
	case len(denies) > 0 && allow < 0:
		return unknown(append(denies, allows...))
	case len(denies) > 0:
		return unknown(denies)
	case allow >= 0:
		return Result{Decision: Allowed, Statement: allow, Sid: doc.Statements[allow].Sid}
	case len(allows) > 0:
		return unknown(allows)
	}
	return Result{Decision: ImplicitDeny, Statement: -1}
}

func unknown(reasons []Reason) Result {
	r := Result{Statement: -1}
	seen := map[Reason]bool{}
	for _, reason := range reasons {
		if seen[reason] {
			continue
		}
		seen[reason] = true
		r.Reasons = append(r.Reasons, reason)
		same := func(key string) bool { return strings.EqualFold(key, reason.Key) }
		if reason.Key != "" && !slices.ContainsFunc(r.Wanting, same) {
			r.Wanting = append(r.Wanting, reason.Key)
		}
	}
	slices.Sort(r.Wanting)
	return r
}

// evaluator is the state of one evaluation.
type evaluator struct {
	req       Request
	variables bool // the document's version has policy variables
	// index, sid and element are where the evaluation stands, for reasons.
	index   int
	sid     string
	element string
	// reasons of this statement that may keep its match from being definite.
	reasons []Reason
	// invalid is reasons for which AWS might take the whole statement as invalid.
	// They stand apart because they count against a match that is otherwise
	// certain, and not against one that certainly fails: an invalid statement
	// does not match either.
	invalid []Reason
}

func (e *evaluator) start(index int, st Statement) {
	e.index, e.sid = index, st.Sid
	e.reasons, e.invalid = nil, nil
}

func (e *evaluator) reason(key, format string, args ...any) Reason {
	return Reason{Statement: e.index, Sid: e.sid, Element: e.element, Key: key, Text: fmt.Sprintf(format, args...)}
}

// doubt notes a reason and is maybe, so that a comparison can return it.
func (e *evaluator) doubt(key, format string, args ...any) truth {
	e.reasons = append(e.reasons, e.reason(key, format, args...))
	return maybe
}

// settle drops the reasons noted since mark where the part that they belong to
// came out definite after all.
func (e *evaluator) settle(mark int, t truth) truth {
	if t != maybe {
		e.reasons = e.reasons[:mark]
	}
	return t
}

// statement says whether a statement matches the request: each of its elements
// must.
func (e *evaluator) statement(st Statement) truth {
	match := e.action(st)
	// An element that certainly fails decides; what follows need not be looked at.
	for _, element := range []func(Statement) truth{e.resource, e.principal, e.conditions} {
		if match == no {
			return no
		}
		match = match.and(element(st))
	}
	if match != no && len(e.invalid) > 0 {
		e.reasons = append(e.reasons, e.invalid...)
		match = maybe
	}
	if match == yes && st.Effect != Allow && st.Effect != Deny {
		e.element = "Effect"
		match = e.doubt("", "found the effect %s, wanted Allow or Deny", quote(string(st.Effect)))
	}
	return match
}

// any is the OR over a list of values. The values after a match are looked at
// too, because one of them may make the statement invalid.
func (e *evaluator) any(values Strings, compare func(value string) truth) truth {
	if values.Len() == 0 {
		// The grammar has no empty list, so what AWS makes of one is not documented.
		return e.doubt("", "the list of values is empty")
	}
	mark, result := len(e.reasons), no
	for value := range values.All() {
		result = result.or(compare(value))
	}
	return e.settle(mark, result)
}
