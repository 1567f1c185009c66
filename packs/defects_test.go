package packs_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/truststack/truststack/cfn"
	"github.com/truststack/truststack/engine"
	"github.com/truststack/truststack/generate"
	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/manifest/source"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/packs"
)

// The defects of the TypeScript original that must not exist here, each shown
// from a manifest to a policy's answer and a template's verdict.

// configure makes rules of one package's section.
func configure(t *testing.T, key, configuration string) generate.Input {
	t.Helper()
	text := fmt.Sprintf(`version: v1
spec:
  awsOrganizationARN: arn:aws:organizations::999900001111:organization/o-exampleorgid
  awsOrganizationID: o-exampleorgid
  deploymentAccountID: "123456789012"
  securityPackages:
    %s: {enabled: true, configuration: %s}
`, key, configuration)
	m, _, faults := source.Read([]byte(text), packs.Definitions())
	for _, f := range faults {
		if !f.Warning {
			t.Fatal(f)
		}
	}
	rules, faults := packs.Configure(m)
	if len(rules) != 1 {
		t.Fatalf("%d rules: %v", len(rules), faults)
	}
	return generate.Input{Manifest: m, Rules: rules}
}

// denied asks the package's service control policies.
func denied(t *testing.T, in generate.Input, action, resource string, keys map[string]string) bool {
	t.Helper()
	c := iam.NewContext(iam.UnlistedAbsent)
	for key, val := range keys {
		c.Set(key, iam.SingleValue(val))
	}
	for _, p := range in.Rules[0].Preventative.Impl.Policies(pack.Target{Partition: "aws", Variables: true}) {
		if p.Kind != pack.SCP {
			continue
		}
		r := iam.Evaluate(iam.Document{Version: iam.Version2012, Statements: p.Statements}, iam.Request{Action: action, Resource: resource, Context: c})
		switch r.Decision {
		case iam.ExplicitDeny:
			return true
		case iam.Unknown:
			t.Fatalf("%s: cannot know: %v", action, r.Reasons)
		}
	}
	return false
}

// verdict checks a template of one resource, deployed in account 111122223333.
func verdict(t *testing.T, in generate.Input, resource string) (string, string) {
	t.Helper()
	template, err := cfn.Parse([]byte("Resources:\n  R: " + resource + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	resources := template.Resources(cfn.Options{Reads: engine.Reads(in.Rules), Peers: engine.Peers(in.Rules), Account: "111122223333", Region: "eu-west-1", Partition: "aws"})
	results := engine.Check(in.Rules, resources, time.Now())
	if len(results) != 1 {
		t.Fatalf("%d results", len(results))
	}
	var codes []string
	for _, r := range results[0].Decision.Verdict.Reasons {
		codes = append(codes, r.Code)
	}
	return results[0].Decision.Verdict.Kind.String(), strings.Join(codes, " ")
}

func wants(t *testing.T, in generate.Input, resource, want string) {
	t.Helper()
	if got, codes := verdict(t, in, resource); got != want {
		t.Errorf("%s: found %s (%s), want %s", resource, got, codes, want)
	}
}

func TestDefectEmptyRoleListDeniesEveryone(t *testing.T) {
	in := configure(t, "ecrImageLayerAccess", `{allowedRoleNames: [], allowedNetworks: [], allowedVPCEndpoints: []}`)
	for _, caller := range []string{"arn:aws:iam::111122223333:role/any", "arn:aws:iam::111122223333:user/any"} {
		if denied(t, in, "ecr:GetDownloadUrlForLayer", "arn:aws:ecr:eu-west-1:111122223333:repository/r", map[string]string{
			"aws:PrincipalArn": caller, "aws:ResourceOrgID": "o-exampleorgid", "aws:SourceIp": "198.51.100.1"}) {
			t.Errorf("%s is denied by lists that name nobody", caller)
		}
	}
}

func TestDefectRoleWithPathIsMissed(t *testing.T) {
	in := configure(t, "ecrImageLayerAccess", `{allowedRoleNames: [puller]}`)
	for caller, want := range map[string]bool{
		"arn:aws:iam::111122223333:role/puller":      false,
		"arn:aws:iam::111122223333:role/team/puller": false,
		"arn:aws:iam::111122223333:role/pullers":     true,
	} {
		if got := denied(t, in, "ecr:GetDownloadUrlForLayer", "arn:aws:ecr:eu-west-1:111122223333:repository/r", map[string]string{
			"aws:PrincipalArn": caller, "aws:ResourceOrgID": "o-exampleorgid"}); got != want {
			t.Errorf("%s: denied %v, want %v", caller, got, want)
		}
	}
}

func TestDefectURLsMatchWithoutScheme(t *testing.T) {
	in := configure(t, "snsSubscriptionSecurity", `{trustedProtocols: [https], trustedHTTPDomains: [api.example.com, "*.api.example.com"]}`)
	for endpoint, want := range map[string]string{
		"https://api.example.com/x":            "trusted",
		"https://evil.test/.api.example.com/x": "untrusted",
		"https://evil.test/x.api.example.com/": "untrusted",
	} {
		wants(t, in, `{Type: AWS::SNS::Subscription, Properties: {TopicArn: "arn:aws:sns:eu-west-1:111122223333:t", Protocol: https, Endpoint: "`+endpoint+`"}}`, want)
		got := denied(t, in, "sns:Subscribe", "arn:aws:sns:eu-west-1:111122223333:t", map[string]string{
			"sns:Protocol": "https", "sns:Endpoint": endpoint, "aws:ResourceOrgID": "o-exampleorgid", "aws:ResourceAccount": "111122223333", "aws:PrincipalAccount": "111122223333"})
		if got != (want == "untrusted") {
			t.Errorf("%s: the policy denies: %v", endpoint, got)
		}
	}
}

func TestDefectForeignQueueIsNotRestricted(t *testing.T) {
	in := configure(t, "snsSubscriptionSecurity", `{trustedProtocols: [sqs]}`)
	for account, want := range map[string]bool{"111122223333": false, "999999999999": true} {
		endpoint := "arn:aws:sqs:eu-west-1:" + account + ":q"
		if got := denied(t, in, "sns:Subscribe", "arn:aws:sns:eu-west-1:111122223333:t", map[string]string{
			"sns:Protocol": "sqs", "sns:Endpoint": endpoint, "aws:ResourceOrgID": "o-exampleorgid", "aws:ResourceAccount": "111122223333", "aws:PrincipalAccount": "111122223333"}); got != want {
			t.Errorf("%s: denied %v, want %v", endpoint, got, want)
		}
	}
}

func TestDefectWildcardAccountInSourceArn(t *testing.T) {
	in := configure(t, "lambdaPermissionSecurity", `{}`)
	permission := func(arn string) string {
		return `{Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: "lambda:InvokeFunction", Principal: sns.amazonaws.com, SourceArn: "` + arn + `"}}`
	}
	wants(t, in, permission("arn:aws:sns:eu-west-1:*:topic"), "untrusted")
	wants(t, in, permission("arn:aws:sns:*:111122223333:topic"), "untrusted")
	wants(t, in, permission("arn:aws:sns:eu-west-1:111122223333:*"), "trusted")
}

func TestDefectMadeUpPrincipalIsAService(t *testing.T) {
	in := configure(t, "lambdaPermissionSecurity", `{}`)
	for principal, want := range map[string]string{
		"sns.amazonaws.com":           "trusted",
		"sns.amazonaws.com.evil.test": "untrusted",
		"x.amazonaws.com.cn":          "untrusted",
		"evil-amazonaws.com":          "untrusted",
	} {
		wants(t, in, `{Type: AWS::Lambda::Permission, Properties: {FunctionName: f, Action: "lambda:InvokeFunction", Principal: `+principal+`, SourceAccount: "111122223333"}}`, want)
	}
}

func TestDefectGeneratingTwiceDiffers(t *testing.T) {
	in := configure(t, "snsSubscriptionSecurity", `{trustedProtocols: [https, sqs], trustedHTTPDomains: [api.example.com]}`)
	in.Targets = generate.Targets()
	in.Manifest.Spec.DeploymentTargets = &manifest.Targets{OrganizationalUnits: []string{"Root"}}
	first, err := generate.Files(in)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		again, err := generate.Files(in)
		if err != nil || len(again) != len(first) {
			t.Fatal(err)
		}
		for i := range first {
			if !bytes.Equal(first[i].Data, again[i].Data) {
				t.Fatalf("%s differs", first[i].Path)
			}
		}
	}
}
