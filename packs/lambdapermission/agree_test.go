package lambdapermission

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

// TestPolicyAgrees searches for a grant on which policy and rule differ and no
// residual says so: principals are put together from the pieces that confuse
// parsers and patterns.
func TestPolicyAgrees(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for partition, rules := range rulesOf(t) {
		for range 7_000 {
			rule := rules[random.IntN(len(rules))]
			s := hostile(random, partition)
			if problem := packtest.Difference(rule, partition, s, now); problem != "" {
				t.Fatal(problem)
			}
		}
	}
}

// rulesOf is rules of several manifests in each partition.
func rulesOf(t *testing.T) map[string][]pack.Rule {
	t.Helper()
	out := map[string][]pack.Rule{}
	for _, partition := range []string{"aws", "aws-cn", "aws-us-gov"} {
		common := manifest.Common{AWSOrganizationARN: "arn:" + partition + ":organizations::999900001111:organization/o-exampleorgid",
			AWSOrganizationID: "o-exampleorgid", DeploymentAccountID: "123456789012"}
		open := common
		open.Guard = manifest.Audit
		exceptions := []manifest.Exception{
			{Resource: "arn:" + partition + ":lambda:*:111122223333:function:hook", Grantee: "777788889999", Reason: "r", Owner: "o", Ticket: "1", Expires: "2026-06-30"},
			{Resource: "arn:" + partition + ":lambda:*:111122223333:function:hook", Grantee: "arn:" + partition + ":iam::777788889999:*", Reason: "r", Owner: "o", Ticket: "2", Expires: "2026-06-30"},
			{Resource: "arn:" + partition + ":lambda:*:111122223333:function:old", Reason: "r", Owner: "o", Ticket: "3", Expires: "2020-06-30"},
		}
		lists := Config{TrustedAccountIDs: []string{"222233334444"}, TrustedOrgIDs: []string{"o-exampleorgid"}}
		narrow := lists
		narrow.TrustedServicePrincipals = []string{"s3.amazonaws.com", "events.amazonaws.com", "logs.eu-west-1.amazonaws.com"}
		admins := narrow
		admins.PermissionAdminRoles = []string{"granter"}
		alone := lists
		alone.PermissionAdminRoles = []string{"granter"}
		for _, one := range []struct {
			common     manifest.Common
			config     Config
			exceptions []manifest.Exception
		}{{common, Config{}, nil}, {common, lists, exceptions}, {open, narrow, nil}, {common, admins, exceptions}, {open, alone, exceptions}} {
			data, err := json.Marshal(one.config)
			if err != nil {
				t.Fatal(err)
			}
			rule, faults := Package.NewRule(one.common, manifest.Section{Enabled: true, Configuration: data, Exceptions: one.exceptions})
			if rule.Judge == nil {
				t.Fatal(faults)
			}
			out[partition] = append(out[partition], rule)
		}
	}
	return out
}

// pieces are what principals and sources are put together from.
var pieces = []string{"arn:", "PARTITION", ":iam::", ":sts::", "111122223333", "222233334444", "777788889999", "999999999999", ":root", ":role/", ":user/", ":group/",
	":assumed-role/", "s3", "events", "logs", "replicator.lambda", ".", ".us-east-1", ".eu-west-1", "-", ".amazonaws.com", ".amazonaws.com.cn", ".evil.test", "x", "*", "?", " ", ":", "/", "@", "#", "é", ""}

// starts are principals that some rule trusts, so that the search does not spend
// itself on what is refused at once.
var starts = []string{"", "", "*", "111122223333", "222233334444", "777788889999", "999999999999", "arn:PARTITION:iam::111122223333:role/r", "arn:PARTITION:iam::222233334444:root",
	"arn:PARTITION:iam::777788889999:root", "arn:PARTITION:iam::777788889999:role/r", "arn:PARTITION:iam::999999999999:role/s3.amazonaws.com", "arn:PARTITION:sts::222233334444:assumed-role/r/s",
	"s3.amazonaws.com", "s3.us-east-1.amazonaws.com", "s3.usx-east-1.amazonaws.com", "events.amazonaws.com", "sns.amazonaws.com", "s3", "logs", "replicator.lambda.amazonaws.com",
	"alexa-appkit.amazon.com", "AROAEXAMPLEID12345678", "o-exampleorgid"}

func hostile(random *rand.Rand, partition string) pack.Subject {
	pick := func(list ...string) string {
		return strings.ReplaceAll(list[random.IntN(len(list))], "PARTITION", partition)
	}
	some := func(list ...string) value.Text {
		if s := pick(list...); s != "absent" {
			return value.Literal(s)
		}
		return value.Text{}
	}
	arn := "arn:" + partition + ":lambda:us-east-1:111122223333:function:"
	function := value.Literal(arn + pick("f", "f", "hook", "hooks", "old"))
	own := value.Literal("111122223333")
	caller := some("absent", "arn:PARTITION:iam::111122223333:role/granter", "arn:PARTITION:iam::111122223333:role/team/granter", "arn:PARTITION:iam::111122223333:user/granter")
	exclude := some("absent", "absent", "absent", "ALL", "x ALL", "LambdaPermissionSecurity", "LambdaVPCSecurity/LambdaPermissionSecurity", "xLambdaPermissionSecurity", "LambdaVPCSecurity")
	qualifier := some("absent", "absent", "7", "live")
	if random.IntN(20) == 0 {
		return FunctionURL{Function: function, Qualifier: qualifier, Owner: own, AuthType: some("NONE", "AWS_IAM"), CallerARN: caller, Exclude: exclude}
	}
	var b strings.Builder
	b.WriteString(pick(starts...))
	for n := max(0, random.IntN(6)-2); n > 0; n-- {
		b.WriteString(pick(pieces...))
	}
	q, _ := qualifier.Known()
	return Permission{Function: function, Qualifier: qualifier, Numbered: value.Is(q == "7"), Owner: own, CallerARN: caller, Exclude: exclude,
		Principal: pack.ParsePrincipal(value.Literal(b.String()), partition), Whole: random.IntN(10) == 0,
		Actions:           given(some("lambda:InvokeFunction", "lambda:InvokeFunction", "lambda:GetFunction", "lambda:*", "absent")),
		SourceAccounts:    given(some("absent", "111122223333", "222233334444", "999999999999", "*")),
		SourceARNs:        given(some("absent", "absent", "arn:PARTITION:events:us-east-1:111122223333:rule/x", "arn:PARTITION:s3:::b", "arn:PARTITION:sns:us-east-1:*:t", "*")),
		PrincipalOrgIDs:   given(some("absent", "absent", "o-exampleorgid", "o-stranger001")),
		EventSourceTokens: given(some("absent", "token")),
		URLAuthTypes:      given(some("absent", "absent", "absent", "AWS_IAM", "NONE")),
	}
}
