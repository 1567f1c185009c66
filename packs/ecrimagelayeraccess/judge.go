package ecrimagelayeraccess

import (
	"fmt"
	"strings"

	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// The actions of a pull. The second gives an image's manifest, the first a URL to
// each of its layers
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/logging-using-cloudtrail.html).
const (
	getDownloadURL = "ecr:GetDownloadUrlForLayer"
	batchGetImage  = "ecr:BatchGetImage"
)

// Judge is the package's rule: a repository of the organisation is pulled by an
// allowed role from an expected network, and no side door is open to outsiders.
func (r *rule) Judge(s pack.Subject) pack.Verdict {
	switch s := s.(type) {
	case Pull:
		return r.pull(s)
	case Replication:
		return r.replication(s)
	case RepositoryGrant:
		return r.repositoryGrant(s)
	case Endpoint:
		return r.endpoint(s)
	}
	return pack.NoSubject(s)
}

func (r *rule) pull(s Pull) pack.Verdict {
	if s.CallerKind == ServiceCaller || s.CallerKind == ServiceLinkedCaller || s.Inside == value.No {
		return pack.Trust()
	}
	restricted := r.restricts(s.Action)
	if restricted == value.No {
		return pack.Trust()
	}
	var f pack.Findings
	if len(r.roles) > 0 {
		r.caller(&f, s)
	}
	if r.networks.set() {
		r.network(&f, s)
	}
	if len(f.Reasons) == 0 {
		return pack.Weigh(nil, f.Missing)
	}
	// What would be untrusted is so only where the rule applies at all.
	if restricted == value.Maybe {
		f.Lack(pack.NotKnown("UNKNOWN-ACTION", "eventName", s.Action))
		f.Reasons = nil
	}
	if s.Inside == value.Maybe {
		f.Lack(pack.Missing{Code: "UNKNOWN-REPOSITORY", Path: "resources", Lookup: true,
			Why: fmt.Sprintf("whether the repository %s belongs to the organisation is not known", s.Repository)})
		f.Reasons = nil
	}
	return f.Verdict()
}

// restricts reports whether an action is one that the manifest restricts.
func (r *rule) restricts(action value.Text) value.Tri {
	name, known := action.Known()
	switch {
	case !known:
		return value.Maybe
	case strings.EqualFold(name, batchGetImage):
		return value.Is(r.batch)
	}
	return value.Is(strings.EqualFold(name, getDownloadURL))
}

// caller judges who calls: an allowed role of the organisation or of a trusted
// account. A role elsewhere can have any name.
func (r *rule) caller(f *pack.Findings, s Pull) {
	switch s.CallerKind {
	case UserCaller, RootCaller, FederatedCaller:
		f.Add(pack.Reason{Code: "ECR-CALLER-KIND", Path: "userIdentity", Found: fmt.Sprintf("%s, %s", s.CallerKind, s.CallerARN), Wanted: r.wantedRoles(),
			Text: fmt.Sprintf("Image layers are for allowed roles only; %s is none.", s.CallerKind), Fix: "Assume an allowed role before pulling."})
		return
	case RoleCaller:
		if CallerOf(s.CallerARN) == RoleCaller {
			break
		}
		fallthrough
	default:
		f.Lack(pack.NotKnown("UNKNOWN-CALLER", "userIdentity.sessionContext.sessionIssuer.arn", s.CallerARN))
		return
	}
	named, ours := pack.MatchesARN(r.roles, s.CallerARN), r.ours(s)
	switch {
	case named == value.No:
		f.Add(pack.Reason{Code: "ECR-ROLE", Path: "userIdentity.sessionContext.sessionIssuer.arn", Found: s.CallerARN.String(), Wanted: r.wantedRoles(),
			Text: fmt.Sprintf("The role %s may not pull image layers.", s.CallerARN),
			Fix:  "Pull with an allowed role, or ask the security team to add the role's name to allowedRoleNames."})
	case ours == value.No:
		f.Add(pack.Reason{Code: "ECR-CALLER-OUTSIDE", Path: "userIdentity.accountId", Found: s.CallerAccount.String(), Wanted: "an account of the organisation, or " + pack.OneOf(r.accounts.IDs()),
			Text: fmt.Sprintf("The role %s has an allowed name, in an account outside the organisation.", s.CallerARN),
			Fix:  "Remove the account from the repository's policy, or ask the security team to add it to trustedAccountIDs."})
	case named == value.Maybe:
		f.Lack(pack.NotKnown("UNKNOWN-CALLER", "userIdentity.sessionContext.sessionIssuer.arn", s.CallerARN))
	case ours == value.Maybe:
		f.Lack(pack.Missing{Code: "UNKNOWN-ACCOUNT", Path: "userIdentity.accountId", Lookup: true,
			Why: fmt.Sprintf("whether the caller's account %s belongs to the organisation is not known", s.CallerAccount)})
	}
}

// ours reports whether the caller's account is of the organisation or trusted.
func (r *rule) ours(s Pull) value.Tri {
	return s.CallerInside.Or(r.accounts.Trusts(s.CallerAccount, s.Owner))
}

func (r *rule) wantedRoles() string { return "a role named " + pack.OneOf(r.roleNames) }

// network judges where the call comes from.
func (r *rule) network(f *pack.Findings, s Pull) {
	spared := r.exempt(s).Or(r.viaService(s))
	from := originOf(s)
	expected := r.networks.contains(from)
	switch {
	case spared == value.Yes || expected == value.Yes:
	case spared == value.No && expected == value.No:
		f.Add(pack.Reason{Code: "ECR-NETWORK", Path: "sourceIPAddress", Found: describe(s), Wanted: r.networks.String(),
			Text: "The call comes from outside the expected networks: " + describe(s) + ".",
			Fix:  "Pull from an expected network; a pull through VPC endpoints needs both the ecr.api and the ecr.dkr endpoint listed. Or ask the security team to add the network, or the role to networkExemptRoleNames."})
	case expected == value.No:
		f.Lack(pack.Missing{Code: "UNKNOWN-EXEMPTION", Path: "userIdentity", Why: "whether the caller may come from any network is not known"})
	default:
		f.Lack(r.missingNetwork(s, from))
	}
}

// exempt reports whether the caller's role may come from anywhere.
func (r *rule) exempt(s Pull) value.Tri {
	if s.CallerKind != RoleCaller && s.CallerKind != UnknownCaller {
		return value.No
	}
	named := pack.MatchesARN(r.networkExempt, s.CallerARN)
	if len(r.networkExempt) > 0 && CallerOf(s.CallerARN) != RoleCaller {
		named = value.Maybe // a session's ARN, or nothing known
	}
	return named.And(r.ours(s))
}

// viaService reports whether a service made the call on the caller's behalf and
// the manifest lets that pass. That CloudTrail names ECR itself as the invoker of
// a docker pull does not say that aws:ViaAWSService was true.
func (r *rule) viaService(s Pull) value.Tri {
	if !r.allowVia || s.ViaService.Absent() {
		return value.No
	}
	name, known := s.ViaService.Known()
	if !known || !pack.IsService(name, r.partition) || strings.HasPrefix(name, "ecr.") {
		return value.Maybe
	}
	return value.Yes
}

// missingNetwork says which fact about the network is missing. A docker pull is
// recorded with ECR's own name in place of the caller's address
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/logging-using-cloudtrail.html).
func (r *rule) missingNetwork(s Pull, from origin) pack.Missing {
	id, known := s.VPCEndpoint.Known()
	switch {
	case known && from.through == value.Yes && len(r.networks.vpcs) > 0:
		return pack.Missing{Code: "UNKNOWN-VPC", Path: "vpcEndpointId", Lookup: true, Why: "the VPC of the endpoint " + id + " is not recorded"}
	case from.ip.IsValid():
		return pack.Missing{Code: "UNKNOWN-ENDPOINT", Path: "vpcEndpointId", Why: fmt.Sprintf("the endpoint through which %s came is not recorded", from.ip)}
	}
	return pack.Missing{Code: "UNKNOWN-NETWORK", Path: "sourceIPAddress", Why: "a service stands between the caller and the record: " + s.SourceIP.String()}
}

// describe says where a call comes from, for messages.
func describe(s Pull) string {
	var parts []string
	for _, p := range []struct {
		name string
		text value.Text
	}{{"address", s.SourceIP}, {"endpoint", s.VPCEndpoint}, {"VPC", s.VPC}} {
		if !p.text.Absent() {
			parts = append(parts, p.name+" "+p.text.String())
		}
	}
	if len(parts) == 0 {
		return "nothing recorded"
	}
	return strings.Join(parts, ", ")
}
