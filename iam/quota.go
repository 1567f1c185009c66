package iam

// Quotas are the limits on the policies of one type that AWS Organizations
// holds (orgs_reference_limits.html).
type Quotas struct {
	// Name is for messages.
	Name string
	// Characters is the largest size of one document; compare Document.Size.
	Characters int
	// Attachments is how many policies of the type can be attached directly to
	// one root, organisational unit or account.
	Attachments int
	// Reserved is how many of the attachments are taken before ours: AWS
	// attaches a policy that allows everything, and something must stay
	// attached (orgs_manage_policies_scps.html, orgs_manage_policies_rcps.html).
	Reserved int
}

// Free is how many attachments are left for documents of our own.
func (q Quotas) Free() int { return max(0, q.Attachments-q.Reserved) }

// The names of the policies that AWS attaches everywhere when a policy type is
// enabled. Each takes one attachment.
const (
	FullAWSAccess    = "FullAWSAccess"
	RCPFullAWSAccess = "RCPFullAWSAccess"
)

// CurrentSCP is the quotas of service control policies since 15 May 2026.
var CurrentSCP = Quotas{Name: "service control policy", Characters: 10240, Attachments: 10, Reserved: 1}

// SCPBefore202605 is the quotas of service control policies before that date.
// Tools that have not followed still hold policies against these.
var SCPBefore202605 = Quotas{Name: "service control policy before May 2026", Characters: 5120, Attachments: 5, Reserved: 1}

// RCP is the quotas of resource control policies.
var RCP = Quotas{Name: "resource control policy", Characters: 5120, Attachments: 5, Reserved: 1}

// EndpointPolicy is the limit of a VPC endpoint's policy, of which an endpoint
// has one: 20,480 characters
// (https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html).
var EndpointPolicy = Quotas{Name: "VPC endpoint policy", Characters: 20480, Attachments: 1}
