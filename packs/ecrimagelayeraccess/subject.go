package ecrimagelayeraccess

import (
	"strings"

	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// CallerKind is what kind of principal makes a call.
type CallerKind uint8

// The kinds. The zero kind is not known.
const (
	UnknownCaller       CallerKind = iota
	RoleCaller                     // a session of a role
	UserCaller                     // an IAM user
	RootCaller                     // an account's root user
	FederatedCaller                // a federated user session
	ServiceCaller                  // an AWS service in its own name
	ServiceLinkedCaller            // a session of a service-linked role
)

func (k CallerKind) String() string {
	return [...]string{"an unknown caller", "a role", "an IAM user", "a root user", "a federated user", "an AWS service", "a service-linked role"}[min(k, ServiceLinkedCaller)]
}

// CallerOf tells the kind of a caller by its ARN as aws:PrincipalArn holds it: of
// a role the role's, never the session's
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn).
// The ARN of a session has lost the role's path: its kind is not known.
func CallerOf(arn value.Text) CallerKind {
	parts, ok := pack.ParseARN(arn)
	service, known := parts.Service.Known()
	if ok != value.Yes || !known {
		return UnknownCaller
	}
	resource := parts.Resource.Prefix()
	whole, _ := parts.Resource.Known()
	switch {
	case service == "sts" && strings.HasPrefix(resource, "federated-user/"):
		return FederatedCaller
	case service != "iam":
		return UnknownCaller
	case strings.HasPrefix(resource, "role/aws-service-role/"):
		return ServiceLinkedCaller
	case strings.HasPrefix(resource, "role/"):
		return RoleCaller
	case strings.HasPrefix(resource, "user/"):
		return UserCaller
	case whole == "root":
		return RootCaller
	}
	return UnknownCaller
}

// Pull is a call that hands out a layer's URL or an image's manifest.
type Pull struct {
	Action     value.Text // "ecr:GetDownloadUrlForLayer"
	Repository value.Text // ARN
	Owner      value.Text // account that owns the repository
	// Inside says whether the repository belongs to the organisation.
	Inside value.Tri

	CallerKind    CallerKind
	CallerARN     value.Text // of a role the role's, not the session's
	CallerAccount value.Text
	// CallerInside says whether that account belongs to the organisation.
	CallerInside value.Tri

	SourceIP    value.Text // an address, or the name of a service that stood between
	VPCEndpoint value.Text // id; absent: none was used
	VPC         value.Text // id; CloudTrail does not record it
	ViaService  value.Text // the service that called on the caller's behalf; absent: none
}

// Identity implements pack.Subject. Nothing excludes a pull.
func (s Pull) Identity() pack.Identity {
	return pack.Identity{Resource: s.Repository, Account: s.Owner, Caller: s.CallerARN}
}

// Replication is one destination to which a registry replicates.
type Replication struct {
	Repositories value.Text // ARN pattern of what is replicated
	Owner        value.Text // account of the replicating registry
	Destination  value.Text // account of the other
	CallerARN    value.Text
}

// Identity implements pack.Subject.
func (s Replication) Identity() pack.Identity {
	return pack.Identity{Resource: s.Repositories, Account: s.Owner, Grantee: s.Destination, Caller: s.CallerARN}
}

// Door is by what a grant is given.
type Door string

// The doors.
const (
	RepositoryPolicy Door = "repository policy"
	RegistryPolicy   Door = "registry policy"
	CreationTemplate Door = "repository creation template"
	PublicRepository Door = "public repository"
)

// RepositoryGrant is what one statement of a policy gives to one principal, on
// the repositories that the policy is for.
type RepositoryGrant struct {
	Door       Door
	Path       string     // the property that holds the policy
	Repository value.Text // ARN, or ARN pattern where the policy is for several
	Owner      value.Text // account that owns the repositories
	Grant      pack.Grant
	CallerARN  value.Text
}

// Identity implements pack.Subject.
func (s RepositoryGrant) Identity() pack.Identity {
	return pack.Identity{Resource: s.Repository, Account: s.Owner, Grantee: s.Grant.Principal.Text, Caller: s.CallerARN}
}

// EndpointPolicy is what is known of an endpoint's policy.
type EndpointPolicy uint8

// What is known.
const (
	UnreadPolicy  EndpointPolicy = iota // there may be statements that nobody read
	DefaultPolicy                       // none: everyone may do everything
	ClosedPolicy                        // one that allows nothing
	GrantPolicy                         // one with the Allow statement in Grant
)

// Endpoint is one statement of a VPC endpoint's policy, for one principal.
type Endpoint struct {
	ARN       value.Text
	Service   value.Text // "com.amazonaws.eu-west-1.ecr.api"
	Owner     value.Text // account that owns the endpoint
	Policy    EndpointPolicy
	Grant     pack.Grant
	Resources []value.Text // of the statement
	CallerARN value.Text
}

// Identity implements pack.Subject.
func (s Endpoint) Identity() pack.Identity {
	return pack.Identity{Resource: s.ARN, Account: s.Owner, Grantee: s.Grant.Principal.Text, Caller: s.CallerARN}
}
