//go:build conformance

package conformance

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/truststack/truststack/cfn"
	"github.com/truststack/truststack/engine"
	"github.com/truststack/truststack/manifest/source"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/packs"
)

// labelRules maps rules of the Guard Rules Registry that are near ours to the
// packages that judge the same thing. The other rules of the corpus are about
// encryption, concurrency, queues: their templates are only read.
var labelRules = map[string][]string{
	"LAMBDA_INSIDE_VPC":                          {"lambda-vpc-security"},
	"LAMBDA_NO_WILDCARD_PRINCIPALS":              {"lambda-permission-security", "lambda-layer-permission-security"},
	"LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED":   {"lambda-permission-security", "lambda-layer-permission-security"},
	"LAMBDA_PERMISSION_INVOKE_FUNCTION_ACTION":   {"lambda-permission-security"},
	"SNS_TOPICPOLICY_NO_WILDCARD_PRINCIPAL":      {"sns-subscription-security"},
	"SNS_TOPICPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL": {"sns-subscription-security"},
	"SNS_TOPICPOLICY_NO_ALLOW_PLUS_NOT_ACTION":   {"sns-subscription-security"},
}

// labelManifest trusts the accounts and the organisation that the registry's
// templates name, so that labels are about the form of a grant, as theirs are.
const labelManifest = `version: v1
spec:
  awsOrganizationARN: arn:aws:organizations::999900001111:organization/o-aa111bb222
  awsOrganizationID: o-aa111bb222
  deploymentAccountID: "123456789012"
  securityPackages:
    lambdaLayerPermissionSecurity: {enabled: true, configuration: {trustedAccountIDs: ["111122223333", "123456789012"], trustedOrgIDs: [o-aa111bb222]}}
    lambdaPermissionSecurity: {enabled: true, configuration: {trustedAccountIDs: ["111122223333", "123456789012"], trustedOrgIDs: [o-aa111bb222]}}
    lambdaVPCSecurity: {enabled: true}
    snsSubscriptionSecurity: {enabled: true, configuration: {trustedProtocols: [sqs], trustedAccountIDs: ["111122223333", "123456789012"]}}
`

// labelDifference is one case in which our verdict and the label differ.
type labelDifference struct {
	File     string `json:"file"`
	Resource string `json:"resource"` // the case's name in the file
	Ours     string `json:"ours"`
	Theirs   string `json:"theirs"`
	Cause    string `json:"cause"`
	Why      string `json:"why"`

	used int
}

// labelCauses is why a label may differ.
var labelCauses = map[string]bool{
	"suppression":  true, // theirs honours a suppression inside the template; ours never does
	"whose":        true, // theirs asks whether something is there, ours whose it is
	"organisation": true, // theirs rejects *, ours trusts * with a trusted organisation
	"scope":        true, // theirs judges actions that are not this package's subject
	"malformed":    true, // CloudFormation would refuse the template, so what it grants cannot be known
}

type labelCase struct {
	Name         string
	Input        yaml.Node
	Expectations struct{ Rules map[string]string }
}

// TestLabels holds our verdicts against the labels of the Guard Rules Registry.
func TestLabels(t *testing.T) {
	m, _, faults := source.Read([]byte(labelManifest), packs.Definitions())
	rules, more := packs.Configure(m)
	if rules == nil {
		t.Fatal(faults, more)
	}
	listed := readLabelDifferences(t)
	compared, read := 0, 0
	for name, data := range templateFiles(t, "templates/guard-rules-registry", 13) {
		var cases []labelCase
		if err := yaml.Unmarshal(data, &cases); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		named := map[string]int{}
		for _, c := range cases {
			if named[c.Name]++; named[c.Name] > 1 {
				c.Name += fmt.Sprintf(" (%d)", named[c.Name])
			}
			text, err := yaml.Marshal(&c.Input)
			if err != nil {
				t.Fatal(err)
			}
			template, err := cfn.Parse(text)
			if err != nil {
				t.Errorf("%s: %s: %v", name, c.Name, err)
				continue
			}
			read++
			results := engine.Check(rules, template.Resources(cfn.Options{Reads: engine.Reads(rules), Peers: engine.Peers(rules), Partition: "aws"}), time.Now())
			for rule, label := range c.Expectations.Rules {
				packages, near := labelRules[rule]
				if !near {
					continue
				}
				compared++
				d := labelDifference{File: path.Base(name), Resource: c.Name, Ours: verdictOf(results, packages), Theirs: label}
				if !d.agrees() && !d.isListed(listed) {
					t.Errorf("%s: %q: ours %s, theirs %s\n%s", d.File, d.Resource, d.Ours, d.Theirs, explainResults(results))
				}
			}
		}
	}
	t.Logf("%d templates read, %d labels compared, %d differences listed", read, compared, len(listed))
	if compared < 50 {
		t.Errorf("%d labels were compared, want at least 50", compared)
	}
	for _, d := range listed {
		if d.used != 1 {
			t.Errorf("labels_differences.json: the entry %s %q matches %d differences, want 1", d.File, d.Resource, d.used)
		}
	}
}

// agrees: FAIL is untrusted; PASS and SKIP are anything but.
func (d labelDifference) agrees() bool {
	return (d.Theirs == "FAIL") == (d.Ours == "untrusted")
}

func (d labelDifference) isListed(listed []*labelDifference) bool {
	for _, l := range listed {
		if l.File == d.File && l.Resource == d.Resource && l.Ours == d.Ours && l.Theirs == d.Theirs {
			l.used++
			return true
		}
	}
	return false
}

// verdictOf folds the results of some packages: "none" when they judge nothing.
func verdictOf(results []engine.Result, packages []string) string {
	var verdicts []pack.Verdict
	for _, r := range results {
		for _, name := range packages {
			if r.Decision.Package.Name == name {
				verdicts = append(verdicts, r.Decision.Verdict)
			}
		}
	}
	if len(verdicts) == 0 {
		return "none"
	}
	return pack.Fold(verdicts...).Kind.String()
}

func explainResults(results []engine.Result) string {
	var b strings.Builder
	for _, r := range results {
		for _, reason := range r.Decision.Verdict.Reasons {
			fmt.Fprintf(&b, "  %s %s: %s\n", r.Resource.ID, reason.Code, reason.Text)
		}
		for _, m := range r.Decision.Verdict.Missing {
			fmt.Fprintf(&b, "  %s %s: %s\n", r.Resource.ID, m.Code, m.Why)
		}
	}
	return b.String()
}

func readLabelDifferences(t *testing.T) []*labelDifference {
	t.Helper()
	data, err := os.ReadFile("labels_differences.json")
	if err != nil {
		t.Fatal(err)
	}
	var listed []*labelDifference
	if err := json.Unmarshal(data, &listed); err != nil {
		t.Fatalf("labels_differences.json: %v", err)
	}
	for _, d := range listed {
		if !labelCauses[d.Cause] || d.Why == "" {
			t.Errorf("labels_differences.json: %s %q has the cause %q and the reason %q", d.File, d.Resource, d.Cause, d.Why)
		}
	}
	return listed
}
