package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/truststack/truststack/engine"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

func result(id string, line int, v pack.Verdict) engine.Result {
	return engine.Result{Resource: value.Resource{ID: id, Type: "X", Pos: value.Pos{Line: line, Column: 1}},
		Decision: pack.Decision{Package: &pack.Package{Name: "p"}, Layer: manifest.Proactive, Mode: manifest.Enforce, Verdict: v}}
}

func TestMergeAndSort(t *testing.T) {
	a, b := New(), New()
	b.Add("b.yaml", []engine.Result{result("R", 9, pack.Distrust(pack.Reason{Code: "C"})), result("Q", 3, pack.CannotKnow(pack.Missing{Code: "M"}))}, nil, false)
	a.Add("a.yaml", []engine.Result{result("T", 5, pack.Trust()), result("R", 7, pack.Distrust(pack.Reason{Code: "C"}))}, nil, true)
	b.Fail(Error{File: "z"})
	a.Fail(Error{File: "y"})
	b.Merge(a)
	b.Sort()
	var order []string
	for _, r := range b.Results {
		order = append(order, r.Location.String())
	}
	if got := strings.Join(order, " "); got != "a.yaml:5:1 a.yaml:7:1 b.yaml:3:1 b.yaml:9:1" {
		t.Errorf("found %s", got)
	}
	if b.Errors[0].File != "y" || b.Summary != (Summary{Resources: 4, Trusted: 1, Untrusted: 2, Undetermined: 1}) || b.Violations() != 2 {
		t.Errorf("found %+v, %+v", b.Errors, b.Summary)
	}
}

// TestNotesOfTrustedResultsAreWarnings: they fail nothing and are not lost.
func TestNotesOfTrustedResultsAreWarnings(t *testing.T) {
	r := New()
	r.Add("a.yaml", []engine.Result{result("R", 2, pack.Advise(pack.Reason{Code: "NOTE", Text: "look at this", Fix: "do that"}))}, nil, false)
	if len(r.Results) != 0 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0].Message, "NOTE: look at this") || r.Violations() != 0 {
		t.Errorf("found %+v", r)
	}
}

// TestHostileText: what a template says can neither move the cursor nor break the
// JSON.
func TestHostileText(t *testing.T) {
	evil := "a\x1b[2J\u202e\xff\n" + strings.Repeat("x", 5000)
	r := New()
	r.Add(evil, []engine.Result{result(evil, 1, pack.Distrust(pack.Reason{Code: "C", Text: evil, Found: evil, Wanted: evil, Fix: evil}))},
		func(int) string { return evil }, false)
	var text, data bytes.Buffer
	if err := r.Text(&text, Style{}); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(text.String(), "\x1b\u202e") || text.Len() > 6000 {
		t.Errorf("%d bytes: %.300q", text.Len(), text.String())
	}
	if err := r.JSON(&data); err != nil || !json.Valid(data.Bytes()) {
		t.Errorf("%v", err)
	}
}

// TestFieldsAreNeverNull: who reads the JSON need not ask.
func TestFieldsAreNeverNull(t *testing.T) {
	r := New()
	r.Add("a", []engine.Result{result("R", 1, pack.Trust())}, nil, true)
	var data bytes.Buffer
	if err := r.JSON(&data); err != nil {
		t.Fatal(err)
	}
	if got := strings.Replace(data.String(), `"exception":null`, "", 1); strings.Contains(got, "null") {
		t.Errorf("found %s", got)
	}
}
