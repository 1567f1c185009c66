package lambdalayerpermission

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/truststack/truststack/internal/packtest"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// TestPolicyAgrees searches for a grant on which policy and rule differ and no
// residual says so, with and without permission admin roles and exceptions.
func TestPolicyAgrees(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	rules := []pack.Rule{
		configured(t, manifest.Section{}, Config{TrustedAccountIDs: []string{"222233334444"}, TrustedOrgIDs: []string{"o-exampleorgid"}}),
		configured(t, manifest.Section{}, Config{TrustedAccountIDs: []string{"222233334444"}, TrustedOrgIDs: []string{"o-exampleorgid"}, PermissionAdminRoles: []string{"publisher", "team/pub-*"}}),
		configured(t, manifest.Section{Exceptions: exceptions}, Config{TrustedOrgIDs: []string{"o-exampleorgid"}, PermissionAdminRoles: []string{"publisher"}}),
	}
	for range 20_000 {
		rule := rules[random.IntN(len(rules))]
		if problem := packtest.Difference(rule, "aws", hostile(random), now); problem != "" {
			t.Fatal(problem)
		}
	}
}

func configured(t *testing.T, section manifest.Section, c Config) pack.Rule {
	t.Helper()
	config, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	section.Enabled, section.Configuration = true, config
	rule, faults := Package.NewRule(common, section)
	if rule.Judge == nil {
		t.Fatal(faults)
	}
	return rule
}

var exceptions = []manifest.Exception{
	{Resource: "arn:aws:lambda:*:111122223333:layer:open:*", Reason: "r", Owner: "o", Expires: "2026-06-30"},
	{Resource: "arn:aws:lambda:*:111122223333:layer:ended:*", Reason: "r", Owner: "o", Expires: "2025-06-30"},
	{Principal: "arn:aws:iam::*:role/exporter", Account: "111122223333", Reason: "r", Owner: "o", Expires: "2026-06-30"},
	{Grantee: "999999999999", Reason: "r", Owner: "o", Expires: "2026-06-30"},
}

var (
	callers = []string{"role/publisher", "role/x/publisher", "role/team/pub-1", "role/team/a/pub-1", "role/pub", "role/publisher2", "user/publisher",
		"user/role/publisher", "role/exporter", "root", "role/aws-service-role/lambda.amazonaws.com/publisher"}
	principals = []string{"*", "111122223333", "222233334444", "999999999999", "arn:aws:iam::111122223333:root", "arn:aws:iam::999999999999:root",
		"arn:aws:iam::222233334444:role/r", "arn:aws-cn:iam::222233334444:root", "lambda.amazonaws.com", "", "22223333444", "arn:aws:iam::*:root", "AROAEXAMPLEEXAMPLE12"}
	organizations = []string{"", "o-exampleorgid", "o-otherorgid1", "*"}
	layers        = []string{"open:1", "open:1:x", "ended:3", "shared:1"}
	actions       = []string{getLayerVersion, getLayerVersion, getLayerVersion, "lambda:*", "lambda:getlayerversion", ""}
)

func hostile(random *rand.Rand) LayerPermission {
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	account := pick([]string{"111122223333", "333344445555"})
	p := LayerPermission{
		Layer: value.Literal("arn:aws:lambda:us-east-1:" + account + ":layer:" + pick(layers)), Owner: value.Literal(account),
		Action: value.Literal(pick(actions)), Principal: pack.ParsePrincipal(value.Literal(pick(principals)), "aws"),
		CallerARN: value.Literal("arn:aws:iam::" + account + ":" + pick(callers)),
	}
	if o := pick(organizations); o != "" {
		p.Organization = value.Literal(o)
	}
	return p
}
