package truststack

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSixthPackage adds a package to a clone of the module, one folder and its
// line in packs.go, and finds it in every verb with no other change.
func TestSixthPackage(t *testing.T) {
	clone := t.TempDir()
	copyModule(t, clone)
	if err := os.CopyFS(filepath.Join(clone, "packs", "logssubscription"), os.DirFS("testdata/sixth/logssubscription")); err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(clone, "packs", "packs.go")
	text, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	added := strings.Replace(string(text), "\treturn []*pack.Package{\n", "\treturn []*pack.Package{\n\t\tlogssubscription.Package,\n", 1)
	added = strings.Replace(added, "import (\n", "import (\n\t\"github.com/truststack/truststack/packs/logssubscription\"\n", 1)
	if strings.Count(added, "logssubscription") != 2 {
		t.Fatal("packs.go has another form than this test knows")
	}
	if err := os.WriteFile(list, []byte(added), 0o644); err != nil {
		t.Fatal(err)
	}

	in := func(want int, name string, args ...string) string {
		t.Helper()
		c := exec.Command(name, args...)
		c.Dir = clone
		var out bytes.Buffer
		c.Stdout, c.Stderr = &out, &out
		_ = c.Run()
		if got := c.ProcessState.ExitCode(); got != want {
			t.Fatalf("%s %v: exit %d, want %d\n%s", name, args, got, want, out.String())
		}
		return out.String()
	}
	contains := func(out, want string) {
		t.Helper()
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	in(0, "go", "test", "-run", "TestWalls|TestPackagesAreStrangers", ".")
	in(0, "go", "build", "-o", "ts", "./cmd/truststack")
	contains(in(0, "./ts", "validate", "-m", "testdata/sixth/manifest.yml"), "1 package enabled")
	contains(in(0, "./ts", "schema"), "logsSubscriptionSecurity")
	contains(in(0, "./ts", "init", "-o", "-"), "logsSubscriptionSecurity")
	contains(in(0, "./ts", "generate", "-m", "testdata/sixth/manifest.yml", "-o", "out"), "out/policies/logs-subscription-security.scp.json")
	policy, err := os.ReadFile(filepath.Join(clone, "out", "lza", "service-control-policies", "truststack-1.json"))
	if err != nil {
		t.Fatal(err)
	}
	contains(string(policy), "DenyUntrustedLogDestinations")
	contains(in(1, "./ts", "check", "-m", "testdata/sixth/manifest.yml", "testdata/sixth/template.yml"), "LOGS-ACCOUNT")
}

// copyModule copies the source: everything but history and what is generated.
func copyModule(t *testing.T, to string) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch {
			case path == ".git", path == "dist", path == "bench", path == "conformance":
				return filepath.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, path), 0o755)
		}
		if !d.Type().IsRegular() {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, path), data, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}
