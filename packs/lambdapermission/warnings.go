package lambdapermission

import (
	"fmt"
	"strings"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// warnings is what is legal in the section but cannot work or may surprise.
func (r *rule) warnings(c Config, section manifest.Section) []manifest.Fault {
	var out []manifest.Fault
	warn := func(path, found, hint string) {
		out = append(out, manifest.Fault{Path: path, Found: found, Hint: hint, Warning: true})
	}
	if len(r.accounts.IDs()) == 0 {
		warn("configuration.trustedAccountIDs", "is empty: no account but the function's own may invoke it, itself or through a service",
			"list the accounts that may, or leave it empty if none may")
	}
	if len(r.orgs.IDs()) == 0 {
		warn("configuration.trustedOrgIDs", "is empty: no permission may name an organisation, not even this one",
			"list the organisation if all its accounts may invoke functions, or set spec.trustOrganization")
	}
	if len(c.PermissionAdminRoles) == 0 {
		warn("configuration.permissionAdminRoles", "is empty: nobody but exempt principals may grant to * (not even for a trusted organisation, which no condition key carries), put a whole policy on a function or change its public access block",
			"name the roles that may, and those that make ordinary grants, since nobody else may grant then; or leave it empty if none may")
	}
	for i, s := range c.TrustedServicePrincipals {
		if global := pack.GlobalService(s); global != s {
			warn(fmt.Sprintf("configuration.trustedServicePrincipals[%d]", i), fmt.Sprintf("%q is the service in one Region only", s),
				"write "+global+" to trust it in every Region")
		}
	}
	for i, e := range section.Exceptions {
		path := fmt.Sprintf("exceptions[%d]", i)
		if hint := neverAFunction(e.Resource); hint != "" {
			warn(path+".resource", fmt.Sprintf("%q can never match an unqualified function", e.Resource), hint)
		}
		if strings.HasPrefix(e.Grantee, "arn:") && strings.HasSuffix(e.Grantee, ":root") {
			warn(path+".grantee", fmt.Sprintf("%q can never match: an account is compared by its id", e.Grantee), "write the account's 12 digits")
		}
	}
	return out
}

// neverAFunction says what to write instead of an ARN pattern that no unqualified
// function's ARN matches; "" where one may.
func neverAFunction(pattern string) string {
	parts := strings.SplitN(pattern, ":", 6)
	if len(parts) < 6 || strings.ContainsAny(parts[2]+parts[1], "*?") {
		return ""
	}
	resource := parts[5]
	switch {
	case parts[2] != "lambda" || strings.HasPrefix(resource, "layer:"):
		return "name a function: arn:aws:lambda:*:123456789012:function:name"
	case strings.HasPrefix(resource, "function:") && strings.Count(resource, ":") > 1 && !strings.HasSuffix(resource, "*"):
		return "leave the version or alias out: an exception covers all of them"
	}
	return ""
}

// differences is where the section's lists mean something else than they did in
// the original TrustStack.
func differences(c Config) []manifest.Fault {
	var out []manifest.Fault
	differs := func(field, found, hint string) {
		out = append(out, manifest.Fault{Path: field, Found: found, Hint: hint, Warning: true})
	}
	differs("enabled", "also judges what is granted (actions), function URLs, event source tokens and whole policies, and comes with a service control policy; the original looked at the principal and the source of AWS::Lambda::Permission only",
		"try it with mode: audit first")
	if len(c.TrustedAccountIDs) > 0 {
		differs("configuration.trustedAccountIDs", "also holds for users, sessions and root ARNs, and the function's own account is trusted without being listed; the original refused these. A wildcard or malformed account in SourceArn is untrusted here; the original let it pass",
			"nothing to do, unless a permission relies on such a SourceArn: write its account out")
	}
	if len(c.TrustedOrgIDs) > 0 {
		differs("configuration.trustedOrgIDs", "also trusts * with one of these in PrincipalOrgID; the original refused * always",
			"remove the organisations whose accounts must be named one by one")
	}
	if len(c.TrustedServicePrincipals) > 0 {
		differs("configuration.trustedServicePrincipals", "also trusts the regional forms of these names, and is compared with whole names only; the original refused regional forms, and Alexa's services always",
			"nothing to do, unless a regional form must be refused: list that Region's names instead of the global one")
	}
	return out
}
