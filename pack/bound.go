package pack

import (
	"strings"

	"github.com/truststack/truststack/value"
)

// Bounds is to whom a statement's conditions may open it.
type Bounds struct {
	Accounts      Accounts
	Organizations Organizations
	Owner         value.Text
}

// measure says how the values of a condition key tell whose a request is.
type measure uint8

const (
	noMeasure    measure = iota // the key is not known: it may narrow to anyone
	byAccount                   // account ids
	byOrg                       // organisation ids
	byOrgPath                   // organisation paths: o-…/r-…/ou-…/
	byARN                       // ARNs that hold an account
	tellsNothing                // the key narrows, but never to whom
)

// measures is the keys that tell whose a request is, and keys that never do
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html;
// aws:SourceOwner is SNS' own, deprecated, of its default topic policy).
var measures = map[string]measure{
	"aws:principalaccount":  byAccount,
	"aws:sourceaccount":     byAccount,
	"aws:sourceowner":       byAccount,
	"aws:principalorgid":    byOrg,
	"aws:sourceorgid":       byOrg,
	"aws:principalorgpaths": byOrgPath,
	"aws:sourceorgpaths":    byOrgPath,
	"aws:principalarn":      byARN,
	"aws:sourcearn":         byARN,

	"aws:securetransport":        tellsNothing,
	"aws:currenttime":            tellsNothing,
	"aws:epochtime":              tellsNothing,
	"aws:useragent":              tellsNothing,
	"aws:referer":                tellsNothing,
	"aws:multifactorauthpresent": tellsNothing,
	"aws:multifactorauthage":     tellsNothing,
	"aws:requestedregion":        tellsNothing,
	"sns:protocol":               tellsNothing,

	// Whose the resource is says nothing of who comes to it.
	"aws:resourceaccount":  tellsNothing,
	"aws:resourceorgid":    tellsNothing,
	"aws:resourceorgpaths": tellsNothing,
}

// Bound reports whether the grant's conditions keep everyone out but trusted
// accounts and organisations. A condition of a key that is not known can only
// narrow, to whom nobody can tell: Maybe.
func (g Grant) Bound(b Bounds) value.Tri {
	bound := value.No
	for _, c := range g.Conditions {
		bound = bound.Or(c.bound(b))
	}
	return bound
}

func (c Comparison) bound(b Bounds) value.Tri {
	m := measures[c.Key]
	switch {
	case m == tellsNothing:
		return value.No
	case m == noMeasure:
		return value.Maybe
	case !c.demands():
		return value.No // met by who has no such key, or by all but those named
	case !c.Complete:
		return value.Maybe
	case len(c.Values) == 0:
		return value.Maybe
	}
	all := value.Yes
	for _, v := range c.Values {
		if m == byARN && c.crosses(v) {
			return value.No
		}
		all = all.And(b.trusts(m, v))
	}
	return all
}

// demands reports whether the operator is met only by a request that has the key
// with one of the values.
func (c Comparison) demands() bool {
	op := strings.TrimPrefix(c.Operator, "ForAnyValue:")
	switch op {
	case "StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike":
		return true
	}
	return false
}

// crosses reports whether a wildcard before an ARN's account may reach over it.
// StringLike knows no parts: a role's path may hold colons, so
// arn:*:iam::111122223333:role/* matches a role of any account under the path
// /x:iam::111122223333:role/.
func (c Comparison) crosses(v value.Text) bool {
	if strings.TrimPrefix(c.Operator, "ForAnyValue:") != "StringLike" {
		return false
	}
	before, _, wild := strings.Cut(v.Prefix(), "*")
	return wild && strings.Count(before, ":") < 5
}

func (b Bounds) trusts(m measure, v value.Text) value.Tri {
	switch m {
	case byAccount:
		return b.Accounts.Trusts(v, b.Owner)
	case byOrg:
		return b.Organizations.Contains(v)
	case byOrgPath:
		id, _, found := v.Cut('/')
		if found != value.Yes {
			return found
		}
		return b.Organizations.Contains(id)
	case byARN:
		arn, ok := ParseARN(v)
		if ok == value.No {
			return value.No
		}
		return ok.And(b.Accounts.Trusts(arn.Account, b.Owner))
	}
	return value.Maybe
}
