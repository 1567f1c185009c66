package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Version is the one version of the manifest there is.
const Version = "v1"

// Manifest is the whole document.
type Manifest struct {
	Version string `json:"version" jsonschema:"required,enum=v1" jsonschema_description:"Version of the manifest's format."`
	Spec    Spec   `json:"spec" jsonschema:"required" jsonschema_description:"What is guarded, where, and how."`
}

// Spec is what all packages share, and a section for each package.
type Spec struct {
	Common
	SecurityPackages map[string]Section `json:"securityPackages" jsonschema:"required" jsonschema_description:"One section for each security package; a package without a section is not deployed."`
}

// Common is what all packages share.
type Common struct {
	AWSOrganizationARN  string `json:"awsOrganizationARN" jsonschema:"required,pattern=^arn:(aws|aws-cn|aws-us-gov):organizations::[0-9]{12}:organization/o-[a-z0-9]{10\\,32}$,example=arn:aws:organizations::012345678901:organization/o-exampleorgid" jsonschema_description:"ARN of the AWS organisation that data must not leave. Its partition is the partition of everything that is generated."`
	AWSOrganizationID   string `json:"awsOrganizationID" jsonschema:"required,pattern=^o-[a-z0-9]{10\\,32}$,example=o-exampleorgid" jsonschema_description:"Id of the same organisation."`
	DeploymentAccountID string `json:"deploymentAccountID" jsonschema:"required,pattern=^[0-9]{12}$,example=123456789012" jsonschema_description:"The account that TrustStack is deployed from: 12 digits in quotes."`

	NamePrefix        string   `json:"namePrefix,omitempty" jsonschema:"pattern=^[a-z][a-z0-9-]{1\\,18}[a-z0-9]$,default=truststack" jsonschema_description:"What the names of everything that TrustStack deploys start with. It is reserved: the guard lets only exempt principals use it. Two deployments side by side need two prefixes."`
	Regions           []string `json:"regions,omitempty" jsonschema:"example=eu-west-1" jsonschema_description:"Regions to deploy to. Absent: the Region of the deployment only."`
	DeploymentTargets *Targets `json:"deploymentTargets,omitempty" jsonschema_description:"Where to deploy and attach. Absent: stacks for the deployment account only; policies are written, not attached."`

	Guard            Mode     `json:"guard,omitempty" jsonschema:"enum=enforce,enum=audit,enum=off,default=enforce" jsonschema_description:"Mode of the guard policy, which protects the roles, tags and functions that the other policies rest on. Unless it is enforce the tag ts:exclude is ignored."`
	ExemptPrincipals []string `json:"exemptPrincipals,omitempty" jsonschema:"example=arn:aws:iam::*:role/break-glass-*" jsonschema_description:"ARN patterns of break-glass, pipeline and landing-zone roles that the service control policies never bind. * and ? are wildcards."`

	TrustOrganization      bool     `json:"trustOrganization,omitempty" jsonschema:"default=false" jsonschema_description:"Adds awsOrganizationID to every list of trusted organisations and the organisation's accounts to every list of trusted accounts."`
	OrganizationAccountIDs []string `json:"organizationAccountIDs,omitempty" jsonschema:"example=111122223333" jsonschema_description:"With trustOrganization: every account of the organisation. Absent, an account that no other list names is undetermined, since membership cannot be seen offline."`

	PolicyQuotas           Quotas        `json:"policyQuotas,omitempty" jsonschema:"enum=current,enum=before-2026-05,default=current" jsonschema_description:"Which quotas of AWS Organizations hold: current is 10240 characters and 10 policies for each root, OU or account; before-2026-05 is 5120 and 5."`
	LandingZoneAccelerator *LZA          `json:"landingZoneAccelerator,omitempty" jsonschema_description:"Limits of Landing Zone Accelerator's own validation."`
	Alerts                 *Alerts       `json:"alerts,omitempty" jsonschema_description:"Where the security team hears of what happened."`
	Remediation            *Remediations `json:"remediation,omitempty" jsonschema_description:"Limits of automated remediation."`
}

// Targets is where something is deployed or attached.
type Targets struct {
	OrganizationalUnits []string `json:"organizationalUnits,omitempty" jsonschema:"example=Workloads/Prod" jsonschema_description:"Names or paths of organisational units, as Landing Zone Accelerator writes them (Root, Workloads/Prod), or their ids."`
	Accounts            []string `json:"accounts,omitempty" jsonschema:"example=111122223333" jsonschema_description:"Account ids, or account names for Landing Zone Accelerator."`
	ExcludedAccounts    []string `json:"excludedAccounts,omitempty" jsonschema:"example=999988887777" jsonschema_description:"Accounts that are left out of the above."`
}

// Quotas names a generation of the quotas of AWS Organizations.
type Quotas string

// The generations; see AWS Organizations' "Quotas and service limits".
const (
	QuotasCurrent       Quotas = "current"
	QuotasBefore2026May Quotas = "before-2026-05"
)

// LZA is what is set for Landing Zone Accelerator.
type LZA struct {
	NoPolicyVariables bool `json:"noPolicyVariables,omitempty" jsonschema:"default=false" jsonschema_description:"Set it where the accelerator rewrites ${…} in policy files. What needs a policy variable is then left out, so the policies deny more: endpoints in the topic's own account, subdomain entries."`
	MaxSCPs           int  `json:"maxSCPs,omitempty" jsonschema:"minimum=2,maximum=10,default=5" jsonschema_description:"How many service control policies it accepts on one target, FullAWSAccess counted."`
}

// Alerts is where alerts go. At least one is set.
type Alerts struct {
	Email             string `json:"email,omitempty" jsonschema:"example=security@example.com" jsonschema_description:"E-mail address of the security team."`
	TopicARN          string `json:"topicARN,omitempty" jsonschema:"example=arn:aws:sns:eu-west-1:123456789012:security" jsonschema_description:"ARN of an SNS topic of the security team."`
	ChatWebhookSecret string `json:"chatWebhookSecretARN,omitempty" jsonschema:"example=arn:aws:secretsmanager:eu-west-1:123456789012:secret:chat-AbCdEf" jsonschema_description:"ARN of the Secrets Manager secret that holds a chat webhook's URL. The URL itself never stands in a manifest."`
}

// Remediations limits automated remediation.
type Remediations struct {
	MaxPerHour *int `json:"maxPerHour,omitempty" jsonschema:"minimum=0,maximum=1000,default=10" jsonschema_description:"Circuit breaker: how many remediations at most in an hour, for each account and Region, over all packages."`
	Existing   bool `json:"existing,omitempty" jsonschema:"default=false" jsonschema_description:"Whether what existed before TrustStack came is remediated without a person."`
}

// Section is one package's part of the manifest.
type Section struct {
	Enabled           bool            `json:"enabled" jsonschema:"required" jsonschema_description:"Whether the package is deployed."`
	Mode              Mode            `json:"mode,omitempty" jsonschema:"enum=enforce,enum=audit,enum=off,default=enforce" jsonschema_description:"Mode of every layer that controls does not name. audit: the policy is written but not attached, the hook warns, detection is on, remediation is planned and not done."`
	Controls          map[Layer]Mode  `json:"controls,omitempty" jsonschema_description:"Mode of single layers: preventative, proactive, detective, responsive."`
	Severity          Severity        `json:"severity,omitempty" jsonschema:"enum=LOW,enum=MEDIUM,enum=HIGH,enum=CRITICAL,default=HIGH" jsonschema_description:"Severity of the package's findings."`
	DeploymentTargets *Targets        `json:"deploymentTargets,omitempty" jsonschema_description:"Overrides spec.deploymentTargets for this package."`
	Exceptions        []Exception     `json:"exceptions,omitempty" jsonschema_description:"What is let through although it is untrusted: each with a reason, an owner and an end."`
	Configuration     json.RawMessage `json:"configuration,omitempty" jsonschema_description:"The package's own lists."`
}

// Severity is a finding's severity label, as Security Hub spells it.
type Severity string

// Partition is the organisation's partition ("aws", "aws-cn", "aws-us-gov"), the
// second part of its ARN; "aws" when the ARN is not one.
func (c Common) Partition() string {
	parts := strings.SplitN(c.AWSOrganizationARN, ":", 3)
	if len(parts) == 3 && parts[1] != "" {
		return parts[1]
	}
	return "aws"
}

// ManagementAccountID is the organisation's management account, the fifth part
// of its ARN; "" when the ARN is not one.
func (c Common) ManagementAccountID() string {
	parts := strings.Split(c.AWSOrganizationARN, ":")
	if len(parts) < 6 {
		return ""
	}
	return parts[4]
}

// Prefix is what the names of everything that TrustStack deploys start with.
func (c Common) Prefix() string {
	if c.NamePrefix == "" {
		return "truststack"
	}
	return c.NamePrefix
}

// GuardMode is the guard's mode with its default filled in.
func (c Common) GuardMode() Mode {
	if c.Guard == "" {
		return Enforce
	}
	return c.Guard
}

// MaxSCPs is how many service control policies Landing Zone Accelerator accepts
// on one target, FullAWSAccess counted; 5 unless set, its own default.
func (c Common) MaxSCPs() int {
	if c.LandingZoneAccelerator == nil || c.LandingZoneAccelerator.MaxSCPs == 0 {
		return 5
	}
	return c.LandingZoneAccelerator.MaxSCPs
}

// TrustedOrganizations is list with the organisation added when it is trusted.
func (c Common) TrustedOrganizations(list []string) []string {
	if !c.TrustOrganization {
		return list
	}
	return append([]string{c.AWSOrganizationID}, list...)
}

// TrustedAccounts is list with the organisation's known accounts added when the
// organisation is trusted. Undecided is true when more accounts may belong to
// it than the manifest names.
func (c Common) TrustedAccounts(list []string) (accounts []string, undecided bool) {
	if !c.TrustOrganization {
		return list, false
	}
	accounts = append([]string{c.DeploymentAccountID}, list...)
	if m := c.ManagementAccountID(); m != "" {
		accounts = append(accounts, m)
	}
	accounts = append(accounts, c.OrganizationAccountIDs...)
	return accounts, len(c.OrganizationAccountIDs) == 0
}

// ReadJSON reads config.json, the manifest as a Lambda function carries it. The
// manifest was validated before it was written; unknown fields are an error all
// the same, since they say that the file is another version's.
func ReadJSON(data []byte) (Manifest, error) {
	var m Manifest
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return Manifest{}, fmt.Errorf("reading config.json: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return Manifest{}, errors.New("reading config.json: text after the manifest: generate the bundle again")
	}
	if m.Version != Version {
		return Manifest{}, fmt.Errorf("reading config.json: version %q, want %q: generate the bundle again with this release", m.Version, Version)
	}
	// WriteJSON indents the configurations; taking that back makes what was read
	// equal to what was written.
	for key, section := range m.Spec.SecurityPackages {
		if len(section.Configuration) == 0 {
			continue
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, section.Configuration); err != nil {
			return Manifest{}, fmt.Errorf("reading config.json: configuration of %s: %w", key, err)
		}
		section.Configuration = compact.Bytes()
		m.Spec.SecurityPackages[key] = section
	}
	return m, nil
}

// WriteJSON is the manifest as config.json holds it. The bytes depend on the
// manifest alone.
func (m Manifest) WriteJSON() ([]byte, error) {
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing config.json: %w", err)
	}
	return append(data, '\n'), nil
}
