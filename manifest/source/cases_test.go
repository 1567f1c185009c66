package source

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/truststack/truststack/manifest"
)

var update = flag.Bool("update", false, "write the faults that were found into testdata")

// fewest is how many cases testdata has at least. A harness that finds none
// would pass in silence.
const fewest = 170

// now is the moment that the cases' warnings are of.
var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// TestCases reads every manifest of testdata/*.txtar: NAME.yml beside
// NAME.faults, which holds the exact faults, none for a good manifest.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	ran, bad := 0, 0
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(archive.Files); i += 2 {
			in, want := archive.Files[i], &archive.Files[i+1]
			name, ok := strings.CutSuffix(in.Name, ".yml")
			if !ok || want.Name != name+".faults" {
				t.Fatalf("%s: %s is followed by %s; want NAME.yml and NAME.faults in turn", file, in.Name, want.Name)
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+name, func(t *testing.T) {
				got := faultsOf(in.Data)
				if *update {
					want.Data = []byte(got)
				}
				if diff := cmp.Diff(string(want.Data), got); diff != "" {
					t.Errorf("faults differ (-want +got):\n%s", diff)
				}
				ran++
				if got != "" {
					bad++
				}
			})
		}
		if len(archive.Files)%2 != 0 {
			t.Errorf("%s: a case without its pair", file)
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if ran < fewest {
		t.Errorf("ran %d cases, want at least %d", ran, fewest)
	}
	if bad < 60 {
		t.Errorf("%d of the cases have a fault, want at least 60", bad)
	}
}

// faultsOf is what a person would be told of a manifest, and what a package
// would add to it.
func faultsOf(data []byte) string {
	m, positions, faults := Read(data, definitions())
	faults = append(faults, positions.Locate(Warnings(m, now), "")...)
	var b strings.Builder
	for _, f := range faults {
		kind := ""
		if f.Warning {
			kind = "warning "
		}
		fmt.Fprintf(&b, "%s%s / %s\n", kind, f, f.Hint)
	}
	return b.String()
}

// TestEveryFaultHelps holds each fault of each case to: a position, what was
// found, and a next step.
func TestEveryFaultHelps(t *testing.T) {
	seen := 0
	for _, data := range manifests(t) {
		_, _, faults := Read(data, definitions())
		for _, f := range faults {
			seen++
			if msg := unhelpful(f); msg != "" {
				t.Errorf("%s: %s\n%s", f, msg, data)
			}
		}
	}
	if seen < 100 {
		t.Errorf("saw %d faults, want at least 100", seen)
	}
}

func unhelpful(f manifest.Fault) string {
	switch {
	case f.Line < 1 || f.Column < 1:
		return "no position"
	case f.Found == "":
		return "does not say what was found"
	case f.Hint == "" && f.Wanted == "":
		return "no next step"
	case strings.ContainsAny(f.Found+f.Wanted+f.Hint, "\n\r"):
		return "more than a line"
	}
	return ""
}

// manifests is every manifest there is: the cases', the examples and Init's.
func manifests(t testing.TB) [][]byte {
	t.Helper()
	list := [][]byte{Init(definitions())}
	for _, pattern := range []string{"testdata/*.txtar", "../../examples/*.yml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) < 2 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if filepath.Ext(file) == ".yml" {
				list = append(list, data)
				continue
			}
			for _, f := range txtar.Parse(data).Files {
				if filepath.Ext(f.Name) == ".yml" {
					list = append(list, bytes.Clone(f.Data))
				}
			}
		}
	}
	return list
}
