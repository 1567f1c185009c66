package generate

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// lzaPolicy is an entry of serviceControlPolicies or resourceControlPolicies in
// Landing Zone Accelerator's organization-config.yaml
// (https://awslabs.github.io/landing-zone-accelerator-on-aws, organization-config).
type lzaPolicy struct {
	Name, Description, Policy string
	Type                      string // "" for resource control policies
	Targets                   manifest.Targets
}

// lzaOrganization is what TrustStack has to say in organization-config.yaml.
type lzaOrganization struct {
	ServiceControlPolicies, ResourceControlPolicies []lzaPolicy
}

// attachment is the policies that go to the same targets.
type attachment struct {
	targets  manifest.Targets
	kind     pack.PolicyKind
	policies []owned
}

// lzaFiles is organization-config.yaml and the policy files that it names. The
// policies of all packages with the same targets are packed together, since the
// accelerator accepts few policies on one target.
func lzaFiles(in Input) ([]File, error) {
	var config lzaOrganization
	var files []File
	lza := in.Manifest.Spec.LandingZoneAccelerator
	attached := map[pack.PolicyKind]int{}
	for _, a := range attachments(in, lza == nil || !lza.NoPolicyVariables) {
		entries, more, err := a.pack(in, attached[a.kind])
		if err != nil {
			return nil, err
		}
		attached[a.kind] += len(entries)
		files = append(files, more...)
		if a.kind == pack.SCP {
			config.ServiceControlPolicies = append(config.ServiceControlPolicies, entries...)
		} else {
			config.ResourceControlPolicies = append(config.ResourceControlPolicies, entries...)
		}
	}
	if free := in.Manifest.Spec.MaxSCPs() - 1; attached[pack.SCP] > free {
		return nil, fmt.Errorf("landing zone accelerator: %d service control policies would be attached, and with FullAWSAccess it accepts %d: shorten the lists, give packages the same deploymentTargets, or raise landingZoneAccelerator.maxSCPs if the accelerator allows it",
			attached[pack.SCP], free+1)
	}
	return append(files, File{Path: "lza/organization-config.yaml", Kind: "lza-config", Data: lzaYAML(config)}), nil
}

// attachments groups what is attached by kind and targets, in the order of the
// packages. What only audits is written under policies/ and not attached, and
// so is everything without deploymentTargets. The guard goes wherever any policy
// goes: where it is not, anyone can make a role that the others exempt.
func attachments(in Input, variables bool) []attachment {
	var out []attachment
	for _, p := range policiesOf(in, variables) {
		targets, attached := targetsOf(in, p)
		if p.rule == nil && len(out) > 0 {
			targets, attached = everywhere(out), in.Manifest.Spec.GuardMode() == manifest.Enforce
		}
		if !attached || p.Kind != pack.SCP && p.Kind != pack.RCP {
			continue
		}
		i := slices.IndexFunc(out, func(a attachment) bool { return a.kind == p.Kind && sameTargets(a.targets, targets) })
		if i < 0 {
			out = append(out, attachment{targets, p.Kind, []owned{p}})
		} else {
			out[i].policies = append(out[i].policies, p)
		}
	}
	return out
}

// everywhere is the union of what policies are attached to; an account is left
// out only if all of them leave it out.
func everywhere(list []attachment) manifest.Targets {
	union := list[0].targets
	for _, a := range list[1:] {
		union.OrganizationalUnits = join(union.OrganizationalUnits, a.targets.OrganizationalUnits)
		union.Accounts = join(union.Accounts, a.targets.Accounts)
		var excluded []string
		for _, account := range union.ExcludedAccounts {
			if slices.Contains(a.targets.ExcludedAccounts, account) {
				excluded = append(excluded, account)
			}
		}
		union.ExcludedAccounts = excluded
	}
	return union
}

func join(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// targetsOf is where a package's policy is attached: its own targets, or else
// those of all packages. The guard has none of its own.
func targetsOf(in Input, p owned) (manifest.Targets, bool) {
	if p.rule == nil {
		return manifest.Targets{}, false
	}
	targets := in.Manifest.Spec.DeploymentTargets
	if own := in.Manifest.Spec.SecurityPackages[p.rule.Package.Key].DeploymentTargets; own != nil {
		targets = own
	}
	return deref(targets), targets != nil && p.rule.Policy.ModeOf(manifest.Preventative) == manifest.Enforce
}

func deref(t *manifest.Targets) manifest.Targets {
	if t == nil {
		return manifest.Targets{}
	}
	return *t
}

func sameTargets(a, b manifest.Targets) bool {
	return fmt.Sprintf("%q", a) == fmt.Sprintf("%q", b)
}

// pack is the fewest documents for one group; number counts those before it.
func (a attachment) pack(in Input, number int) ([]lzaPolicy, []File, error) {
	quotas, _ := quotasOf(in.Manifest.Spec.Common, a.kind)
	var statements []iam.Statement
	var names []string
	for _, p := range a.policies {
		statements = append(statements, p.Statements...)
		names = append(names, p.Name)
	}
	docs, err := iam.Pack(statements, quotas)
	if err != nil {
		return nil, nil, fmt.Errorf("landing zone accelerator: packing %s: %w", strings.Join(names, ", "), err)
	}
	folder, entryType := "service-control-policies", "customerManaged"
	if a.kind == pack.RCP {
		folder, entryType = "resource-control-policies", ""
	}
	var entries []lzaPolicy
	var files []File
	prefix := in.Manifest.Spec.Prefix()
	for _, doc := range docs {
		number++
		path := fmt.Sprintf("%s/%s-%d.json", folder, prefix, number)
		files = append(files, File{Path: "lza/" + path, Kind: "lza-" + string(a.kind), Data: doc.Minified()})
		entries = append(entries, lzaPolicy{Name: fmt.Sprintf("%s-%s-%d", prefix, a.kind, number), Description: "TrustStack: " + strings.Join(names, ", "),
			Policy: path, Type: entryType, Targets: a.targets})
	}
	return entries, files, nil
}

// lzaYAML writes the configuration in block style, every string in double quotes:
// no quoting rule of YAML can then change a value.
func lzaYAML(config lzaOrganization) []byte {
	var b strings.Builder
	b.WriteString("# Written by truststack generate. To use it beside a configuration of your own, copy the\n" +
		"# entries below into your organization-config.yaml and replace entries of the same name;\n" +
		"# copy the folders beside this file as they are.\n")
	b.WriteString("enable: true\norganizationalUnits: []\ntaggingPolicies: []\nbackupPolicies: []\n")
	writePolicies(&b, "serviceControlPolicies", config.ServiceControlPolicies)
	if len(config.ResourceControlPolicies) > 0 {
		writePolicies(&b, "resourceControlPolicies", config.ResourceControlPolicies)
	}
	return []byte(b.String())
}

func writePolicies(b *strings.Builder, key string, policies []lzaPolicy) {
	if len(policies) == 0 {
		fmt.Fprintf(b, "%s: []\n", key)
		return
	}
	fmt.Fprintf(b, "%s:\n", key)
	for _, p := range policies {
		fmt.Fprintf(b, "  - name: %s\n    description: %s\n    policy: %s\n", quote(p.Name), quote(p.Description), quote(p.Policy))
		if p.Type != "" {
			fmt.Fprintf(b, "    type: %s\n", p.Type)
		}
		b.WriteString("    deploymentTargets:\n")
		writeList(b, "organizationalUnits", p.Targets.OrganizationalUnits)
		writeList(b, "accounts", p.Targets.Accounts)
		writeList(b, "excludedAccounts", p.Targets.ExcludedAccounts)
	}
}

func writeList(b *strings.Builder, key string, list []string) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "      %s:\n", key)
	for _, s := range list {
		fmt.Fprintf(b, "        - %s\n", quote(s))
	}
}

// quote writes a string as JSON does, which YAML reads alike.
func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return strconv.Quote(s)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
