//go:build conformance

package conformance

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// pyyaml is the version that is asked.
const pyyaml = "pyyaml==6.0.3"

// rejects prints the name of each file that PyYAML cannot read, whatever its tags.
const rejects = `
import sys, yaml
class Any(yaml.SafeLoader): pass
def value(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode): return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode): return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)
Any.add_multi_constructor("", value)
for name in sys.argv[1:]:
    try:
        with open(name, encoding="utf-8") as f: yaml.load(f, Loader=Any)
    except yaml.YAMLError: print(name)
`

// TestRejectedByPyYAML: what we call a defect of a template is one to PyYAML too.
// Of the templates that we read, it rejects none in the folder.
func TestRejectedByPyYAML(t *testing.T) {
	python := withPyYAML(t)
	root := filepath.Join(templatesCorpus(t), "templates", "serverless-patterns")
	args := []string{"-c", rejects}
	files := templateFiles(t, "templates/serverless-patterns", 558)
	for name := range files {
		args = append(args, filepath.Join(root, filepath.FromSlash(name)))
	}
	out, err := exec.Command(python, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		name, err := filepath.Rel(root, strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		got[filepath.ToSlash(name)] = true
	}
	for _, name := range rejectedTemplates {
		if !got[name] {
			t.Errorf("%s: we reject it, PyYAML does not", name)
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("%s: PyYAML rejects it, we do not", name)
	}
}

// withPyYAML is a Python that has PyYAML: the machine's, or one in a folder of its
// own.
func withPyYAML(t *testing.T) string {
	t.Helper()
	if exec.Command("python3", "-c", "import yaml; assert 'pyyaml=='+yaml.__version__ == '"+pyyaml+"'").Run() == nil {
		return "python3"
	}
	folder := t.TempDir()
	if out, err := exec.Command("python3", "-m", "venv", folder).CombinedOutput(); err != nil {
		t.Fatalf("python3 with venv is needed: %v\n%s", err, out)
	}
	python := filepath.Join(folder, "bin", "python3")
	if out, err := exec.Command(python, "-m", "pip", "install", "--quiet", pyyaml).CombinedOutput(); err != nil {
		t.Fatalf("installing %s: %v\n%s", pyyaml, err, out)
	}
	return python
}
