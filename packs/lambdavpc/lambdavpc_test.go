package lambdavpc

import (
	"testing"

	"github.com/truststack/truststack/internal/packtest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

func TestCases(t *testing.T) {
	packtest.Suite{Package: Package, Dir: "testdata", Fewest: 150,
		Subjects: map[string]func(value.Value, string) pack.Subject{"network": decodeNetwork}}.Run(t)
}

// decodeNetwork reads a network of account 111122223333, as an event or a live
// resource gives it: kind, subnets, groups, vpc, provider, read, updated, exclude,
// caller, name.
func decodeNetwork(v value.Value, partition string) pack.Subject {
	own := value.Literal("111122223333")
	if owner := v.Get("owner").AsText(); !owner.Absent() {
		own = owner
	}
	is := func(key string) bool { s, _ := v.Get(key).AsText().Known(); return s == "true" }
	n := Network{Owner: own, Subnets: listOf(v.Get("subnets")), Groups: listOf(v.Get("groups")), Version: v.Get("version").AsText(),
		Provider: v.Get("provider").AsText(), Read: is("read"), Exclude: v.Get("exclude").AsText(), CallerARN: v.Get("caller").AsText(),
		Updated: value.Is(is("updated"))}
	kind := "function"
	if is("isProvider") {
		n.Kind, kind = Provider, "capacity-provider"
	}
	name := v.Get("name").AsText()
	if name.Absent() {
		name = value.Literal("f")
	}
	n.ARN = value.Join(":", []value.Text{value.Literal("arn:" + partition + ":lambda:us-east-1"), own, value.Literal(kind), name})
	if vpc := v.Get("vpc").AsText(); !vpc.Absent() {
		n.VPCs = []value.Text{vpc}
	}
	return n
}

// TestTagPatterns compares what the policy's patterns admit with what Decide
// excludes: never more, and less only as the residual says.
func TestTagPatterns(t *testing.T) {
	for _, test := range []struct {
		tag              string
		policy, excluded bool
	}{
		{"ALL", true, true},
		{"LambdaVPCSecurity", true, true},
		{"LambdaVPCSecurity:SNSSubscriptionSecurity", true, true},
		{"SNSSubscriptionSecurity/LambdaVPCSecurity", true, true},
		{"a LambdaVPCSecurity b", true, true},
		{"a,LambdaVPCSecurity,b", true, true},
		{"a:LambdaVPCSecurity b", false, true},
		{"ALL:a", false, true},
		{"a, ALL", false, true},
		{"XLambdaVPCSecurity", false, false},
		{"LambdaVPCSecurityX", false, false},
		{"X:XLambdaVPCSecurity", false, false},
		{"LambdaVPCSecurity2:a", false, false},
		{"lambdavpcsecurity", false, false},
		{"all", false, false},
		{"*", false, false},
		{"LambdaVPCSecurity-", false, false},
		{"a-LambdaVPCSecurity", false, false},
		{"a;LambdaVPCSecurity", false, false},
		{"", false, false},
		{"SMALL", false, false},
	} {
		if got := matchesTag(test.tag); got != test.policy {
			t.Errorf("%q: the policy leaves the function alone %v, want %v", test.tag, got, test.policy)
		}
		rule, _ := Package.NewRule(common, enabled(Config{}))
		d := pack.Decide(rule, pack.View{}, []pack.Case{{Subject: Network{Exclude: value.Literal(test.tag), Subnets: List{Complete: true}, Groups: List{Complete: true}}}})
		if d.Excluded != test.excluded {
			t.Errorf("%q: the function is excluded %v, want %v", test.tag, d.Excluded, test.excluded)
		}
		if test.policy && !d.Excluded {
			t.Errorf("%q: the policy leaves alone what is not excluded", test.tag)
		}
	}
}
