package pack

import "testing"

func TestCheckRoleNames(t *testing.T) {
	for _, test := range []struct {
		name          string
		fault, warned bool
	}{
		{"Deployer", false, false},
		{"team/Deployer", false, false},
		{"/team/Deployer", false, false},
		{"deploy-*", false, false},
		{"*/Deployer", false, false},
		{"AWSReservedSSO_Admin_?123", false, false},
		{"a+=,.@_-", false, false},
		{"*", true, true},
		{"*/*", true, true},
		{"", true, false},
		{"arn:aws:iam::111122223333:role/Deployer", true, false},
		{"role/Deployer", true, false},
		{"team/", true, false},
		{"a b", true, false},
		{"${aws:PrincipalTag/x}", true, false},
		{"a:b", true, false},
		{"Déployeur", true, false},
	} {
		faults := CheckRoleNames("configuration.roles", []string{"ok", test.name})
		if got := len(faults) > 0; got != test.fault || got && faults[0].Warning != test.warned {
			t.Errorf("%q: faults are %v, want a fault %v, a warning %v", test.name, faults, test.fault, test.warned)
		}
		for _, f := range faults {
			if f.Path != "configuration.roles[1]" || f.Hint == "" {
				t.Errorf("%q: the fault names no place or no next step: %+v", test.name, f)
			}
		}
	}
}
