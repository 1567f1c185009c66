package lambdapermission

import (
	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// Requests implements pack.Preventative.
func (p preventative) Requests(s pack.Subject) ([]iam.Request, bool) {
	q := request{context: iam.NewContext(iam.UnlistedAbsent), known: true}
	switch s := s.(type) {
	case Permission:
		q.about(s.Function, s.Qualifier, s.Owner, s.CallerARN, s.Exclude)
		if s.Whole {
			return q.calls(putPolicy)
		}
		if len(s.URLAuthTypes) > 1 || s.Principal.Text.Absent() {
			return nil, false // AddPermission takes one
		}
		q.set(principalKey, s.Principal.Text)
		for _, t := range s.URLAuthTypes {
			q.set(authTypeKey, t)
		}
		return q.calls(addPermission)
	case FunctionURL:
		q.about(s.Function, s.Qualifier, s.Owner, s.CallerARN, s.Exclude)
		q.set(authTypeKey, s.AuthType)
		return q.calls(createURL, updateURL)
	}
	return nil, false
}

// request is a call as the policy sees it.
type request struct {
	resource string
	context  *iam.Context
	known    bool
}

func (q *request) set(key string, t value.Text) {
	if t.Absent() {
		return
	}
	s, known := t.Known()
	q.known = q.known && known
	q.context.Set(key, iam.SingleValue(s))
}

// about sets what is said of the function and the caller.
func (q *request) about(function, qualifier, owner, caller, exclude value.Text) {
	arn := function
	if !qualifier.Absent() {
		arn = value.Concat(function, value.Literal(":"), qualifier)
	}
	s, known := arn.Known()
	q.resource, q.known = s, q.known && known
	q.set("aws:ResourceAccount", owner)
	q.set("aws:PrincipalArn", caller)
	q.set(tagKey, exclude)
}

func (q *request) calls(actions ...string) ([]iam.Request, bool) {
	var out []iam.Request
	for _, a := range actions {
		out = append(out, iam.Request{Action: a, Resource: q.resource, Context: q.context})
	}
	return out, q.known
}
