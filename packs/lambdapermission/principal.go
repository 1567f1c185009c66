package lambdapermission

import (
	"fmt"

	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// principal is parts 2 to 6 of the rule: the first that the permission meets.
func (r *rule) principal(f *pack.Findings, p Permission) {
	switch {
	case p.Principal.Kind == pack.Unclear:
		f.Unknown("UNKNOWN-PRINCIPAL", p.path("Principal"), p.Principal.Text)
	case p.Principal.Service == pack.AlexaSkills || p.Principal.Service == pack.AlexaHome:
		r.alexa(f, p)
	case p.Principal.Kind == pack.Service:
		r.service(f, p)
		r.source(f, p)
	case len(p.PrincipalOrgIDs) > 0:
		r.organization(f, p)
	default:
		r.account(f, p)
	}
}

// alexa judges the two services that invoke functions for skills, which have no
// AWS account: the token, the skill's id, says whose the skill is
// (https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html, EventSourceToken).
func (r *rule) alexa(f *pack.Findings, p Permission) {
	r.service(f, p)
	const path = "EventSourceToken"
	missing := pack.Reason{Code: "LAMBDA-ALEXA-TOKEN", Path: p.path(path), Found: "no token", Wanted: "the skill's id",
		Text: fmt.Sprintf("%s may invoke the function for anyone's skill.", p.Principal.Service), Fix: "Set EventSourceToken to the id of your skill."}
	if len(p.EventSourceTokens) == 0 {
		f.Add(missing)
		return
	}
	for _, t := range p.EventSourceTokens {
		token, known := t.Known()
		_, _, pattern := cutWildcard(token)
		switch {
		case !known:
			f.Unknown("UNKNOWN-TOKEN", p.path(path), t)
		case token == "" || pattern:
			missing.Found = fmt.Sprintf("%q", token)
			f.Add(missing)
		}
	}
}

// organization is part 4: the organisation must be trusted, and then so is whoever
// is named beside it, since all conditions hold together.
func (r *rule) organization(f *pack.Findings, p Permission) {
	for _, id := range p.PrincipalOrgIDs {
		switch r.orgs.Contains(id) {
		case value.No:
			f.Add(pack.Reason{Code: "LAMBDA-ORG", Path: p.path("PrincipalOrgID"), Found: quoted(id), Wanted: pack.OneOf(r.orgs.IDs()),
				Text: fmt.Sprintf("The permission is for organisation %s, which is not trusted.", quoted(id)),
				Fix:  "Set PrincipalOrgID to a trusted organisation, or ask the security team to add this one to trustedOrgIDs."})
		case value.Maybe:
			f.Unknown("UNKNOWN-ORG", p.path("PrincipalOrgID"), id)
		}
	}
	switch p.Principal.Kind {
	case pack.Everyone, pack.Account, pack.Role, pack.User, pack.Session:
	default:
		r.account(f, p)
	}
}

// account is parts 5 and 6: whoever belongs to an account is judged by the account,
// and all others are untrusted.
func (r *rule) account(f *pack.Findings, p Permission) {
	who := p.Principal
	switch who.Kind {
	case pack.Account, pack.Role, pack.User, pack.Session:
		switch r.trusts(who.Account, p.Owner) {
		case value.No:
			f.Add(pack.Reason{Code: "LAMBDA-ACCOUNT", Path: p.path("Principal"), Found: who.Text.String(), Wanted: r.wantedAccounts(),
				Text: fmt.Sprintf("The principal is %s, and the account is not trusted.", whose(who)),
				Fix:  "Name a trusted account, or ask the security team to add this one to trustedAccountIDs. If it is the account that deploys this, say so with --account."})
		case value.Maybe:
			cannotTell(f, p.path("Principal"), who.Account)
		}
	case pack.Everyone:
		f.Add(everyone(p))
	default:
		f.Add(pack.Reason{Code: "LAMBDA-PRINCIPAL", Path: p.path("Principal"), Found: quoted(who.Text),
			Wanted: "12 digits, an ARN of a root, role, user or session, or a service principal of this partition",
			Text:   fmt.Sprintf("%s is %s.", quoted(who.Text), whose(who)),
			Fix:    "Name the account by its 12 digits or the role by its ARN; write a service as AWS does, in lower case: events.amazonaws.com."})
	}
}

// whose says what a principal is and to whom it belongs.
func whose(p pack.Principal) string {
	switch p.Kind {
	case pack.Account:
		return "account " + p.Account.String()
	case pack.Role, pack.User, pack.Session:
		return p.Kind.String() + " of account " + p.Account.String()
	case pack.Unique:
		return "a unique id, which does not say whose it is"
	}
	return "no principal of this partition"
}

func everyone(p Permission) pack.Reason {
	out := pack.Reason{Code: "LAMBDA-EVERYONE", Path: p.path("Principal"), Found: "* without an organisation", Wanted: "a trusted account, or * with a trusted PrincipalOrgID",
		Text: "Every AWS account there is may invoke the function.",
		Fix:  "Name an account, or add PrincipalOrgID with a trusted organisation."}
	if p.Others {
		out.Found = "NotPrincipal"
		out.Text = "NotPrincipal gives the function to everyone but those it lists."
	}
	if via, known := p.ViaURL.Known(); known && via == "true" {
		out.Text = "Anyone on the internet may call the function through its URL, once its authentication is NONE."
		out.Fix = "Set the URL's AuthType to AWS_IAM and grant the callers' accounts lambda:InvokeFunctionUrl."
	}
	return out
}

// cannotTell notes an account of which nobody can say here whether it is trusted.
func cannotTell(f *pack.Findings, path string, account value.Text) {
	m := pack.NotKnown("UNKNOWN-ACCOUNT", path, account)
	if id, known := account.Known(); known {
		m.Why = fmt.Sprintf("whether account %s owns the function, or belongs to the trusted organisation, cannot be seen here", id)
		m.Lookup = true
	}
	f.Missing = append(f.Missing, m)
}

// trusts reports whether an account is trusted, or owns the function.
func (r *rule) trusts(account, owner value.Text) value.Tri {
	if id, known := account.Known(); known && !pack.IsAccountID(id) {
		return value.No
	}
	return r.accounts.Trusts(account, owner).Or(same(account, owner))
}

// same reports whether two accounts are one. The deploying account may well be one
// that is not known at all.
func same(a, b value.Text) value.Tri {
	if a.Absent() || b.Absent() {
		return value.No
	}
	if unknown(a) || unknown(b) {
		return a.Same(b).Or(value.Maybe)
	}
	return a.Same(b)
}

// unknown reports whether nothing tells what an account is.
func unknown(t value.Text) bool {
	_, known := t.Known()
	h, whole := t.Hole()
	return !known && !(whole && h.Class == value.Account)
}
