package cfn

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// FuzzExpandSAM expands whatever parses. It must come back, leave its input as
// it was, give the same bytes twice, keep every resource that is not
// serverless, and leave nothing in the tree that a reader would trip over.
func FuzzExpandSAM(f *testing.F) {
	files, err := filepath.Glob("testdata/sam/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("found %d seeds: %v", len(files), err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		template, err := Parse(data)
		if err != nil {
			return
		}
		before := samBytes(t, template.Root())
		out, problems := expandSAM(template.Root())
		again, _ := expandSAM(template.Root())
		if !bytes.Equal(samBytes(t, out), samBytes(t, again)) {
			t.Error("two runs differ")
		}
		if !bytes.Equal(before, samBytes(t, template.Root())) {
			t.Error("the input was changed")
		}
		checkWhole(t, out, 0)
		checkKept(t, template.Root(), out, problems)
	})
}

func samBytes(t *testing.T, n *Node) []byte {
	t.Helper()
	data, err := n.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(data) {
		t.Fatalf("not JSON: %.200s", data)
	}
	return data
}

// checkWhole reports absent nodes and keys given twice.
func checkWhole(t *testing.T, n *Node, depth int) {
	t.Helper()
	if n == nil {
		t.Fatal("an absent node in the tree")
	}
	if depth > 2*maxDepth {
		t.Fatal("the tree is too deep")
	}
	for _, item := range n.Items {
		checkWhole(t, item, depth+1)
	}
	keys := map[string]bool{}
	for _, f := range n.Fields {
		if keys[f.Key] {
			t.Fatalf("the key %q is there twice", f.Key)
		}
		keys[f.Key] = true
		checkWhole(t, f.Value, depth+1)
	}
}

// checkKept reports resources that got lost without a problem.
func checkKept(t *testing.T, in, out *Node, problems []Problem) {
	t.Helper()
	for _, f := range in.Get("Resources").fields() {
		typ := resourceType(f.Value)
		kept := out.Get("Resources", f.Key) != nil
		moves := typ == samPrefix+"LayerVersion" || typ == samPrefix+"Connector"
		if !kept && !moves && len(problems) == 0 {
			t.Errorf("the resource %s of type %s got lost", f.Key, typ)
		}
	}
}

// TestExpandSAMHostile expands templates that ask for far more than they hold.
func TestExpandSAMHostile(t *testing.T) {
	const many = 20000
	repeat := func(format string) string {
		var b strings.Builder
		for i := range many {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	functions := "Resources:\n" + repeat("  F%d: {Type: AWS::Serverless::Function}\n")
	cases := map[string]string{
		"global tags":   "Globals:\n  Function:\n    Tags:\n" + repeat("      t%d: x\n") + functions,
		"global events": "Globals:\n  Function:\n    Events:\n" + repeat("      E%d: {Type: AlexaSkill}\n") + functions,
		"global merge": "Globals:\n  Function:\n    Tags:\n" + repeat("      t%d: x\n") +
			"Resources:\n" + repeat("  F%d: {Type: AWS::Serverless::Function, Properties: {Tags: {t1: y}}}\n"),
		"global layers": "Globals:\n  LayerVersion:\n    Description: " + strings.Repeat("x", 1<<20) +
			"\nResources:\n" + repeat("  L%d: {Type: AWS::Serverless::LayerVersion}\n"),
		"routes": "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n" +
			repeat("        E%d: {Type: HttpApi, Properties: {Path: /x, Method: get, ApiId: !Ref A}}\n"),
		"triggers": "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n" +
			repeat("        E%d: {Type: Cognito, Properties: {UserPool: !Ref P}}\n"),
		"destinations": "Resources:\n  F: {Type: AWS::Serverless::Function}\n  T: {Type: AWS::SNS::Topic}\n  C:\n    Type: AWS::Serverless::Connector\n    Properties:\n      Source: {Id: T}\n      Permissions: [Write]\n      Destination:\n" +
			repeat("        - {Id: F, n: %d}\n"),
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			template, err := Parse([]byte(text))
			if err != nil {
				t.Skipf("refused before: %v", err)
			}
			start := time.Now()
			_, _ = expandSAM(template.Root())
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}
