package snssubscription

import (
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// Subscription is an endpoint that subscribes to a topic.
type Subscription struct {
	Protocol value.Text
	Endpoint value.Text
	Topic    value.Text // ARN
	Owner    value.Text // account that owns the topic
	// TopicInside says whether the topic belongs to the organisation.
	TopicInside value.Tri
	Caller      value.Text // account that subscribes
	// CallerInside says whether that account belongs to the organisation.
	CallerInside value.Tri
	CallerARN    value.Text // role or user; absent where the layer cannot see it
}

// Identity implements pack.Subject. Nothing excludes a subscription.
func (s Subscription) Identity() pack.Identity {
	return pack.Identity{Resource: s.Topic, Account: s.Owner, Grantee: s.Endpoint, Caller: s.CallerARN}
}

// TopicGrant is what one statement of a topic's policy gives to one principal.
type TopicGrant struct {
	Topic     value.Text // ARN
	Owner     value.Text // account that owns the topic
	Grant     pack.Grant
	CallerARN value.Text
}

// Identity implements pack.Subject.
func (g TopicGrant) Identity() pack.Identity {
	return pack.Identity{Resource: g.Topic, Account: g.Owner, Grantee: g.Grant.Principal.Text, Caller: g.CallerARN}
}
