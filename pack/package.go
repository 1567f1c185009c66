package pack

import (
	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/value"
)

// Package is a security package: its names, and how its section of the manifest
// becomes a rule.
type Package struct {
	Name string // "sns-subscription-security"
	Key  string // under securityPackages: "snsSubscriptionSecurity"
	Tag  string // in the tag ts:exclude: "SNSSubscriptionSecurity"
	// Title is the package's name in prose: "SNS subscription".
	Title string
	// Codes are all the codes that Judge gives as reasons, each with what it
	// means in one line. They are stable, and each has a page in docs/codes.
	Codes map[string]string
	// Config is a fresh config struct, for the schema and for key hints.
	Config func() any
	// Configure makes the rule, all but its Package and Policy, which NewRule
	// fills in. A rule comes back only when no fault is an error; paths of
	// faults start at the section ("configuration.…").
	Configure func(manifest.Common, manifest.Section) (Rule, []manifest.Fault)
	// Defaults are modes of layers that the package sets otherwise than its
	// section's mode, unless controls names the layer.
	Defaults map[manifest.Layer]manifest.Mode
}

// NewRule is the package configured from a manifest. There is a rule only when no
// fault is an error.
func (p *Package) NewRule(common manifest.Common, section manifest.Section) (Rule, []manifest.Fault) {
	r, faults := p.Configure(common, section)
	r.Package = p
	r.Policy = p.Policy(common, section)
	return r, faults
}

// Definition is what reading a manifest needs to know of the package.
func (p *Package) Definition() manifest.Definition {
	return manifest.Definition{Key: p.Key, Config: p.Config}
}

// Policy is the package's modes and exceptions in a manifest.
func (p *Package) Policy(common manifest.Common, section manifest.Section) manifest.Policy {
	policy := section.Policy(common)
	for layer, mode := range p.Defaults {
		if section.Enabled && section.Controls[layer] == "" {
			policy.Modes[layer] = mode
		}
	}
	return policy
}

// Layer is one layer of a rule: what carries it, or why it does not apply.
// Exactly one is set.
type Layer[T any] struct {
	Impl T
	None string
}

// Applies reports whether the rule has this layer.
func (l Layer[T]) Applies() bool { return l.None == "" }

// Rule is a package configured from a manifest.
type Rule struct {
	Package *Package
	// Judge is pure and total: no clock, no I/O, no exception, no mode. Call
	// Decide instead, which calls it.
	Judge func(Subject) Verdict
	// Policy is the modes and exceptions of the package's section.
	Policy       manifest.Policy
	Preventative Layer[Preventative]
	Proactive    Layer[Proactive]
	Residuals    []Residual
	// Roles are the role names that the rule trusts, in the form of [RoleARNs].
	// The guard policy protects them: who can forge one is trusted.
	Roles []string
}

// Preventative is a rule's policies.
type Preventative interface {
	// Policies is empty when the manifest asks for nothing that a policy could
	// say.
	Policies(Target) []Policy
	// Requests are the API calls that bring the subject about, as the policies
	// see them: what a policy must deny when Judge says untrusted. False when
	// some field of the subject is unknown.
	Requests(Subject) ([]iam.Request, bool)
}

// Proactive turns resources that are about to be deployed into cases.
type Proactive interface {
	// Reads is the CloudFormation types that the rule judges, each with the
	// top-level properties that it reads. A property that is not listed reads
	// as unknown.
	Reads() map[string][]string
	// Peers is the types that a judged resource may refer to, with the
	// properties that are read of them.
	Peers() map[string][]string
	// Cases is empty when the resource is not the rule's subject.
	Cases(value.Resource) []Case
}

// Target is what policies are written for.
type Target struct {
	Partition iam.Partition
	// Variables is false where policy variables (${aws:ResourceAccount},
	// ${?}) do not survive on the way to AWS.
	Variables bool
	// Exempt is ARN patterns of principals that no policy binds.
	Exempt []string
	// Exceptions of the package's section.
	Exceptions []manifest.Exception
}

// PolicyKind is what kind of policy something is.
type PolicyKind string

// The kinds of policies that are generated.
const (
	SCP              PolicyKind = "scp"
	RCP              PolicyKind = "rcp"
	EndpointPolicy   PolicyKind = "endpoint-policy"
	EndpointFragment PolicyKind = "endpoint-statement" // to merge, never to attach
)

// Policy is the statements of one policy. How statements are packed into
// documents under the quotas is generate's business.
type Policy struct {
	Kind PolicyKind
	// Name is the file's name without its ending: "sns-subscription-security",
	// "endpoint-ecr-api".
	Name        string
	Description string
	Statements  []iam.Statement
}
