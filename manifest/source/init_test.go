package source

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// comments that are keys, not words: "#key:", "#  key:", "#  -".
var commentedKey = regexp.MustCompile(`(?m)^( *)#( *(?:[A-Za-z]+:|-|# ).*)$`)

func TestInitReadsAsItIs(t *testing.T) {
	data := Init(definitions())
	if !bytes.HasPrefix(data, []byte("# yaml-language-server: $schema=./deployment-manifest.schema.json\n")) {
		t.Error("the first line does not name the schema")
	}
	m, _, faults := Read(data, definitions())
	if len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
	if got, want := len(m.Spec.SecurityPackages), len(definitions()); got != want {
		t.Errorf("%d packages, want %d", got, want)
	}
	value, _ := plainValue(data)
	if err := compiled(t).Validate(value); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(string(data), string(Init(definitions()))); diff != "" {
		t.Error(diff)
	}
}

// TestInitUncommented takes every # away: what a reader is invited to do has to
// work, and every key of the types has to be there.
func TestInitUncommented(t *testing.T) {
	text := commentedKey.ReplaceAllString(string(Init(definitions())), "$1$2")
	_, _, faults := Read([]byte(text), definitions())
	for _, f := range faults {
		if !f.Warning {
			t.Errorf("%v / %s", f, f.Hint)
		}
	}
	r := &reader{defs: definitions()}
	for _, k := range r.knownKeys() {
		if strings.HasSuffix(k.in, ".controls") {
			continue // one layer is enough of an example
		}
		if !regexp.MustCompile(`(?m)^[ -]*` + k.key + `:`).MatchString(text) {
			t.Errorf("no key %s", k.key)
		}
	}
	value, ok := plainValue([]byte(text))
	if !ok {
		t.Fatal("not plain YAML")
	}
	if err := compiled(t).Validate(value); err != nil {
		t.Error(err)
	}
}

// TestExamples holds the examples to: not even a warning, and the same bytes
// after a round trip; the schema accepts them.
func TestExamples(t *testing.T) {
	schema := compiled(t)
	for _, name := range []string{"deployment-manifest.yml", "original-manifest.yml"} {
		data, err := os.ReadFile("../../examples/" + name)
		if err != nil {
			t.Fatal(err)
		}
		m, positions, faults := Read(data, definitions())
		faults = append(faults, positions.Locate(Warnings(m, now), "")...)
		if len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
		for _, def := range definitions() {
			if !m.Spec.SecurityPackages[def.Key].Enabled {
				t.Errorf("%s does not enable %s", name, def.Key)
			}
		}
		value, _ := plainValue(data)
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		roundTrip(t, m)
		for i, line := range strings.Split(string(data), "\n") {
			if len(line) > 100 || strings.TrimRight(line, " ") != line {
				t.Errorf("%s:%d is too long or ends in a space", name, i+1)
			}
		}
	}
}
