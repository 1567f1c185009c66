package packs_test

import (
	"os"
	"path/filepath"
	"testing"

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
