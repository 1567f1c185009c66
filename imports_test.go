package truststack

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/truststack/truststack/"

// leaves import the standard library alone, and some of them value.
var leaves = []string{"value", "pattern", "iam", "trail", "cloud", "manifest"}

// walls says who may import whom: the table of docs/architecture.md. A folder
// ending in /* stands for the folders in it. Folders outside the module are
// named by the start of their path; the standard library is always allowed.
var walls = []struct {
	folder string
	may    []string
}{
	{"value", nil},
	{"pattern", nil},
	{"iam", []string{"value"}},
	{"trail", []string{"value"}},
	{"manifest", nil},
	{"manifest/source", []string{"manifest", "value", "go.yaml.in/yaml/v4", "github.com/invopop/jsonschema", "golang.org/x/net/publicsuffix"}},
	{"cfn", []string{"value", "go.yaml.in/yaml/v4"}},
	{"pack", append(slices.Clone(leaves), "golang.org/x/net/idna")},
	{"packs", append(slices.Clone(leaves), "pack", "packs/*")},
	{"packs/*", append(slices.Clone(leaves), "pack")},
	{"engine", append(slices.Clone(leaves), "pack")},
	{"hook", append(slices.Clone(leaves), "pack")},
	{"hook/presigned", nil},
	{"report", append(slices.Clone(leaves), "pack", "engine")},
	{"generate", []string{"manifest", "pack", "iam", "pattern"}},
	{"internal/packtest", append(slices.Clone(leaves), "pack", "engine", "cfn", "manifest/source", "golang.org/x/tools/txtar")},
	{"cmd/truststack", append(slices.Clone(leaves), "pack", "packs", "engine", "report", "generate", "cfn", "manifest/source", "github.com/spf13/cobra")},
	{"bench/*", nil},
	{"conformance", nil},
	{"", nil},
}

type listed struct {
	ImportPath string
	Standard   bool
	Imports    []string
	Error      *struct{ Err string }
}

// TestWalls lists every package's imports and fails on one that the table does
// not allow, on a folder that the table does not know, and on an entry that no
// folder needs.
func TestWalls(t *testing.T) {
	out, err := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,Error", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	used := map[string]bool{}
	packages := 0
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		packages++
		checkWall(t, p, used)
	}
	if packages < 10 {
		t.Errorf("go list found %d packages: the walls were hardly tested", packages)
	}
	for _, wall := range walls {
		for _, to := range wall.may {
			if !used[wall.folder+" "+to] && !slices.Contains(leaves, to) {
				t.Errorf("%s may import %s and does not: narrow the wall", wall.folder, to)
			}
		}
	}
}

func checkWall(t *testing.T, p listed, used map[string]bool) {
	folder := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, strings.TrimSuffix(module, "/")), "/")
	for _, wall := range walls {
		if !within(folder, wall.folder) {
			continue
		}
		for _, imported := range p.Imports {
			if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
				continue // the standard library
			}
			to := strings.TrimPrefix(imported, module)
			i := slices.IndexFunc(wall.may, func(may string) bool { return within(to, may) })
			if i < 0 {
				t.Errorf("%s imports %s: the walls allow it %v", folder, to, wall.may)
				continue
			}
			used[wall.folder+" "+wall.may[i]] = true
		}
		return
	}
	t.Errorf("no wall is known for %q: add it to the table here and in docs/architecture.md", folder)
}

func within(folder, pattern string) bool {
	if parent, ok := strings.CutSuffix(pattern, "/*"); ok {
		return strings.HasPrefix(folder, parent+"/")
	}
	return folder == pattern
}

// TestPackagesAreStrangers fails when one security package imports another, or
// when an engine knows a package by name: "packs/*" above allows packs/x itself
// only to packs.
func TestPackagesAreStrangers(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./packs/...", "./engine", "./hook", "./report", "./generate", "./pack").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		for _, to := range fields[1:] {
			if strings.HasPrefix(to, module+"packs/") && fields[0] != module+"packs" {
				t.Errorf("%s imports the package %s", fields[0], to)
			}
		}
	}
}
