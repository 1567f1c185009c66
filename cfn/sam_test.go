package cfn

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var updateSAM = flag.Bool("update-sam", false, "write the results into testdata/sam")

// TestExpandSAM runs testdata/sam: a template, the types to look at, what they
// have to be, and where some of them have to point.
func TestExpandSAM(t *testing.T) {
	files, err := filepath.Glob("testdata/sam/*.txtar")
	if err != nil || len(files) < 13 {
		t.Fatalf("found %d cases, wanted 13: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { testSAMCase(t, file) })
	}
}

func testSAMCase(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	in := map[string]string{}
	for _, f := range archive.Files {
		in[f.Name] = string(f.Data)
	}
	template, err := Parse([]byte(in["template.yaml"]))
	if err != nil {
		t.Fatal(err)
	}
	out, problems := expandSAM(template.Root())
	got := []txtar.File{
		{Name: "template.yaml", Data: []byte(in["template.yaml"])},
		{Name: "types", Data: []byte(in["types"])},
		{Name: "positions", Data: []byte(samPositions(out, in["positions"]))},
		{Name: "resources.json", Data: samResult(t, out, in["types"])},
		{Name: "problems", Data: []byte(samProblems(problems))},
	}
	if *updateSAM {
		archive.Files = got
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, f := range got {
		if in[f.Name] != string(f.Data) {
			t.Errorf("%s: got\n%s\nwanted\n%s", f.Name, f.Data, in[f.Name])
		}
	}
}

// samResult is the resources of the wanted types and the conditions, one to a
// line.
func samResult(t *testing.T, out *Node, types string) []byte {
	t.Helper()
	wanted := map[string]bool{}
	for _, typ := range strings.Fields(types) {
		wanted[typ] = true
	}
	var b bytes.Buffer
	line := func(f NodeField) {
		data, err := json.Marshal(f.Value)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %s\n", f.Key, data)
	}
	for _, f := range out.Get("Resources").Fields {
		if wanted[resourceType(f.Value)] {
			line(f)
		}
	}
	for _, f := range out.Get("Conditions").fields() {
		line(f)
	}
	return b.Bytes()
}

// samPositions is each asked path with the line and column it points at.
func samPositions(out *Node, asked string) string {
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(asked), "\n") {
		path, _, _ := strings.Cut(line, " = ")
		keys := strings.Fields(path)
		n := out.Get("Resources", keys[0])
		if len(keys) > 1 {
			n = n.Get("Properties").Get(keys[1:]...)
		}
		at := "absent"
		if n != nil {
			at = fmt.Sprintf("%d:%d", n.Pos.Line, n.Pos.Column)
		}
		fmt.Fprintf(&b, "%s = %s\n", path, at)
	}
	return b.String()
}

func samProblems(problems []Problem) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%d:%d %s\n", p.Pos.Line, p.Pos.Column, p.Text)
	}
	return b.String()
}
