package snssubscription

import (
	"fmt"
	"strings"

	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// Judge is the package's rule: the protocol is trusted, and so is the endpoint,
// by protocol. A topic's policy gives sns:Subscribe to no one outside.
func (r *rule) Judge(s pack.Subject) pack.Verdict {
	switch s := s.(type) {
	case Subscription:
		return r.subscription(s)
	case TopicGrant:
		return r.grant(s)
	}
	return pack.NoSubject(s)
}

func (r *rule) subscription(s Subscription) pack.Verdict {
	if s.Protocol.Absent() {
		return pack.Distrust(pack.Reason{Code: "SNS-PROTOCOL", Path: "Protocol", Found: "no protocol", Wanted: r.wantedProtocols(),
			Text: "A subscription without a protocol cannot be trusted.", Fix: "Set Protocol."})
	}
	protocol, known := s.Protocol.Known()
	if !known {
		return pack.CannotKnow(pack.NotKnown("UNKNOWN-PROTOCOL", "Protocol", s.Protocol))
	}
	if s.TopicInside == value.No && !toAccount[protocol] {
		// The messages are another organisation's: whoever owns the topic
		// answers for where they go.
		return pack.Trust()
	}
	var f pack.Findings
	if !r.protocols[protocol] && s.TopicInside != value.No {
		f.Add(pack.Reason{Code: "SNS-PROTOCOL", Path: "Protocol", Found: protocol, Wanted: r.wantedProtocols(),
			Text: fmt.Sprintf("The protocol %q is not trusted.", protocol),
			Fix:  "Subscribe by a trusted protocol, or ask the security team to add this one to trustedProtocols."})
	}
	if s.Endpoint.Absent() {
		f.Add(pack.Reason{Code: "SNS-ENDPOINT-MISSING", Path: "Endpoint", Found: "no endpoint", Wanted: "an endpoint",
			Text: "A subscription without an endpoint cannot be trusted: nobody can tell where the messages go.", Fix: "Set Endpoint."})
		return f.Verdict()
	}
	r.endpoint(&f, protocol, s)
	return f.Verdict()
}

// toAccount is the protocols whose endpoint belongs to an AWS account.
var toAccount = map[string]bool{"sqs": true, "lambda": true, "firehose": true, "application": true}

// endpoint judges the endpoint by its protocol.
func (r *rule) endpoint(f *pack.Findings, protocol string, s Subscription) {
	switch protocol {
	case "email", "email-json":
		r.email(f, s.Endpoint)
	case "http", "https":
		r.url(f, protocol, s.Endpoint)
	case "sqs", "lambda", "firehose", "application":
		r.account(f, protocol, s)
	case "sms":
		r.phone(f, s.Endpoint)
	default:
		f.Add(pack.Reason{Code: "SNS-PROTOCOL-UNKNOWN", Path: "Protocol", Found: protocol, Wanted: "one of " + strings.Join(protocols, ", "),
			Text: fmt.Sprintf("%q is no protocol that is known, so its endpoint cannot be judged.", protocol),
			Fix:  "Write the protocol as sns:Subscribe takes it, in lower case."})
	}
}

func (r *rule) wantedProtocols() string {
	var list []string
	for _, p := range protocols {
		if r.protocols[p] {
			list = append(list, p)
		}
	}
	return pack.OneOf(list)
}

// grant judges what a topic's policy gives: sns:Subscribe to a trusted account,
// or under a condition that keeps all others out.
func (r *rule) grant(g TopicGrant) pack.Verdict {
	may := opens(g.Grant)
	if may == value.No {
		return pack.Trust()
	}
	p := g.Grant.Principal
	inside := r.accounts.TrustsPrincipal(p, g.Owner).Or(g.Grant.Bound(pack.Bounds{Accounts: r.accounts, Organizations: r.orgs, Owner: g.Owner}))
	switch {
	case inside == value.Yes:
		return pack.Trust()
	case inside == value.Maybe || may == value.Maybe:
		return pack.CannotKnow(pack.Missing{Code: "UNKNOWN-GRANT", Path: "PolicyDocument",
			Why: "whether the statement opens the topic to an outsider depends on what is not known" + pack.Because(g.Grant.Unclear)})
	}
	return pack.Distrust(pack.Reason{Code: "SNS-TOPIC-POLICY", Path: "PolicyDocument", Found: p.Text.String(),
		Wanted: "the topic's own account, a trusted account, or a condition on aws:PrincipalOrgID",
		Text:   fmt.Sprintf("The topic's policy lets %s (%s) subscribe or change the policy, who is outside the trusted accounts.", p.Kind, p.Text),
		Fix:    "Name a trusted account, add a StringEquals condition on aws:PrincipalOrgID or aws:SourceAccount, or remove sns:Subscribe, sns:AddPermission and sns:SetTopicAttributes from the statement."})
}

// opens reports whether a statement lets its principal subscribe, or let itself
// subscribe by changing the policy.
func opens(g pack.Grant) value.Tri {
	return g.Allows(subscribe).Or(g.Allows("sns:AddPermission")).Or(g.Allows("sns:SetTopicAttributes"))
}
