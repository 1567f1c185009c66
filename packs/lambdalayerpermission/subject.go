package lambdalayerpermission

import (
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// LayerPermission is one statement of a layer version's policy.
type LayerPermission struct {
	Layer        value.Text // ARN of the layer version
	Owner        value.Text // account that owns the layer
	Statement    value.Text // statement id; absent in a template, where CloudFormation chooses it
	Action       value.Text
	Principal    pack.Principal
	Organization value.Text // organisation id; absent where none is given
	CallerARN    value.Text // role or user that grants; absent where the layer cannot see it
}

// Identity implements pack.Subject. The grantee of an account is its id, since AWS
// spells one account in several ways. Nothing excludes a layer: it has no tags.
func (p LayerPermission) Identity() pack.Identity {
	grantee := p.Principal.Text
	if p.Principal.Kind == pack.Account {
		grantee = p.Principal.Account
	}
	return pack.Identity{Resource: p.Layer, Account: p.Owner, Grantee: grantee, Caller: p.CallerARN}
}
