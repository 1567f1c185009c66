package generate

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// fixed is a rule whose policy is what a test says.
type fixed struct{ policies []pack.Policy }

func (f fixed) Policies(t pack.Target) []pack.Policy {
	for i := range f.policies {
		for j := range f.policies[i].Statements {
			f.policies[i].Statements[j] = t.Spare(f.policies[i].Statements[j])
		}
	}
	return f.policies
}

func (f fixed) Requests(pack.Subject) ([]iam.Request, bool) { return nil, false }

func input(rules ...pack.Rule) Input {
	m := manifest.Manifest{Version: "v1"}
	m.Spec.AWSOrganizationARN = "arn:aws:organizations::999900001111:organization/o-exampleorgid"
	m.Spec.AWSOrganizationID = "o-exampleorgid"
	m.Spec.DeploymentAccountID = "123456789012"
	m.Spec.ExemptPrincipals = []string{"arn:aws:iam::*:role/break-glass", "arn:aws:iam::123456789012:user/admin"}
	m.Spec.DeploymentTargets = &manifest.Targets{OrganizationalUnits: []string{"Root"}}
	m.Spec.SecurityPackages = map[string]manifest.Section{}
	for _, r := range rules {
		m.Spec.SecurityPackages[r.Package.Key] = manifest.Section{Enabled: true}
	}
	return Input{Manifest: m, Rules: rules, Targets: Targets()}
}

func rule(name string, roles []string, statements ...iam.Statement) pack.Rule {
	return pack.Rule{Package: &pack.Package{Name: name, Key: name}, Roles: roles,
		Policy:       manifest.Policy{Modes: map[manifest.Layer]manifest.Mode{}},
		Preventative: pack.Layer[pack.Preventative]{Impl: fixed{[]pack.Policy{{Kind: pack.SCP, Name: name, Statements: statements}}}}}
}

func evaluate(t *testing.T, p pack.Policy, action, resource, caller string, keys ...string) iam.Decision {
	t.Helper()
	c := iam.NewContext(iam.UnlistedAbsent).Set("aws:PrincipalArn", iam.SingleValue(caller))
	for i := 0; i+1 < len(keys); i += 2 {
		v := iam.SingleValue(keys[i+1])
		if keys[i] == "aws:TagKeys" {
			v = iam.MultiValue(strings.Split(keys[i+1], ",")...)
		}
		c.Set(keys[i], v)
	}
	return iam.Evaluate(iam.Document{Version: iam.Version2012, Statements: p.Statements}, iam.Request{Action: action, Resource: resource, Context: c}).Decision
}

// TestGuard: the guard denies to everyone but exempt principals what the other
// policies rest on, and nothing else.
func TestGuard(t *testing.T) {
	guard := Guard(input(rule("one", []string{"Deployer"})))
	const someone = "arn:aws:iam::111122223333:role/admin"
	for _, test := range []struct {
		name, action, resource string
		keys                   []string
		denied                 bool
	}{
		{"make a trusted role", "iam:CreateRole", "arn:aws:iam::111122223333:role/Deployer", nil, true},
		{"make a trusted role under a path", "iam:CreateRole", "arn:aws:iam::111122223333:role/a/b/Deployer", nil, true},
		{"open a trusted role", "iam:UpdateAssumeRolePolicy", "arn:aws:iam::111122223333:role/Deployer", nil, true},
		{"forge an exempt role", "iam:CreateRole", "arn:aws:iam::111122223333:role/break-glass", nil, true},
		{"forge an exempt user", "iam:CreateAccessKey", "arn:aws:iam::123456789012:user/admin", nil, true},
		{"forge a StackSets role", "iam:CreateRole", "arn:aws:iam::111122223333:role/stacksets-exec-1", nil, true},
		{"make another role", "iam:CreateRole", "arn:aws:iam::111122223333:role/DeployerX", nil, false},
		{"read a trusted role", "iam:GetRole", "arn:aws:iam::111122223333:role/Deployer", nil, false},
		{"pass a trusted role", "iam:PassRole", "arn:aws:iam::111122223333:role/Deployer", nil, false},
		{"switch a rule off", "events:DisableRule", "arn:aws:events:eu-west-1:111122223333:rule/truststack-sns", nil, true},
		{"change a function", "lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-1:111122223333:function:truststack-sns-detective", nil, true},
		{"take the reserved prefix", "lambda:CreateFunction", "arn:aws:lambda:eu-west-1:111122223333:function:truststack-x", nil, true},
		{"empty a queue", "sqs:PurgeQueue", "arn:aws:sqs:eu-west-1:111122223333:truststack-q", nil, true},
		{"delete the stack", "cloudformation:DeleteStack", "arn:aws:cloudformation:eu-west-1:111122223333:stack/StackSet-truststack-sns-1/x", nil, true},
		{"change another function", "lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-1:111122223333:function:app", nil, false},
		{"switch the hook off", "cloudformation:DeactivateType", "arn:aws:cloudformation:eu-west-1:111122223333:type/hook/TrustStack-SNS-Hook", nil, true},
		{"set the tag", "lambda:TagResource", "arn:aws:lambda:eu-west-1:111122223333:function:app", []string{"aws:TagKeys", "team,ts:exclude"}, true},
		{"create with the tag", "lambda:CreateFunction", "arn:aws:lambda:eu-west-1:111122223333:function:app", []string{"aws:TagKeys", "ts:exclude"}, true},
		{"remove the tag", "lambda:UntagResource", "arn:aws:lambda:eu-west-1:111122223333:function:app", []string{"aws:TagKeys", "ts:exclude"}, true},
		{"set the tag in another case", "lambda:TagResource", "arn:aws:lambda:eu-west-1:111122223333:function:app", []string{"aws:TagKeys", "TS:Exclude"}, true},
		{"set another tag", "lambda:TagResource", "arn:aws:lambda:eu-west-1:111122223333:function:app", []string{"aws:TagKeys", "team"}, false},
		{"create without tags", "lambda:CreateFunction", "arn:aws:lambda:eu-west-1:111122223333:function:app", nil, false},
		{"suppress a finding", "securityhub:BatchUpdateFindings", "*", []string{"securityhub:ASFFSyntaxPath/Workflow.Status", "SUPPRESSED"}, true},
		{"note a finding", "securityhub:BatchUpdateFindings", "*", []string{"securityhub:ASFFSyntaxPath/Workflow.Status", "NOTIFIED"}, false},
	} {
		want := iam.ImplicitDeny
		if test.denied {
			want = iam.ExplicitDeny
		}
		if got := evaluate(t, guard, test.action, test.resource, someone, test.keys...); got != want {
			t.Errorf("%s: found %s, want %s", test.name, got, want)
		}
		for _, exempt := range []string{"arn:aws:iam::111122223333:role/break-glass", "arn:aws:iam::111122223333:role/truststack-sns-responder",
			"arn:aws:iam::111122223333:role/stacksets-exec-1", "arn:aws:iam::111122223333:role/AWSControlTowerExecution", "arn:aws:iam::111122223333:role/AWSAccelerator-Deploy"} {
			if got := evaluate(t, guard, test.action, test.resource, exempt, test.keys...); got != iam.ImplicitDeny {
				t.Errorf("%s by %s: found %s", test.name, exempt, got)
			}
		}
	}
	// CDK's execution role deploys for everyone: exempting it would exempt all.
	if got := evaluate(t, guard, "iam:CreateRole", "arn:aws:iam::111122223333:role/Deployer", "arn:aws:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1"); got != iam.ExplicitDeny {
		t.Errorf("CDK's execution role is exempt: %s", got)
	}
}

// TestGuardEveryStatementSparesExempt: a Deny without the exempt principals would
// lock TrustStack and the organisation's administration out.
func TestGuardEveryStatementSparesExempt(t *testing.T) {
	for _, st := range Guard(input(rule("one", nil))).Statements {
		if _, ok := st.Condition.Find("ArnNotLike", "aws:PrincipalArn"); !ok {
			t.Errorf("%s spares nobody", st.Sid)
		}
	}
}

func TestFilesRepeat(t *testing.T) {
	in := input(rule("one", []string{"Deployer"}, pack.Deny("DenyA", nil, "a:B")), rule("two", nil, pack.Deny("DenyC", nil, "c:D")))
	first, err := Files(in)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Files(in)
	if err != nil || len(first) != len(second) {
		t.Fatal(err, len(first), len(second))
	}
	for i := range first {
		if first[i].Path != second[i].Path || !bytes.Equal(first[i].Data, second[i].Data) {
			t.Errorf("%s differs", first[i].Path)
		}
	}
	var index Index
	if err := json.Unmarshal(first[len(first)-1].Data, &index); err != nil || len(index.Files) != len(first)-1 {
		t.Errorf("the index lists %d of %d files: %v", len(index.Files), len(first)-1, err)
	}
}

// TestRoundTrip: what is written parses back to the same policy.
func TestRoundTrip(t *testing.T) {
	files, err := Files(input(rule("one", []string{"Deployer"}, pack.Deny("DenyA", pack.MustAnd(nil, "StringNotLike", "k", "${?}*", `\<&>"é`), "a:B"))))
	if err != nil {
		t.Fatal(err)
	}
	policies := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Path, ".scp.json") {
			continue
		}
		policies++
		doc, err := iam.Parse(f.Data)
		if err != nil || !bytes.Equal(doc.Minified(), f.Data) {
			t.Errorf("%s: %v", f.Path, err)
		}
	}
	if policies != 2 {
		t.Errorf("found %d policies, want 2", policies)
	}
}

// TestAccelerator: what audits is not attached, what does not fit the
// accelerator's own limit is an error that says what to do.
func TestAccelerator(t *testing.T) {
	audit := rule("audit", nil, pack.Deny("DenyAudit", nil, "a:B"))
	audit.Policy.Modes[manifest.Preventative] = manifest.Audit
	files, err := Files(input(audit, rule("on", nil, pack.Deny("DenyOn", nil, "a:B"))))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		attached := strings.HasPrefix(f.Path, "lza/")
		if attached && bytes.Contains(f.Data, []byte("DenyAudit")) {
			t.Errorf("%s attaches a policy that only audits", f.Path)
		}
		if f.Path == "policies/audit.scp.json" && !bytes.Contains(f.Data, []byte("DenyAudit")) {
			t.Error("the policy that audits is not written")
		}
	}

	in := input()
	for i := range 5 {
		name := string(rune('a' + i))
		r := rule(name, nil, pack.Deny("Deny"+name, nil, "a:B"))
		in.Rules = append(in.Rules, r)
		in.Manifest.Spec.SecurityPackages[name] = manifest.Section{Enabled: true, DeploymentTargets: &manifest.Targets{OrganizationalUnits: []string{name}}}
	}
	if _, err := Files(in); err == nil || !strings.Contains(err.Error(), "maxSCPs") {
		t.Errorf("six policies on an accelerator that accepts five: %v", err)
	}
	in.Manifest.Spec.LandingZoneAccelerator = &manifest.LZA{MaxSCPs: 10}
	if _, err := Files(in); err != nil {
		t.Errorf("six policies on one that accepts ten: %v", err)
	}
}

func TestTooLargeSaysWhatToShorten(t *testing.T) {
	long := make([]string, 400)
	for i := range long {
		long[i] = strings.Repeat("x", 30) + string(rune('a'+i%26)) + string(rune('a'+i/26))
	}
	_, err := Files(input(rule("big", nil, pack.Deny("DenyBig", pack.MustAnd(nil, "StringNotLike", "k", long...), "a:B"))))
	for _, want := range []string{"big", "DenyBig", "10240", "StringNotLike", "400"} {
		if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), ",", ""), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

// TestWriteIsAllOrNothing: a file that cannot be written leaves the folder as it
// was.
func TestWriteIsAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	files := []File{{Path: "policies/a.json", Data: []byte("1")}, {Path: IndexName, Data: []byte(`{"schema":"truststack.index/v1","files":[{"path":"policies/a.json"}]}`)}}
	if err := Write(dir, files); err != nil {
		t.Fatal(err)
	}
	bad := []File{{Path: "policies/a.json", Data: []byte("2")}, {Path: "policies/a.json/b", Data: []byte("3")}}
	if err := Write(dir, bad); err == nil {
		t.Fatal("a file below a file was written")
	}
	if data, err := os.ReadFile(filepath.Join(dir, "policies", "a.json")); err != nil || string(data) != "1" {
		t.Errorf("found %q, %v", data, err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func TestWriteRefusesIndexThatLeadsOut(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "out")
	victim := filepath.Join(parent, "victim")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(victim, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	index := `{"schema":"truststack.index/v1","files":[{"path":"../victim"}]}`
	if err := os.WriteFile(filepath.Join(dir, IndexName), []byte(index), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(dir, []File{{Path: IndexName, Data: []byte("{}")}}); err == nil {
		t.Error("an index that lists a file outside the folder was taken")
	}
	if _, err := os.Stat(victim); err != nil {
		t.Error("a file outside the folder was removed")
	}
}

// TestGuardGoesWherePoliciesGo: a policy without the guard exempts roles that
// anyone can make.
func TestGuardGoesWherePoliciesGo(t *testing.T) {
	in := input(rule("one", nil, pack.Deny("DenyOne", nil, "a:B")), rule("two", nil, pack.Deny("DenyTwo", nil, "a:B")))
	in.Manifest.Spec.DeploymentTargets = nil
	in.Manifest.Spec.SecurityPackages["one"] = manifest.Section{Enabled: true, DeploymentTargets: &manifest.Targets{OrganizationalUnits: []string{"A"}, ExcludedAccounts: []string{"x", "y"}}}
	in.Manifest.Spec.SecurityPackages["two"] = manifest.Section{Enabled: true, DeploymentTargets: &manifest.Targets{OrganizationalUnits: []string{"B"}, Accounts: []string{"z"}, ExcludedAccounts: []string{"y"}}}
	list := attachments(in, true)
	guard := list[len(list)-1]
	if len(list) != 3 || guard.policies[0].Name != "guard" || strings.Join(guard.targets.OrganizationalUnits, " ") != "A B" ||
		strings.Join(guard.targets.Accounts, " ") != "z" || strings.Join(guard.targets.ExcludedAccounts, " ") != "y" {
		t.Errorf("found %+v", list)
	}
}
