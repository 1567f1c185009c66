package lambdapermission

import (
	"strings"

	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// use is what an action lets its holder do with a function.
type use uint8

const (
	unknownUse use = iota
	invoke
	read  // lambda:GetFunction, which gives the code
	other // anything else
)

// replicator is the service that copies a Lambda@Edge function's code to the
// Regions of CloudFront. It takes a numbered version only
// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html).
const replicator = "replicator.lambda.amazonaws.com"

// useOf tells what an action is for. Every action of Lambda whose name starts with
// Invoke invokes a function
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html);
// actions are not case-sensitive.
func useOf(action value.Text) use {
	s, known := action.Known()
	if !known {
		return unknownUse
	}
	name, ok := strings.CutPrefix(strings.ToLower(s), "lambda:")
	switch start, _, pattern := cutWildcard(name); {
	case !ok:
		return other
	case pattern && strings.HasPrefix(start, "invoke"):
		return invoke
	case name == "invokefunction" || name == "invokefunctionurl" || name == "invokeasync":
		return invoke
	case name == "getfunction":
		return read
	}
	return other
}

func cutWildcard(s string) (before, after string, found bool) {
	i := strings.IndexAny(s, "*?")
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// actions judges what the permission gives: to the owner anything; to a trusted
// account invoking and reading the code; to all others invoking. It answers
// whether the permission is Lambda@Edge's, which is trusted as it stands; where it
// may be, what is missing is noted.
func (r *rule) actions(f *pack.Findings, p Permission) (replicates value.Tri) {
	own := r.isOwner(p)
	if own == value.Yes {
		return value.No
	}
	if replicates = replicating(f, p); replicates != value.No {
		return replicates
	}
	for _, t := range p.NotActions {
		r.tooMuch(f, p, own, "all but "+t.String())
		return value.No
	}
	if len(p.Actions) == 0 {
		r.tooMuch(f, p, own, "no action")
	}
	for _, t := range p.Actions {
		switch useOf(t) {
		case invoke:
		case unknownUse:
			f.Unknown("UNKNOWN-ACTION", p.path("Action"), t)
		case read:
			r.tooMuch(f, p, r.mayRead(p), t.String())
		default:
			r.tooMuch(f, p, own, t.String())
		}
	}
	return value.No
}

// tooMuch notes an action that only some principals may have.
func (r *rule) tooMuch(f *pack.Findings, p Permission, may value.Tri, found string) {
	switch may {
	case value.No:
		f.Add(pack.Reason{Code: "LAMBDA-ACTION", Path: p.path("Action"), Found: found, Wanted: "lambda:InvokeFunction or lambda:InvokeFunctionUrl",
			Text: "The permission gives more than invoking the function, to a principal outside the function's own account.",
			Fix:  "Grant lambda:InvokeFunction alone. Who must change or read the function gets a role in the function's account; lambda:GetFunction may go to a trusted account."})
	case value.Maybe:
		f.Unknown("UNKNOWN-PRINCIPAL", p.path("Principal"), p.Principal.Text)
	}
}

// isOwner reports whether the principal is the account that owns the function, or
// someone in it.
func (r *rule) isOwner(p Permission) value.Tri {
	switch p.Principal.Kind {
	case pack.Account, pack.Role, pack.User, pack.Session:
		return same(p.Principal.Account, p.Owner)
	case pack.Unclear:
		return value.Maybe
	}
	return value.No
}

// mayRead reports whether the principal is a trusted account, or someone in one.
func (r *rule) mayRead(p Permission) value.Tri {
	switch p.Principal.Kind {
	case pack.Account, pack.Role, pack.User, pack.Session:
		return r.trusts(p.Principal.Account, p.Owner)
	case pack.Unclear:
		return value.Maybe
	}
	return value.No
}

// replicating reports whether the permission is the one that Lambda@Edge makes, and
// notes what is missing to tell.
func replicating(f *pack.Findings, p Permission) value.Tri {
	if p.Principal.Kind != pack.Service || p.Principal.Service != replicator || len(p.Actions) == 0 || len(p.NotActions) > 0 {
		return value.No
	}
	is := p.Numbered
	for _, t := range p.Actions {
		switch useOf(t) {
		case read:
		case unknownUse:
			is = is.And(value.Maybe)
		default:
			return value.No
		}
	}
	if is != value.Maybe {
		return is
	}
	if p.Numbered == value.Maybe {
		f.Unknown("UNKNOWN-QUALIFIER", "FunctionName", p.Qualifier)
	}
	for _, t := range p.Actions {
		if useOf(t) == unknownUse {
			f.Unknown("UNKNOWN-ACTION", p.path("Action"), t)
		}
	}
	return value.Maybe
}
