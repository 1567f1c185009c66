package iam

import "strings"

// parse reads a value of the policy as a pattern. Where a variable in it is
// broken it notes that and is false: the value then may or may not match.
func (e *evaluator) parse(value string, wildcards bool) (Pattern, bool) {
	p, err := parsePattern(value, syntax{wildcards: wildcards, variables: e.variables})
	if err != nil {
		e.suspect("", "%v", err)
		e.doubt("", "%v", err)
		return Pattern{}, false
	}
	return p, true
}

// suspect notes a reason for which AWS might take the statement as invalid.
func (e *evaluator) suspect(key, format string, args ...any) {
	e.invalid = append(e.invalid, e.reason(key, format, args...))
}

// bound is a pattern with the values of its variables put in.
type bound struct {
	// literal has the values as they are, wild reads wildcards in them. AWS does
	// not say which is right, so both are tried where they differ.
	literal, wild Pattern
	differ        bool
	wildcards     bool // whether the policy's value has wildcards at all
	// loose matches whatever the pattern could match with other values.
	loose Pattern
	// dead says that a variable has no value, open that its value is not known;
	// why is then the reason.
	dead, open bool
	why        Reason
}

// bind puts the values of context keys in place of variables
// (reference_policies_variables.html). wildcards says whether the operator reads
// wildcards.
func (e *evaluator) bind(p Pattern, wildcards bool) bound {
	if !p.HasVariables() {
		return bound{literal: p, wild: p, loose: p}
	}
	b := bound{wildcards: wildcards}
	for _, t := range p.tokens {
		if t.Kind != Variable {
			b.literal.add(t)
			b.wild.add(t)
			b.loose.add(t)
			continue
		}
		e.bindVariable(&b, t)
	}
	return b
}

func (e *evaluator) bindVariable(b *bound, t Token) {
	v := e.req.Context.Get(t.Text)
	switch {
	case v.unknown():
		b.open = true
		b.why = e.reason(t.Text, "the policy variable ${%s} is not known", t.Text)
		// It might be absent or multivalued, which might make the statement invalid.
		e.invalid = append(e.invalid, b.why)
		b.loose.wildcard('*')
	case v.absent() && t.HasDefault:
		b.put(t.Default)
	case v.absent():
		b.dead = true
		e.suspect("", "the policy variable ${%s} has no value and no default; AWS says that this might make the statement invalid", t.Text)
	case v.multi:
		b.open = true
		b.why = e.reason("", "the key %s is multivalued and cannot be a policy variable", t.Text)
		e.invalid = append(e.invalid, b.why)
		b.loose.wildcard('*')
	default:
		b.put(v.values[0])
	}
}

// put appends a variable's value.
func (b *bound) put(value string) {
	b.literal.literal(value)
	if !b.wildcards || !strings.ContainsAny(value, "*?") {
		b.wild.literal(value)
		b.loose.literal(value)
		return
	}
	p, _ := parsePattern(value, syntax{wildcards: true}) // cannot fail without variables
	b.wild.add(p.tokens...)
	b.loose.add(p.tokens...)
	b.differ = true
}

// matchBound is a comparison of a bound pattern. match must be monotonic: a
// pattern that stands for more strings matches no fewer.
func (e *evaluator) matchBound(b bound, match func(Pattern) bool) truth {
	switch {
	case b.dead:
		return no
	case b.open && !match(b.loose):
		return no
	case b.open:
		e.reasons = append(e.reasons, b.why)
		return maybe
	}
	plain := match(b.literal)
	if b.differ && match(b.wild) != plain {
		return e.doubt("", "the value of a policy variable has a wildcard, and AWS does not say whether it acts as one")
	}
	return truthOf(plain)
}
