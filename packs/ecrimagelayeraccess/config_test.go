package ecrimagelayeraccess

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/truststack/truststack/manifest"
)

// configureText configures the package from the text of its configuration.
func configureText(t *testing.T, configuration string) []manifest.Fault {
	t.Helper()
	rule, faults := Package.NewRule(testCommon(), manifest.Section{Enabled: true, Configuration: json.RawMessage(configuration)})
	failed := false
	for _, f := range faults {
		failed = failed || !f.Warning
		if f.Found == "" || f.Hint == "" {
			t.Errorf("a fault says what was found and what to do next: %+v", f)
		}
	}
	if failed != (rule.Judge == nil) {
		t.Errorf("a rule comes back only without an error: %v", faults)
	}
	return faults
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ configuration, path, text string }{
		{`{"allowedNetworks":["203.0.113.7/24"]}`, "configuration.allowedNetworks[0]", "203.0.113.0/24"},
		{`{"allowedNetworks":["2001:db8::1/32"]}`, "configuration.allowedNetworks[0]", "2001:db8::/32"},
		{`{"allowedNetworks":["203.0.113.0/33"]}`, "configuration.allowedNetworks[0]", "CIDR"},
		{`{"allowedNetworks":["::ffff:203.0.113.0/120"]}`, "configuration.allowedNetworks[0]", "IPv4"},
		{`{"allowedNetworks":["203.0.113.0/24","office"]}`, "configuration.allowedNetworks[1]", "CIDR"},
		{`{"allowedNetworks":[""]}`, "configuration.allowedNetworks[0]", "CIDR"},
		{`{"allowedVPCEndpoints":["vpce-*"]}`, "configuration.allowedVPCEndpoints[0]", "wildcards"},
		{`{"allowedVPCs":["vpce-0a1b2c3d4e5f60718"]}`, "configuration.allowedVPCs[0]", "id of a VPC"},
		{`{"allowedRoleNames":["arn:aws:iam::111122223333:role/x"]}`, "configuration.allowedRoleNames[0]", "role/"},
		{`{"networkExemptRoleNames":["a b"]}`, "configuration.networkExemptRoleNames[0]", "a b"},
		{`{"allowedRoleNames":"x"}`, "configuration", "fields"},
	} {
		found := false
		for _, f := range configureFaults(c.configuration) {
			if f.Path == c.path && !f.Warning && strings.Contains(f.String()+f.Hint, c.text) {
				found = true
			}
		}
		if !found {
			t.Errorf("%s: no error at %s that says %q: %v", c.configuration, c.path, c.text, configureFaults(c.configuration))
		}
	}
}

func configureFaults(configuration string) []manifest.Fault {
	_, faults := Package.NewRule(testCommon(), manifest.Section{Enabled: true, Configuration: json.RawMessage(configuration)})
	return faults
}

func TestWarnings(t *testing.T) {
	for _, c := range []struct{ configuration, path, text string }{
		{`{}`, "configuration.allowedRoleNames", "denied everyone"},
		{`{}`, "configuration.allowedNetworks", "denied everyone"},
		{`{"allowedRoleNames":["r"]}`, "configuration.allowedRoleNames", "under any path"},
		{`{"allowedRoleNames":["*"]}`, "configuration.allowedRoleNames[0]", "every role"},
		{`{"allowedNetworks":["10.0.0.0/8"]}`, "configuration.allowedNetworks[0]", "never matches"},
		{`{"allowedNetworks":["100.64.0.0/16"]}`, "configuration.allowedNetworks[0]", "never matches"},
		{`{"allowedNetworks":["fd00::/8"]}`, "configuration.allowedNetworks[0]", "never matches"},
		{`{"allowedNetworks":["0.0.0.0/0"]}`, "configuration.allowedNetworks[0]", "every address"},
		{`{"allowedNetworks":["::/0"]}`, "configuration.allowedNetworks[0]", "every address"},
		{`{"allowedVPCEndpoints":["vpce-0a1b2c3d4e5f60718"]}`, "configuration.allowedVPCEndpoints", "ecr.dkr"},
		{`{"networkExemptRoleNames":["r"]}`, "configuration.networkExemptRoleNames", "no network list"},
		{`{"allowedRoleNames":["a"],"allowedNetworks":["203.0.113.0/24"],"networkExemptRoleNames":["b"]}`, "configuration.networkExemptRoleNames[0]", "still not pull"},
		{`{"allowViaAWSService":true}`, "configuration.allowViaAWSService", "docker"},
	} {
		found := false
		for _, f := range configureText(t, c.configuration) {
			if f.Path == c.path && f.Warning && strings.Contains(f.Found+f.Hint, c.text) {
				found = true
			}
		}
		if !found {
			t.Errorf("%s: no warning at %s that says %q", c.configuration, c.path, c.text)
		}
	}
	quiet := `{"allowedRoleNames":["build-*"],"allowedNetworks":["203.0.113.0/24","2001:db8:1::/48"],"allowedVPCEndpoints":["vpce-0a1b2c3d4e5f60718","vpce-0a1b2c3d4e5f60719"],"networkExemptRoleNames":["build-image"]}`
	if faults := configureText(t, quiet); len(faults) != 1 {
		t.Errorf("found %v, want only the difference from the original", faults)
	}
}
