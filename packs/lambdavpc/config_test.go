package lambdavpc

import (
	"slices"
	"strings"
	"testing"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// TestFaults configures sections and compares the paths of what is reported.
func TestFaults(t *testing.T) {
	off := map[manifest.Layer]manifest.Mode{manifest.Responsive: manifest.Off}
	for _, test := range []struct {
		name, config string
		section      manifest.Section
		want         []string // paths; those of errors end in "!"
	}{
		{"nothing", ``, manifest.Section{}, []string{"controls.responsive"}},
		{"responsive off", ``, manifest.Section{Controls: off}, nil},
		{"subnets", `{"trustedSubnetIDs":["subnet-11111111"]}`, manifest.Section{Controls: off}, nil},
		{"VPCs alone", `{"trustedVPCIDs":["vpc-11111111"]}`, manifest.Section{Controls: off}, []string{"configuration.trustedVPCIDs", "configuration.trustedVPCIDs"}},
		{"VPCs and subnets", `{"trustedVPCIDs":["vpc-11111111"],"trustedSubnetIDs":["subnet-11111111"]}`, manifest.Section{Controls: off}, []string{"configuration.trustedVPCIDs"}},
		{"not on update", `{"requireVpcOnUpdate":false}`, manifest.Section{Controls: off}, []string{"configuration.requireVpcOnUpdate"}},
		{"a grantee", ``, manifest.Section{Controls: off, Exceptions: []manifest.Exception{{Resource: "arn:aws:lambda:*:*:function:f"}, {Grantee: "x"}}}, []string{"exceptions[1].grantee"}},
		{"no JSON", `{"requireVpcOnUpdate":"yes"}`, manifest.Section{Controls: off}, []string{"configuration!"}},
	} {
		test.section.Enabled, test.section.Configuration = true, []byte(test.config)
		rule, faults := Package.NewRule(common, test.section)
		var got []string
		failed := false
		for _, f := range faults {
			path := f.Path
			if !f.Warning {
				path, failed = path+"!", true
			}
			got = append(got, path)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: faults are %v, want %v\n%v", test.name, got, test.want, faults)
		}
		if (rule.Judge == nil) != failed {
			t.Errorf("%s: a rule comes back exactly when nothing is an error", test.name)
		}
	}
}

// TestResponsiveIsOff holds the package's default against the section's mode.
func TestResponsiveIsOff(t *testing.T) {
	for _, test := range []struct {
		section manifest.Section
		want    manifest.Mode
	}{
		{manifest.Section{Enabled: true}, manifest.Off},
		{manifest.Section{Enabled: true, Mode: manifest.Enforce}, manifest.Off},
		{manifest.Section{Enabled: true, Mode: manifest.Audit}, manifest.Off},
		{manifest.Section{Enabled: true, Controls: map[manifest.Layer]manifest.Mode{manifest.Responsive: manifest.Enforce}}, manifest.Enforce},
	} {
		rule, _ := Package.NewRule(common, test.section)
		if got := rule.Policy.ModeOf(manifest.Responsive); got != test.want {
			t.Errorf("section %+v: responsive is %s, want %s", test.section, got, test.want)
		}
	}
}

// TestPolicy holds the shortest policy against its text, and counts the longest.
func TestPolicy(t *testing.T) {
	text := func(common manifest.Common, c Config, target pack.Target) string {
		rule, _ := Package.NewRule(common, enabled(c))
		return string(iam.Document{Version: iam.Version2012, Statements: rule.Preventative.Impl.Policies(target)[0].Statements}.Minified())
	}
	unguarded := common
	unguarded.Guard = manifest.Off
	const want = `{"Version":"2012-10-17","Statement":[{"Sid":"DenyFunctionOutsideVPC","Effect":"Deny","Action":["lambda:CreateFunction","lambda:UpdateFunctionConfiguration"],` +
		`"Resource":"*","Condition":{"Null":{"lambda:VpcIds":"true"},"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/break-glass"}}}]}`
	target := pack.Target{Partition: iam.PartitionAWS, Exempt: []string{"arn:aws:iam::*:role/break-glass"}}
	if got := text(unguarded, Config{}, target); got != want {
		t.Errorf("the policy is\n%s\nwant\n%s", got, want)
	}
	all := Config{TrustedVPCIDs: []string{"vpc-11111111"}, TrustedSubnetIDs: []string{"subnet-11111111"}, TrustedSecurityGroupIDs: []string{"sg-11111111"}}
	got := text(common, all, pack.Target{Partition: iam.PartitionAWS})
	if n := strings.Count(got, `"Sid"`); n != 7 {
		t.Errorf("the longest policy has %d statements, want 7:\n%s", n, got)
	}
	if len(got) > 5120 {
		t.Errorf("the longest policy has %d characters, more than one document of the former quota holds", len(got))
	}
	if strings.Contains(text(common, Config{}, pack.Target{}), "${") {
		t.Error("the policy needs policy variables")
	}
}
