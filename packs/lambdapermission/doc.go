// Package lambdapermission guards the way in which a Lambda function's policy lets
// outsiders invoke it, read it or take it over.
//
// # Threat
//
// lambda:AddPermission can let any account, role or service invoke a function. A
// service invokes it for whoever configures the service, in any account, unless the
// permission says for whom. A function URL with AuthType NONE lets in the whole
// internet, and a whole policy says all of this at once.
//
// # Rule
//
// The first part that a permission meets decides, with all its reasons:
//
//  1. FunctionUrlAuthType NONE is untrusted, whatever else is set. So is an action
//     other than invoking, for all but the function's own account; GetFunction may
//     also go to a trusted account.
//  2. Alexa's two services need an EventSourceToken, and to be listed where
//     trustedServicePrincipals is set. Lambda@Edge's replicator is trusted with
//     GetFunction on a numbered version.
//  3. A service needs a SourceAccount, or a SourceArn that is written out up to its
//     account (without a Region for global services), or, in whole policies, an
//     aws:SourceOrgID of a trusted organisation. Every account that is named must
//     be trusted or the function's own. An ARN without an account, as S3 buckets
//     have, says nothing. Where trustedServicePrincipals is set the service must be
//     in it, by its name or its name with one Region label.
//  4. PrincipalOrgID must be a trusted organisation; then whoever stands beside it
//     is trusted: everyone, an account, a role, a user, a session.
//  5. An account, and a role, user or session, must be of a trusted account or the
//     function's own.
//  6. Everyone, unique ids and anything else are untrusted.
//
// A condition of a whole policy that the rule does not know can only narrow, to
// whom nobody can tell: what would be untrusted is undetermined then. Deny
// statements are not weighed. The caller does not matter to the rule.
//
// A SourceArn beside a trusted SourceAccount is judged by its account only. If that
// is a wildcard the permission is untrusted all the same, although the SourceAccount
// holds: it names every account.
//
// # Layers
//
// Preventative: a service control policy. On lambda:AddPermission it sees
// lambda:Principal and lambda:FunctionUrlAuthType, and so neither source nor
// organisation, action, token: a service without SourceAccount passes, and * with a
// trusted organisation is denied, save for permissionAdminRoles. Where that list is
// set nobody else may grant at all. PutResourcePolicy and PutPublicAccessBlockConfig
// have no lambda:Principal: they are denied to all but exempt principals and
// permissionAdminRoles, also when the list is empty. NONE is denied on the calls
// that make and change URLs. Remove, Delete, Get and List are never denied, and
// functions that carry the tag ts:exclude are left alone while the guard protects
// it. Where policy variables do not survive, grants of an account to itself are
// denied unless the account is listed.
//
// Proactive: AWS::Lambda::Permission, AWS::Lambda::ResourcePolicy and
// AWS::Lambda::Url, and what SAM makes of events and FunctionUrlConfig. It sees no
// caller, so an exception for a principal does not apply there, and the tag only of
// a function of the same template. A function whose name is not known is taken to
// belong to the deploying account.
package lambdapermission
