package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadme runs the commands that the README shows and compares what they print.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.CopyFS("examples", os.DirFS(filepath.Join(root, "examples"))); err != nil {
		t.Fatal(err)
	}
	for command, want := range map[string]int{
		"generate -m examples/deployment-manifest.yml -o dist":        exitClean,
		"check -m examples/deployment-manifest.yml examples/app.yaml": exitViolations,
	} {
		shown := shownBy(t, string(readme), "$ go run ./cmd/truststack "+command)
		var out, stderr bytes.Buffer
		if code := run(context.Background(), strings.Fields(command), nil, &out, &stderr); code != want {
			t.Errorf("%s: exit %d, want %d\n%s", command, code, want, stderr.String())
		}
		if out.String() != shown {
			t.Errorf("%s prints\n%s\nand the README shows\n%s", command, out.String(), shown)
		}
	}
}

// shownBy is the indented lines below a command, without their indentation.
func shownBy(t *testing.T, text, command string) string {
	t.Helper()
	_, after, found := strings.Cut(text, "    "+command+"\n")
	if !found {
		t.Fatalf("the README does not show %q", command)
	}
	var b strings.Builder
	for line := range strings.Lines(after) {
		rest, indented := strings.CutPrefix(line, "    ")
		if !indented {
			break
		}
		b.WriteString(rest)
	}
	return b.String()
}
