package ecrimagelayeraccess

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/truststack/truststack/internal/packtest"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// TestPolicyAgrees searches for a pull on which policy and rule differ and no
// residual says so, over manifests with every combination of lists: pulls are put
// together from what is listed, what looks like it, and what cannot be known.
func TestPolicyAgrees(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var rules []pack.Rule
	for lists := range 1 << 7 {
		rules = append(rules, withLists(t, lists))
	}
	for range 20_000 {
		rule := rules[random.IntN(len(rules))]
		if problem := packtest.Difference(rule, "aws", anyPull(random), now); problem != "" {
			t.Fatal(problem)
		}
	}
}

// withLists is the package with some of its lists set, by the bits of a number.
func withLists(t *testing.T, lists int) pack.Rule {
	t.Helper()
	on := func(bit int) bool { return lists>>bit&1 == 1 }
	c := Config{TrustedAccountIDs: []string{"222233334444"}, RestrictBatchGetImage: on(5), AllowViaAWSService: on(6)}
	if on(0) {
		c.AllowedRoleNames = []string{"puller", "team/builder", "node-*"}
	}
	if on(1) {
		c.AllowedNetworks = []string{"203.0.113.0/24", "2001:db8::/32", "10.0.0.0/8"}
	}
	if on(2) {
		c.AllowedVPCEndpoints = []string{"vpce-0a1b2c3d4e5f60718", "vpce-0a1b2c3d4e5f60719"}
	}
	if on(3) {
		c.AllowedVPCs = []string{"vpc-0a1b2c3d4e5f60718"}
	}
	if on(4) {
		c.NetworkExemptRoleNames = []string{"node-*", "exempt"}
	}
	config, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	section := manifest.Section{Enabled: true, Configuration: config, Exceptions: []manifest.Exception{
		{Resource: "arn:aws:ecr:*:111122223333:repository/tools/*", Principal: "arn:aws:iam::*:role/scan*", Reason: "r", Owner: "o", Expires: "2026-06-30"},
		{Account: "333344445555", Reason: "r", Owner: "o", Expires: "2026-06-30"},
		{Resource: "arn:aws:ecr:us-east-1:111122223333:repository/old", Reason: "r", Owner: "o", Expires: "2025-06-30"},
	}}
	rule, faults := Package.NewRule(testCommon(), section)
	if rule.Judge == nil {
		t.Fatal(faults)
	}
	return rule
}

func testCommon() manifest.Common {
	return manifest.Common{AWSOrganizationARN: "arn:aws:organizations::999900001111:organization/o-exampleorgid", AWSOrganizationID: "o-exampleorgid", DeploymentAccountID: "123456789012"}
}

// What pulls are put together from.
var (
	pullRoles = []string{"role/puller", "role/PULLER", "role/pullers", "role/a/puller", "role/puller/x", "role/team/builder", "role/x/team/builder", "role/builder", "role/node-1",
		"role/node-/../x", "role/exempt", "role/scanner", "user/puller", "user/role/puller", "root", "role/aws-service-role/ecs.amazonaws.com/R"}
	pullAccounts     = []string{"111122223333", "555566667777", "222233334444", "999999999999", "999900001111"}
	pullRepositories = []string{"111122223333:repository/app", "111122223333:repository/tools/lint", "111122223333:repository/old", "333344445555:repository/app", "602401143452:repository/eks/coredns"}
	pullSources      = []string{"203.0.113.1", "203.0.114.1", "192.0.2.1", "10.1.2.3", "172.16.0.1", "100.64.0.1", "2001:db8::1", "2001:db9::1", "::ffff:203.0.113.1", "::1",
		"ecr.amazonaws.com", "AWS Internal", "", "203.0.113.1%eth0"}
	pullEndpoints = []string{"", "", "", "vpce-0a1b2c3d4e5f60718", "vpce-0a1b2c3d4e5f60719", "vpce-0ffffffffffffffff", "AWS Internal"}
	pullVPCs      = []string{"", "vpc-0a1b2c3d4e5f60718", "vpc-0ffffffffffffffff"}
	pullServices  = []string{"", "", "", "ecr.amazonaws.com", "cloudformation.amazonaws.com", "evil.example.com"}
	pullActions   = []string{getDownloadURL, getDownloadURL, batchGetImage, "ecr:DescribeImages", "ECR:GETDOWNLOADURLFORLAYER"}
)

func anyPull(random *rand.Rand) Pull {
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	maybe := func(s string) value.Text {
		switch {
		case s == "":
			return value.Text{}
		case random.IntN(40) == 0:
			return value.Unknown("x", "not recorded")
		}
		return value.Literal(s)
	}
	account := pick(pullAccounts)
	repository := pick(pullRepositories)
	s := Pull{Action: maybe(pick(pullActions)), Repository: maybe("arn:aws:ecr:us-east-1:" + repository), Owner: value.Literal(repository[:12]), Inside: value.Yes,
		CallerARN: maybe(fmt.Sprintf("arn:aws:iam::%s:%s", account, pick(pullRoles))), CallerAccount: value.Literal(account), CallerInside: value.Yes,
		SourceIP: maybe(pick(pullSources)), VPCEndpoint: maybe(pick(pullEndpoints)), VPC: maybe(pick(pullVPCs)), ViaService: maybe(pick(pullServices))}
	s.CallerKind = CallerOf(s.CallerARN)
	if repository[:12] == "602401143452" {
		s.Inside = value.No
	}
	if account == "222233334444" || account == "999999999999" {
		s.CallerInside = value.No
	}
	switch random.IntN(20) {
	case 0:
		s.Inside = value.Maybe
	case 1:
		s.CallerInside = value.Maybe
	}
	return s
}
