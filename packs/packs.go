// Package packs is the list of security packages. A new package is a folder
// beside this file and one line in All.
package packs

import (
	"fmt"
	"slices"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/packs/ecrimagelayeraccess"
	"github.com/truststack/truststack/packs/lambdalayerpermission"
	"github.com/truststack/truststack/packs/lambdapermission"
	"github.com/truststack/truststack/packs/lambdavpc"
	"github.com/truststack/truststack/packs/snssubscription"
)

// All is every package, in the order in which they are documented and reported.
func All() []*pack.Package {
	return []*pack.Package{
		ecrimagelayeraccess.Package,
		lambdalayerpermission.Package,
		lambdapermission.Package,
		lambdavpc.Package,
		snssubscription.Package,
	}
}

// Definitions is what reading a manifest needs to know of the packages.
func Definitions() []manifest.Definition {
	var out []manifest.Definition
	for _, p := range All() {
		out = append(out, p.Definition())
	}
	return out
}

// Configure makes the rules of the packages that a manifest enables. Faults come
// with their whole path; rules only when no fault is an error.
func Configure(m manifest.Manifest) ([]pack.Rule, []manifest.Fault) {
	var rules []pack.Rule
	var faults []manifest.Fault
	for _, p := range All() {
		section, present := m.Spec.SecurityPackages[p.Key]
		if !present {
			continue
		}
		rule, found := p.NewRule(m.Spec.Common, section)
		for _, f := range found {
			f.Path = fmt.Sprintf("spec.securityPackages.%s.%s", p.Key, f.Path)
			faults = append(faults, f)
		}
		if section.Enabled {
			rules = append(rules, rule)
		}
	}
	if slices.ContainsFunc(faults, func(f manifest.Fault) bool { return !f.Warning }) {
		return nil, faults
	}
	return rules, faults
}
