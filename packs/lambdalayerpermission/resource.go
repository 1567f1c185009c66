package lambdalayerpermission

import (
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// proactive turns what a template or plan describes into cases.
type proactive struct{ *rule }

// permissionType is CloudFormation's type
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-layerversionpermission.html).
const permissionType = "AWS::Lambda::LayerVersionPermission"

// Reads implements pack.Proactive.
func (p proactive) Reads() map[string][]string {
	return map[string][]string{permissionType: {"Action", "LayerVersionArn", "OrganizationId", "Principal"}}
}

// Peers implements pack.Proactive: that a layer is of the same template, and so of
// the deploying account, stands in its ARN.
func (p proactive) Peers() map[string][]string { return nil }

// Cases implements pack.Proactive.
func (p proactive) Cases(r value.Resource) []pack.Case {
	if r.Type != permissionType {
		return nil
	}
	out := make([]pack.Case, 0, len(r.Variants))
	for _, v := range r.Variants {
		props := v.Properties
		layer := props.Get("LayerVersionArn").AsText()
		principal := props.Get("Principal")
		pos := principal.Pos
		if pos.Line == 0 {
			pos = r.Pos
		}
		out = append(out, pack.Case{When: v.When, At: pos, Subject: LayerPermission{
			Layer:        layer,
			Owner:        ownerOf(layer, r.Account),
			Action:       props.Get("Action").AsText(),
			Principal:    pack.ParsePrincipal(principal.AsText(), p.partition),
			Organization: props.Get("OrganizationId").AsText(),
		}})
	}
	return out
}

// ownerOf is the account in a layer's ARN. A layer that does not say whose it is,
// by a name or by a parameter, is the deploying account's: nobody else can be given
// the right to change its policy.
func ownerOf(layer, deploying value.Text) value.Text {
	arn, ok := pack.ParseARN(layer)
	if ok != value.Yes {
		return deploying
	}
	if id, known := arn.Account.Known(); known && pack.IsAccountID(id) {
		return arn.Account
	}
	return deploying
}
