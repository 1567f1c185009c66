package hook_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/truststack/truststack/hook"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// thing is what a rule made for a test judges.
type thing struct{ text value.Text }

func (thing) Identity() pack.Identity { return pack.Identity{} }

// layer reads one property of one type; cases, where set, are its own.
type layer struct{ cases func() []pack.Case }

func (layer) Reads() map[string][]string { return map[string][]string{"X::Y::Z": {"Good"}} }
func (layer) Peers() map[string][]string { return nil }
func (l layer) Cases(r value.Resource) []pack.Case {
	if l.cases != nil {
		return l.cases()
	}
	return []pack.Case{{Subject: thing{r.Variants[0].Properties.Get("Good").AsText()}}}
}

func made(name string, mode manifest.Mode, judge func(value.Text) pack.Verdict) pack.Rule {
	return pack.Rule{Package: &pack.Package{Name: name, Key: name}, Proactive: pack.Layer[pack.Proactive]{Impl: layer{}},
		Policy: manifest.Policy{Modes: map[manifest.Layer]manifest.Mode{manifest.Proactive: mode}},
		Judge:  func(s pack.Subject) pack.Verdict { return judge(s.(thing).text) }}
}

func panics(value.Text) pack.Verdict { panic("secret: no\nsuch thing") }
func trusts(value.Text) pack.Verdict { return pack.Trust() }
func distrusts(t value.Text) pack.Verdict {
	return pack.Distrust(pack.Reason{Code: "BAD", Path: "Good", Found: t.String(), Wanted: "yes", Text: "It is " + t.String() + ".", Fix: "Set Good to yes"})
}

const thingEvent = `{"clientRequestToken":"t","awsAccountId":"111122223333","actionInvocationPoint":"CREATE_PRE_PROVISION","requestData":{"targetName":"X::Y::Z","targetLogicalId":"R","targetModel":{"resourceProperties":{"Good":"no"}}}}`

const changeSetEvent = `{"clientRequesttoken":"t","requestData":{"targetName":"CHANGE_SET","payload":"https://b.test/p?X-Amz-Signature=abc"}}`

func TestBrokenRules(t *testing.T) {
	for _, test := range []struct {
		name   string
		rules  []pack.Rule
		status hook.Status
		code   hook.ErrorCode
		marks  string
	}{
		{"a panic", []pack.Rule{made("a", manifest.Enforce, panics)}, hook.Failed, hook.InternalFailure, "FAILED"},
		{"a panic in audit", []pack.Rule{made("a", manifest.Audit, panics)}, hook.Success, "", "SKIPPED"},
		{"a panic when off", []pack.Rule{made("a", manifest.Off, panics)}, hook.Success, "", ""},
		{"a panic beside a verdict", []pack.Rule{made("a", manifest.Enforce, panics), made("b", manifest.Enforce, distrusts)}, hook.Failed, hook.NonCompliant, "FAILED FAILED"},
		{"a panic beside trust", []pack.Rule{made("a", manifest.Enforce, trusts), made("b", manifest.Enforce, panics)}, hook.Failed, hook.InternalFailure, "PASSED FAILED"},
		{"a panic in audit beside a verdict", []pack.Rule{made("a", manifest.Audit, panics), made("b", manifest.Enforce, distrusts)}, hook.Failed, hook.NonCompliant, "SKIPPED FAILED"},
		{"nothing in a verdict", []pack.Rule{made("a", manifest.Enforce, func(value.Text) pack.Verdict { return pack.Verdict{} })}, hook.Failed, hook.NonCompliant, "FAILED"},
		{"no such layer", []pack.Rule{{Package: &pack.Package{Name: "a"}, Proactive: pack.Layer[pack.Proactive]{None: "no"}}}, hook.Success, "", ""},
	} {
		h := hook.Handler{Rules: test.rules}
		r := wellFormed(t, h.Handle(context.Background(), []byte(thingEvent)))
		var marks []string
		for _, a := range r.Annotations {
			marks = append(marks, string(a.Status))
		}
		if r.HookStatus != test.status || r.ErrorCode != test.code || strings.Join(marks, " ") != test.marks || r.ClientRequestToken != "t" {
			t.Errorf("%s: found %+v", test.name, r)
		}
	}
}

// TestBrokenCases: an adapter that breaks, and a clock that does, are failures too.
func TestBrokenCases(t *testing.T) {
	rule := made("a", manifest.Enforce, trusts)
	rule.Proactive.Impl = layer{func() []pack.Case { panic(errors.New("nil map")) }}
	h := hook.Handler{Rules: []pack.Rule{rule}}
	if r := wellFormed(t, h.Handle(context.Background(), []byte(thingEvent))); r.ErrorCode != hook.InternalFailure || !strings.Contains(r.Message, "nil map") {
		t.Errorf("found %+v", r)
	}
	h = hook.Handler{Rules: []pack.Rule{made("a", manifest.Enforce, trusts)}, Now: func() time.Time { panic("no clock") }}
	if r := wellFormed(t, h.Handle(context.Background(), []byte(thingEvent))); r.ErrorCode != hook.InternalFailure {
		t.Errorf("found %+v", r)
	}
	h = hook.Handler{Rules: []pack.Rule{{Package: &pack.Package{Name: "a"}}}} // a layer that is neither there nor explained
	if r := wellFormed(t, h.Handle(context.Background(), []byte(thingEvent))); r.ErrorCode != hook.InternalFailure {
		t.Errorf("found %+v", r)
	}
	var nothing context.Context
	if r := wellFormed(t, (hook.Handler{}).Handle(nothing, nil)); r.HookStatus != hook.Failed {
		t.Errorf("found %+v", r)
	}
}

// TestDeadline: neither a rule nor Fetch that never comes back holds up the answer.
func TestDeadline(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	stuck := made("a", manifest.Enforce, func(value.Text) pack.Verdict { <-never; return pack.Trust() })
	fetch := func(context.Context, string, int64) ([]byte, error) { <-never; return nil, nil }
	short, cancel := context.WithTimeout(context.Background(), 40*time.Millisecond)
	defer cancel()
	gone, cancelled := context.WithCancel(context.Background())
	cancelled()
	for _, test := range []struct {
		name  string
		ctx   context.Context
		h     hook.Handler
		event string
	}{
		{"a rule", context.Background(), hook.Handler{Rules: []pack.Rule{stuck}, Deadline: 30 * time.Millisecond}, thingEvent},
		{"Fetch", context.Background(), hook.Handler{Fetch: fetch, Deadline: 30 * time.Millisecond}, changeSetEvent},
		{"the context's deadline", short, hook.Handler{Fetch: fetch}, changeSetEvent},
		{"a context that is done", gone, hook.Handler{Fetch: fetch}, changeSetEvent},
	} {
		began := time.Now()
		r := wellFormed(t, test.h.Handle(test.ctx, []byte(test.event)))
		if r.HookStatus != hook.Failed || r.ErrorCode != hook.InternalFailure || r.ClientRequestToken != "t" {
			t.Errorf("%s: found %+v", test.name, r)
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%s: took %s", test.name, took)
		}
	}
}

// TestHuge: what is larger than the limits fails, and its token is echoed.
func TestHuge(t *testing.T) {
	h := hook.Handler{Fetch: func(_ context.Context, _ string, limit int64) ([]byte, error) { return make([]byte, limit+1), nil }}
	pad := strings.Repeat("x", 2<<20)
	for _, event := range []string{
		`{"clientRequestToken":"t","requestData":"` + pad + `"}`,
		`{"a":[[1,{"clientRequestToken":"no"}],"clientRequestToken","no"],"CLIENTREQUESTTOKEN":"t","pad":"` + pad + `"}`,
		`{"clientRequestToken":"t","a":` + strings.Repeat(`{"a":`, 100_000),
		changeSetEvent,
	} {
		if r := wellFormed(t, h.Handle(context.Background(), []byte(event))); r.HookStatus != hook.Failed || r.ErrorCode != hook.InternalFailure || r.ClientRequestToken != "t" {
			t.Errorf("found %+v", r)
		}
	}
	if r := wellFormed(t, (hook.Handler{}).Handle(context.Background(), []byte(changeSetEvent))); r.HookStatus != hook.Failed || !strings.Contains(r.Message, "TargetOperations") {
		t.Errorf("without Fetch: found %+v", r)
	}
}

// TestLongMessages: whatever a rule says, the message keeps its limit, its first
// sentence and the next step, and no long value is repeated.
func TestLongMessages(t *testing.T) {
	for _, piece := range []string{"word ", "é", "x", "https://u:pw@h/x?X-Amz-Signature=1 ", ". ", "\x00\xff", `"\`} {
		long := strings.Repeat(piece, 400)
		many := func(t value.Text) pack.Verdict {
			var reasons []pack.Reason
			for i := range 30 {
				s := fmt.Sprint(i) + long
				reasons = append(reasons, pack.Reason{Path: "Good", Found: t.String(), Wanted: s, Text: "It says " + t.String() + " " + s, Fix: s})
			}
			return pack.Distrust(reasons...)
		}
		h := hook.Handler{Rules: []pack.Rule{made("a", manifest.Enforce, many), made("b", manifest.Audit, many)}}
		event := strings.Replace(thingEvent, `"no"`, fmt.Sprintf("%q", strings.Repeat("s3cr3t value ", 30)), 1)
		r := wellFormed(t, h.Handle(context.Background(), []byte(event)))
		if !strings.HasPrefix(r.Message, "X::Y::Z R is refused by a.") || !strings.HasSuffix(r.Message, "ask the security team for an exception.") || !strings.Contains(r.Message, " more: see") {
			t.Errorf("%q: found %s", piece, r.Message)
		}
		if all := fmt.Sprint(r); strings.Contains(all, strings.Repeat("s3cr3t value ", 20)) || strings.Contains(all, "pw@") || strings.Contains(all, "Signature") {
			t.Errorf("%q: too much is repeated: %s", piece, all)
		}
	}
}

// TestManyReasonsAreCheap: a policy of thousands of statements, each with values too
// long to be shown, is answered well before the deadline.
func TestManyReasonsAreCheap(t *testing.T) {
	var statements []string
	for i := range 1500 {
		statements = append(statements, fmt.Sprintf(`{"Sid":"%d%s","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::9999%08d:role/%s"},"Action":"ecr:*"}`, i, strings.Repeat("s", 210), i, strings.Repeat("r", 210)))
	}
	event := `{"clientRequestToken":"t","awsAccountId":"111122223333","requestData":{"targetName":"AWS::ECR::Repository","targetModel":{"resourceProperties":{"RepositoryPolicyText":{"Statement":[` +
		strings.Join(statements, ",") + `]}}}}}`
	h := readArchive(t, "testdata/resource.txtar").handler
	began := time.Now()
	r := wellFormed(t, h.Handle(context.Background(), []byte(event)))
	if took := time.Since(began); r.ErrorCode != hook.NonCompliant || took > 5*time.Second {
		t.Errorf("took %s for %d bytes: %+v", took, len(event), r)
	}
	if strings.Contains(fmt.Sprint(r), strings.Repeat("r", 200)) {
		t.Error("a long value is repeated")
	}
}

// TestRegion: the Region is the handler's, else that of the stack.
func TestRegion(t *testing.T) {
	rule := made("a", manifest.Enforce, trusts)
	var seen []string
	rule.Proactive.Impl = regions{&seen}
	event := strings.Replace(thingEvent, `"awsAccountId"`, `"stackID":"arn:aws:cloudformation:eu-north-1:111122223333:stack/a/b","awsAccountId"`, 1)
	for _, region := range []string{"eu-west-1", ""} {
		wellFormed(t, hook.Handler{Rules: []pack.Rule{rule}, Region: region}.Handle(context.Background(), []byte(event)))
	}
	wellFormed(t, hook.Handler{Rules: []pack.Rule{rule}}.Handle(context.Background(), []byte(thingEvent)))
	want := []string{"eu-west-1 111122223333 aws", "eu-north-1 111122223333 aws", "${AWS::Region} 111122223333 aws"}
	if !slices.Equal(seen, want) {
		t.Errorf("found %q, want %q", seen, want)
	}
}

type regions struct{ seen *[]string }

func (regions) Reads() map[string][]string { return layer{}.Reads() }
func (regions) Peers() map[string][]string { return nil }
func (l regions) Cases(r value.Resource) []pack.Case {
	*l.seen = append(*l.seen, fmt.Sprint(r.Region, r.Account, r.Partition))
	return nil
}

// TestImports: what the hook starts with is small.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	deps := strings.Fields(string(out))
	if len(deps) < 30 {
		t.Fatalf("found %d packages", len(deps))
	}
	for _, dep := range deps {
		for _, bad := range []string{"yaml", "aws-sdk", "cobra", "hcl", "net/http", "jsonschema", "truststack/cfn", "truststack/engine", "truststack/packs", "truststack/manifest/source"} {
			if strings.Contains(dep, bad) {
				t.Errorf("the hook depends on %s", dep)
			}
		}
	}
}
