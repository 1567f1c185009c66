package lambdapermission

import (
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// Permission is what one statement of a function's policy gives to one principal.
// AddPermission makes a statement of single values, a whole policy one of lists:
// a condition is met by any value of its list. A list that may hold more than is
// known ends in a text that is unknown; an empty list demands nothing.
type Permission struct {
	Function  value.Text // ARN, unqualified
	Qualifier value.Text // version or alias; absent: the function itself
	// Numbered says whether the qualifier is the number of a version.
	Numbered value.Tri
	Owner    value.Text // account that owns the function
	Sid      value.Text // statement id; absent where nobody has chosen it yet

	Actions    []value.Text
	NotActions []value.Text
	Principal  pack.Principal
	// Others is true for NotPrincipal: everyone but those listed.
	Others bool

	SourceAccounts    []value.Text
	SourceARNs        []value.Text
	SourceOrgIDs      []value.Text // whole policies only
	PrincipalOrgIDs   []value.Text
	EventSourceTokens []value.Text
	URLAuthTypes      []value.Text // lambda:FunctionUrlAuthType
	// ViaURL is lambda:InvokedViaFunctionUrl, "true" or "false".
	ViaURL value.Text
	// Rest is the conditions that no field above holds.
	Rest []pack.Comparison

	// Whole is true when the statement is put there with a whole policy, and not
	// by AddPermission.
	Whole bool
	// Unclear says why a part of the statement cannot be read; "" if all can.
	Unclear string

	CallerARN value.Text // role or user that grants; absent where the layer cannot see it
	Exclude   value.Text // value of the function's tag ts:exclude
}

// Identity implements pack.Subject. The grantee of an account is its 12 digits,
// since AWS spells one account in several ways.
func (p Permission) Identity() pack.Identity {
	grantee := p.Principal.Text
	if p.Principal.Kind == pack.Account {
		grantee = p.Principal.Account
	}
	return pack.Identity{Resource: p.Function, Account: p.Owner, Grantee: grantee, Caller: p.CallerARN, Exclude: p.Exclude}
}

// FunctionURL is the URL of a function, which anyone may call when its AuthType is
// NONE. It has no grantee, since the calls that make it name none.
type FunctionURL struct {
	Function  value.Text // ARN, unqualified
	Qualifier value.Text // alias; absent: the function itself
	Owner     value.Text // account that owns the function
	AuthType  value.Text
	CallerARN value.Text
	Exclude   value.Text
}

// Identity implements pack.Subject.
func (u FunctionURL) Identity() pack.Identity {
	return pack.Identity{Resource: u.Function, Account: u.Owner, Caller: u.CallerARN, Exclude: u.Exclude}
}
