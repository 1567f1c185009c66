package ecrimagelayeraccess

import (
	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// residuals is where the policy differs from the rule, for this manifest: a
// residual stands only if its witness can occur.
func residuals(r *rule) []pack.Residual {
	everyone := pack.Grant{Principal: pack.Principal{Kind: pack.Everyone, Text: value.Literal("*")}, Actions: []value.Text{value.Literal("*")}}
	own := value.Literal(witnessAccount)
	out := []pack.Residual{
		{
			Name: "replication", Layer: manifest.Preventative, Direction: pack.LetsThrough,
			Why:     "No condition key holds the destination of ecr:PutReplicationConfiguration, and a service-linked role, which no policy binds, then copies the images.",
			Covers:  func(s pack.Subject, _ iam.Request) bool { _, is := s.(Replication); return is },
			Witness: Replication{Repositories: r.witnessARN(), Owner: own, Destination: value.Literal("999999999999")},
		},
		{
			Name: "policy of a repository or registry", Layer: manifest.Preventative, Direction: pack.LetsThrough,
			Why:     "No condition key holds the policy that ecr:SetRepositoryPolicy, ecr:PutRegistryPolicy or a creation template puts on a repository, nor is creating a public one denied.",
			Covers:  func(s pack.Subject, _ iam.Request) bool { _, is := s.(RepositoryGrant); return is },
			Witness: RepositoryGrant{Door: RepositoryPolicy, Path: "RepositoryPolicyText", Repository: r.witnessARN(), Owner: own, Grant: everyone},
		},
		{
			Name: "policy of a VPC endpoint", Layer: manifest.Preventative, Direction: pack.LetsThrough,
			Why:     "No condition key holds the policy that ec2:CreateVpcEndpoint or ec2:ModifyVpcEndpoint puts on an endpoint.",
			Covers:  func(s pack.Subject, _ iam.Request) bool { _, is := s.(Endpoint); return is },
			Witness: Endpoint{Service: value.Literal("com.amazonaws.us-east-1.ecr.api"), Owner: own, Policy: GrantPolicy, Grant: everyone},
		},
	}
	if len(r.roles) == 0 && !r.networks.set() {
		return out
	}
	return append(out, pullResiduals(r)...)
}

// pullResiduals is where the policy cannot see or bind a pull.
func pullResiduals(r *rule) []pack.Residual {
	unseen, foreign, managing := r.witness(), r.witness(), r.witness()
	unseen.Inside = value.Maybe
	foreign.CallerInside, foreign.CallerAccount = value.No, value.Literal("999999999999")
	foreign.CallerARN = value.Literal("arn:" + r.partition + ":iam::999999999999:role/untrusted")
	managing.CallerAccount = value.Literal(r.management)
	managing.CallerARN = value.Literal("arn:" + r.partition + ":iam::" + r.management + ":role/untrusted")
	return []pack.Residual{
		{
			Name: "organisation of the repository not stated", Layer: manifest.Preventative, Direction: pack.LetsThrough,
			Why: "The policy holds only where AWS states the organisation of the repository's owner (aws:ResourceOrgID). To hold where the key is missing would stop pulls from the registries of AWS that are in no organisation.",
			Covers: func(s pack.Subject, q iam.Request) bool {
				pull, is := s.(Pull)
				_, stated := q.Context.Get("aws:ResourceOrgID").Known()
				return is && pull.Inside != value.No && !stated
			},
			Witness: unseen,
		},
		{
			Name: "caller of another organisation", Layer: manifest.Preventative, Direction: pack.LetsThrough,
			Why:     "A service control policy binds principals of the organisation only. Whom repositories open to is judged where their policies are; the resource control policy, an option, denies the rest.",
			Covers:  onPull(func(s Pull) bool { return s.CallerInside == value.No }),
			Witness: foreign,
		},
		{
			Name: "caller in the management account", Layer: manifest.Preventative, Direction: pack.LetsThrough,
			Why:     "No service control policy binds the organisation's management account.",
			Covers:  onPull(r.managed),
			Witness: managing,
		},
	}
}

// onPull is a predicate on pulls.
func onPull(covers func(Pull) bool) func(pack.Subject, iam.Request) bool {
	return func(s pack.Subject, _ iam.Request) bool {
		pull, is := s.(Pull)
		return is && covers(pull)
	}
}

// witnessAccount owns what witnesses are about.
const witnessAccount = "111122223333"

func (r *rule) witnessARN() value.Text {
	return value.Literal("arn:" + r.partition + ":ecr:us-east-1:" + witnessAccount + ":repository/app")
}

// witness is a pull of the organisation by a role that no list names, from an
// address that none has.
func (r *rule) witness() Pull {
	own := value.Literal(witnessAccount)
	return Pull{Action: value.Literal(getDownloadURL), Repository: r.witnessARN(), Owner: own, Inside: value.Yes, CallerKind: RoleCaller,
		CallerARN: value.Literal("arn:" + r.partition + ":iam::" + witnessAccount + ":role/untrusted"), CallerAccount: own, CallerInside: value.Yes,
		SourceIP: value.Literal("192.0.2.1")}
}
