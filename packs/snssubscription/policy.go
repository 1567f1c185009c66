package snssubscription

import (
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// preventative is the package's service control policy: on sns:Subscribe, by
// sns:Protocol and sns:Endpoint
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html).
type preventative struct{ *rule }

// subscribe is the action that the policy denies.
const subscribe = "sns:Subscribe"

// Policies implements pack.Preventative. Each protocol has its own statement,
// since an endpoint means something else under each: a URL is also the local
// part of some e-mail address.
func (p preventative) Policies(t pack.Target) []pack.Policy {
	w := writer{rule: p.rule, target: t}
	w.deny("DenySubscribeByUntrustedProtocol", p.inside(p.untrustedProtocol()), anything)
	w.endpoints("Email", p.plainHosts(p.mail, t).mailLanguage(), "email", "email-json")
	w.endpoints("HTTP", p.plainHosts(p.web, t).webLanguage("http"), "http")
	w.endpoints("HTTPS", p.plainHosts(p.web, t).webLanguage("https"), "https")
	w.endpoints("Phone", phoneLanguage(p.phones), "sms")
	w.endpoints("Application", p.accountEndpoints("application", t), "application")
	w.endpoints("Firehose", p.accountEndpoints("firehose", t), "firehose")
	w.endpoints("Lambda", p.accountEndpoints("lambda", t), "lambda")
	w.endpoints("Queue", p.accountEndpoints("sqs", t), "sqs")
	w.disguised()
	return []pack.Policy{{Kind: pack.SCP, Name: name, Statements: w.statements,
		Description: "Denies SNS subscriptions of untrusted protocols and endpoints."}}
}

// writer gathers the policy's statements.
type writer struct {
	*rule
	target     pack.Target
	statements []iam.Statement
	// Guards, by what they look at. Those of ARNs tell themselves what they are
	// and hold for topics of other organisations too.
	mailGuards, webGuards, arnGuards []string
}

// deny adds a Deny with the exceptions that concern what it denies.
func (w *writer) deny(sid string, c iam.Condition, concerns func(grantee string) bool) {
	how := pack.Selects{GranteeKey: "sns:Endpoint", Concerns: func(e manifest.Exception) bool {
		return e.Grantee == "" || strings.ContainsAny(e.Grantee[:1], "*?") || concerns(e.Grantee)
	}}
	w.statements = append(w.statements, w.target.Bind(pack.Deny(sid, c, subscribe), how)...)
}

func anything(string) bool { return true }

// endpoints denies, under the protocols that are trusted, the endpoints that are
// not in the language.
func (w *writer) endpoints(name string, l pack.Language, names ...string) {
	trusted := trustedOf(w.protocols, names)
	if len(trusted) == 0 {
		return
	}
	c := pack.MustAnd(nil, "StringEquals", "sns:Protocol", trusted...)
	if !toAccount[trusted[0]] {
		c = w.inside(c)
	}
	if patterns := l.Patterns(); len(patterns) > 0 {
		c = pack.MustAnd(c, "StringNotLike", "sns:Endpoint", patterns...)
	}
	w.deny("DenySubscribeToUntrusted"+name, c, formOf(trusted[0]))
	switch {
	case toAccount[trusted[0]]:
		w.arnGuards = append(w.arnGuards, l.Guards...)
	case names[0] == "email":
		w.mailGuards = l.Guards
	default:
		w.webGuards = append(w.webGuards, l.Guards...)
	}
}

// formOf tells whether an exception's grantee can be an endpoint of a protocol.
func formOf(protocol string) func(string) bool {
	switch protocol {
	case "email", "email-json":
		return func(s string) bool { return strings.Contains(s, "@") }
	case "http", "https":
		return func(s string) bool { return strings.HasPrefix(strings.ToLower(s), "http") }
	case "sms":
		return func(s string) bool { return strings.HasPrefix(s, "+") }
	}
	return func(s string) bool { return strings.HasPrefix(s, "arn:") }
}

// disguised denies what the languages' guards match. No exception covers it: an
// endpoint that looks like another one is nothing to make an exception for.
func (w *writer) disguised() {
	add := func(sid string, c iam.Condition, guards []string) {
		if len(guards) > 0 {
			c = pack.MustAnd(c, "StringLike", "sns:Endpoint", guards...)
			w.statements = append(w.statements, w.target.Spare(pack.Deny(sid, c, subscribe)))
		}
	}
	under := func(names ...string) iam.Condition {
		return pack.MustAnd(nil, "StringEquals", "sns:Protocol", trustedOf(w.protocols, names)...)
	}
	add("DenySubscribeToDisguisedURL", w.inside(under("http", "https")), w.webGuards)
	add("DenySubscribeToDisguisedEmail", w.inside(under("email", "email-json")), w.mailGuards)
	add("DenySubscribeToDisguisedARN", under("application", "firehose", "lambda", "sqs"), w.arnGuards)
}

// untrustedProtocol is met by every request when no protocol is trusted: an
// empty array would be refused by some readers and trusted by others.
func (r *rule) untrustedProtocol() iam.Condition {
	var trusted []string
	for _, protocol := range protocols {
		if r.protocols[protocol] {
			trusted = append(trusted, protocol)
		}
	}
	if len(trusted) == 0 {
		return nil
	}
	return pack.MustAnd(nil, "StringNotEquals", "sns:Protocol", trusted...)
}

// inside leaves topics of other organisations alone. IfExists: should the key
// be missing, the Deny holds.
func (r *rule) inside(c iam.Condition) iam.Condition {
	return pack.MustAnd(c, "StringEqualsIfExists", "aws:ResourceOrgID", r.org)
}

// trustedOf is the names that are trusted protocols.
func trustedOf(trusted map[string]bool, names []string) []string {
	var out []string
	for _, n := range names {
		if trusted[n] {
			out = append(out, n)
		}
	}
	return out
}

// plainHosts leaves out parents where policy variables do not survive: their
// guards need ${?}.
func (r *rule) plainHosts(h hosts, t pack.Target) hosts {
	if t.Variables {
		return h
	}
	return hosts{exact: h.exact}
}

// accountEndpoints is the ARNs of a protocol in the topic's account, the
// caller's and the trusted ones.
func (r *rule) accountEndpoints(protocol string, t pack.Target) pack.Language {
	var variables []string
	if t.Variables {
		variables = []string{"aws:ResourceAccount", "aws:PrincipalAccount"}
	}
	return accountLanguage(protocol, r.partition, r.accounts.IDs(), variables)
}

// Requests implements pack.Preventative.
func (p preventative) Requests(s pack.Subject) ([]iam.Request, bool) {
	sub, ok := s.(Subscription)
	if !ok {
		return nil, false
	}
	c := iam.NewContext(iam.UnlistedAbsent)
	known := true
	set := func(key string, t value.Text) {
		if t.Absent() {
			return
		}
		s, ok := t.Known()
		known = known && ok
		c.Set(key, iam.SingleValue(s))
	}
	set("sns:Protocol", sub.Protocol)
	set("sns:Endpoint", sub.Endpoint)
	set("aws:ResourceAccount", sub.Owner)
	set("aws:PrincipalAccount", sub.Caller)
	set("aws:PrincipalArn", sub.CallerARN)
	c.Set("aws:ResourceOrgID", iam.SingleValue(p.org))
	if sub.TopicInside == value.No {
		// Some other organisation. Of a topic in none the key is absent, and
		// the policy denies: nobody can tell that from a key that is missing.
		c.Set("aws:ResourceOrgID", iam.SingleValue("o-someoneelse"))
	}
	if sub.CallerInside == value.Yes {
		c.Set("aws:PrincipalOrgID", iam.SingleValue(p.org))
	}
	topic, ok := sub.Topic.Known()
	return []iam.Request{{Action: subscribe, Resource: topic, Context: c}}, known && ok
}
