package lambdavpc

import (
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// residuals is where the policy differs from the rule, for this manifest.
func residuals(r *rule) []pack.Residual {
	out := []pack.Residual{
		{
			Name: "managed instances", Layer: manifest.Preventative, Direction: pack.DeniesMore,
			Why:     "A function on a capacity provider names no subnets, so lambda:VpcIds is absent as it is outside a VPC, and no key shows the provider: its creation is denied. Let an exempt principal create it, or give it the tag or an exception.",
			Covers:  onNetwork(func(n Network) bool { return n.Kind == Function && n.managed() }),
			Witness: r.managedWitness(),
		},
		{
			Name: "half a network", Layer: manifest.Preventative, Direction: pack.LetsThrough,
			Why:     "Lambda takes the VPC from subnets or groups, whichever are there, so the policy sees a VPC. That subnets need groups and groups need subnets, and that a capacity provider needs subnets, Lambda checks itself: it refuses the call.",
			Covers:  onNetwork(half),
			Witness: r.halfWitness(),
		},
	}
	if !r.onUpdate {
		out = append(out, pack.Residual{
			Name: "update outside a VPC", Layer: manifest.Preventative, Direction: pack.LetsThrough,
			Why: "requireVpcOnUpdate is false: the policy does not look at updates that leave a function without a VPC.",
			Covers: onNetwork(func(n Network) bool {
				return n.Kind == Function && n.Updated == value.Yes && (n.managed() || n.Subnets.Some() == value.No && n.Groups.Some() == value.No)
			}),
			Witness: r.updateWitness(),
		})
	}
	if len(r.vpcs) > 0 {
		out = append(out, pack.Residual{
			Name: "capacity provider's VPC", Layer: manifest.Preventative, Direction: pack.LetsThrough,
			Why:     "lambda:CreateCapacityProvider has keys for subnets and groups and none for the VPC.",
			Covers:  onNetwork(func(n Network) bool { return n.Kind == Provider }),
			Witness: r.providerWitness(),
		})
	}
	if r.tags {
		out = append(out, pack.Residual{
			Name: "tag in a rare form", Layer: manifest.Preventative, Direction: pack.DeniesMore,
			Why: "Patterns know no words. The policy takes ALL and the package's name alone, and the name in a list with one kind of separator; ALL among other words, and the name between two kinds of separators, would double its length. They are denied.",
			Covers: onNetwork(func(n Network) bool {
				tag, known := n.Exclude.Known()
				return n.Kind == Function && known && !matchesTag(tag) && (strings.Contains(tag, "ALL") || strings.Contains(tag, tagName))
			}),
			Witness: Network{ARN: r.witnessARN("function"), Owner: value.Literal(witnessAccount), Exclude: value.Literal("SNSSubscriptionSecurity:" + tagName + " ECRImageLayerAccess"),
				Subnets: List{Complete: true}, Groups: List{Complete: true}},
		})
	}
	return out
}

// onNetwork is a predicate on networks.
func onNetwork(covers func(Network) bool) func(pack.Subject, iam.Request) bool {
	return func(s pack.Subject, _ iam.Request) bool {
		n, is := s.(Network)
		return is && covers(n)
	}
}

// half reports whether a network lacks what Lambda asks for beside what is there.
func half(n Network) bool {
	if n.Kind == Provider {
		return n.Subnets.Some() == value.No
	}
	return !n.managed() && n.Subnets.Some() != n.Groups.Some()
}

const witnessAccount = "111122223333"

func (r *rule) witnessARN(kind string) value.Text {
	return value.Literal("arn:" + r.partition + ":lambda:us-east-1:" + witnessAccount + ":" + kind + ":w")
}

// witness is a function in an approved network.
func (r *rule) witness() Network {
	return Network{ARN: r.witnessARN("function"), Owner: value.Literal(witnessAccount), VPCs: []value.Text{first(r.vpcs, "vpc-0a1b2c3d4e5f60718")},
		Subnets: List{IDs: []value.Text{first(r.subnets, "subnet-0a1b2c3d4e5f60718")}, Complete: true},
		Groups:  List{IDs: []value.Text{first(r.groups, "sg-0a1b2c3d4e5f60718")}, Complete: true}}
}

func first(list []string, other string) value.Text {
	if len(list) > 0 {
		other = list[0]
	}
	return value.Literal(other)
}

func (r *rule) managedWitness() Network {
	n := r.witness()
	n.Provider, n.Read = r.witnessARN("capacity-provider"), true
	return n
}

func (r *rule) halfWitness() Network {
	n := r.witness()
	n.Groups = List{Complete: true}
	return n
}

func (r *rule) updateWitness() Network {
	n := r.witness()
	n.Subnets, n.Groups, n.VPCs, n.Updated = List{Complete: true}, List{Complete: true}, nil, value.Yes
	return n
}

// providerWitness is a capacity provider in approved subnets of a VPC that is not
// approved.
func (r *rule) providerWitness() Network {
	n := r.witness()
	n.Kind, n.ARN = Provider, r.witnessARN("capacity-provider")
	n.VPCs = []value.Text{value.Literal("vpc-00000000000000000")}
	return n
}
