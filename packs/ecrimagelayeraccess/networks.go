package ecrimagelayeraccess

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// networks is the networks that a pull may come from. One that is in none of the
// lists does not count; all lists empty narrow nothing.
type networks struct {
	ranges    []netip.Prefix
	endpoints []string
	vpcs      []string
}

// newNetworks reads the lists; faults say what is wrong with a range.
func newNetworks(c Config) (networks, []manifest.Fault) {
	n := networks{endpoints: distinct(c.AllowedVPCEndpoints), vpcs: distinct(c.AllowedVPCs)}
	var faults []manifest.Fault
	for i, text := range c.AllowedNetworks {
		p, fault := parseRange(text)
		if fault != nil {
			fault.Path = fmt.Sprintf("configuration.allowedNetworks[%d]", i)
			faults = append(faults, *fault)
			continue
		}
		if !slices.Contains(n.ranges, p) {
			n.ranges = append(n.ranges, p)
		}
	}
	return n, faults
}

func distinct(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// parseRange reads a range in CIDR form. An address without a prefix length is
// that address, as IAM reads it.
func parseRange(text string) (netip.Prefix, *manifest.Fault) {
	const wanted = "a range in CIDR form, such as 203.0.113.0/24"
	if a, err := netip.ParseAddr(text); err == nil && a.Zone() == "" && !a.Is4In6() {
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	p, err := netip.ParsePrefix(text)
	switch {
	case err != nil:
		return p, &manifest.Fault{Found: fmt.Sprintf("%q", text), Wanted: wanted, Hint: "write the network's address, a slash and the number of its leading bits"}
	case p.Addr().Is4In6():
		return p, &manifest.Fault{Found: fmt.Sprintf("%q, an IPv4 range in IPv6 form", text), Wanted: wanted, Hint: "write the range in its IPv4 form"}
	case p != p.Masked():
		return p, &manifest.Fault{Found: fmt.Sprintf("%q, which has bits set after the first %d", text, p.Bits()), Wanted: p.Masked().String(),
			Hint: fmt.Sprintf("write %s if the whole range is meant, or %s for the one address", p.Masked(), netip.PrefixFrom(p.Addr(), p.Addr().BitLen()))}
	}
	return p, nil
}

// set reports whether any list narrows.
func (n networks) set() bool { return len(n.ranges)+len(n.endpoints)+len(n.vpcs) > 0 }

// notPublic is what is no public address beside what netip knows: addresses that
// carriers share (RFC 6598), which AWS too uses inside VPCs.
var notPublic = netip.MustParsePrefix("100.64.0.0/10")

// private reports whether an address can never be an aws:SourceIp, which is a
// public one
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip).
func private(a netip.Addr) bool {
	return a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || notPublic.Contains(a)
}

// origin is where a call comes from, as far as a record of it tells.
type origin struct {
	ip netip.Addr // valid only when it is an address
	// through says whether the call came through a VPC endpoint.
	through  value.Tri
	endpoint value.Text
	vpc      value.Text
}

// originOf reads what a record says. Where a service stands between, its name is
// in place of the address and of the endpoint's id
// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
func originOf(s Pull) origin {
	from := origin{endpoint: s.VPCEndpoint, vpc: s.VPC}
	if text, known := s.SourceIP.Known(); known {
		if a, err := netip.ParseAddr(text); err == nil && a.Zone() == "" {
			from.ip = a.Unmap()
		}
	}
	id, known := s.VPCEndpoint.Known()
	switch {
	case known && strings.HasPrefix(id, "vpce-"):
		from.through = value.Yes
	case !s.VPCEndpoint.Absent():
		from.through = value.Maybe
	case !from.ip.IsValid():
		from.through = value.Maybe
	case private(from.ip):
		// No private address reaches AWS but through an endpoint; the record
		// does not say which.
		from.through = value.Yes
		from.endpoint = value.Unknown("vpcEndpointId", "a private address came through an endpoint that is not named")
	default:
		from.through = value.No
	}
	return from
}

// contains reports whether a call comes from one of the networks.
func (n networks) contains(from origin) value.Tri {
	return n.hasAddress(from).
		Or(from.listed(n.endpoints, from.endpoint)).
		Or(from.listed(n.vpcs, from.vpc))
}

// hasAddress is No for what came through an endpoint: the request then has no
// aws:SourceIp, whatever address a record of it holds.
func (n networks) hasAddress(from origin) value.Tri {
	if len(n.ranges) == 0 || from.through == value.Yes {
		return value.No
	}
	if !from.ip.IsValid() {
		return value.Maybe
	}
	for _, p := range n.ranges {
		if p.Contains(from.ip) {
			return from.through.Not()
		}
	}
	return value.No
}

// listed reports whether the endpoint or VPC that a call came through is in a
// list. An id that is not known may be.
func (from origin) listed(list []string, id value.Text) value.Tri {
	if len(list) == 0 || from.through == value.No {
		return value.No
	}
	s, known := id.Known()
	if !known || from.through == value.Maybe {
		return value.Maybe
	}
	return value.Is(slices.Contains(list, s))
}

// String is the networks for messages.
func (n networks) String() string {
	var list []string
	for _, p := range n.ranges {
		list = append(list, p.String())
	}
	return pack.OneOf(append(append(list, n.endpoints...), n.vpcs...))
}
