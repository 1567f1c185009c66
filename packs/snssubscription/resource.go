package snssubscription

import (
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// proactive turns what a template or plan describes into cases: subscriptions,
// those that stand inside a topic, and policies of topics.
type proactive struct{ *rule }

// Reads implements pack.Proactive.
func (p proactive) Reads() map[string][]string {
	return map[string][]string{
		"AWS::SNS::Subscription":      {"Protocol", "Endpoint", "TopicArn"},
		"AWS::SNS::Topic":             {"Subscription", "TopicName"},
		"AWS::SNS::TopicPolicy":       {"PolicyDocument", "Topics"},
		"AWS::SNS::TopicInlinePolicy": {"PolicyDocument", "TopicArn"},
	}
}

// Peers implements pack.Proactive: a subscription tells all there is to know.
func (p proactive) Peers() map[string][]string { return nil }

// Cases implements pack.Proactive.
func (p proactive) Cases(r value.Resource) []pack.Case {
	var out []pack.Case
	for _, v := range r.Variants {
		props := v.Properties
		switch r.Type {
		case "AWS::SNS::Subscription":
			out = append(out, pack.Case{Subject: p.subscriptionOf(r, props, props.Get("TopicArn").AsText()), When: v.When, At: at(props.Get("Endpoint"), r)})
		case "AWS::SNS::Topic":
			out = append(out, p.inline(r, v)...)
		case "AWS::SNS::TopicPolicy":
			out = append(out, p.topicPolicy(r, v, props.Get("Topics"))...)
		case "AWS::SNS::TopicInlinePolicy":
			out = append(out, p.topicPolicy(r, v, props.Get("TopicArn"))...)
		}
	}
	return out
}

// subscriptionOf reads Protocol and Endpoint. Who deploys a template is the
// caller, and its account is in the organisation: hooks and pipelines run there.
func (p proactive) subscriptionOf(r value.Resource, props value.Value, topic value.Text) Subscription {
	s := Subscription{
		Protocol: props.Get("Protocol").AsText(), Endpoint: props.Get("Endpoint").AsText(), Topic: topic,
		Caller: r.Account, CallerInside: value.Yes,
	}
	s.Owner, s.TopicInside = p.ownerOf(topic, r.Account)
	return s
}

// ownerOf is the account in a topic's ARN, and whether it belongs to the
// organisation. A topic that is not known may be anyone's.
func (r *rule) ownerOf(topic, deploying value.Text) (owner value.Text, inside value.Tri) {
	arn, ok := pack.ParseARN(topic)
	if ok == value.No {
		return value.Unknown("TopicArn", "no ARN of a topic"), value.Maybe
	}
	if !deploying.Absent() && arn.Account.Same(deploying) == value.Yes {
		return arn.Account, value.Yes
	}
	return arn.Account, r.members.Contains(arn.Account)
}

// inline is the subscriptions that stand inside a topic. A topic without any is
// no subject of the package; one whose list is not known is undetermined.
func (p proactive) inline(r value.Resource, v value.Variant) []pack.Case {
	list := v.Properties.Get("Subscription")
	items, complete := list.AsList()
	if !complete {
		items = append(items, value.Obscure(value.Hole{Name: "Subscription", Why: "the list of subscriptions is not wholly known"}, list.Pos))
	}
	topic := p.topicARN(r, v.Properties)
	var out []pack.Case
	for _, item := range items {
		out = append(out, pack.Case{Subject: p.subscriptionOf(r, item, topic), When: v.When, At: at(item.Get("Endpoint"), r)})
	}
	return out
}

// topicARN is the ARN that a topic will have.
func (p proactive) topicARN(r value.Resource, props value.Value) value.Text {
	name := props.Get("TopicName").AsText()
	if name.Absent() {
		name = value.Of(value.Hole{Class: value.Name, Name: r.ID + ".TopicName", Resource: r.ID})
	}
	return value.Join(":", []value.Text{value.Literal("arn"), r.Partition, value.Literal("sns"), r.Region, r.Account, name})
}

// topicPolicy is one case for each statement and principal that may be given
// sns:Subscribe, on each topic that the policy is put on.
func (p proactive) topicPolicy(r value.Resource, v value.Variant, topics value.Value) []pack.Case {
	document := v.Properties.Get("PolicyDocument")
	grants, complete, why := pack.Grants(document, p.partition)
	if !complete {
		grants = append(grants, pack.Grant{Unclear: why, At: document.Pos, Principal: pack.Principal{Text: value.Unknown("Principal", why)}})
	}
	list, _ := topics.AsList()
	if len(list) == 0 {
		list = []value.Value{topics}
	}
	var out []pack.Case
	for _, topic := range list {
		arn := topic.AsText()
		owner, _ := p.ownerOf(arn, r.Account)
		if _, known := owner.Known(); !known && arn.Absent() {
			owner = r.Account
		}
		for _, g := range grants {
			if opens(g) == value.No {
				continue
			}
			pos := g.At
			if pos.Line == 0 {
				pos = at(document, r)
			}
			out = append(out, pack.Case{Subject: TopicGrant{Topic: arn, Owner: owner, Grant: g}, When: v.When, At: pos})
		}
	}
	return out
}

// at is where a value stands, or the resource where it stands nowhere.
func at(v value.Value, r value.Resource) value.Pos {
	if v.Pos.Line > 0 {
		return v.Pos
	}
	return r.Pos
}
