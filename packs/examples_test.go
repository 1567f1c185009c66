package packs_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/truststack/truststack/manifest/source"
	"github.com/truststack/truststack/packs"
)

// TestExamples configures every package from the example manifests: the original's
// own form and ours.
func TestExamples(t *testing.T) {
	files, err := filepath.Glob("../examples/*manifest.yml")
	if err != nil || len(files) < 2 {
		t.Fatalf("found %d example manifests, want at least 2: %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m, positions, faults := source.Read(data, packs.Definitions())
		rules, more := packs.Configure(m)
		if len(rules) != len(packs.All()) {
			t.Errorf("%s: %d rules of %d packages", file, len(rules), len(packs.All()))
		}
		for _, f := range append(faults, positions.Locate(more, "")...) {
			if !f.Warning || f.Line == 0 {
				t.Errorf("%s: %s", file, f)
			}
		}
	}
}

// TestExamplesFitTheSchema: what validate accepts, the schema accepts too.
func TestExamplesFitTheSchema(t *testing.T) {
	text, err := source.Schema(packs.Definitions())
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("manifest.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob("../examples/*manifest.yml")
	for _, file := range append(files, "init") {
		data := source.Init(packs.Definitions())
		if file != "init" {
			if data, err = os.ReadFile(file); err != nil {
				t.Fatal(err)
			}
		}
		var v any
		if err := yaml.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		v.(map[string]any)["spec"].(map[string]any)["unknown"] = true
		if schema.Validate(v) == nil {
			t.Errorf("%s: the schema accepts an unknown key", file)
		}
	}
}
