package ecrimagelayeraccess

import (
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// endpointOf is one case for each principal of each Allow statement of a VPC
// endpoint's policy, or one that says that there is none. An endpoint of another
// service is no subject.
func (p proactive) endpointOf(r value.Resource, v value.Variant) []pack.Case {
	service := v.Properties.Get("ServiceName").AsText()
	if serves(service, registryServices) == value.No && serves(service, bucketServices) == value.No {
		return nil
	}
	document := v.Properties.Get("PolicyDocument")
	base := Endpoint{Service: service, Owner: r.Account, ARN: endpointARN(r)}
	var out []pack.Case
	add := func(s Endpoint, pos value.Pos) {
		out = append(out, pack.Case{Subject: s, When: v.When, At: at(pos, document, r)})
	}
	statements, policy, why := statementsOf(document)
	for _, st := range statements {
		grants, _, _ := pack.Grants(value.Value{Kind: value.Map, Pos: document.Pos, Fields: []value.Field{{Key: "Statement", Value: st}}}, p.partition)
		for _, g := range grants {
			s := base
			s.Policy, s.Grant, s.Resources = GrantPolicy, g, resourcesOf(st)
			add(s, g.At)
		}
	}
	if policy == UnreadPolicy || len(out) == 0 {
		s := base
		s.Policy, s.Grant.Unclear = policy, why
		add(s, document.Pos)
	}
	return out
}

// statementsOf is the statements of a policy, and what it is if they give
// nothing. An endpoint that is given no policy gets one that allows everything
// (https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html#default-endpoint-policy).
func statementsOf(document value.Value) (statements []value.Value, otherwise EndpointPolicy, why string) {
	if document.Missing() {
		return nil, DefaultPolicy, ""
	}
	if document.Kind == value.String {
		text, known := document.Text.Known()
		if !known {
			return nil, UnreadPolicy, "the policy's text is not wholly known"
		}
		parsed, err := value.ParseJSON([]byte(text))
		if err != nil {
			return nil, UnreadPolicy, "the policy is not valid JSON"
		}
		document = parsed
	}
	if document.Kind == value.Obscured {
		return nil, UnreadPolicy, "the policy is not known"
	}
	list := document.Get("Statement")
	if document.Kind != value.Map || list.Missing() {
		return nil, UnreadPolicy, "the policy has no statements that can be read"
	}
	statements, complete := list.AsList()
	if !complete {
		return statements, UnreadPolicy, "the policy may have statements that are not known"
	}
	return statements, ClosedPolicy, ""
}

// resourcesOf is what a statement is about. A list that may hold more has an
// unknown text at its end.
func resourcesOf(st value.Value) []value.Text {
	if st.Kind != value.Map {
		return nil
	}
	items, complete := st.Get("Resource").AsList()
	var out []value.Text
	for _, item := range items {
		out = append(out, item.AsText())
	}
	if !complete {
		out = append(out, value.Unknown("Resource", "the statement's resources are not wholly known"))
	}
	return out
}

// endpointARN is the ARN that an endpoint will have.
func endpointARN(r value.Resource) value.Text {
	id := value.Of(value.Hole{Class: value.Name, Name: r.ID, Resource: r.ID, AfterApply: true})
	return value.Concat(value.Literal("arn:"), r.Partition, value.Literal(":ec2:"), r.Region, value.Literal(":"), r.Account, value.Literal(":vpc-endpoint/"), id)
}
