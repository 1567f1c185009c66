package ecrimagelayeraccess

import (
	"net/netip"
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// preventative is the package's policies: a service control policy on pulls, by
// option a resource control policy, and what to attach to VPC endpoints.
type preventative struct{ *rule }

// Policies implements pack.Preventative.
func (p preventative) Policies(t pack.Target) []pack.Policy {
	out := []pack.Policy{{Kind: pack.SCP, Name: name, Statements: append(p.denyRoles(t), p.denyNetworks(t)...),
		Description: "Denies pulling image layers of the organisation's repositories by other roles than the allowed ones and from unexpected networks."}}
	if p.resourceControl {
		out = append(out, pack.Policy{Kind: pack.RCP, Name: name, Statements: p.denyOutsiders(t),
			Description: "Denies pulling images of the organisation's repositories to principals outside the organisation and the trusted accounts."})
	}
	return append(out, p.artifacts(t)...)
}

// actions is what the service control policy restricts.
func (r *rule) actions() []string {
	if r.batch {
		return []string{batchGetImage, getDownloadURL}
	}
	return []string{getDownloadURL}
}

// selects: no condition key holds a grantee, so an exception with one does not
// apply to a pull.
var selects = pack.Selects{}

// denyRoles denies pulls to all but the allowed roles. Every principal that such
// a policy binds has an aws:PrincipalArn; one without would be denied, since a
// negated operator holds where the key is missing. No role listed: no statement,
// for a Deny without its condition would stop everybody.
func (p preventative) denyRoles(t pack.Target) []iam.Statement {
	if len(p.roles) == 0 {
		return nil
	}
	c := pack.MustAnd(p.inside(), "ArnNotLike", "aws:PrincipalArn", p.roles...)
	return t.Bind(pack.Deny("DenyPullByOtherRoles", c, p.actions()...), selects)
}

// denyNetworks denies pulls from outside every listed network, in one statement:
// its conditions hold together only where none of the lists has the caller's
// network. Each list that is empty is left out. IfExists says what the negated
// operators mean anyway, to the person who reads it: a key that the request
// does not have is no expected network.
func (p preventative) denyNetworks(t pack.Target) []iam.Statement {
	if !p.networks.set() {
		return nil
	}
	c := p.inside()
	if len(p.networks.ranges) > 0 {
		var list []string
		for _, r := range p.networks.ranges {
			list = append(list, r.String())
		}
		c = pack.MustAnd(c, "NotIpAddressIfExists", "aws:SourceIp", list...)
	}
	if len(p.networks.endpoints) > 0 {
		c = pack.MustAnd(c, "StringNotEqualsIfExists", "aws:SourceVpce", p.networks.endpoints...)
	}
	if len(p.networks.vpcs) > 0 {
		c = pack.MustAnd(c, "StringNotEqualsIfExists", "aws:SourceVpc", p.networks.vpcs...)
	}
	if len(p.networkExempt) > 0 {
		c = pack.MustAnd(c, "ArnNotLike", "aws:PrincipalArn", p.networkExempt...)
	}
	if p.allowVia {
		c = pack.MustAnd(c, "BoolIfExists", "aws:ViaAWSService", "false")
	}
	return t.Bind(pack.Deny("DenyPullFromOtherNetworks", c, p.actions()...), selects)
}

// inside limits a Deny to the organisation's repositories. Without IfExists: see
// the package's doc for what that costs.
func (r *rule) inside() iam.Condition {
	return pack.MustAnd(nil, "StringEquals", "aws:ResourceOrgID", r.org)
}

// denyOutsiders is the resource control policy. Exempt principals are of the
// organisation, so it does not bind them; to name them here would let in anyone
// who gives a role of his own such a name. For the same reason an exception for
// a principal holds here only if it names the principal's account.
func (p preventative) denyOutsiders(t pack.Target) []iam.Statement {
	t.Exempt = nil
	c := pack.MustAnd(nil, "StringNotEqualsIfExists", "aws:PrincipalOrgID", p.org)
	if ids := p.accounts.IDs(); len(ids) > 0 {
		c = pack.MustAnd(c, "StringNotEqualsIfExists", "aws:PrincipalAccount", ids...)
	}
	c = pack.MustAnd(c, "BoolIfExists", "aws:PrincipalIsAWSService", "false")
	deny := pack.Deny("DenyPullByOutsiders", c, batchGetImage, getDownloadURL)
	deny.Principal = &iam.Principal{Everyone: true}
	return t.Bind(deny, pack.Selects{Concerns: namesAccount})
}

// namesAccount reports whether an exception names no principal, or one of an
// account that is written out.
func namesAccount(e manifest.Exception) bool {
	if e.Principal == "" {
		return true
	}
	parts := strings.SplitN(e.Principal, ":", 6)
	return len(parts) == 6 && pack.IsAccountID(parts[4])
}

// Requests implements pack.Preventative. It is empty for callers that no service
// control policy binds: services, service-linked roles, other organisations and
// the management account.
func (p preventative) Requests(s pack.Subject) ([]iam.Request, bool) {
	pull, ok := s.(Pull)
	if !ok {
		return nil, false
	}
	if pull.CallerKind == ServiceCaller || pull.CallerKind == ServiceLinkedCaller || pull.CallerInside == value.No || p.managed(pull) {
		return nil, true
	}
	if pull.Inside == value.Maybe || pull.CallerInside == value.Maybe || pull.CallerKind == UnknownCaller {
		return nil, false
	}
	c := iam.NewContext(iam.UnlistedAbsent)
	known := true
	set := func(key string, t value.Text) {
		s, ok := t.Known()
		known = known && ok
		c.Set(key, iam.SingleValue(s))
	}
	set("aws:PrincipalArn", pull.CallerARN)
	set("aws:PrincipalAccount", pull.CallerAccount)
	set("aws:ResourceAccount", pull.Owner)
	c.Set("aws:PrincipalOrgID", iam.SingleValue(p.org))
	c.Set("aws:PrincipalIsAWSService", iam.SingleValue("false"))
	c.Set("aws:ResourceOrgID", iam.SingleValue(p.org))
	if pull.Inside == value.No {
		// AWS' own repositories may lack the key; the policy sees no difference.
		c.Set("aws:ResourceOrgID", iam.SingleValue("o-someoneelse"))
	}
	p.setVia(c, pull.ViaService)
	setNetwork(c, pull)
	action, a := pull.Action.Known()
	repository, b := pull.Repository.Known()
	return []iam.Request{{Action: action, Resource: repository, Context: c}}, known && a && b
}

// managed reports whether the caller is in the management account, which no
// service control policy binds
// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html).
func (r *rule) managed(s Pull) bool {
	id, known := s.CallerAccount.Known()
	return known && id == r.management
}

// setVia sets aws:ViaAWSService, which nobody knows of a call that ECR itself is
// said to have made.
func (r *rule) setVia(c *iam.Context, t value.Text) {
	service, known := t.Known()
	switch {
	case t.Absent():
		c.Set("aws:ViaAWSService", iam.SingleValue("false"))
	case !known || !pack.IsService(service, r.partition) || strings.HasPrefix(service, "ecr."):
		c.Set("aws:ViaAWSService", iam.UnknownValue())
	default:
		c.Set("aws:ViaAWSService", iam.SingleValue("true"))
	}
}

// setNetwork sets what a request says of where it comes from: an address, or an
// endpoint and its VPC, never both.
func setNetwork(c *iam.Context, s Pull) {
	from := originOf(s)
	text := func(key string, t value.Text) {
		if id, known := t.Known(); known {
			c.Set(key, iam.SingleValue(id))
			return
		}
		c.Set(key, iam.UnknownValue())
	}
	switch from.through {
	case value.Yes:
		text("aws:SourceVpce", from.endpoint)
		text("aws:SourceVpc", from.vpc)
	case value.No:
		c.Set("aws:SourceIp", iam.SingleValue(netip.Addr.String(from.ip)))
	default:
		for _, key := range []string{"aws:SourceIp", "aws:SourceVpce", "aws:SourceVpc"} {
			c.Set(key, iam.UnknownValue())
		}
	}
}
