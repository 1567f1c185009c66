package generate

import (
	"slices"
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// Guard is the policy that protects the others: the roles that they trust by
// name, TrustStack's own resources and hooks, the tag ts:exclude, and the
// findings. It binds everyone but exempt principals; it is empty when the
// manifest turns it off.
func Guard(in Input) pack.Policy {
	common := in.Manifest.Spec.Common
	p := pack.Policy{Kind: pack.SCP, Name: "guard", Description: "Protects what TrustStack's policies rest on: trusted roles, its own resources, hooks, tags and findings."}
	if common.GuardMode() == manifest.Off || len(in.Rules) == 0 {
		return p
	}
	partition := iam.Partition(common.Partition())
	unless := pack.MustAnd(nil, "ArnNotLike", "aws:PrincipalArn", exempt(in)...)
	deny := func(sid string, c iam.Condition, resources []string, actions ...string) {
		st := pack.Deny(sid, c, actions...)
		st.Resource = iam.List(resources...)
		p.Statements = append(p.Statements, st)
	}
	roles, users := trustedPrincipals(in)
	deny("ProtectTrustedRoles", unless, roles, roleActions...)
	// Who hands an exempt role to a function of their own acts as it. Roles that
	// only a rule trusts are passed every day: to tasks, to builds.
	deny("ProtectPassingExemptRoles", unless, exemptRoles(in), "iam:PassRole")
	if len(users) > 0 {
		deny("ProtectTrustedUsers", unless, users, userActions...)
	}
	deny("ProtectTrustStackResources", unless, ownResources(partition, common.Prefix()), ownActions...)
	// These actions have no resource types: a Deny that names some never applies.
	// The price is that nobody else changes other extensions
	// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_cloudformation.html).
	deny("ProtectTrustStackHooks", unless, []string{"*"},
		"cloudformation:DeactivateType", "cloudformation:DeregisterType", "cloudformation:SetTypeConfiguration", "cloudformation:SetTypeDefaultVersion")
	// A mapping from a queue to a function has an ARN that says nothing of either.
	deny("ProtectTrustStackEventSources", pack.MustAnd(unless, "ArnLike", "lambda:FunctionArn", "arn:"+string(partition)+":lambda:*:*:function:"+common.Prefix()+"-*"),
		[]string{"*"}, "lambda:CreateEventSourceMapping", "lambda:DeleteEventSourceMapping", "lambda:UpdateEventSourceMapping")
	// A condition key's tag name is compared without regard to case
	// (reference_policies_condition-keys.html#condition-keys-resourcetag), so a
	// policy that honours ts:exclude honours TS:Exclude: every spelling is kept.
	p.Statements = append(p.Statements,
		pack.Deny("ProtectExcludeTag", pack.MustAnd(unless, "ForAnyValue:StringEqualsIgnoreCase", "aws:TagKeys", pack.ExcludeTag),
			"lambda:CreateFunction", "lambda:TagResource", "lambda:UntagResource"),
		// No key tells whose finding is updated: nobody but exempt principals
		// suppresses any, by hand or by a rule that does it for them.
		pack.Deny("ProtectFindings", pack.MustAnd(unless, "StringEquals", "securityhub:ASFFSyntaxPath/Workflow.Status", "SUPPRESSED"),
			"securityhub:BatchUpdateFindings"),
		pack.Deny("ProtectFindingsFromRules", unless, "securityhub:BatchUpdateAutomationRules", "securityhub:CreateAutomationRule",
			"securityhub:CreateAutomationRuleV2", "securityhub:DisableSecurityHub", "securityhub:UpdateAutomationRuleV2", "securityhub:UpdateFindings"))
	return p
}

// exempt is ARN patterns of who no policy binds: the manifest's, and who has to
// deploy and run TrustStack itself. CDK's CloudFormation execution role is not
// among them: everyone deploys through it.
func exempt(in Input) []string {
	common := in.Manifest.Spec.Common
	role := "arn:" + common.Partition() + ":iam::*:role/"
	list := append(slices.Clone(common.ExemptPrincipals),
		role+common.Prefix()+"-*",
		role+"stacksets-exec-*",
		role+"AWSControlTowerExecution")
	if slices.Contains(in.Targets, LZA) {
		list = append(list, role+"AWSAccelerator-*", role+"cdk-accel-*")
	}
	return list
}

// trustedPrincipals is the ARN patterns of the roles and users that policies
// trust by name. Whoever can make or change one is trusted, so only exempt
// principals may.
func trustedPrincipals(in Input) (roles, users []string) {
	var names []string
	for _, r := range in.Rules {
		names = append(names, r.Roles...)
	}
	roles = pack.RoleARNs(iam.Partition(in.Manifest.Spec.Common.Partition()), names)
	for _, arn := range exempt(in) {
		if strings.Contains(arn, ":user/") {
			users = append(users, arn)
		} else {
			roles = append(roles, arn)
		}
	}
	slices.Sort(roles)
	slices.Sort(users)
	return slices.Compact(roles), slices.Compact(users)
}

// exemptRoles is the patterns of roles that no policy binds.
func exemptRoles(in Input) []string {
	out := slices.DeleteFunc(exempt(in), func(arn string) bool { return !strings.Contains(arn, ":role/") })
	slices.Sort(out)
	return slices.Compact(out)
}

// roleActions is what changes who can be a role and what it may do
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html).
var roleActions = []string{
	"iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy",
	"iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:TagRole", "iam:UntagRole",
	"iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
}

var userActions = []string{
	"iam:AttachUserPolicy", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreateServiceSpecificCredential", "iam:CreateUser",
	"iam:DeactivateMFADevice", "iam:DeleteUser", "iam:DeleteUserPermissionsBoundary", "iam:DeleteUserPolicy", "iam:DetachUserPolicy",
	"iam:EnableMFADevice", "iam:PutUserPermissionsBoundary", "iam:PutUserPolicy", "iam:TagUser", "iam:UntagUser", "iam:UpdateAccessKey",
	"iam:UpdateLoginProfile", "iam:UpdateUser", "iam:UploadSSHPublicKey", "iam:UploadSigningCertificate",
}

// ownResources is everything that carries the deployment's prefix.
func ownResources(partition iam.Partition, prefix string) []string {
	arn := "arn:" + string(partition) + ":"
	return []string{
		arn + "cloudformation:*:*:stack/" + prefix + "-*",
		arn + "cloudformation:*:*:stack/StackSet-" + prefix + "-*",
		arn + "cloudformation:*:*:stackset/" + prefix + "-*",
		arn + "cloudwatch:*:*:alarm:" + prefix + "-*",
		arn + "events:*:*:rule/" + prefix + "-*",
		arn + "lambda:*:*:function:" + prefix + "-*",
		arn + "logs:*:*:log-group:*" + prefix + "-*",
		arn + "sns:*:*:" + prefix + "-*",
		arn + "sqs:*:*:" + prefix + "-*",
	}
}

// ownActions is what creates, changes or takes away one of them. Roles under the
// prefix are among the trusted roles.
var ownActions = []string{
	"cloudformation:Cancel*", "cloudformation:Continue*", "cloudformation:Create*", "cloudformation:Delete*", "cloudformation:Execute*",
	"cloudformation:Import*", "cloudformation:Rollback*", "cloudformation:Set*", "cloudformation:Signal*", "cloudformation:Stop*", "cloudformation:Update*",
	"cloudwatch:Delete*", "cloudwatch:Disable*", "cloudwatch:Put*", "cloudwatch:Set*",
	"events:Delete*", "events:Disable*", "events:Put*", "events:Remove*",
	"lambda:Add*", "lambda:Create*", "lambda:Delete*", "lambda:Publish*", "lambda:Put*", "lambda:Remove*", "lambda:Tag*", "lambda:Untag*", "lambda:Update*",
	"logs:Delete*", "logs:PutRetentionPolicy",
	"sns:AddPermission", "sns:CreateTopic", "sns:Delete*", "sns:RemovePermission", "sns:SetTopicAttributes",
	"sqs:AddPermission", "sqs:ChangeMessageVisibility", "sqs:CreateQueue", "sqs:Delete*", "sqs:PurgeQueue", "sqs:ReceiveMessage",
	"sqs:RemovePermission", "sqs:SendMessage", "sqs:SetQueueAttributes", "sqs:StartMessageMoveTask",
}
