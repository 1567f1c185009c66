package source

import "github.com/truststack/truststack/manifest"

// The configurations look like the packages' own, which this package may not
// import.

type ecrConfig struct {
	AllowedRoleNames       []string `json:"allowedRoleNames,omitempty" jsonschema_description:"Names of roles that may pull layers; * and ? are wildcards. Empty: no narrowing."`
	AllowedNetworks        []string `json:"allowedNetworks,omitempty" jsonschema:"example=203.0.113.0/24" jsonschema_description:"Public networks that layers may be pulled from. Empty: no narrowing."`
	AllowedVPCEndpoints    []string `json:"allowedVPCEndpoints,omitempty" jsonschema:"pattern=^vpce-[0-9a-z]+$,example=vpce-0a1b2c3d4e5f60718" jsonschema_description:"VPC endpoints that layers may be pulled through. Empty: no narrowing."`
	AllowedVPCs            []string `json:"allowedVPCs,omitempty" jsonschema:"pattern=^vpc-[0-9a-f]{8\\,17}$,example=vpc-0a1b2c3d4e5f60718" jsonschema_description:"VPCs that layers may be pulled from. Empty: no narrowing."`
	NetworkExemptRoleNames []string `json:"networkExemptRoleNames,omitempty" jsonschema_description:"Roles that may pull from any network."`
	TrustedAccountIDs      []string `json:"trustedAccountIDs,omitempty" jsonschema_description:"Accounts outside the organisation that may pull."`
	RestrictBatchGetImage  bool     `json:"restrictBatchGetImage,omitempty" jsonschema:"default=false" jsonschema_description:"Whether ecr:BatchGetImage is narrowed too."`
	RevokeRoleSessions     bool     `json:"revokeRoleSessions,omitempty" jsonschema:"default=false" jsonschema_description:"Whether a role's sessions are revoked."`
	ResourceControlPolicy  bool     `json:"resourceControlPolicy,omitempty" jsonschema:"default=false" jsonschema_description:"Whether a resource control policy is written."`
}

type layerConfig struct {
	TrustedAccountIDs    []string `json:"trustedAccountIDs,omitempty" jsonschema_description:"Accounts that may be granted a layer. Empty: none."`
	TrustedOrgIDs        []string `json:"trustedOrgIDs,omitempty" jsonschema:"pattern=^o-[a-z0-9]{10\\,32}$,example=o-exampleorgid" jsonschema_description:"Organisations that may be granted a layer. Empty: none."`
	PermissionAdminRoles []string `json:"permissionAdminRoles,omitempty" jsonschema_description:"Roles that may grant at all. Empty: no narrowing."`
}

type permissionConfig struct {
	TrustedAccountIDs        []string `json:"trustedAccountIDs,omitempty" jsonschema_description:"Accounts that may invoke. Empty: none."`
	TrustedOrgIDs            []string `json:"trustedOrgIDs,omitempty" jsonschema:"pattern=^o-[a-z0-9]{10\\,32}$,example=o-exampleorgid" jsonschema_description:"Organisations that may invoke. Empty: none."`
	TrustedServicePrincipals []string `json:"trustedServicePrincipals,omitempty" jsonschema_description:"Services that may invoke. Empty: no narrowing."`
	PermissionAdminRoles     []string `json:"permissionAdminRoles,omitempty" jsonschema_description:"Roles that may grant at all. Empty: no narrowing."`
}

type vpcConfig struct {
	TrustedVPCIDs           []string `json:"trustedVPCIDs,omitempty" jsonschema_description:"VPCs that functions may be in. Empty: no narrowing."`
	TrustedSubnetIDs        []string `json:"trustedSubnetIDs,omitempty" jsonschema_description:"Subnets that functions may be in. Empty: no narrowing."`
	TrustedSecurityGroupIDs []string `json:"trustedSecurityGroupIDs,omitempty" jsonschema_description:"Security groups that functions may use. Empty: no narrowing."`
	RequireVpcOnUpdate      *bool    `json:"requireVpcOnUpdate,omitempty" jsonschema:"default=true" jsonschema_description:"Whether an update must keep a function in a VPC."`
}

type snsConfig struct {
	TrustedEmailDomains  []string `json:"trustedEmailDomains,omitempty" jsonschema_description:"Domains of e-mail addresses that may subscribe. Empty: none."`
	TrustedHTTPDomains   []string `json:"trustedHTTPDomains,omitempty" jsonschema_description:"Hosts that may subscribe. Empty: none."`
	TrustedProtocols     []string `json:"trustedProtocols,omitempty" jsonschema:"enum=application,enum=email,enum=email-json,enum=firehose,enum=http,enum=https,enum=lambda,enum=sms,enum=sqs" jsonschema_description:"Protocols that may subscribe at all. Empty: none."`
	TrustedAccountIDs    []string `json:"trustedAccountIDs,omitempty" jsonschema_description:"Accounts whose endpoints may subscribe."`
	TrustedPhonePrefixes []string `json:"trustedPhonePrefixes,omitempty" jsonschema_description:"Beginnings of phone numbers."`
}

func definitions() []manifest.Definition {
	return []manifest.Definition{
		{Key: "ecrImageLayerAccess", Config: func() any { return new(ecrConfig) }},
		{Key: "lambdaLayerPermissionSecurity", Config: func() any { return new(layerConfig) }},
		{Key: "lambdaPermissionSecurity", Config: func() any { return new(permissionConfig) }},
		{Key: "lambdaVPCSecurity", Config: func() any { return new(vpcConfig) }},
		{Key: "snsSubscriptionSecurity", Config: func() any { return new(snsConfig) }},
	}
}
