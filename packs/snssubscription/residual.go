package snssubscription

import (
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// residuals is where the policy differs from the rule, for this manifest: a
// residual stands only if its witness can occur.
func residuals(r *rule) []pack.Residual {
	all := []pack.Residual{
		{
			Name: "domain not in the one form", Layer: manifest.Preventative, Direction: pack.DeniesMore,
			Why: "IAM compares patterns byte by byte: a domain with capital letters or in Unicode, or a scheme in capital letters, is trusted by the rule and denied by the policy.",
			Covers: onEndpoint(func(protocol, endpoint string) bool {
				return named[protocol] && endpoint != strings.ToLower(ascii(endpoint))
			}),
			Witness: r.witness("https", "https://"+capital(r.web.first())+"/"),
		},
		{
			Name: "parent named again", Layer: manifest.Preventative, Direction: pack.DeniesMore,
			Why:     "The guards against characters that end an authority look at the whole URL, since a pattern's * has no end: a path or query that holds a trusted parent's name is denied.",
			Covers:  onEndpoint(r.namesParentAgain),
			Witness: r.witness("https", "https://"+r.web.first()+"/x."+r.web.firstParent()+"/"),
		},
		{
			Name: "user info sign after a port", Layer: manifest.Preventative, Direction: pack.DeniesMore,
			Why:     "The guard against https://name:x@evil.test cannot tell where the authority ends: a URL with a port and an @ in its path is denied.",
			Covers:  onEndpoint(portAndAt),
			Witness: r.witness("https", "https://"+r.web.first()+":8443/@x"),
		},
		{
			Name: "malformed name under a trusted one", Layer: manifest.Preventative, Direction: pack.LetsThrough,
			Why:     "Patterns know no classes of characters: a host that no parser accepts, or a port that is no number, passes when the trusted name stands where it belongs. Nothing can be sent to such an endpoint outside the trusted domain.",
			Covers:  onEndpoint(r.malformedUnderTrusted),
			Witness: r.witness("https", "https://"+r.web.first()+":x/"),
		},
		{
			Name: "malformed phone number", Layer: manifest.Preventative, Direction: pack.LetsThrough,
			Why:     "Patterns know no digits: what starts with a trusted prefix passes. SNS itself refuses what is no number.",
			Covers:  onEndpoint(func(protocol, endpoint string) bool { return protocol == "sms" && !phonePrefix.MatchString(endpoint) }),
			Witness: r.witness("sms", first(r.phones)+"x"),
		},
		{
			Name: "topic policy", Layer: manifest.Preventative, Direction: pack.LetsThrough,
			Why:    "No condition key holds the policy that sns:AddPermission or sns:SetTopicAttributes puts on a topic.",
			Covers: func(s pack.Subject, _ iam.Request) bool { _, is := s.(TopicGrant); return is },
			Witness: TopicGrant{Topic: value.Literal("arn:" + r.partition + ":sns:us-east-1:111122223333:t"), Owner: value.Literal("111122223333"),
				Grant: pack.Grant{Actions: []value.Text{value.Literal(subscribe)}, Principal: pack.Principal{Kind: pack.Everyone, Text: value.Literal("*")}}},
		},
	}
	var out []pack.Residual
	for _, x := range all {
		if x.Witness != nil {
			out = append(out, x)
		}
	}
	return out
}

// named is the protocols whose endpoint holds a domain.
var named = map[string]bool{"email": true, "email-json": true, "http": true, "https": true}

// onEndpoint is a predicate on subscriptions whose protocol and endpoint are
// known.
func onEndpoint(covers func(protocol, endpoint string) bool) func(pack.Subject, iam.Request) bool {
	return func(s pack.Subject, _ iam.Request) bool {
		sub, is := s.(Subscription)
		if !is {
			return false
		}
		protocol, a := sub.Protocol.Known()
		endpoint, b := sub.Endpoint.Known()
		return a && b && covers(protocol, endpoint)
	}
}

// witness is a subscription to a topic of the organisation, or nil when the
// manifest does not trust what it needs.
func (r *rule) witness(protocol, endpoint string) pack.Subject {
	if !r.protocols[protocol] || strings.Contains(endpoint, missing) {
		return nil
	}
	own := value.Literal("111122223333")
	return Subscription{Protocol: value.Literal(protocol), Endpoint: value.Literal(endpoint), Owner: own, TopicInside: value.Yes,
		Topic: value.Literal("arn:" + r.partition + ":sns:us-east-1:111122223333:t"), Caller: own, CallerInside: value.Yes}
}

// missing marks a witness that the manifest cannot have.
const missing = "\x00"

func first(list []string) string {
	if len(list) == 0 {
		return missing
	}
	return list[0]
}

// first is a host that the list trusts.
func (h hosts) first() string {
	if len(h.exact) == 0 && len(h.parents) > 0 {
		return "a." + h.parents[0]
	}
	return first(h.exact)
}

func (h hosts) firstParent() string { return first(h.parents) }

func capital(s string) string { return strings.ToUpper(s) }

// ascii drops what is not ASCII: a text that changes had some.
func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x80 {
			return -1
		}
		return r
	}, s)
}

// namesParentAgain is true of a URL that holds ".parent" after its authority.
func (r *rule) namesParentAgain(protocol, endpoint string) bool {
	_, rest, found := strings.Cut(endpoint, "://")
	i := strings.IndexAny(rest, `/?#:`)
	if !found || i < 0 || protocol != "http" && protocol != "https" {
		return false
	}
	for _, p := range r.web.parents {
		if strings.Contains(rest[i:], "."+p) {
			return true
		}
	}
	return false
}

// portAndAt is true of a URL whose authority has a port and that has an @ after
// it.
func portAndAt(protocol, endpoint string) bool {
	_, rest, found := strings.Cut(endpoint, "://")
	colon := strings.IndexByte(rest, ':')
	return found && (protocol == "http" || protocol == "https") && colon >= 0 &&
		colon < len(rest) && strings.Contains(rest[colon:], "@") && !strings.ContainsAny(rest[:colon], "/?#@")
}

// malformedUnderTrusted is true of a URL or address whose name the rule calls
// ambiguous although what the policy compares is a trusted name or ends in one.
func (r *rule) malformedUnderTrusted(protocol, endpoint string) bool {
	var f pack.Findings
	var list hosts
	var name string
	switch protocol {
	case "http", "https":
		r.url(&f, protocol, value.Literal(endpoint))
		_, name, _ = strings.Cut(endpoint, "://")
		if i := strings.IndexAny(name, "/?#:"); i >= 0 {
			name = name[:i]
		}
		list = r.web
	case "email", "email-json":
		r.email(&f, value.Literal(endpoint))
		name = endpoint[strings.LastIndexByte(endpoint, '@')+1:]
		list = r.mail
	}
	return len(f.Reasons) == 1 && f.Reasons[0].Code == "SNS-HOST-AMBIGUOUS" && list.endsIn(name)
}

// endsIn reports whether a name, however malformed, is a trusted one or has one
// as its parent.
func (h hosts) endsIn(name string) bool {
	for _, e := range h.exact {
		if name == e {
			return true
		}
	}
	for _, p := range h.parents {
		if strings.HasSuffix(name, "."+p) {
			return true
		}
	}
	return false
}
