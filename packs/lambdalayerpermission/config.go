package lambdalayerpermission

import (
	"fmt"
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// Config is the package's configuration in the manifest.
type Config struct {
	TrustedAccountIDs    []string `json:"trustedAccountIDs,omitempty" jsonschema:"example=111122223333" jsonschema_description:"Allow-list: accounts that may be given a layer, beside the one that owns it. 12 digits in quotes. Empty: no other account."`
	TrustedOrgIDs        []string `json:"trustedOrgIDs,omitempty" jsonschema:"pattern=^o-[a-z0-9]{10\\,32}$,example=o-exampleorgid" jsonschema_description:"Allow-list: organisations that may be given a layer, by the principal * with an OrganizationId. Empty: no organisation."`
	PermissionAdminRoles []string `json:"permissionAdminRoles,omitempty" jsonschema:"example=layer-publisher" jsonschema_description:"Narrowing list: names of the roles that alone may give layers to others. A name matches under any path; * and ? are wildcards. Empty: anyone may who IAM lets, and there is no service control policy, since no condition key shows to whom a layer is given."`
}

// rule is the package configured: its Judge and its layers.
type rule struct {
	accounts  pack.Accounts
	orgs      pack.Organizations
	admins    []string // ARN patterns of the permission admin roles
	partition string
}

// name of the package and of its policy.
const name = "lambda-layer-permission-security"

// Package is the Lambda layer permission package.
var Package = &pack.Package{
	Name:      name,
	Key:       "lambdaLayerPermissionSecurity",
	Tag:       "LambdaLayerPermissionSecurity",
	Title:     "Lambda layer permission",
	Codes:     codes,
	Config:    func() any { return new(Config) },
	Configure: configure,
}

func configure(common manifest.Common, section manifest.Section) (pack.Rule, []manifest.Fault) {
	var c Config
	if faults := pack.DecodeConfig(section, &c); faults != nil {
		return pack.Rule{}, faults
	}
	faults := pack.CheckRoleNames("configuration.permissionAdminRoles", c.PermissionAdminRoles)
	r := &rule{
		accounts:  pack.NewAccounts(common, c.TrustedAccountIDs),
		orgs:      pack.NewOrganizations(common, c.TrustedOrgIDs),
		admins:    pack.RoleARNs(iam.Partition(common.Partition()), c.PermissionAdminRoles),
		partition: common.Partition(),
	}
	if section.Enabled {
		faults = append(faults, r.warnings(section)...)
	}
	if pack.AnyError(faults) {
		return pack.Rule{}, faults
	}
	return pack.Rule{
		Judge:        r.Judge,
		Preventative: pack.Layer[pack.Preventative]{Impl: preventative{r}},
		Proactive:    pack.Layer[pack.Proactive]{Impl: proactive{r}},
		Residuals:    residuals(r),
		Roles:        c.PermissionAdminRoles,
	}, faults
}

// warnings is what is legal in the section but cannot work or may surprise.
func (r *rule) warnings(section manifest.Section) []manifest.Fault {
	var out []manifest.Fault
	warn := func(path, found, hint string) {
		out = append(out, manifest.Fault{Path: path, Found: found, Hint: hint, Warning: true})
	}
	if len(r.accounts.IDs()) == 0 {
		warn("configuration.trustedAccountIDs", "is empty: a layer may be given to no account but the one that owns it, by 12 digits or root ARN",
			"list the accounts that may have layers, or leave it empty if none may")
	}
	if len(r.orgs.IDs()) == 0 {
		warn("configuration.trustedOrgIDs", "is empty: a layer may be given to no organisation, not even this one",
			"list the organisation if all its accounts may have layers, or set spec.trustOrganization")
	}
	if mode := section.Controls[manifest.Preventative]; len(r.admins) == 0 && mode != "" && mode != manifest.Off {
		warn("controls.preventative", fmt.Sprintf("is %s while configuration.permissionAdminRoles is empty: there is no policy to attach", mode),
			"list the roles that alone may give layers to others: that is all a policy can see")
	}
	for i, e := range section.Exceptions {
		path := fmt.Sprintf("exceptions[%d]", i)
		if hint := neverALayer(e.Resource); hint != "" {
			warn(path+".resource", fmt.Sprintf("%q can never match a layer version", e.Resource), hint)
		}
		if strings.HasPrefix(e.Grantee, "arn:") && strings.HasSuffix(e.Grantee, ":root") {
			warn(path+".grantee", fmt.Sprintf("%q can never match: an account is compared by its id", e.Grantee), "write the account's 12 digits")
		}
	}
	return out
}

// neverALayer says what to write instead of an ARN pattern that no layer version's
// ARN matches; "" where one may.
func neverALayer(pattern string) string {
	parts := strings.SplitN(pattern, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	service, resource := parts[2], parts[5]
	switch {
	case strings.ContainsAny(service, "*?"):
		return ""
	case service != "lambda" || strings.HasPrefix(resource, "function:"):
		return "name a layer version: arn:aws:lambda:*:123456789012:layer:name:*"
	case strings.HasPrefix(resource, "layer:") && strings.Count(resource, ":") == 1 && !strings.Contains(resource, "*"):
		return "permissions are of one version: add :* for all of them"
	}
	return ""
}
