package snssubscription

import (
	"net/mail"
	"net/url"
	"strings"
	"testing"

	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// FuzzEndpoint: what the rule trusts, other parsers of the same text read alike;
// and what it says of a text of which a part is unknown, it says of that part
// filled in too.
func FuzzEndpoint(f *testing.F) {
	rule := testRule(f)
	for _, start := range starts {
		for _, piece := range pieces {
			f.Add(uint8(len(piece)), start, piece)
		}
	}
	f.Fuzz(func(t *testing.T, n uint8, before, after string) {
		protocol := protocols[int(n)%len(protocols)]
		judge := func(endpoint value.Text) pack.Verdict {
			own := value.Literal("111122223333")
			return rule.Judge(Subscription{Protocol: value.Literal(protocol), Endpoint: endpoint, Topic: value.Literal("arn:aws:sns:us-east-1:111122223333:t"),
				Owner: own, TopicInside: value.Yes, Caller: own, CallerInside: value.Yes})
		}
		whole := before + after
		known := judge(value.Literal(whole))
		if known.Kind == pack.Undetermined {
			t.Fatalf("%s %q is wholly known and undetermined: %v", protocol, whole, known.Missing)
		}
		if known.Kind == pack.Trusted {
			otherParsers(t, protocol, whole)
		}
		partly := judge(value.Concat(value.Literal(before), value.Unknown("X", ""), value.Literal("")))
		// A name that turns out to be none of the service's changes no account:
		// SNS refuses it.
		refused := toAccount[protocol] && len(known.Reasons) == 1 && known.Reasons[0].Code == "SNS-ARN"
		if partly.Kind != pack.Undetermined && partly.Kind != known.Kind && !refused {
			t.Fatalf("%s %q… is %s whatever follows, and %q is %s", protocol, before, partly.Kind, whole, known.Kind)
		}
	})
}

// otherParsers holds a trusted endpoint against the readers of the standard
// library, where they read it at all.
func otherParsers(t *testing.T, protocol, endpoint string) {
	t.Helper()
	switch protocol {
	case "http", "https":
		u, err := url.Parse(endpoint)
		if err != nil {
			return // an odd path; the host is what counts
		}
		ascii, problem := pack.ASCIIHost(u.Hostname())
		if problem != "" || u.User != nil || ascii != "api.example.com" && !strings.HasSuffix(ascii, ".hooks.example.com") {
			t.Fatalf("%q is trusted, and net/url reads the host %q, user info %v", endpoint, u.Hostname(), u.User)
		}
	case "email", "email-json":
		a, err := mail.ParseAddress(endpoint)
		if err != nil {
			return
		}
		domain := a.Address[strings.LastIndexByte(a.Address, '@')+1:]
		ascii, problem := pack.ASCIIHost(domain)
		if problem != "" || ascii != "example.com" && !strings.HasSuffix(ascii, ".teams.example.com") {
			t.Fatalf("%q is trusted, and net/mail reads the domain %q", endpoint, domain)
		}
	}
}
