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

// TestExceptionsLetNothingElseThrough searches for a subscription that the policy
// of a manifest with random exceptions lets through and Decide rejects, and for
// policies whose size explodes.
func TestExceptionsLetNothingElseThrough(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	config, err := json.Marshal(Config{TrustedProtocols: []string{"https", "email", "sqs"}, TrustedHTTPDomains: []string{"api.example.com"},
		TrustedEmailDomains: []string{"example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	own := value.Literal("111122223333")
	common := manifest.Common{AWSOrganizationARN: "arn:aws:organizations::999900001111:organization/o-exampleorgid", AWSOrganizationID: "o-exampleorgid", DeploymentAccountID: "123456789012"}
	for range 150 {
		var exceptions []manifest.Exception
		for range 1 + random.IntN(5) {
			exceptions = append(exceptions, manifest.Exception{Reason: "r", Owner: "o",
				Expires:   pick("2025-06-01", "2025-12-31", "2026-01-01", "2030-01-01"),
				Resource:  pick("", "arn:aws:sns:us-east-1:111122223333:t", "arn:aws:sns:us-east-1:111122223333:*"),
				Principal: pick("", "", "arn:aws:iam::*:role/a"),
				Grantee:   pick("", "https://evil.test/*", "ops@evil.test", "*evil*"),
				Account:   pick("111122223333", "222233334444")})
		}
		rule, _ := Package.NewRule(common, manifest.Section{Enabled: true, Configuration: config, Exceptions: exceptions})
		sids := map[string]bool{}
		for _, p := range rule.Preventative.Impl.Policies(pack.Target{Partition: "aws", Variables: true, Exceptions: exceptions}) {
			for _, st := range p.Statements {
				if sids[st.Sid] {
					t.Fatalf("the Sid %s twice, with %+v", st.Sid, exceptions)
				}
				sids[st.Sid] = true
			}
		}
		for range 40 {
			s := Subscription{Protocol: value.Literal(pick("https", "http", "email", "sqs")), Endpoint: value.Literal(pick("https://evil.test/x", "https://api.example.com/", "ops@evil.test", "arn:aws:sqs:us-east-1:999999999999:evil")),
				Topic: value.Literal("arn:aws:sns:us-east-1:111122223333:" + pick("t", "u")), Owner: own, TopicInside: value.Yes, Caller: own, CallerInside: value.Yes,
				CallerARN: value.Literal("arn:aws:iam::111122223333:role/" + pick("a", "b"))}
			now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
			if problem := packtest.Difference(rule, "aws", s, now); strings.Contains(problem, string(pack.LetsThrough)) {
				t.Fatalf("%s\n%+v", problem, exceptions)
			}
		}
	}
	var many []manifest.Exception
	for i := range 40 {
		many = append(many, manifest.Exception{Resource: "arn:aws:sns:us-east-1:111122223333:t", Grantee: "https://" + strings.Repeat("x", i+1) + ".test/*", Reason: "r", Owner: "o", Expires: "2030-01-01"})
	}
	rule, _ := Package.NewRule(common, manifest.Section{Enabled: true, Configuration: config, Exceptions: many})
	for _, p := range rule.Preventative.Impl.Policies(pack.Target{Partition: "aws", Variables: true, Exceptions: many}) {
		if n := len(p.Statements); n > 50 {
			t.Errorf("%d statements for 40 exceptions with one anchor and one end", n)
		}
	}
}
