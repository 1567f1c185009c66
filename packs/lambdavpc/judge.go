package lambdavpc

import (
	"fmt"
	"slices"
	"strings"

	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// Judge is the package's rule: at least one subnet and one security group, and
// every VPC, subnet and group approved where such are listed.
func (r *rule) Judge(s pack.Subject) pack.Verdict {
	n, ok := s.(Network)
	switch {
	case !ok:
		return pack.NoSubject(s)
	case n.managed() && !n.Read:
		missing := pack.NotKnown("UNKNOWN-PROVIDER", "CapacityProviderConfig", n.Provider)
		missing.Lookup = true
		if _, known := n.Provider.Known(); known {
			missing.Why = "the network is that of " + n.Provider.String() + ", which is not described here"
		}
		return pack.CannotKnow(missing)
	}
	f := findings{path: "VpcConfig"}
	if n.managed() {
		f.path = "CapacityProviderConfig"
	}
	r.connected(&f, n)
	r.members(&f, subnets, n.Subnets, r.subnets)
	r.members(&f, groups, n.Groups, r.groups)
	r.vpc(&f, n)
	return f.Verdict()
}

// findings gathers what a judgement of the network at path comes across.
type findings struct {
	pack.Findings
	path string
}

// lack notes a fact that is missing, once for each code: one look-up gives them
// all.
func (f *findings) lack(m pack.Missing) {
	if slices.ContainsFunc(f.Missing, func(n pack.Missing) bool { return n.Code == m.Code }) {
		return
	}
	m.Lookup = true
	f.Lack(m)
}

// member is what is said of subnets or of groups.
type member struct {
	property, none, unapproved, unknown string
	one, field                          string
}

var (
	subnets = member{"SubnetIds", "VPC-NO-SUBNET", "VPC-SUBNET", "UNKNOWN-SUBNETS", "subnet", "trustedSubnetIDs"}
	groups  = member{"SecurityGroupIds", "VPC-NO-GROUP", "VPC-GROUP", "UNKNOWN-GROUPS", "security group", "trustedSecurityGroupIDs"}
)

// connected asks for a subnet and a security group. A capacity provider always
// has a subnet, or AWS refuses it, and may leave its group to the VPC's default
// one (https://docs.aws.amazon.com/lambda/latest/api/API_CapacityProviderVpcConfig.html:
// 0 to 5 groups), which nobody can approve by id.
func (r *rule) connected(f *findings, n Network) {
	some, grouped := n.Subnets.Some(), n.Groups.Some()
	provided := n.Kind == Provider || n.managed()
	if some == value.No && grouped == value.No && !provided {
		f.Add(pack.Reason{Code: "VPC-OUTSIDE", Path: f.path, Found: "no VPC", Wanted: "at least one subnet and one security group" + r.approved(),
			Text: "The function runs outside any VPC of yours: it has the internet and none of the network perimeter.",
			Fix: "Set VpcConfig with SubnetIds and SecurityGroupIds. A function that cannot be in a VPC, as one of Lambda@Edge, needs the tag " +
				pack.ExcludeTag + ", which only exempt principals may set, or an exception."})
		return
	}
	f.some(subnets, some, n.seen())
	if !provided || len(r.groups) > 0 {
		f.some(groups, grouped, n.seen())
	}
}

// some asks for a member. A network whose VPC is known has one, though the list
// may not be.
func (f *findings) some(m member, some value.Tri, seen bool) {
	switch {
	case some == value.No:
		f.Add(pack.Reason{Code: m.none, Path: f.path + "." + m.property, Found: "no " + m.one, Wanted: "at least one " + m.one,
			Text: "The network names no " + m.one + ", so it is not one that can be approved.", Fix: "Add a " + m.one + " to " + m.property + "."})
	case some == value.Maybe && !seen:
		f.lack(pack.Missing{Code: m.unknown, Path: f.path + "." + m.property,
			Why: "whether there is a " + m.one + " depends on what is not known"})
	}
}

// members asks that every member is approved, where the manifest lists any.
func (r *rule) members(f *findings, m member, l List, approved []string) {
	if len(approved) == 0 || l.Some() == value.No {
		return
	}
	var bad []string
	var unknown *value.Text
	for i, t := range l.IDs {
		id, known := t.Known()
		switch {
		case !known && unknown == nil:
			unknown = &l.IDs[i]
		case known && !slices.Contains(approved, id):
			bad = append(bad, id)
		}
	}
	path := f.path + "." + m.property
	if len(bad) > 0 {
		f.Add(pack.Reason{Code: m.unapproved, Path: path, Found: strings.Join(bad, ", "), Wanted: pack.OneOf(approved),
			Text: fmt.Sprintf("The network uses a %s that is not approved.", m.one),
			Fix:  fmt.Sprintf("Use an approved %s, or ask the security team to add this one to %s.", m.one, m.field)})
	}
	switch {
	case unknown != nil:
		f.lack(pack.NotKnown(m.unknown, path, *unknown))
	case !l.Complete:
		f.lack(pack.Missing{Code: m.unknown, Path: path, Why: "which " + m.one + "s there are is not known"})
	}
}

// vpc asks that the VPC is approved, where the manifest lists any. One known VPC
// says which it is; without one, subnets that are all approved settle it, since a
// subnet is in one VPC and whoever approved it knows which.
func (r *rule) vpc(f *findings, n Network) {
	if len(r.vpcs) == 0 || n.Subnets.Some() == value.No && n.Groups.Some() == value.No {
		return
	}
	seen := false
	for _, t := range n.VPCs {
		id, known := t.Known()
		if !known || id == "" {
			continue
		}
		seen = true
		if !slices.Contains(r.vpcs, id) {
			f.Add(pack.Reason{Code: "VPC-UNAPPROVED", Path: f.path, Found: id, Wanted: pack.OneOf(r.vpcs),
				Text: "The network is in a VPC that is not approved.",
				Fix:  "Use subnets of an approved VPC, or ask the security team to add this one to trustedVPCIDs."})
		}
	}
	if seen || r.settled(n.Subnets) {
		return
	}
	missing := pack.Missing{Code: "UNKNOWN-VPC", Path: f.path, Why: "subnets and groups do not say which VPC they are in; where trustedSubnetIDs lists them, it need not be known"}
	for _, t := range n.VPCs {
		if len(t.Holes()) > 0 {
			missing = pack.NotKnown("UNKNOWN-VPC", f.path, t)
		}
	}
	f.lack(missing)
}

// settled reports whether all subnets are known and listed.
func (r *rule) settled(l List) bool {
	ids, known := l.known()
	if !known || len(ids) == 0 || len(r.subnets) == 0 {
		return false
	}
	return !slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(r.subnets, id) })
}

// approved is what else is wanted of a network, for messages.
func (r *rule) approved() string {
	switch {
	case len(r.vpcs) > 0:
		return ", in VPC " + pack.OneOf(r.vpcs)
	case len(r.subnets) > 0:
		return ", the subnets " + pack.OneOf(r.subnets)
	}
	return ""
}
