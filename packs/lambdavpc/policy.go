package lambdavpc

import (
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// preventative is the package's service control policy. Lambda fills lambda:VpcIds
// (one value), lambda:SubnetIds and lambda:SecurityGroupIds (several) on
// CreateFunction and UpdateFunctionConfiguration, the latter two on
// CreateCapacityProvider as well
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html;
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html, "VPC ID is not
// an input parameter": Lambda takes it from subnets and groups).
type preventative struct{ *rule }

// The actions that the policy denies. UpdateCapacityProvider has no network: that
// of a provider never changes.
const (
	create         = "lambda:CreateFunction"
	update         = "lambda:UpdateFunctionConfiguration"
	createProvider = "lambda:CreateCapacityProvider"
)

// The condition keys.
const (
	vpcKey    = "lambda:VpcIds"
	subnetKey = "lambda:SubnetIds"
	groupKey  = "lambda:SecurityGroupIds"
)

// Policies implements pack.Preventative.
func (p preventative) Policies(t pack.Target) []pack.Policy {
	w := writer{rule: p.rule, target: t}
	outside := []string{create}
	if p.onUpdate {
		outside = append(outside, update)
	}
	w.functions("DenyFunctionOutsideVPC", pack.MustAnd(nil, "Null", vpcKey, "true"), outside...)
	if len(p.vpcs) > 0 {
		c := pack.MustAnd(nil, "StringNotEquals", vpcKey, p.vpcs...)
		w.functions("DenyFunctionInUnapprovedVPC", pack.MustAnd(c, "Null", vpcKey, "false"), create, update)
	}
	if len(p.subnets) > 0 {
		c := pack.MustAnd(nil, "ForAnyValue:StringNotEquals", subnetKey, p.subnets...)
		w.functions("DenyFunctionInUnapprovedSubnet", c, create, update)
		w.providers("DenyCapacityProviderInUnapprovedSubnet", c)
	}
	if len(p.groups) > 0 {
		c := pack.MustAnd(nil, "ForAnyValue:StringNotEquals", groupKey, p.groups...)
		w.functions("DenyFunctionInUnapprovedGroup", c, create, update)
		w.providers("DenyCapacityProviderInUnapprovedGroup", c)
		w.providers("DenyCapacityProviderWithoutGroup", pack.MustAnd(nil, "Null", groupKey, "true"))
	}
	return []pack.Policy{{Kind: pack.SCP, Name: name, Statements: w.statements,
		Description: "Denies Lambda functions outside approved VPCs."}}
}

// writer gathers the policy's statements.
type writer struct {
	*rule
	target     pack.Target
	statements []iam.Statement
}

// functions denies on functions that do not carry the tag.
func (w *writer) functions(sid string, c iam.Condition, actions ...string) {
	w.deny(pack.Deny(sid, w.untagged(c), actions...), ":capacity-provider:")
}

// providers denies on capacity providers, which the tag does not exclude: many
// functions run on one.
func (w *writer) providers(sid string, c iam.Condition) {
	w.deny(pack.Deny(sid, c, createProvider), ":function:")
}

// deny adds a Deny with its exceptions, but for those that name a resource of the
// other kind.
func (w *writer) deny(st iam.Statement, other string) {
	how := pack.Selects{Concerns: func(e manifest.Exception) bool { return !strings.Contains(e.Resource, other) }}
	w.statements = append(w.statements, w.target.Bind(st, how)...)
}

// Requests implements pack.Preventative. A managed-instance function is created
// without a network of its own: the keys are taken to be absent.
func (p preventative) Requests(s pack.Subject) ([]iam.Request, bool) {
	n, ok := s.(Network)
	if !ok {
		return nil, false
	}
	q := request{context: iam.NewContext(iam.UnlistedAbsent), known: true}
	tag, action := "aws:RequestTag/", create
	switch {
	case n.Kind == Provider:
		action = createProvider
	case n.Updated == value.Yes:
		tag, action = "aws:ResourceTag/", update
	}
	if n.Kind == Function {
		q.text(tag+pack.ExcludeTag, n.Exclude)
	}
	if !n.managed() {
		q.list(subnetKey, n.Subnets, p.subnets)
		q.list(groupKey, n.Groups, p.groups)
		if n.Kind == Function && (n.Subnets.Some() != value.No || n.Groups.Some() != value.No) {
			q.vpc(n, p.vpcs)
		}
	}
	q.text("aws:ResourceAccount", n.Owner)
	q.text("aws:PrincipalArn", n.CallerARN)
	resource, ok := n.ARN.Known()
	if !ok && !p.excepts {
		resource, ok = n.ARN.String(), true // no statement looks at it
	}
	return []iam.Request{{Action: action, Resource: resource, Context: q.context}}, q.known && ok
}

// request is a request in the making. Known turns false when a policy looks at
// something that is not known.
type request struct {
	context *iam.Context
	known   bool
}

func (q *request) text(key string, t value.Text) {
	if t.Absent() {
		return
	}
	s, known := t.Known()
	q.known = q.known && known
	q.context.Set(key, iam.SingleValue(s))
}

// list sets a key of several values. Where nothing is approved by id it matters
// only that there are some.
func (q *request) list(key string, l List, approved []string) {
	ids, known := l.known()
	switch {
	case l.Some() == value.No:
		return
	case l.Some() == value.Yes && len(approved) == 0 && !known:
		ids, known = []string{"any"}, true
	}
	q.known = q.known && known
	q.context.Set(key, iam.MultiValue(ids...))
}

// vpc sets the one VPC that Lambda finds the subnets and groups in.
func (q *request) vpc(n Network, approved []string) {
	var ids []string
	for _, t := range n.VPCs {
		if id, known := t.Known(); known && id != "" {
			ids = append(ids, id)
		}
	}
	switch {
	case len(ids) > 0 && same(ids):
		q.context.Set(vpcKey, iam.SingleValue(ids[0]))
	case len(ids) == 0 && len(approved) == 0 && (n.Subnets.Some() == value.Yes || n.Groups.Some() == value.Yes):
		q.context.Set(vpcKey, iam.SingleValue("any"))
	default:
		q.known = false
	}
}

func same(ids []string) bool {
	for _, id := range ids {
		if id != ids[0] {
			return false
		}
	}
	return true
}
