package ecrimagelayeraccess

import (
	"fmt"
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// endpoint judges a VPC endpoint's policy: it lets in principals of the
// organisation only. What it may do is not judged: with an outsider's
// credentials images leave by a push as well as by a pull.
func (r *rule) endpoint(s Endpoint) pack.Verdict {
	if s.Service.Absent() {
		return pack.CannotKnow(pack.Missing{Code: "UNKNOWN-SERVICE", Path: "ServiceName", Why: "the endpoint's service is not recorded", Lookup: true})
	}
	registry, bucket := serves(s.Service, registryServices), serves(s.Service, bucketServices)
	if registry == value.No && bucket == value.No {
		return pack.Trust()
	}
	open := r.opens(s)
	switch {
	case open == value.No:
		return pack.Trust()
	case registry == value.No:
		if layersOnly(s) {
			return pack.Trust()
		}
		return pack.Advise(bucketNote(s))
	case registry != value.Yes:
		return pack.CannotKnow(pack.NotKnown("UNKNOWN-SERVICE", "ServiceName", s.Service))
	case open == value.Maybe:
		return pack.CannotKnow(pack.Missing{Code: "UNKNOWN-GRANT", Path: "PolicyDocument",
			Why: "whether the endpoint lets in an outsider depends on what is not known" + pack.Because(s.Grant.Unclear)})
	}
	const wanted = "a policy that lets in principals of the organisation only"
	const fix = "Attach the policy that truststack generate writes for this endpoint, or add a StringEquals condition on aws:PrincipalOrgID to each Allow statement; a Deny beside an open Allow is not weighed."
	if s.Policy == DefaultPolicy {
		return pack.Distrust(pack.Reason{Code: "ECR-ENDPOINT-NONE", Path: "PolicyDocument", Found: "no policy", Wanted: wanted,
			Text: fmt.Sprintf("The endpoint of %s has no policy: whoever reaches it may use it with any credentials.", s.Service), Fix: fix})
	}
	p := s.Grant.Principal
	return pack.Distrust(pack.Reason{Code: "ECR-ENDPOINT-OPEN", Path: "PolicyDocument", Found: p.Text.String(), Wanted: wanted,
		Text: fmt.Sprintf("The policy of the endpoint of %s lets in %s (%s), who is outside the organisation.", s.Service, p.Kind, p.Text), Fix: fix})
}

// bucketNote says what is worth a look at an S3 endpoint.
func bucketNote(s Endpoint) pack.Reason {
	found := "no policy"
	if s.Policy != DefaultPolicy {
		found = s.Grant.Principal.Text.String()
	}
	return pack.Reason{Code: "ECR-ENDPOINT-S3", Path: "PolicyDocument", Found: found, Wanted: "a policy for the organisation, with the statement for ECR's layer buckets merged into it",
		Text: "Image layers come through this endpoint, and so may anything else: its policy does not keep principals outside the organisation out.",
		Fix:  "Restrict the policy to the organisation, and merge endpoint-s3-statement.json into it so that pulls go on."}
}

// opens reports whether an endpoint's policy lets in a principal outside the
// organisation. Services are let in: nobody outside can call in their name.
func (r *rule) opens(s Endpoint) value.Tri {
	switch s.Policy {
	case DefaultPolicy:
		return value.Yes
	case ClosedPolicy:
		return value.No
	case GrantPolicy:
	default:
		return value.Maybe
	}
	may := concerns(s.Grant, serves(s.Service, bucketServices))
	p := s.Grant.Principal
	inside := value.Is(p.Kind == pack.Service || forServices(s.Grant))
	switch p.Kind {
	case pack.Account, pack.Role, pack.User, pack.Session:
		inside = inside.Or(r.insiders.Trusts(p.Account, s.Owner))
	case pack.Unclear:
		inside = inside.Or(value.Maybe)
	}
	inside = inside.Or(s.Grant.Bound(pack.Bounds{Accounts: r.insiders, Organizations: r.orgs, Owner: s.Owner}))
	return may.And(inside.Not())
}

// forServices reports whether a statement is met by services in their own name
// only, as in AWS' example of an endpoint's policy.
func forServices(g pack.Grant) bool {
	for _, c := range g.Conditions {
		if c.Operator != "Bool" || c.Key != "aws:principalisawsservice" || !c.Complete || len(c.Values) != 1 {
			continue
		}
		if s, known := c.Values[0].Known(); known && strings.EqualFold(s, "true") {
			return true
		}
	}
	return false
}

// concerns reports whether a statement's actions can be any of the endpoint's
// services: an action of another one does nothing there.
func concerns(g pack.Grant, bucket value.Tri) value.Tri {
	if len(g.NotActions) > 0 || bucket != value.No {
		return value.Yes
	}
	found := value.Is(g.Unclear != "").And(value.Maybe)
	for _, a := range g.Actions {
		text, known := a.Known()
		if !known {
			found = found.Or(value.Maybe)
			continue
		}
		service, _, colon := strings.Cut(strings.ToLower(text), ":")
		found = found.Or(value.Is(iam.Like(service, "ecr") || !colon && strings.Contains(service, "*")))
	}
	return found
}

// layerBuckets is how the ARN of ECR's layer buckets ends
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html, "Minimum Amazon S3 bucket permissions").
const layerBuckets = "-starport-layer-bucket/*"

// layersOnly reports whether a statement is about the layer buckets alone: the
// one that has to be open to all.
func layersOnly(s Endpoint) bool {
	for _, t := range s.Resources {
		if !strings.HasSuffix(t.Tail(), layerBuckets) {
			return false
		}
	}
	return s.Policy == GrantPolicy && len(s.Resources) > 0
}

// The last labels of an endpoint's service name that the package looks at
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html).
var (
	registryServices = []string{"ecr.api", "ecr.dkr"}
	bucketServices   = []string{"s3"}
)

// serviceStarts is what the name of a service of AWS starts with; in the Chinese
// Regions either, by service.
var serviceStarts = []string{"com.amazonaws.", "cn.com.amazonaws."}

// serves reports whether a service name is one of those: a start, a Region, the
// last labels. A name of which a part is unknown may be.
func serves(t value.Text, services []string) value.Tri {
	if t.Absent() {
		return value.No
	}
	found := value.No
	for _, service := range services {
		for _, start := range serviceStarts {
			found = found.Or(named(t, start, "."+service))
		}
	}
	return found
}

// named reports whether a text is the start, one label, and the end.
func named(t value.Text, start, end string) value.Tri {
	if s, known := t.Known(); known {
		label, starts := strings.CutPrefix(s, start)
		label, ends := strings.CutSuffix(label, end)
		return value.Is(starts && ends && label != "" && !strings.Contains(label, "."))
	}
	prefix, tail := t.Prefix(), t.Tail()
	if n := min(len(prefix), len(start)); prefix[:n] != start[:n] {
		return value.No
	}
	// What is known after the start is a Region, and the beginning of the end.
	if rest, ok := strings.CutPrefix(prefix, start); ok {
		label, after, dot := strings.Cut(rest, ".")
		if dot && (label == "" || label == "vpce" || !strings.HasPrefix(end[1:], after)) {
			return value.No
		}
	}
	if n := min(len(tail), len(end)); tail[len(tail)-n:] != end[len(end)-n:] {
		return value.No
	}
	if len(tail) >= len(end) {
		return value.Yes // no other service's name ends so, whatever the Region is
	}
	return value.Maybe
}
