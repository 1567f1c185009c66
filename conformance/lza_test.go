//go:build conformance

package conformance

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/truststack/truststack/generate"
	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest/source"
	"github.com/truststack/truststack/packs"
)

// TestLandingZoneAccelerator: what is generated for Landing Zone Accelerator is
// valid by its own schema, for every combination of packages, in three
// partitions, and every policy file that it names is there and fits.
func TestLandingZoneAccelerator(t *testing.T) {
	schema := lzaSchema(t, "organization-config.json")
	example, err := os.ReadFile(filepath.Join("..", "examples", "deployment-manifest.yml"))
	if err != nil {
		t.Fatal(err)
	}
	all := packs.All()
	combinations := 0
	for _, partition := range []string{"aws", "aws-cn", "aws-us-gov"} {
		text := strings.NewReplacer("arn:aws:", "arn:"+partition+":", "[eu-west-1, us-east-1]", map[string]string{
			"aws": "[eu-west-1]", "aws-cn": "[cn-north-1]", "aws-us-gov": "[us-gov-west-1]"}[partition], ":eu-west-1:", ":*:").Replace(string(example))
		m, _, faults := source.Read([]byte(text), packs.Definitions())
		for _, f := range faults {
			if !f.Warning {
				t.Fatalf("the example in %s: %s", partition, f)
			}
		}
		for mask := 1; mask < 1<<len(all); mask++ {
			for i, p := range all {
				section := m.Spec.SecurityPackages[p.Key]
				section.Enabled = mask&(1<<i) != 0
				m.Spec.SecurityPackages[p.Key] = section
			}
			rules, faults := packs.Configure(m)
			if rules == nil {
				t.Fatalf("%s %b: %v", partition, mask, faults)
			}
			files, err := generate.Files(generate.Input{Manifest: m, Rules: rules, Targets: generate.Targets()})
			if err != nil {
				t.Errorf("%s %b: %v", partition, mask, err)
				continue
			}
			combinations++
			checkLZA(t, fmt.Sprintf("%s %b", partition, mask), schema, files)
		}
	}
	t.Logf("%d combinations", combinations)
	if want := 3 * (1<<len(all) - 1); combinations != want {
		t.Errorf("%d combinations were generated, want %d", combinations, want)
	}
}

func checkLZA(t *testing.T, what string, schema *jsonschema.Schema, files []generate.File) {
	t.Helper()
	there := map[string][]byte{}
	for _, f := range files {
		there[f.Path] = f.Data
	}
	var config any
	if err := yaml.Unmarshal(there["lza/organization-config.yaml"], &config); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if err := schema.Validate(config); err != nil {
		t.Errorf("%s: %v", what, err)
	}
	policies := config.(map[string]any)["serviceControlPolicies"].([]any)
	if len(policies) == 0 || len(policies) > 4 {
		t.Errorf("%s: %d service control policies", what, len(policies))
	}
	for _, p := range policies {
		path := "lza/" + p.(map[string]any)["policy"].(string)
		doc, err := iam.Parse(there[path])
		if err != nil || doc.Size() > iam.CurrentSCP.Characters || len(there[path]) != doc.Size() {
			t.Errorf("%s: %s has %d bytes: %v", what, path, len(there[path]), err)
		}
	}
}

func lzaSchema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(templatesCorpus(t), "lza-schemas", name))
	if err != nil {
		t.Fatalf("the corpus is missing: %v", err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, document); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
