package ecrimagelayeraccess

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// Config is the package's configuration in the manifest.
type Config struct {
	AllowedRoleNames       []string `json:"allowedRoleNames,omitempty" jsonschema:"example=ecs-task-execution-*" jsonschema_description:"Narrowing list: names of the roles that may pull image layers from the organisation's repositories. A name matches under any path; * and ? are wildcards. Empty: who calls is not narrowed."`
	AllowedNetworks        []string `json:"allowedNetworks,omitempty" jsonschema:"example=203.0.113.0/24" jsonschema_description:"Narrowing list: public IPv4 and IPv6 ranges in CIDR form from which layers may be pulled. A private range never matches: aws:SourceIp is a public address. Where allowedNetworks, allowedVPCEndpoints and allowedVPCs are all empty, the network is not narrowed; else a call must come from one of them."`
	AllowedVPCEndpoints    []string `json:"allowedVPCEndpoints,omitempty" jsonschema:"pattern=^vpce-[0-9a-f]{8\\,17}$,example=vpce-0a1b2c3d4e5f60718" jsonschema_description:"Narrowing list: VPC endpoints through which layers may be pulled. A pull uses two, one of ecr.api and one of ecr.dkr: list both."`
	AllowedVPCs            []string `json:"allowedVPCs,omitempty" jsonschema:"pattern=^vpc-[0-9a-f]{8\\,17}$,example=vpc-0a1b2c3d4e5f60718" jsonschema_description:"Narrowing list: VPCs from which layers may be pulled through an endpoint of ECR. Ids are unique in one Region only."`
	NetworkExemptRoleNames []string `json:"networkExemptRoleNames,omitempty" jsonschema:"example=image-builder" jsonschema_description:"Exempts from the network lists: names of roles with which a service pulls from AWS' own network (CodeBuild, App Runner, SageMaker). A name matches under any path; * and ? are wildcards. Empty: no role is exempt."`
	TrustedAccountIDs      []string `json:"trustedAccountIDs,omitempty" jsonschema:"example=111122223333" jsonschema_description:"Allow-list: accounts to which registries may replicate and to which policies may open pulls, beside the account that owns the repository. 12 digits in quotes. Empty: no other account."`
	RestrictBatchGetImage  bool     `json:"restrictBatchGetImage,omitempty" jsonschema:"default=false" jsonschema_description:"Holds ecr:BatchGetImage, which gives an image's manifest and no layer, to the same rule."`
	RevokeRoleSessions     bool     `json:"revokeRoleSessions,omitempty" jsonschema:"default=false" jsonschema_description:"Lets the responder deny pulls to all sessions of an untrusted role that were issued before the violation."`
	ResourceControlPolicy  bool     `json:"resourceControlPolicy,omitempty" jsonschema:"default=false" jsonschema_description:"Writes a resource control policy too, which denies pulls to principals outside the organisation and trustedAccountIDs."`
	AllowViaAWSService     bool     `json:"allowViaAWSService,omitempty" jsonschema:"default=false" jsonschema_description:"Exempts from the network lists what an AWS service calls on a caller's behalf (aws:ViaAWSService). Whether a docker pull counts as such a call is not documented: if it does, the network lists narrow none. Test before setting it."`
}

// The ids of endpoints and VPCs, as in the schema: config.json is not checked
// against it. AWS wants no wildcard in these keys
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sensitive).
var (
	endpointID = regexp.MustCompile(`^vpce-[0-9a-f]{8,17}$`)
	vpcID      = regexp.MustCompile(`^vpc-[0-9a-f]{8,17}$`)
)

// rule is the package configured: its Judge and its layers.
type rule struct {
	roleNames       []string // as the manifest writes them
	roles           []string // their ARN patterns
	networkExempt   []string // ARN patterns
	networks        networks
	batch           bool // restricts BatchGetImage
	allowVia        bool
	resourceControl bool

	accounts   pack.Accounts      // trusted beside the owner
	insiders   pack.Accounts      // of the organisation
	orgs       pack.Organizations // the manifest's own
	partition  string
	org        string // the organisation's id
	management string // its management account
	regions    []string
}

// name of the package and of its policy.
const name = "ecr-image-layer-access"

// Package is the ECR image layer access package.
var Package = &pack.Package{
	Name:      name,
	Key:       "ecrImageLayerAccess",
	Tag:       "ECRImageLayerAccess",
	Title:     "ECR image layer access",
	Codes:     codes,
	Config:    func() any { return new(Config) },
	Configure: configure,
}

func configure(common manifest.Common, section manifest.Section) (pack.Rule, []manifest.Fault) {
	var c Config
	if faults := pack.DecodeConfig(section, &c); faults != nil {
		return pack.Rule{}, faults
	}
	networks, faults := newNetworks(c)
	faults = append(faults, pack.CheckRoleNames("configuration.allowedRoleNames", c.AllowedRoleNames)...)
	faults = append(faults, pack.CheckRoleNames("configuration.networkExemptRoleNames", c.NetworkExemptRoleNames)...)
	faults = append(faults, checkIDs("configuration.allowedVPCEndpoints", c.AllowedVPCEndpoints, endpointID, "the id of a VPC endpoint, such as vpce-0a1b2c3d4e5f60718")...)
	faults = append(faults, checkIDs("configuration.allowedVPCs", c.AllowedVPCs, vpcID, "the id of a VPC, such as vpc-0a1b2c3d4e5f60718")...)
	if section.Enabled {
		faults = append(faults, warnings(c)...)
	}
	if pack.AnyError(faults) {
		return pack.Rule{}, faults
	}
	return newRule(common, c, networks).build(c), faults
}

func newRule(common manifest.Common, c Config, networks networks) *rule {
	// The organisation's accounts, as they would be trusted if it were.
	organization := common
	organization.TrustOrganization = true
	partition := iam.Partition(common.Partition())
	return &rule{
		roleNames:       c.AllowedRoleNames,
		roles:           pack.RoleARNs(partition, c.AllowedRoleNames),
		networkExempt:   pack.RoleARNs(partition, c.NetworkExemptRoleNames),
		networks:        networks,
		batch:           c.RestrictBatchGetImage,
		allowVia:        c.AllowViaAWSService,
		resourceControl: c.ResourceControlPolicy,
		accounts:        pack.NewAccounts(common, c.TrustedAccountIDs),
		insiders:        pack.NewAccounts(organization, nil),
		orgs:            pack.NewOrganizations(common, []string{common.AWSOrganizationID}),
		partition:       common.Partition(),
		org:             common.AWSOrganizationID,
		management:      common.ManagementAccountID(),
		regions:         distinct(common.Regions),
	}
}

func (r *rule) build(c Config) pack.Rule {
	return pack.Rule{
		Judge:        r.Judge,
		Preventative: pack.Layer[pack.Preventative]{Impl: preventative{r}},
		Proactive:    pack.Layer[pack.Proactive]{Impl: proactive{r}},
		Residuals:    residuals(r),
		Roles:        append(slices.Clone(c.AllowedRoleNames), c.NetworkExemptRoleNames...),
	}
}

// checkIDs finds the entries of a list that are no ids.
func checkIDs(path string, list []string, form *regexp.Regexp, wanted string) []manifest.Fault {
	var out []manifest.Fault
	for i, id := range list {
		if !form.MatchString(id) {
			out = append(out, manifest.Fault{Path: fmt.Sprintf("%s[%d]", path, i), Found: fmt.Sprintf("%q", id), Wanted: wanted,
				Hint: "write the whole id, without wildcards: AWS compares it exactly"})
		}
	}
	return out
}
