package lambdavpc

import (
	"fmt"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// Config is the package's configuration in the manifest.
type Config struct {
	TrustedVPCIDs           []string `json:"trustedVPCIDs,omitempty" jsonschema:"pattern=^vpc-([0-9a-f]{8}|[0-9a-f]{17})$,example=vpc-0a1b2c3d4e5f60718" jsonschema_description:"Narrowing list: VPCs that functions may be in. Empty: any VPC. A template shows subnets and not their VPC, so list the subnets too where a hook shall decide."`
	TrustedSubnetIDs        []string `json:"trustedSubnetIDs,omitempty" jsonschema:"pattern=^subnet-([0-9a-f]{8}|[0-9a-f]{17})$,example=subnet-0a1b2c3d4e5f60718" jsonschema_description:"Narrowing list: subnets that functions and capacity providers may use. Empty: any subnet."`
	TrustedSecurityGroupIDs []string `json:"trustedSecurityGroupIDs,omitempty" jsonschema:"pattern=^sg-([0-9a-f]{8}|[0-9a-f]{17})$,example=sg-0a1b2c3d4e5f60718" jsonschema_description:"Narrowing list: security groups that functions and capacity providers may use. Empty: any group."`
	RequireVpcOnUpdate      *bool    `json:"requireVpcOnUpdate,omitempty" jsonschema:"default=true" jsonschema_description:"Whether the service control policy also denies changing the configuration of a function that has no VPC, or taking it out of its VPC. Set it to false while functions are being moved: every other layer still reports them."`
}

// rule is the package configured: its Judge and its layers.
type rule struct {
	vpcs, subnets, groups []string
	onUpdate              bool // the policy denies updates outside a VPC
	tags                  bool // the tag ts:exclude is honoured
	excepts               bool // the section has exceptions
	partition             string
}

// name of the package and of its policy.
const name = "lambda-vpc-security"

// Package is the Lambda VPC package. Its remediation stops a function, so it is
// off unless controls.responsive says otherwise.
var Package = &pack.Package{
	Name:      name,
	Key:       "lambdaVPCSecurity",
	Tag:       tagName,
	Title:     "Lambda VPC",
	Codes:     codes,
	Config:    func() any { return new(Config) },
	Configure: configure,
	Defaults:  map[manifest.Layer]manifest.Mode{manifest.Responsive: manifest.Off},
}

func configure(common manifest.Common, section manifest.Section) (pack.Rule, []manifest.Fault) {
	var c Config
	if faults := pack.DecodeConfig(section, &c); faults != nil {
		return pack.Rule{}, faults
	}
	r := &rule{
		vpcs: c.TrustedVPCIDs, subnets: c.TrustedSubnetIDs, groups: c.TrustedSecurityGroupIDs,
		onUpdate:  c.RequireVpcOnUpdate == nil || *c.RequireVpcOnUpdate,
		tags:      common.GuardMode() == manifest.Enforce,
		excepts:   len(section.Exceptions) > 0,
		partition: common.Partition(),
	}
	var faults []manifest.Fault
	if section.Enabled {
		faults = r.warnings(section)
	}
	return pack.Rule{
		Judge:        r.Judge,
		Preventative: pack.Layer[pack.Preventative]{Impl: preventative{r}},
		Proactive:    pack.Layer[pack.Proactive]{Impl: proactive{r}},
		Residuals:    residuals(r),
	}, faults
}

// warnings is what is legal in the section but cannot work or may surprise.
func (r *rule) warnings(section manifest.Section) []manifest.Fault {
	var out []manifest.Fault
	warn := func(path, found, hint string) {
		out = append(out, manifest.Fault{Path: path, Found: found, Hint: hint, Warning: true})
	}
	if len(r.vpcs) > 0 && len(r.subnets) == 0 {
		warn("configuration.trustedVPCIDs", "is set while trustedSubnetIDs is empty: a template shows subnets and not their VPC, so a hook cannot tell and stops the deployment; the original's hook asked EC2",
			"list the VPCs' subnets in trustedSubnetIDs, or set controls.proactive to audit and leave it to the policy and the detector")
	}
	if len(r.vpcs) > 0 {
		warn("configuration.trustedVPCIDs", "does not bind capacity providers in the policy: lambda:CreateCapacityProvider has no key for the VPC",
			"list the subnets in trustedSubnetIDs: that the policy sees")
	}
	if !r.onUpdate {
		warn("configuration.requireVpcOnUpdate", "is false: the policy lets anyone who may update a function take it out of its VPC; the original's policy denied it",
			"set it to true, or leave it out, when the functions have been moved")
	}
	if section.Controls[manifest.Responsive] == "" {
		warn("controls.responsive", "is not set, so nothing is remediated; the original put functions into the default VPC by itself",
			"set controls.responsive to enforce to stop such functions by reserved concurrency 0 until they are in a VPC, or to off to say that it is meant")
	}
	for i, e := range section.Exceptions {
		if e.Grantee != "" {
			warn(fmt.Sprintf("exceptions[%d].grantee", i), "a function's network has no grantee, so this exception never matches", "select by resource, account or principal")
		}
	}
	return out
}
