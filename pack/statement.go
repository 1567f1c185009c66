package pack

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
)

// And adds a comparison to a condition. Values of a negated operator join those
// that the key already has, since they are NORed; a positive operator that is
// taken is written with IfExists beside it, which means the same where the key
// is present. False: both are taken, and the condition cannot be written.
func And(c iam.Condition, operator, key string, values ...string) (iam.Condition, bool) {
	for _, name := range []string{operator, operator + "IfExists"} {
		old, taken := c.Find(name, key)
		switch {
		case !taken:
			return add(c, name, key, values), true
		case strings.Contains(operator, "Not"):
			return replace(c, name, key, unique(append(old.Values(), values...))), true
		}
	}
	return c, false
}

// MustAnd is And where the operator is known to be free.
func MustAnd(c iam.Condition, operator, key string, values ...string) iam.Condition {
	out, ok := And(c, operator, key, values...)
	if !ok {
		panic("pack: internal error: " + operator + " " + key + " is taken")
	}
	return out
}

// add returns a copy with one more key; statements share conditions.
func add(c iam.Condition, operator, key string, values []string) iam.Condition {
	out := make(iam.Condition, 0, len(c)+1)
	done := false
	for _, op := range c {
		if op.Name == operator {
			op.Keys = append(append([]iam.Key(nil), op.Keys...), iam.Key{Name: key, Values: strs(values)})
			done = true
		}
		out = append(out, op)
	}
	if !done {
		out = append(out, iam.Operator{Name: operator, Keys: []iam.Key{{Name: key, Values: strs(values)}}})
	}
	return out
}

func replace(c iam.Condition, operator, key string, values []string) iam.Condition {
	out := make(iam.Condition, len(c))
	copy(out, c)
	for i, op := range out {
		if op.Name != operator {
			continue
		}
		keys := append([]iam.Key(nil), op.Keys...)
		for j := range keys {
			if strings.EqualFold(keys[j].Name, key) {
				keys[j].Values = strs(values)
			}
		}
		out[i].Keys = keys
	}
	return out
}

// strs writes one value bare and several as a list, as short as it gets.
func strs(values []string) iam.Strings {
	if len(values) == 1 {
		return iam.One(values[0])
	}
	return iam.List(values...)
}

// Deny is a Deny statement on every resource.
func Deny(sid string, condition iam.Condition, actions ...string) iam.Statement {
	return iam.Statement{Sid: sid, Effect: iam.Deny, Action: strs(actions), Resource: iam.One("*"), Condition: condition}
}

// selector is one part of an exception as a policy says it.
type selector struct {
	name             string
	positive, negate string // operators; "" for the Resource element
	key              string
	values           []string
}

// same reports whether two selectors match the same.
func (s selector) same(o selector) bool {
	return s.key == o.key && slices.Equal(s.values, o.values)
}

// Selects says how a package's statements see an exception's selectors.
type Selects struct {
	// GranteeKey is the condition key that holds the grantee; "" where none
	// does, and then an exception with a grantee does not apply in the policy.
	GranteeKey string
	// GranteeForms are more forms of a grantee that the key may hold, such as the
	// root's ARN for an account's 12 digits; nil: none.
	GranteeForms func(grantee string) []string
	// Concerns reports whether an exception can cover anything that the
	// statement denies; nil: any can. What does not concern it is left out, to
	// keep the policy short.
	Concerns func(manifest.Exception) bool
	// Suffixes are added to a resource selector's ARN, for resources that have
	// qualified forms: "", ":*".
	Suffixes []string
}

// Spare lets exempt principals through a Deny.
func (t Target) Spare(deny iam.Statement) iam.Statement {
	if len(t.Exempt) > 0 {
		deny.Condition = MustAnd(deny.Condition, "ArnNotLike", "aws:PrincipalArn", t.Exempt...)
	}
	return deny
}

// Bind makes a Deny of a package into the statements of a policy: exempt
// principals are let through, and so is what an exception covers while it holds.
//
// A Deny cannot say "unless all of these" in one statement. So the first
// selector of each exception is its anchor: the Deny itself leaves all anchors
// out, and more Denies deny what has an anchor and yet is not covered. For one
// exception that is a Deny for each of its other selectors and one for its end;
// for several with the same anchor, one for each end, and for each way to miss
// those that have several more selectors.
// Exceptions whose anchors differ and overlap deny more than Decide does: what
// one covers the other's Denies may still deny. So the overlap is declared.
func (t Target) Bind(deny iam.Statement, how Selects) []iam.Statement {
	deny = t.Spare(deny)
	base := deny
	var out []iam.Statement
	for i, group := range anchored(t.Exceptions, how) {
		without, ok := leaveOut(base, group[0].anchor)
		if !ok {
			continue
		}
		base = without
		within := restrict(deny, group[0].anchor)
		within.Sid = fmt.Sprintf("%sException%d", deny.Sid, i+1)
		out = append(out, missing(within, group)...)
	}
	return append([]iam.Statement{base}, out...)
}

// exempted is an exception as statements see it.
type exempted struct {
	anchor selector
	rest   []selector
	end    time.Time
}

// anchored groups the exceptions that a policy can say by their anchors, in the
// order of the manifest.
func anchored(exceptions []manifest.Exception, how Selects) [][]exempted {
	var out [][]exempted
	for _, e := range exceptions {
		selectors := how.selectors(e)
		if selectors == nil || how.Concerns != nil && !how.Concerns(e) {
			continue
		}
		end, err := e.End()
		if err != nil {
			continue // validation reports it; an exception without an end never holds
		}
		x := exempted{selectors[0], selectors[1:], end}
		at := slices.IndexFunc(out, func(group []exempted) bool { return group[0].anchor.same(x.anchor) })
		if at < 0 {
			out = append(out, []exempted{x})
		} else {
			out[at] = append(out[at], x)
		}
	}
	return out
}

// missing is the statements that deny what misses every exception of a group. At
// the start, and from the end of each exception on, one statement denies what
// none of those that still hold selects: the negations of their selectors stand
// together in its condition. Only an exception with several more selectors is
// missed in several ways, each a statement.
func missing(st iam.Statement, group []exempted) []iam.Statement {
	ends := []time.Time{{}}
	for _, x := range group {
		if !slices.ContainsFunc(ends, x.end.Equal) {
			ends = append(ends, x.end)
		}
	}
	slices.SortFunc(ends, time.Time.Compare)
	var out []iam.Statement
	for i, end := range ends {
		from := st
		if i > 0 {
			from.Sid += "Ended"
			if len(ends) > 2 {
				from.Sid += strconv.Itoa(i)
			}
			from.Condition = MustAnd(from.Condition, "DateGreaterThanEquals", "aws:CurrentTime", end.Format("2006-01-02T15:04:05Z"))
		}
		out = append(out, unselected(from, group, end)...)
	}
	return out
}

// unselected is the statements on what no exception selects that ends after a
// time.
func unselected(st iam.Statement, group []exempted, after time.Time) []iam.Statement {
	out := []iam.Statement{st}
	for _, x := range group {
		if !x.end.After(after) {
			continue
		}
		var ways []iam.Statement
		for _, before := range out {
			for _, s := range x.rest {
				without, ok := leaveOut(before, s)
				if !ok {
					without = before // denies more, never less
				}
				if len(x.rest) > 1 || !strings.HasSuffix(without.Sid, "Not"+s.name) {
					without.Sid += "Not" + s.name
				}
				ways = append(ways, without)
			}
		}
		out = ways // none: it selects all that the anchor does
	}
	return out
}

// selectors is nil when the policy cannot see all that the exception selects.
func (how Selects) selectors(e manifest.Exception) []selector {
	var out []selector
	if e.Resource != "" {
		var arns []string
		for _, suffix := range append([]string{""}, how.Suffixes...) {
			arns = append(arns, e.Resource+suffix)
		}
		out = append(out, selector{name: "Resource", values: unique(arns)})
	}
	if e.Principal != "" {
		out = append(out, selector{"Principal", "ArnLike", "ArnNotLike", "aws:PrincipalArn", []string{e.Principal}})
	}
	if e.Account != "" {
		out = append(out, selector{"Account", "StringEquals", "StringNotEquals", "aws:ResourceAccount", []string{e.Account}})
	}
	if e.Grantee != "" {
		if how.GranteeKey == "" {
			return nil
		}
		values := []string{e.Grantee}
		if how.GranteeForms != nil {
			values = append(values, how.GranteeForms(e.Grantee)...)
		}
		out = append(out, selector{"Grantee", "StringLike", "StringNotLike", how.GranteeKey, values})
	}
	return out
}

// leaveOut is the statement without what the selector matches.
func leaveOut(st iam.Statement, s selector) (iam.Statement, bool) {
	if s.key == "" {
		if !st.NotResource.Present() && !(st.Resource.Len() == 1 && st.Resource.At(0) == "*") {
			return st, false
		}
		st.NotResource = strs(unique(append(st.NotResource.Values(), s.values...)))
		st.Resource = iam.Strings{}
		return st, true
	}
	var ok bool
	st.Condition, ok = And(st.Condition, s.negate, s.key, s.values...)
	return st, ok
}

// restrict is the statement on what the selector matches alone. Where the
// condition cannot be written the statement stays as wide as it was: it denies
// more, never less.
func restrict(st iam.Statement, s selector) iam.Statement {
	if s.key == "" {
		st.Resource = strs(s.values)
		return st
	}
	if c, ok := And(st.Condition, s.positive, s.key, s.values...); ok {
		st.Condition = c
	}
	return st
}
