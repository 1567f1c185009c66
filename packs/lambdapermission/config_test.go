package lambdapermission

import (
	"slices"
	"strings"
	"testing"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

var common = manifest.Common{AWSOrganizationARN: "arn:aws:organizations::999900001111:organization/o-exampleorgid",
	AWSOrganizationID: "o-exampleorgid", DeploymentAccountID: "123456789012"}

func newRule(t *testing.T, common manifest.Common, configuration string) pack.Rule {
	t.Helper()
	rule, faults := Package.NewRule(common, manifest.Section{Enabled: true, Configuration: []byte(configuration)})
	if rule.Judge == nil {
		t.Fatal(faults)
	}
	return rule
}

// faultCase is a section and where its faults are.
type faultCase struct {
	name, configuration string
	common              manifest.Common
	exceptions          []manifest.Exception
	errors, warnings    []string // paths
}

func faultCases() []faultCase {
	china := common
	china.AWSOrganizationARN = "arn:aws-cn:organizations::999900001111:organization/o-exampleorgid"
	return []faultCase{
		{name: "nothing", configuration: `{}`, common: common,
			warnings: []string{"configuration.permissionAdminRoles", "configuration.trustedAccountIDs", "configuration.trustedOrgIDs"}},
		{name: "all well", configuration: `{"trustedAccountIDs":["111122223333"],"trustedOrgIDs":["o-exampleorgid"],"trustedServicePrincipals":["events.amazonaws.com","alexa-appkit.amazon.com"],"permissionAdminRoles":["team/granter","deploy-*"]}`, common: common,
			warnings: []string{"configuration.trustedAccountIDs", "configuration.trustedOrgIDs", "configuration.trustedServicePrincipals"}},
		{name: "no administrators", configuration: `{"trustedAccountIDs":["111122223333"],"trustedOrgIDs":["o-exampleorgid"]}`, common: common,
			warnings: []string{"configuration.permissionAdminRoles", "enabled"}},
		{name: "accounts", configuration: `{"trustedAccountIDs":["1111-2222-3333","*","111122223333"]}`, common: common,
			errors: []string{"configuration.trustedAccountIDs[0]", "configuration.trustedAccountIDs[1]"}},
		{name: "organisations", configuration: `{"trustedOrgIDs":["O-EXAMPLEORGID","o-*"]}`, common: common,
			errors: []string{"configuration.trustedOrgIDs[0]", "configuration.trustedOrgIDs[1]"}},
		{name: "services", configuration: `{"trustedServicePrincipals":["*.amazonaws.com","events","s3.amazonaws.com.cn","s3.amazonaws.com.evil.test"]}`, common: common,
			errors: []string{"configuration.trustedServicePrincipals[0]", "configuration.trustedServicePrincipals[1]", "configuration.trustedServicePrincipals[2]", "configuration.trustedServicePrincipals[3]"}},
		{name: "Alexa in China", configuration: `{"trustedServicePrincipals":["alexa-appkit.amazon.com"]}`, common: china,
			errors: []string{"configuration.trustedServicePrincipals[0]"}},
		{name: "regional service", configuration: `{"trustedServicePrincipals":["logs.eu-west-1.amazonaws.com"]}`, common: common,
			warnings: []string{"configuration.trustedServicePrincipals[0]"}},
		{name: "roles", configuration: `{"permissionAdminRoles":["arn:aws:iam::111122223333:role/x","role/x","a b"]}`, common: common,
			errors: []string{"configuration.permissionAdminRoles[0]", "configuration.permissionAdminRoles[1]", "configuration.permissionAdminRoles[2]"}},
		{name: "exceptions", configuration: `{}`, common: common, exceptions: []manifest.Exception{
			{Resource: "arn:aws:lambda:*:111122223333:function:f:live", Reason: "r", Owner: "o", Expires: "2030-01-01"},
			{Resource: "arn:aws:lambda:*:111122223333:layer:l:1", Reason: "r", Owner: "o", Expires: "2030-01-01"},
			{Resource: "arn:aws:lambda:*:111122223333:function:f", Grantee: "arn:aws:iam::777788889999:root", Reason: "r", Owner: "o", Expires: "2030-01-01"}},
			warnings: []string{"exceptions[0].resource", "exceptions[1].resource", "exceptions[2].grantee"}},
		{name: "not JSON of this package", configuration: `{"trustedOrgIDs":"o-exampleorgid"}`, common: common, errors: []string{"configuration"}},
	}
}

// TestFaults: what is wrong is an error where it stands, what may surprise a
// warning.
func TestFaults(t *testing.T) {
	for _, c := range faultCases() {
		rule, faults := Package.NewRule(c.common, manifest.Section{Enabled: true, Configuration: []byte(c.configuration), Exceptions: c.exceptions})
		var errors, warnings []string
		for _, f := range faults {
			if f.Found == "" || f.Hint == "" && f.Wanted == "" {
				t.Errorf("%s: %s says too little: %+v", c.name, f.Path, f)
			}
			if f.Warning {
				warnings = append(warnings, f.Path)
			} else {
				errors = append(errors, f.Path)
			}
		}
		slices.Sort(warnings)
		if !slices.Equal(errors, c.errors) {
			t.Errorf("%s: errors at %v, want %v", c.name, errors, c.errors)
		}
		for _, want := range c.warnings {
			if !slices.Contains(warnings, want) {
				t.Errorf("%s: warnings at %v, want one at %s", c.name, warnings, want)
			}
		}
		if (rule.Judge == nil) != (len(c.errors) > 0) {
			t.Errorf("%s: there is a rule exactly when there is no error", c.name)
		}
	}
	if _, faults := Package.NewRule(common, manifest.Section{}); len(faults) > 0 {
		t.Errorf("a section that is not enabled has faults: %v", faults)
	}
}

// TestAlexaListed: no case file can list Alexa, which is a service in one
// partition only.
func TestAlexaListed(t *testing.T) {
	rule := newRule(t, common, `{"trustedServicePrincipals":["alexa-appkit.amazon.com"]}`)
	grant := func(principal string) Permission {
		return Permission{Owner: value.Literal("111122223333"), Actions: given(value.Literal("lambda:InvokeFunction")),
			Principal: pack.ParsePrincipal(value.Literal(principal), "aws"), EventSourceTokens: given(value.Literal("amzn1.ask.skill.1"))}
	}
	if v := rule.Judge(grant(pack.AlexaSkills)); v.Kind != pack.Trusted {
		t.Errorf("a listed Alexa service with a token is %s: %v", v.Kind, v.Reasons)
	}
	if v := rule.Judge(grant(pack.AlexaHome)); v.Kind != pack.Untrusted || v.Reasons[0].Code != "LAMBDA-SERVICE" {
		t.Errorf("an Alexa service that is not listed is %s: %v", v.Kind, v.Reasons)
	}
}

// TestRepairs: the reasons of services that are often left without a source name
// the known repair.
func TestRepairs(t *testing.T) {
	rule := newRule(t, common, `{}`)
	for service, want := range map[string]string{"elasticloadbalancing.amazonaws.com": "target group", "secretsmanager.amazonaws.com": "secret", "s3.amazonaws.com": "bucket"} {
		v := rule.Judge(Permission{Owner: value.Literal("111122223333"), Actions: given(value.Literal("lambda:InvokeFunction")),
			Principal: pack.ParsePrincipal(value.Literal(service), "aws")})
		if len(v.Reasons) != 1 || !strings.Contains(v.Reasons[0].Fix, "SourceAccount") || !strings.Contains(v.Reasons[0].Fix, want) {
			t.Errorf("%s: the fix does not name SourceAccount and the %s: %+v", service, want, v.Reasons)
		}
	}
}
