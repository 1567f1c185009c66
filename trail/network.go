package trail

import (
	"net/netip"
	"regexp"
	"strings"

	"github.com/truststack/truststack/value"
)

// NetworkKind is where a call came from.
type NetworkKind uint8

// The kinds of network. The zero kind is one that the record does not tell.
const (
	NetworkUnknown  NetworkKind = iota
	NetworkAddress              // an IP address
	NetworkService              // a service, for itself or for the caller
	NetworkInternal             // "AWS Internal"
)

func (k NetworkKind) String() string {
	names := [...]string{"unknown network", "address", "service", "AWS internal"}
	if int(k) < len(names) {
		return names[k]
	}
	return names[0]
}

// Network is where a call came from. Where Kind is not NetworkAddress the record
// does not hold the caller's own address, even where IAM decided by it.
type Network struct {
	Kind NetworkKind
	// Address is set for NetworkAddress only.
	Address netip.Addr
	// Service is the name of the service, for NetworkService.
	Service value.Text
	// Endpoint is the id of the VPC endpoint, vpce-…. It is absent where the
	// record has none, and unknown where the call came through an endpoint that
	// the record does not name, as those of services.
	Endpoint value.Text
	// EndpointAccount is the account that owns the endpoint.
	EndpointAccount value.Text
}

// service is the DNS name of a service, in any partition.
var service = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*\.amazonaws\.com(\.cn)?$`)

// endpoint is the id of a VPC endpoint.
var endpoint = regexp.MustCompile(`^vpce-[0-9a-z]+$`)

// Network makes sense of sourceIPAddress and vpcEndpointId
// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
func (e *Event) Network() Network {
	n := Network{Endpoint: e.VPCEndpointID, EndpointAccount: e.VPCEndpointAccountID}
	if id, known := e.VPCEndpointID.Known(); known && !endpoint.MatchString(id) {
		n.Endpoint = value.Unknown("vpcEndpointId", "it holds no endpoint's id")
	}
	text, known := e.SourceIPAddress.Known()
	if !known {
		return n
	}
	address, err := netip.ParseAddr(text)
	switch {
	case err == nil && address.Zone() == "":
		n.Kind, n.Address = NetworkAddress, address.Unmap()
	case text == "AWS Internal" || strings.HasPrefix(text, "AWS Internal/"):
		n.Kind = NetworkInternal
	case service.MatchString(text):
		n.Kind, n.Service = NetworkService, e.SourceIPAddress
	}
	return n
}

// hidden is what CloudTrail writes for what it will not tell, such as a mistyped
// user name
// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html).
const hidden = "HIDDEN_DUE_TO_SECURITY_REASONS"

// MaskedOrMissing reports whether a field has to be looked up: it is absent,
// empty, unknown, hidden, or has characters replaced by asterisks. No page says
// which fields are masked and how, so any asterisk counts.
func MaskedOrMissing(t value.Text) bool {
	text, known := t.Known()
	return !known || text == "" || text == hidden || strings.Contains(text, "*")
}
