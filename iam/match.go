package iam

import "strings"

// action matches Action or NotAction. Names of services and actions are not
// case-sensitive (reference_policies_elements_action.html).
func (e *evaluator) action(st Statement) truth {
	one := func(value string) truth {
		p, _ := parsePattern(lower(value), syntax{wildcards: true}) // Action has no variables
		if e.req.Action == "" && !p.onlyRun() {
			return e.doubt("", "the request's action is not known")
		}
		return truthOf(p.Match(lower(e.req.Action)))
	}
	if st.NotAction.Present() {
		e.element = "NotAction"
		return e.any(st.NotAction, one).not()
	}
	e.element = "Action"
	return e.any(st.Action, one)
}

// resource matches Resource or NotResource. A statement with neither, as in a
// trust policy, is about the resource that it is attached to.
func (e *evaluator) resource(st Statement) truth {
	switch {
	case st.NotResource.Present():
		e.element = "NotResource"
		return e.any(st.NotResource, e.oneResource).not()
	case st.Resource.Present():
		e.element = "Resource"
		return e.any(st.Resource, e.oneResource)
	}
	return yes
}

func (e *evaluator) oneResource(value string) truth {
	p, ok := e.parse(value, true)
	if !ok {
		return maybe
	}
	if e.req.Resource == "" && !p.onlyRun() {
		return e.doubt("", "the request's resource is not known")
	}
	b := e.bind(p, true)
	if earlyVariable(p) {
		// The documentation allows variables after the fifth colon only.
		e.suspect("", "%s has a policy variable before its fifth colon, where AWS documents none", quote(value))
		if b.dead || !b.loose.Match(e.req.Resource) {
			return no
		}
		return maybe
	}
	return e.matchBound(b, func(p Pattern) bool { return p.matchResource(e.req.Resource) })
}

// earlyVariable reports whether a variable stands before the fifth colon.
func earlyVariable(p Pattern) bool {
	for i, part := range p.segments() {
		if i < 5 && part.HasVariables() {
			return true
		}
	}
	return false
}

// conditions is the AND over all operators and keys.
func (e *evaluator) conditions(st Statement) truth {
	match := yes
	for _, op := range st.Condition {
		e.element = "Condition " + op.Name
		for _, key := range op.Keys {
			if match = match.and(e.condition(op.Name, key)); match == no {
				return no
			}
		}
	}
	return match
}

// lower folds the letters A-Z only: names of actions and keys have no others.
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			return strings.Map(func(r rune) rune {
				if r >= 'A' && r <= 'Z' {
					return r + 'a' - 'A'
				}
				return r
			}, s)
		}
	}
	return s
}
