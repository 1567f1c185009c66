// Package lambdalayerpermission guards the way in which a Lambda layer's code
// leaves an AWS organisation.
//
// # Threat
//
// lambda:AddLayerVersionPermission writes to the policy of a layer version: from
// then on the account or organisation that it names, or everyone, downloads the
// layer's code by GetLayerVersion. The code holds what its authors put into it:
// libraries, agents, configuration, secrets.
//
// # Rule
//
//   - Everyone (*) only with an OrganizationId that is a trusted organisation.
//   - An account, as 12 digits or as the ARN of its root, only if it is trusted or
//     owns the layer.
//   - Anything else is untrusted: roles, users, services, ids, what is malformed.
//     AWS takes nothing else either
//     (https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html).
//   - The action is lambda:GetLayerVersion, the only one there is to give.
//
// AWS defines OrganizationId for the principal * alone: "With the principal set to
// *, grant permission to all accounts in the specified organization". What it does
// beside an account is not documented: the call may be refused, both may have to
// hold, or one may be dropped. So an account with an OrganizationId is trusted only
// if both are, which is safe under every reading; a developer takes the
// OrganizationId away.
//
// A layer's policy can give nothing but GetLayerVersion, so nobody outside the
// owning account can add to it: where a template does not show whose a layer is, it
// belongs to the deploying account, or the deployment fails.
//
// The caller is not judged. Who grants to an outsider does so whoever it is: a
// service-linked role's grant is the same grant, although no policy binds it.
// Layers cannot be tagged
// (https://docs.aws.amazon.com/lambda/latest/dg/attribute-based-access-control.html:
// "Tags aren't supported for layers"), and the tag ts:exclude is one of functions:
// it excludes no layer, whatever function uses it. Write an exception.
//
// In an exception grantee is the account's 12 digits, however the permission spells
// it: AWS rewrites an account id to the ARN of its root.
//
// # Layers
//
// Preventative: lambda:AddLayerVersionPermission has no condition key of its own
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html),
// so a service control policy cannot see to whom a layer is given. It can only say
// who may grant: with permissionAdminRoles set, all others are denied, be the grant
// trusted or not. Without that list there is no policy. RemoveLayerVersionPermission
// is never denied. Publishing a layer gives it to nobody and is not denied either.
//
// Proactive: AWS::Lambda::LayerVersionPermission. It does not see the caller, so an
// exception for a principal does not apply there.
//
// # Differences from the original
//
// The original had no policy, did not look at Action or at an OrganizationId beside
// an account, and asked that the layer's own account be listed too.
package lambdalayerpermission
