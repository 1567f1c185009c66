package iam

import (
	"slices"
	"strings"
)

// Caller is who makes a request, in the forms by which a Principal element can
// name it (reference_policies_elements_principal.html). What is empty the caller
// does not have. The zero value is an anonymous caller.
type Caller struct {
	// ARNs is every ARN that the caller answers to: of a user its own; of a role
	// session both the session's and the role's.
	ARNs []string
	// Account is the caller's account, twelve digits.
	Account string
	// Service is a service principal, such as "sns.amazonaws.com".
	Service string
	// Federated is an identity provider: its ARN or its domain.
	Federated string
	// CanonicalUser is the canonical user ID that S3 uses.
	CanonicalUser string
}

// principal matches Principal or NotPrincipal. A statement with neither is about
// whoever the document is attached to.
func (e *evaluator) principal(st Statement) truth {
	p, not := st.Principal, false
	e.element = "Principal"
	if p == nil {
		p, not = st.NotPrincipal, true
		e.element = "NotPrincipal"
	}
	switch {
	case p == nil:
		return yes
	case p.names("*"):
		return truthOf(!not)
	case e.req.Principal == nil:
		return e.doubt("", "the request's principal is not known")
	case not:
		return e.notPrincipal(p, *e.req.Principal)
	}
	return e.isPrincipal(p, *e.req.Principal)
}

// names reports whether the element is "*", or has the identifier under AWS,
// where "*" means everyone as well.
func (p *Principal) names(id string) bool {
	return p.Everyone && id == "*" || slices.Contains(p.IDs(PrincipalAWS).values, id)
}

// namesAccount reports whether the element has the account, as twelve digits or
// as the ARN that ends in :root; both mean the whole account.
func (p *Principal) namesAccount(account string) bool {
	if account == "" {
		return false
	}
	return slices.ContainsFunc(p.IDs(PrincipalAWS).values, func(id string) bool {
		if id == account {
			return true
		}
		arn, err := ParseARN(id)
		return err == nil && arn.Service == "iam" && arn.Resource == "root" && arn.Account == account
	})
}

// namesOther reports whether the element has the caller under a type that is not
// AWS. Those identifiers are compared as they are.
func (p *Principal) namesOther(c Caller) bool {
	has := func(name, id string) bool { return id != "" && slices.Contains(p.IDs(name).values, id) }
	return has(PrincipalService, c.Service) || has(PrincipalFederated, c.Federated) || has(PrincipalCanonicalUser, c.CanonicalUser)
}

func (e *evaluator) isPrincipal(p *Principal, c Caller) truth {
	if p.namesOther(c) || p.namesAccount(c.Account) || slices.ContainsFunc(c.ARNs, p.names) {
		return yes
	}
	return e.wildPrincipal(p, c)
}

// notPrincipal says whether the caller is outside of the list. For a caller with
// ARNs AWS wants all of them and the account in the list, and says that with
// less the statement might still apply (reference_policies_elements_notprincipal.html).
func (e *evaluator) notPrincipal(p *Principal, c Caller) truth {
	if p.namesOther(c) {
		return no
	}
	account := p.namesAccount(c.Account)
	listed := 0
	for _, arn := range c.ARNs {
		if p.names(arn) {
			listed++
		}
	}
	switch {
	case len(c.ARNs) > 0 && listed == len(c.ARNs) && account:
		return no
	case listed == 0 && !account:
		return e.wildPrincipal(p, c).not()
	}
	return e.doubt("", "the list has some of the caller's ARNs and account, not all; AWS does not say whether that excludes it")
}

// wildPrincipal looks for identifiers with a wildcard in them that would match
// if it worked. AWS says that it cannot be used for a part of a name.
func (e *evaluator) wildPrincipal(p *Principal, c Caller) truth {
	ids := append(slices.Clone(c.ARNs), c.Account, c.Service, c.Federated, c.CanonicalUser)
	for _, t := range p.Types {
		for value := range t.IDs.All() {
			if !strings.ContainsAny(value, "*?") {
				continue
			}
			for _, id := range ids {
				if id != "" && Like(value, id) {
					return e.doubt("", "%s has a wildcard, which AWS does not document for a principal", quote(value))
				}
			}
		}
	}
	return no
}
