package lambdapermission

import (
	"fmt"
	"regexp"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// Config is the package's configuration in the manifest.
type Config struct {
	TrustedAccountIDs        []string `json:"trustedAccountIDs,omitempty" jsonschema:"pattern=^[0-9]{12}$,example=111122223333" jsonschema_description:"Allow-list: accounts that may invoke functions, themselves or through a service, beside the account that owns the function. 12 digits in quotes. Empty: no other account."`
	TrustedOrgIDs            []string `json:"trustedOrgIDs,omitempty" jsonschema:"pattern=^o-[a-z0-9]{10\\,32}$,example=o-exampleorgid" jsonschema_description:"Allow-list: organisations that may invoke functions, by PrincipalOrgID. Empty: no organisation."`
	TrustedServicePrincipals []string `json:"trustedServicePrincipals,omitempty" jsonschema:"example=events.amazonaws.com" jsonschema_description:"Narrowing list: services that may invoke functions, always for a trusted account only. A global name stands for its regional forms too. Empty: every service."`
	PermissionAdminRoles     []string `json:"permissionAdminRoles,omitempty" jsonschema:"example=lambda-permission-admin" jsonschema_description:"Narrowing list: names of the roles that alone may grant permissions at all, pipelines included; only they may grant to * (for an organisation) or put whole policies. A name matches under any path; * and ? are wildcards. Empty: anyone may grant who IAM lets, but nobody may grant to * or put a whole policy."`
}

// rule is the package configured: its Judge and its layers.
type rule struct {
	accounts  pack.Accounts
	orgs      pack.Organizations
	services  []string // empty: every service
	admins    []string // ARN patterns of the permission admin roles
	partition string
	// tagged is true when the tag ts:exclude is honoured.
	tagged bool
}

// Names of the package: of its policy, and in the tag ts:exclude.
const (
	name = "lambda-permission-security"
	tag  = "LambdaPermissionSecurity"
)

// Package is the Lambda permission package.
var Package = &pack.Package{
	Name:      name,
	Key:       "lambdaPermissionSecurity",
	Tag:       tag,
	Title:     "Lambda permission",
	Codes:     codes,
	Config:    func() any { return new(Config) },
	Configure: configure,
}

func configure(common manifest.Common, section manifest.Section) (pack.Rule, []manifest.Fault) {
	var c Config
	if faults := pack.DecodeConfig(section, &c); faults != nil {
		return pack.Rule{}, faults
	}
	r := &rule{
		accounts:  pack.NewAccounts(common, c.TrustedAccountIDs),
		orgs:      pack.NewOrganizations(common, c.TrustedOrgIDs),
		services:  c.TrustedServicePrincipals,
		admins:    pack.RoleARNs(iam.Partition(common.Partition()), c.PermissionAdminRoles),
		partition: common.Partition(),
		tagged:    common.GuardMode() == manifest.Enforce,
	}
	faults := check(c, r.partition)
	faults = append(faults, pack.CheckRoleNames("configuration.permissionAdminRoles", c.PermissionAdminRoles)...)
	if section.Enabled {
		faults = append(faults, r.warnings(c, section)...)
		faults = append(faults, differences(c)...)
	}
	if pack.AnyError(faults) {
		return pack.Rule{}, faults
	}
	return pack.Rule{
		Judge:        r.Judge,
		Preventative: pack.Layer[pack.Preventative]{Impl: preventative{r}},
		Proactive:    pack.Layer[pack.Proactive]{Impl: proactive{r}},
		Residuals:    residuals(r, section.Exceptions),
		Roles:        c.PermissionAdminRoles,
	}, faults
}

// orgID is an organisation's id
// (https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html).
var orgID = regexp.MustCompile(`^o-[a-z0-9]{10,32}$`)

// check finds the entries that are none of what their list holds.
func check(c Config, partition string) []manifest.Fault {
	var out []manifest.Fault
	each := func(field string, list []string, good func(string) bool, wanted, hint string) {
		for i, s := range list {
			if !good(s) {
				out = append(out, manifest.Fault{Path: fmt.Sprintf("configuration.%s[%d]", field, i), Found: fmt.Sprintf("%q", s), Wanted: wanted, Hint: hint})
			}
		}
	}
	each("trustedAccountIDs", c.TrustedAccountIDs, pack.IsAccountID, "an account's 12 digits in quotes", "write the digits without hyphens, in quotes: a bare 012345678901 is another number to YAML")
	each("trustedOrgIDs", c.TrustedOrgIDs, orgID.MatchString, "an organisation's id: o-exampleorgid", "write the id in lower case, as AWS Organizations shows it")
	each("trustedServicePrincipals", c.TrustedServicePrincipals, func(s string) bool { return pack.IsService(s, partition) },
		"the name of a service in partition "+partition+": events.amazonaws.com", "write the name as it stands in a policy, without wildcards; leave the list empty to trust every service")
	return out
}

func (r *rule) wantedAccounts() string {
	if ids := r.accounts.IDs(); len(ids) > 0 {
		return "the function's own account, or " + pack.OneOf(ids)
	}
	return "the function's own account"
}

// quoted shows a text so that spaces and empty texts can be seen.
func quoted(t value.Text) string {
	if t.Absent() {
		return "nothing"
	}
	return fmt.Sprintf("%q", t.String())
}
