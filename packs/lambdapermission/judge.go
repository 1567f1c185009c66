package lambdapermission

import (
	"fmt"
	"slices"
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// Judge is the package's rule: who may do what with a function. The first part of
// the rule that a permission meets decides, with all its reasons.
func (r *rule) Judge(s pack.Subject) pack.Verdict {
	switch s := s.(type) {
	case Permission:
		return r.permission(s)
	case FunctionURL:
		return r.url(s)
	}
	return pack.NoSubject(s)
}

// permission goes through the rule in its order. A part that cannot be decided
// does not stop it: a later part may be untrusted either way.
func (r *rule) permission(p Permission) pack.Verdict {
	if p.Principal.Kind == pack.Unclear && p.Principal.Text.Absent() {
		p.Principal.Kind = pack.Malformed // what is not there will not become known
	}
	var f pack.Findings
	grantsPublicURL(&f, p)
	if len(f.Reasons) > 0 {
		if p.Unclear != "" {
			return unclear(p)
		}
		return f.Verdict() // whatever else is set
	}
	replicates := r.actions(&f, p)
	if len(f.Reasons) == 0 && replicates == value.No {
		r.principal(&f, p)
	}
	if p.Unclear != "" {
		return unclear(p)
	}
	return r.narrowed(f, p)
}

// unclear is the verdict on a statement of which a part cannot be read: it may be
// a Deny, or give more than is seen.
func unclear(p Permission) pack.Verdict {
	return pack.CannotKnow(pack.Missing{Code: "UNKNOWN-STATEMENT", Path: p.path(""), Why: p.Unclear})
}

// narrowed weighs the findings with the conditions that no part of the rule is
// about. They can only narrow: to trusted accounts and organisations, which makes
// any principal a trusted one, or to whom nobody can tell.
func (r *rule) narrowed(f pack.Findings, p Permission) pack.Verdict {
	if len(f.Reasons) == 0 {
		return f.Verdict()
	}
	rest := pack.Grant{Conditions: p.Rest}
	bound := rest.Bound(pack.Bounds{Accounts: r.accounts, Organizations: r.orgs, Owner: p.Owner})
	action := slices.ContainsFunc(f.Reasons, func(r pack.Reason) bool { return r.Code == "LAMBDA-ACTION" })
	switch {
	case bound == value.Yes && !action:
		return pack.Weigh(nil, f.Missing)
	case bound == value.Maybe:
		return pack.CannotKnow(pack.Missing{Code: "UNKNOWN-CONDITION", Path: p.path("Condition"),
			Why: "the statement has a condition that narrows it, and to whom cannot be seen: " + keys(p.Rest)})
	}
	return f.Verdict()
}

// keys names the keys of conditions for a message.
func keys(list []pack.Comparison) string {
	var out []string
	for _, c := range list {
		if c.Key == "" {
			c.Key = "one that cannot be read"
		}
		out = append(out, c.Key)
	}
	return strings.Join(out, ", ")
}

// grantsPublicURL is part 1 of the rule: a permission for URLs without authentication is
// untrusted whatever else is set
// (https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html).
func grantsPublicURL(f *pack.Findings, p Permission) {
	for _, t := range p.URLAuthTypes {
		auth, known := t.Known()
		switch {
		case !known:
			f.Unknown("UNKNOWN-URL-AUTH", p.path("FunctionUrlAuthType"), t)
		case iam.Like(strings.ToUpper(auth), "NONE"): // a whole policy may say *
			f.Add(publicURL(p.path("FunctionUrlAuthType")))
		}
	}
}

func publicURL(path string) pack.Reason {
	return pack.Reason{Code: "LAMBDA-URL-PUBLIC", Path: path, Found: "NONE", Wanted: "AWS_IAM",
		Text: "Anyone on the internet may call the function through its URL.",
		Fix:  "Set the authentication type to AWS_IAM and grant lambda:InvokeFunctionUrl to the callers, or put an API or a distribution that authenticates in front."}
}

// url judges the URL itself.
func (r *rule) url(u FunctionURL) pack.Verdict {
	auth, known := u.AuthType.Known()
	switch {
	case known && strings.EqualFold(auth, "NONE"):
		return pack.Distrust(publicURL("AuthType"))
	case known && auth == "AWS_IAM":
		return pack.Trust()
	}
	m := pack.NotKnown("UNKNOWN-URL-AUTH", "AuthType", u.AuthType)
	if known {
		m.Why = fmt.Sprintf("%q is no authentication type that is known", auth)
	}
	m.Lookup = u.AuthType.Absent() // an update that does not name it leaves it as it was
	return pack.CannotKnow(m)
}

// path is where a part of the permission stands: the property of a permission, or
// the statement of a whole policy.
func (p Permission) path(name string) string {
	if !p.Whole {
		return name
	}
	switch name {
	case "Principal", "Action":
		return "PolicyDocument.Statement." + name
	case "":
		return "PolicyDocument.Statement"
	}
	return "PolicyDocument.Statement.Condition"
}
