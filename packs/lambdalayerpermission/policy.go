package lambdalayerpermission

import (
	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// preventative is the package's service control policy. The service authorization
// reference lists no condition key for the action, so it can only say who grants
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html).
type preventative struct{ *rule }

// addPermission is the action that the policy denies.
const addPermission = "lambda:AddLayerVersionPermission"

// Policies implements pack.Preventative: none unless permissionAdminRoles is set.
func (p preventative) Policies(t pack.Target) []pack.Policy {
	if len(p.admins) == 0 {
		return nil
	}
	unless := pack.MustAnd(nil, "ArnNotLike", "aws:PrincipalArn", p.admins...)
	deny := pack.Deny("DenyLayerPermissionByOthers", unless, addPermission)
	return []pack.Policy{{Kind: pack.SCP, Name: name, Statements: t.Bind(deny, pack.Selects{}),
		Description: "Denies giving Lambda layers to others, to all but the permission admin roles."}}
}

// Requests implements pack.Preventative. Without a caller there is no request: a
// policy sees one in each.
func (p preventative) Requests(s pack.Subject) ([]iam.Request, bool) {
	sub, ok := s.(LayerPermission)
	if !ok {
		return nil, false
	}
	c := iam.NewContext(iam.UnlistedAbsent)
	known := true
	set := func(key string, t value.Text) {
		s, ok := t.Known()
		known = known && ok
		c.Set(key, iam.SingleValue(s))
	}
	set("aws:PrincipalArn", sub.CallerARN)
	set("aws:ResourceAccount", sub.Owner)
	layer, ok := sub.Layer.Known()
	return []iam.Request{{Action: addPermission, Resource: layer, Context: c}}, known && ok
}
