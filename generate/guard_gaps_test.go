package generate

import (
	"testing"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// TestGuardHolds tries the ways around the other policies that need no change to
// a protected resource itself. Resources are what the Service Authorization
// Reference has for the action: "*" where it has none.
func TestGuardHolds(t *testing.T) {
	in := Input{Rules: []pack.Rule{{Package: &pack.Package{}}}, Manifest: manifest.Manifest{Spec: manifest.Spec{Common: manifest.Common{
		AWSOrganizationARN: "arn:aws:organizations::012345678901:organization/o-exampleorgid"}}}}
	doc := iam.Document{Version: iam.Version2012, Statements: Guard(in).Statements}
	const function = "arn:aws:lambda:eu-west-1:111122223333:function:truststack-live"
	for _, c := range []struct{ action, resource, key, value string }{
		{action: "iam:PassRole", resource: "arn:aws:iam::111122223333:role/truststack-responder"},
		{action: "cloudformation:DeactivateType", resource: "*"},
		{action: "cloudformation:SetTypeConfiguration", resource: "*"},
		{"lambda:UpdateEventSourceMapping", "arn:aws:lambda:eu-west-1:111122223333:event-source-mapping:1", "lambda:FunctionArn", function},
		{"lambda:DeleteEventSourceMapping", "arn:aws:lambda:eu-west-1:111122223333:event-source-mapping:1", "lambda:FunctionArn", function},
		{action: "cloudformation:UpdateStackSet", resource: "arn:aws:cloudformation:eu-west-1:123456789012:stackset/truststack-common:1"},
		{action: "cloudformation:RollbackStack", resource: "arn:aws:cloudformation:eu-west-1:123456789012:stack/truststack-common/1"},
		{action: "sqs:ReceiveMessage", resource: "arn:aws:sqs:eu-west-1:111122223333:truststack-sns"},
		{action: "sqs:DeleteMessage", resource: "arn:aws:sqs:eu-west-1:111122223333:truststack-sns"},
	} {
		for caller, want := range map[string]iam.Decision{"developer": iam.ExplicitDeny, "truststack-responder": iam.ImplicitDeny} {
			context := iam.NewContext(iam.UnlistedAbsent).Set("aws:PrincipalArn", iam.SingleValue("arn:aws:iam::111122223333:role/"+caller))
			if c.key != "" {
				context.Set(c.key, iam.SingleValue(c.value))
			}
			if got := iam.Evaluate(doc, iam.Request{Action: c.action, Resource: c.resource, Context: context}); got.Decision != want {
				t.Errorf("%s by %s: %v, want %v", c.action, caller, got.Decision, want)
			}
		}
	}
}
