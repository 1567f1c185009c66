package lambdavpc

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

// TestPolicyAgrees searches for a network on which policy and rule differ and no
// residual says so, under every combination of lists, guard and update mode.
func TestPolicyAgrees(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var rules []pack.Rule
	for i := range 64 {
		rules = append(rules, variant(t, i))
	}
	for range 20_000 {
		if problem := packtest.Difference(rules[random.IntN(len(rules))], "aws", hostile(random), now); problem != "" {
			t.Fatal(problem)
		}
	}
}

// variant is a rule whose options are the bits of i.
func variant(t *testing.T, i int) pack.Rule {
	t.Helper()
	on := func(bit int) bool { return i&(1<<bit) != 0 }
	var c Config
	if on(0) {
		c.TrustedVPCIDs = []string{"vpc-11111111", "vpc-22222222"}
	}
	if on(1) {
		c.TrustedSubnetIDs = []string{"subnet-11111111", "subnet-22222222"}
	}
	if on(2) {
		c.TrustedSecurityGroupIDs = []string{"sg-11111111"}
	}
	onUpdate := !on(3)
	c.RequireVpcOnUpdate = &onUpdate
	section := enabled(c)
	common := common
	if on(4) {
		common.Guard = manifest.Audit
	}
	if on(5) {
		section.Exceptions = []manifest.Exception{
			{Resource: "arn:aws:lambda:*:111122223333:function:edge", Reason: "r", Owner: "o", Expires: "2026-06-30"},
			{Resource: "arn:aws:lambda:*:111122223333:function:ended", Reason: "r", Owner: "o", Expires: "2025-06-30"},
			{Resource: "arn:aws:lambda:*:111122223333:capacity-provider:edge", Reason: "r", Owner: "o", Expires: "2026-06-30"},
			{Resource: "arn:aws:lambda:*:333344445555:function:*", Principal: "arn:aws:iam::*:role/exporter", Reason: "r", Owner: "o", Expires: "2026-06-30"},
		}
	}
	rule, faults := Package.NewRule(common, section)
	if rule.Judge == nil {
		t.Fatal(faults)
	}
	return rule
}

var common = manifest.Common{AWSOrganizationARN: "arn:aws:organizations::999900001111:organization/o-exampleorgid",
	AWSOrganizationID: "o-exampleorgid", DeploymentAccountID: "123456789012"}

func enabled(c Config) manifest.Section {
	config, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	return manifest.Section{Enabled: true, Configuration: config}
}

var (
	names = []string{"f", "edge", "edge2", "ended", "truststack-hook"}
	tags  = []string{"", "", "", "ALL", "LambdaVPCSecurity", "XLambdaVPCSecurity", "LambdaVPCSecurity:a", "a LambdaVPCSecurity", "a:LambdaVPCSecurity b", "ALL a",
		"a/LambdaVPCSecurityX", "all", "SNSSubscriptionSecurity", "a,LambdaVPCSecurity,b", "LambdaVPCSecurity LambdaVPCSecurity"}
	callers = []string{"role/exporter", "role/developer", "user/exporter"}
)

func hostile(random *rand.Rand) Network {
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	account := pick([]string{"111122223333", "111122223333", "333344445555"})
	n := Network{Owner: value.Literal(account), CallerARN: value.Literal("arn:aws:iam::" + account + ":" + pick(callers)),
		Subnets: someOf(random, "subnet-11111111", "subnet-22222222", "subnet-99999999"), Groups: someOf(random, "sg-11111111", "sg-99999999"),
		Updated: value.Is(random.IntN(2) == 0)}
	kind := "function"
	switch random.IntN(6) {
	case 0:
		n.Kind, kind = Provider, "capacity-provider"
	case 1:
		n.Provider, n.Read = value.Literal("arn:aws:lambda:us-east-1:"+account+":capacity-provider:p"), random.IntN(3) > 0
	}
	n.ARN = value.Literal("arn:aws:lambda:us-east-1:" + account + ":" + kind + ":" + pick(names))
	if tag := pick(tags); tag != "" && n.Kind == Function {
		n.Exclude = value.Literal(tag)
	}
	if random.IntN(5) > 0 && (len(n.Subnets.IDs) > 0 || len(n.Groups.IDs) > 0) {
		n.VPCs = []value.Text{value.Literal(pick([]string{"vpc-11111111", "vpc-22222222", "vpc-99999999"}))}
	}
	return n
}

// someOf is a list with some of the ids; now and then it is not wholly known.
func someOf(random *rand.Rand, ids ...string) List {
	l := List{Complete: random.IntN(20) > 0}
	for _, id := range ids {
		if random.IntN(3) == 0 {
			l.IDs = append(l.IDs, value.Literal(id))
		}
	}
	l.Filled = !l.Complete && random.IntN(2) == 0
	return l
}
