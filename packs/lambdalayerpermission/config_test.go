package lambdalayerpermission

import (
	"slices"
	"testing"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

var common = manifest.Common{AWSOrganizationARN: "arn:aws:organizations::999900001111:organization/o-exampleorgid",
	AWSOrganizationID: "o-exampleorgid", DeploymentAccountID: "123456789012"}

// TestFaults configures sections and compares the paths of what is reported.
func TestFaults(t *testing.T) {
	const lists = `"trustedAccountIDs":["222233334444"],"trustedOrgIDs":["o-exampleorgid"]`
	for _, test := range []struct {
		name, config string
		section      manifest.Section
		want         []string // paths; those of errors end in "!"
	}{
		{"all lists", `{` + lists + `,"permissionAdminRoles":["publisher"]}`, manifest.Section{}, nil},
		{"no admins", `{` + lists + `}`, manifest.Section{}, nil},
		{"empty", ``, manifest.Section{}, []string{"configuration.trustedAccountIDs", "configuration.trustedOrgIDs"}},
		{"an ARN for a name", `{` + lists + `,"permissionAdminRoles":["a","arn:aws:iam::111122223333:role/b"]}`, manifest.Section{}, []string{"configuration.permissionAdminRoles[1]!"}},
		{"every role", `{` + lists + `,"permissionAdminRoles":["*"]}`, manifest.Section{}, []string{"configuration.permissionAdminRoles[0]"}},
		{"no policy to enforce", `{` + lists + `}`, manifest.Section{Controls: map[manifest.Layer]manifest.Mode{manifest.Preventative: manifest.Enforce}}, []string{"controls.preventative"}},
		{"no policy, and off", `{` + lists + `}`, manifest.Section{Controls: map[manifest.Layer]manifest.Mode{manifest.Preventative: manifest.Off}}, nil},
		{"exceptions that cannot match", `{` + lists + `}`, manifest.Section{Exceptions: []manifest.Exception{
			{Resource: "arn:aws:lambda:*:111122223333:layer:shared"}, {Resource: "arn:aws:lambda:*:111122223333:layer:shared:*"},
			{Resource: "arn:aws:lambda:*:111122223333:function:f"}, {Resource: "arn:aws:sns:*:111122223333:t"}, {Resource: "arn:aws:*:*:111122223333:layer:a"},
			{Resource: "arn:aws:lambda:*:*:layer:a*"}, {Grantee: "arn:aws:iam::777788889999:root"}, {Grantee: "777788889999"}}},
			[]string{"exceptions[0].resource", "exceptions[2].resource", "exceptions[3].resource", "exceptions[6].grantee"}},
		{"no JSON", `{"trustedOrgIDs":1}`, manifest.Section{}, []string{"configuration!"}},
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

// TestPolicy holds the policy against its text: one Deny of one action, that binds
// neither admins nor exempt principals, or nothing.
func TestPolicy(t *testing.T) {
	rule, _ := Package.NewRule(common, manifest.Section{Enabled: true})
	target := pack.Target{Partition: iam.PartitionAWS, Exempt: []string{"arn:aws:iam::*:role/break-glass"}}
	if got := rule.Preventative.Impl.Policies(target); len(got) != 0 {
		t.Errorf("without admin roles there are %d policies, want none", len(got))
	}
	rule, _ = Package.NewRule(common, manifest.Section{Enabled: true, Configuration: []byte(`{"permissionAdminRoles":["publisher"]}`)})
	if !slices.Equal(rule.Roles, []string{"publisher"}) {
		t.Errorf("the guard protects %v, want the admin roles", rule.Roles)
	}
	var out string
	for _, p := range rule.Preventative.Impl.Policies(target) {
		out += string(iam.Document{Version: iam.Version2012, Statements: p.Statements}.Minified())
	}
	const want = `{"Version":"2012-10-17","Statement":[{"Sid":"DenyLayerPermissionByOthers","Effect":"Deny","Action":"lambda:AddLayerVersionPermission","Resource":"*",` +
		`"Condition":{"ArnNotLike":{"aws:PrincipalArn":["arn:aws:iam::*:role/publisher","arn:aws:iam::*:role/*/publisher","arn:aws:iam::*:role/break-glass"]}}}]}`
	if out != want {
		t.Errorf("the policy is\n%s\nwant\n%s", out, want)
	}
}
