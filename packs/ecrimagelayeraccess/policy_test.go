package ecrimagelayeraccess

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// policiesFor is the policies of a configuration, by kind and name.
func policiesFor(t *testing.T, common manifest.Common, c Config, target pack.Target) map[string]pack.Policy {
	t.Helper()
	config, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	rule, faults := Package.NewRule(common, manifest.Section{Enabled: true, Configuration: config})
	if rule.Judge == nil {
		t.Fatal(faults)
	}
	out := map[string]pack.Policy{}
	for _, p := range rule.Preventative.Impl.Policies(target) {
		out[string(p.Kind)+"/"+p.Name] = p
	}
	return out
}

func evaluate(p pack.Policy, action, resource string, caller iam.Caller, keys map[string]string) iam.Decision {
	c := iam.NewContext(iam.UnlistedAbsent)
	for k, v := range keys {
		c.Set(k, iam.SingleValue(v))
	}
	doc := iam.Document{Version: iam.Version2012, Statements: p.Statements}
	return iam.Evaluate(doc, iam.Request{Action: action, Resource: resource, Principal: &caller, Context: c}).Decision
}

// TestEmptyListsDenyNobody: the original's policy denied everyone where a list was
// empty.
func TestEmptyListsDenyNobody(t *testing.T) {
	for _, c := range []Config{{}, {NetworkExemptRoleNames: []string{"x"}}, {TrustedAccountIDs: []string{"222233334444"}, RestrictBatchGetImage: true}} {
		if p := policiesFor(t, testCommon(), c, pack.Target{Partition: "aws"})["scp/"+name]; len(p.Statements) > 0 {
			t.Errorf("%+v: found %s, want no statement", c, iam.Document{Statements: p.Statements}.Minified())
		}
	}
	for _, c := range []Config{{AllowedRoleNames: []string{"r"}}, {AllowedNetworks: []string{"203.0.113.0/24"}}, {AllowedVPCs: []string{"vpc-0a1b2c3d4e5f60718"}}} {
		p := policiesFor(t, testCommon(), c, pack.Target{Partition: "aws"})["scp/"+name]
		text := string(iam.Document{Statements: p.Statements}.Minified())
		if len(p.Statements) != 1 || strings.Contains(text, "[]") {
			t.Errorf("%+v: found %s, want one statement without an empty list", c, text)
		}
	}
}

func TestExemptPrincipalsAreSpared(t *testing.T) {
	target := pack.Target{Partition: "aws", Exempt: []string{"arn:aws:iam::*:role/break-glass"}}
	p := policiesFor(t, testCommon(), Config{AllowedRoleNames: []string{"r"}, AllowedNetworks: []string{"203.0.113.0/24"}, ResourceControlPolicy: true}, target)
	keys := map[string]string{"aws:PrincipalArn": "arn:aws:iam::111122223333:role/break-glass", "aws:ResourceOrgID": "o-exampleorgid", "aws:SourceIp": "192.0.2.1"}
	const repository = "arn:aws:ecr:us-east-1:111122223333:repository/app"
	if got := evaluate(p["scp/"+name], getDownloadURL, repository, iam.Caller{}, keys); got == iam.ExplicitDeny {
		t.Error("an exempt principal is denied")
	}
	keys["aws:PrincipalArn"] = "arn:aws:iam::999999999999:role/break-glass"
	keys["aws:PrincipalOrgID"] = "o-someoneelse"
	if got := evaluate(p["rcp/"+name], getDownloadURL, repository, iam.Caller{}, keys); got != iam.ExplicitDeny {
		t.Error("an outsider gets past the resource control policy by a role's name")
	}
}

func TestResourceControlPolicy(t *testing.T) {
	without := policiesFor(t, testCommon(), Config{AllowedRoleNames: []string{"r"}}, pack.Target{Partition: "aws"})
	if _, written := without["rcp/"+name]; written {
		t.Error("the resource control policy is written without the option")
	}
	p := policiesFor(t, testCommon(), Config{ResourceControlPolicy: true, TrustedAccountIDs: []string{"222233334444"}}, pack.Target{Partition: "aws",
		Exceptions: []manifest.Exception{
			{Principal: "arn:aws:iam::*:role/deployer", Expires: "2030-01-01"},
			{Principal: "arn:aws:iam::888888888888:role/partner", Expires: "2030-01-01"},
		}})["rcp/"+name]
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Format(time.RFC3339)
	for _, c := range []struct {
		what   string
		denied bool
		keys   map[string]string
	}{
		{"of the organisation", false, map[string]string{"aws:PrincipalOrgID": "o-exampleorgid", "aws:PrincipalAccount": "111122223333"}},
		{"of a trusted account in no organisation", false, map[string]string{"aws:PrincipalAccount": "222233334444"}},
		{"of another organisation", true, map[string]string{"aws:PrincipalOrgID": "o-otherorgid1", "aws:PrincipalAccount": "999999999999"}},
		{"in no organisation", true, map[string]string{"aws:PrincipalAccount": "999999999999"}},
		{"a service", false, map[string]string{"aws:PrincipalIsAWSService": "true"}},
		{"nobody", true, nil},
		{"a namesake of an excepted role", true, map[string]string{"aws:PrincipalArn": "arn:aws:iam::999999999999:role/deployer", "aws:PrincipalAccount": "999999999999"}},
		{"an excepted partner", false, map[string]string{"aws:PrincipalArn": "arn:aws:iam::888888888888:role/partner", "aws:PrincipalAccount": "888888888888"}},
	} {
		keys := map[string]string{"aws:CurrentTime": now}
		for k, v := range c.keys {
			keys[k] = v
		}
		got := evaluate(p, getDownloadURL, "arn:aws:ecr:us-east-1:111122223333:repository/app", iam.Caller{}, keys)
		if (got == iam.ExplicitDeny) != c.denied {
			t.Errorf("%s: found %s, want denied %v", c.what, got, c.denied)
		}
	}
	for _, st := range p.Statements {
		if st.Principal == nil || !st.Principal.Everyone {
			t.Errorf("statement %s has no Principal \"*\"", st.Sid)
		}
	}
}

// TestArtifactsAreTrusted judges what is generated for endpoints as if a template
// had it, in every partition.
func TestArtifactsAreTrusted(t *testing.T) {
	for _, partition := range []string{"aws", "aws-cn", "aws-us-gov"} {
		common := testCommon()
		common.AWSOrganizationARN = strings.Replace(common.AWSOrganizationARN, "arn:aws:", "arn:"+partition+":", 1)
		rule, _ := Package.NewRule(common, manifest.Section{Enabled: true})
		policies := policiesFor(t, common, Config{}, pack.Target{Partition: iam.Partition(partition)})
		for key, service := range map[string]string{"endpoint-policy/endpoint-ecr-api": "ecr.api", "endpoint-policy/endpoint-ecr-dkr": "ecr.dkr", "endpoint-statement/endpoint-s3-statement": "s3"} {
			doc := iam.Document{Version: iam.Version2012, Statements: policies[key].Statements}
			if err := doc.Validate(); err != nil || len(doc.Statements) == 0 {
				t.Fatalf("%s: %v", key, err)
			}
			properties := value.Value{Kind: value.Map, Fields: []value.Field{
				{Key: "ServiceName", Value: value.Scalar(value.Literal("com.amazonaws.eu-west-1."+service), value.Pos{})},
				{Key: "PolicyDocument", Value: value.Scalar(value.Literal(string(doc.Minified())), value.Pos{})}}}
			resource := value.Resource{Type: "AWS::EC2::VPCEndpoint", Account: value.Literal("111122223333"), Region: value.Literal("eu-west-1"), Partition: value.Literal(partition),
				Variants: []value.Variant{{Properties: properties}}}
			d := pack.Decide(rule, pack.View{Layer: manifest.Proactive}, rule.Proactive.Impl.Cases(resource))
			if d.Verdict.Kind != pack.Trusted || len(d.Verdict.Reasons) > 0 {
				t.Errorf("%s in %s: found %+v, want trusted", key, partition, d.Verdict)
			}
		}
	}
}

func TestEndpointPolicies(t *testing.T) {
	policies := policiesFor(t, testCommon(), Config{}, pack.Target{Partition: "aws"})
	ours := map[string]string{"aws:PrincipalOrgID": "o-exampleorgid", "aws:ResourceOrgID": "o-exampleorgid"}
	amazons := map[string]string{"aws:PrincipalOrgID": "o-exampleorgid", "aws:ResourceAccount": "602401143452"}
	theirs := map[string]string{"aws:PrincipalOrgID": "o-otherorgid1", "aws:ResourceOrgID": "o-exampleorgid"}
	for _, c := range []struct {
		policy, action string
		keys           map[string]string
		want           iam.Decision
	}{
		{"endpoint-ecr-dkr", getDownloadURL, ours, iam.Allowed},
		{"endpoint-ecr-dkr", "ecr:PutImage", ours, iam.Allowed},
		{"endpoint-ecr-dkr", getDownloadURL, amazons, iam.Allowed},
		{"endpoint-ecr-dkr", "ecr:PutImage", amazons, iam.ImplicitDeny},
		{"endpoint-ecr-dkr", getDownloadURL, theirs, iam.ImplicitDeny},
		{"endpoint-ecr-api", "ecr:GetAuthorizationToken", map[string]string{"aws:PrincipalOrgID": "o-exampleorgid"}, iam.Allowed},
		{"endpoint-ecr-api", "ecr:GetAuthorizationToken", theirs, iam.ImplicitDeny},
		{"endpoint-ecr-api", batchGetImage, map[string]string{"aws:PrincipalIsAWSService": "true"}, iam.Allowed},
		{"endpoint-ecr-api", batchGetImage, nil, iam.ImplicitDeny},
	} {
		got := evaluate(policies["endpoint-policy/"+c.policy], c.action, "*", iam.Caller{ARNs: []string{"arn:aws:iam::111122223333:role/r"}}, c.keys)
		if got != c.want {
			t.Errorf("%s: %s with %v: found %s, want %s", c.policy, c.action, c.keys, got, c.want)
		}
	}
}

func TestLayerBucketStatement(t *testing.T) {
	common := testCommon()
	common.Regions = []string{"eu-west-1", "us-east-1"}
	p := policiesFor(t, common, Config{}, pack.Target{Partition: "aws"})["endpoint-statement/endpoint-s3-statement"]
	object := func(bucket string) iam.Decision {
		return evaluate(p, "s3:GetObject", "arn:aws:s3:::"+bucket+"/x/y", iam.Caller{}, nil)
	}
	if object("prod-us-east-1-starport-layer-bucket") != iam.Allowed {
		t.Error("the layer bucket of a Region of the manifest is not allowed")
	}
	if object("prod-evil-starport-layer-bucket") == iam.Allowed {
		t.Error("a bucket that anyone may have named so is allowed although the manifest names Regions")
	}
	if evaluate(p, "s3:PutObject", "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/x", iam.Caller{}, nil) == iam.Allowed {
		t.Error("writing is allowed")
	}
}
