package ecrimagelayeraccess

import (
	"fmt"
	"slices"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
)

// warnings is what is legal in the lists but cannot work or may surprise, and
// what it meant to the original.
func warnings(c Config) []manifest.Fault {
	w := warner{}
	w.roles(c)
	w.networks(c)
	if c.AllowViaAWSService {
		w.warn("allowViaAWSService", "true: if a docker pull counts as a call by a service, the network lists narrow no docker pull",
			"test it in an account of its own first; prefer networkExemptRoleNames")
	}
	return w.out
}

type warner struct{ out []manifest.Fault }

func (w *warner) warn(field, found, hint string) {
	w.out = append(w.out, manifest.Fault{Path: "configuration." + field, Found: found, Hint: hint, Warning: true})
}

func (w *warner) roles(c Config) {
	if len(c.AllowedRoleNames) == 0 {
		w.warn("allowedRoleNames", "is empty: any principal may pull image layers; the original's policy then denied everyone",
			"list the roles that may pull, or leave it empty if the network alone decides")
	} else {
		w.warn("allowedRoleNames", "names roles under any path, and restricts the organisation's own repositories; the original's named roles without a path, and restricted every repository",
			"write the path before the name where only that one is meant: team/image-builder")
	}
	for i, name := range c.NetworkExemptRoleNames {
		allowed := len(c.AllowedRoleNames) == 0 || slices.ContainsFunc(c.AllowedRoleNames, func(p string) bool { return iam.Like(p, name) })
		if !allowed {
			w.warn(fmt.Sprintf("networkExemptRoleNames[%d]", i), fmt.Sprintf("%q is in no entry of allowedRoleNames: it may come from any network and still not pull", name),
				"add it to allowedRoleNames, or remove it here")
		}
	}
}

func (w *warner) networks(c Config) {
	if len(c.AllowedNetworks)+len(c.AllowedVPCEndpoints)+len(c.AllowedVPCs) == 0 {
		w.warn("allowedNetworks", "is empty, and so are allowedVPCEndpoints and allowedVPCs: pulls may come from any network; the original's policy then denied everyone",
			"list the networks that pulls come from, or leave the lists empty if the role alone decides")
		if len(c.NetworkExemptRoleNames) > 0 {
			w.warn("networkExemptRoleNames", "has entries while no network list is set: there is nothing to be exempt from", "remove the entries, or set a network list")
		}
	}
	for i, text := range c.AllowedNetworks {
		p, fault := parseRange(text)
		path := fmt.Sprintf("allowedNetworks[%d]", i)
		switch {
		case fault != nil:
		case p.Bits() == 0:
			w.warn(path, fmt.Sprintf("%q is every address there is", text), "list the public addresses that pulls come from")
		case private(p.Addr()):
			w.warn(path, fmt.Sprintf("%q is a private range, which never matches: aws:SourceIp is a public address, and absent behind a VPC endpoint", text),
				"list the public addresses of the NAT gateways, or the endpoints in allowedVPCEndpoints or their VPCs in allowedVPCs")
		}
	}
	if len(c.AllowedVPCEndpoints) == 1 {
		w.warn("allowedVPCEndpoints", "has one endpoint: a pull through endpoints uses two, one of ecr.api and one of ecr.dkr",
			"add the id of the other one")
	}
}
