package snssubscription

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/truststack/truststack/internal/packtest"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// TestPolicyAgrees searches for an endpoint on which policy and rule differ and
// no residual says so: endpoints are put together from the pieces that confuse
// parsers and patterns.
func TestPolicyAgrees(t *testing.T) {
	rule := testRule(t)
	random := rand.New(rand.NewPCG(1, 2))
	own := value.Literal("111122223333")
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 20_000 {
		s := Subscription{Protocol: value.Literal(protocols[random.IntN(len(protocols))]), Endpoint: value.Literal(hostile(random)),
			Topic: value.Literal("arn:aws:sns:us-east-1:111122223333:t"), Owner: own, TopicInside: value.Yes, Caller: own, CallerInside: value.Yes}
		if random.IntN(4) == 0 {
			s.TopicInside, s.Owner = value.No, value.Literal("333344445555")
		}
		if problem := packtest.Difference(rule, "aws", s, now); problem != "" {
			t.Fatal(problem)
		}
	}
}

// testRule trusts something of every protocol.
func testRule(t testing.TB) pack.Rule {
	t.Helper()
	config, err := json.Marshal(Config{
		TrustedProtocols: protocols, TrustedHTTPDomains: []string{"api.example.com", "*.hooks.example.com"},
		TrustedEmailDomains: []string{"example.com", "*.teams.example.com"}, TrustedAccountIDs: []string{"222233334444"}, TrustedPhonePrefixes: []string{"+44"},
	})
	if err != nil {
		t.Fatal(err)
	}
	common := manifest.Common{AWSOrganizationARN: "arn:aws:organizations::999900001111:organization/o-exampleorgid", AWSOrganizationID: "o-exampleorgid", DeploymentAccountID: "123456789012"}
	rule, faults := Package.NewRule(common, manifest.Section{Enabled: true, Configuration: config})
	if rule.Judge == nil {
		t.Fatal(faults)
	}
	return rule
}

// pieces are what endpoints are put together from.
var pieces = []string{"https://", "http://", "HTTPS://", "api.example.com", "hooks.example.com", ".hooks.example.com", "a.hooks.example.com", "evil.test", "example.com",
	".teams.example.com", "@", "@example.com", ":", ":443", "/", "?", "#", `\`, "%2f", ".", "..", "x", "*", "arn:aws:sqs:", "arn:aws:lambda:", "us-east-1", ":111122223333", ":222233334444",
	":999999999999", ":function", ":q", "deliverystream/", "+44", "2071234567", " ", "é", "[::1]", "192.0.2.1", ",", "(", ""}

// starts are beginnings that some protocol takes, so that the search does not
// spend itself on what is refused at once.
var starts = []string{"https://api.example.com", "https://a.hooks.example.com", "http://a.hooks.example.com", "https://", "ops@example.com", "ops@a.teams.example.com", "ops@",
	"arn:aws:sqs:us-east-1:111122223333:q", "arn:aws:sqs:us-east-1:", "arn:aws:lambda:us-east-1:222233334444:function:f", "+44207", ""}

func hostile(random *rand.Rand) string {
	var b strings.Builder
	b.WriteString(starts[random.IntN(len(starts))])
	for range random.IntN(5) {
		b.WriteString(pieces[random.IntN(len(pieces))])
	}
	return b.String()
}
