package lambdapermission

import (
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// placed is a permission and where it stands.
type placed struct {
	Permission
	at value.Pos
}

// wholePolicy is what a function's whole policy gives, statement by statement and
// principal by principal. Base holds what is known of the function.
func wholePolicy(base Permission, document value.Value, partition string) []placed {
	grants, complete, why := pack.Grants(document, partition)
	if !complete {
		grants = append(grants, pack.Grant{Unclear: why, At: document.Pos, Principal: pack.Principal{Text: value.Unknown("Principal", why)}})
	}
	out := make([]placed, len(grants))
	for i, g := range grants {
		out[i] = placed{fromGrant(base, g), g.At}
	}
	return out
}

// fromGrant fills a permission in from a statement, so that one rule judges both
// forms. Conditions of keys that AddPermission has too become the same fields.
func fromGrant(base Permission, g pack.Grant) Permission {
	p := base
	p.Whole = true
	p.Sid, p.Actions, p.NotActions, p.Principal, p.Others, p.Unclear = g.Sid, g.Actions, g.NotActions, g.Principal, g.Others, g.Unclear
	for _, c := range g.Conditions {
		field := p.field(c.Key)
		switch {
		case c.Key == "lambda:invokedviafunctionurl":
			if len(c.Values) == 1 && c.Operator == "Bool" {
				p.ViaURL = c.Values[0].Lower()
			}
		case field == nil:
			p.Rest = append(p.Rest, c)
		case demands(c.Operator):
			*field = append(*field, valuesOf(c)...)
		}
		// What does not demand the key lets in whoever has no such key, or all but
		// those it names: it narrows nothing that the rule could rest on.
	}
	return p
}

// field is where a condition key's values belong; nil for keys that no part of the
// rule is about. Keys of permissions:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html#awslambda-policy-keys
func (p *Permission) field(key string) *[]value.Text {
	switch key {
	case "aws:sourceaccount":
		return &p.SourceAccounts
	case "aws:sourcearn":
		return &p.SourceARNs
	case "aws:sourceorgid":
		return &p.SourceOrgIDs
	case "aws:principalorgid":
		return &p.PrincipalOrgIDs
	case "lambda:eventsourcetoken":
		return &p.EventSourceTokens
	case "lambda:functionurlauthtype":
		return &p.URLAuthTypes
	}
	return nil
}

// demands reports whether an operator is met only by a request that has the key
// with one of the values.
func demands(operator string) bool {
	op, known := iam.ParseOperator(operator)
	if !known || op.IfExists || op.Negated || op.Set == iam.ForAllValues {
		return false
	}
	return strings.HasPrefix(op.Base, "String") || strings.HasPrefix(op.Base, "Arn")
}

// valuesOf is the values of a condition; one that may have more, or that has none,
// ends in an unknown one.
func valuesOf(c pack.Comparison) []value.Text {
	if c.Complete && len(c.Values) > 0 {
		return c.Values
	}
	return append(append([]value.Text(nil), c.Values...), value.Unknown(c.Key, "the condition's values are not wholly known"))
}
