package cfn

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/truststack/truststack/value"
)

// minCases is how many case files there are at least: a harness that finds none
// must not pass.
const minCases = 20

// TestResources runs testdata/resources/*.txtar: a template, options, and the
// resources that come of it. With TRUSTSTACK_UPDATE=1 it writes what comes.
func TestResources(t *testing.T) {
	files, err := filepath.Glob("testdata/resources/*.txtar")
	if err != nil || len(files) < minCases {
		t.Fatalf("found %d case files, want at least %d (%v)", len(files), minCases, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := runCase(t, section(archive, "template"), section(archive, "options"))
			if os.Getenv("TRUSTSTACK_UPDATE") != "" {
				setSection(archive, "want", got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want := section(archive, "want"); got != want {
				t.Errorf("%s\ngot:\n%s\nwant:\n%s", archive.Comment, got, want)
			}
		})
	}
}

func section(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func setSection(a *txtar.Archive, name, data string) {
	for i := range a.Files {
		if a.Files[i].Name == name {
			a.Files[i].Data = []byte(data)
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(data)})
}

func runCase(t *testing.T, template, options string) string {
	t.Helper()
	parsed, err := Parse([]byte(template))
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var b strings.Builder
	renderResources(&b, parsed.Resources(parseOptions(t, options)))
	for _, p := range parsed.Problems() {
		b.WriteString("problem: " + p.Error() + "\n")
	}
	return b.String()
}

// parseOptions reads lines such as "reads AWS::SNS::Subscription Protocol".
func parseOptions(t *testing.T, text string) Options {
	t.Helper()
	o := Options{Reads: map[string][]string{}, Peers: map[string][]string{}, Parameters: map[string]string{}}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		switch words[0] {
		case "reads":
			o.Reads[words[1]] = words[2:]
		case "peers":
			o.Peers[words[1]] = words[2:]
		case "parameter":
			key, v, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "parameter")), "=")
			o.Parameters[key] = v
		case "account":
			o.Account = words[1]
		case "region":
			o.Region = words[1]
		case "partition":
			o.Partition = words[1]
		default:
			t.Fatalf("unknown option %q", line)
		}
	}
	return o
}

func renderResources(b *strings.Builder, resources []value.Resource) {
	for _, r := range resources {
		fmt.Fprintf(b, "%s %s at %d:%d", r.ID, r.Type, r.Pos.Line, r.Pos.Column)
		if r.Overflow {
			b.WriteString(" overflow")
		}
		b.WriteString("\n")
		for _, v := range r.Variants {
			fmt.Fprintf(b, "  when [%s]\n", strings.Join(v.When.Strings(), " "))
			renderFields(b, "    ", v.Properties)
			for _, id := range sortedKeys(v.Peers) {
				fmt.Fprintf(b, "    peer %s %s\n", id, v.Peers[id].Type)
				renderFields(b, "      ", v.Peers[id].Properties)
			}
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func renderFields(b *strings.Builder, indent string, v value.Value) {
	for _, f := range v.Fields {
		fmt.Fprintf(b, "%s%s = %s at %d:%d\n", indent, f.Key, render(f.Value), f.Value.Pos.Line, f.Value.Pos.Column)
	}
}

// render shows a value on one line: holes of a text as <class name>, unknown
// values as ?name, with + when they are known to be filled.
func render(v value.Value) string {
	open := ""
	if v.Open != nil {
		open = "...?" + v.Open.Name
	}
	var parts []string
	switch v.Kind {
	case value.Absent:
		return "absent"
	case value.Null:
		return "null"
	case value.Number, value.Bool:
		return renderText(v.Text)
	case value.String:
		return `"` + renderText(v.Text) + `"`
	case value.Obscured:
		if v.Filled {
			open = "+"
		}
		return "?" + v.Hole.Name + open
	case value.List:
		for _, item := range v.Items {
			parts = append(parts, render(item))
		}
	case value.Map:
		for _, f := range v.Fields {
			parts = append(parts, f.Key+": "+render(f.Value))
		}
	}
	if open != "" {
		parts = append(parts, open)
	}
	if v.Kind == value.List {
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// renderText writes holes with their class, which Text.String does not.
func renderText(t value.Text) string {
	s := t.String()
	for _, h := range t.Holes() {
		class := [...]string{"any", "name", "account", "region", "partition", "suffix"}[h.Class]
		s = strings.Replace(s, "${"+h.Name+"}", "<"+class+" "+h.Name+">", 1)
	}
	return s
}
