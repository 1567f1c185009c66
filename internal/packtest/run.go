package packtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/truststack/truststack/cfn"
	"github.com/truststack/truststack/engine"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/manifest/source"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// Suite is a package with its cases.
type Suite struct {
	Package *pack.Package
	Dir     string // "testdata"
	// Fewest is how many cases there are at least: a harness that finds fewer
	// has lost some.
	Fewest int
	// Subjects decode subjects that no template describes, by kind; the value
	// is the case's YAML.
	Subjects map[string]func(v value.Value, partition string) pack.Subject
}

// partitions is where every case runs.
var partitions = []string{"aws", "aws-cn", "aws-us-gov"}

// Run runs every case in every partition and checks that the cases are complete.
func (s Suite) Run(t *testing.T) {
	archives := readArchives(t, s.Dir)
	seen := newCoverage(readRequirements(t, s.Dir))
	for _, partition := range partitions {
		for _, a := range archives {
			rule := s.rule(t, partition, a)
			for _, c := range a.cases {
				if only := c.header["partitions"]; only != "" && !slices.Contains(strings.Fields(only), partition) {
					continue
				}
				seen.count(t, c, partition)
				t.Run(partition+"/"+c.name, func(t *testing.T) { s.one(t, rule, a, c, partition, seen) })
			}
			checkWitnesses(t, rule, partition)
		}
	}
	seen.report(t, s.Package, s.Fewest)
}

// rule configures the package from the archive's manifest.
func (s Suite) rule(t *testing.T, partition string, a archive) pack.Rule {
	t.Helper()
	m, positions, faults := source.Read([]byte(manifestText(s.Package.Key, partition, a)), []manifest.Definition{s.Package.Definition()})
	section := m.Spec.SecurityPackages[s.Package.Key]
	rule, more := s.Package.NewRule(m.Spec.Common, section)
	faults = append(faults, positions.Locate(more, source.SectionPath(s.Package.Key))...)
	for _, f := range faults {
		if !f.Warning {
			t.Fatalf("%s: %s", a.name, f)
		}
	}
	return rule
}

// one runs one case in one partition.
func (s Suite) one(t *testing.T, rule pack.Rule, a archive, c testCase, partition string, seen *coverage) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	if text := c.header["now"]; text != "" {
		var err error
		if now, err = time.Parse(time.DateOnly, text); err != nil {
			t.Fatal(err)
		}
	}
	layer := manifest.Proactive
	if l := c.header["layer"]; l != "" {
		layer = manifest.Layer(l)
	}
	cases, decision, judged := s.decide(t, rule, c, partition, layer, now)
	if !judged {
		if c.header["verdict"] != "none" {
			t.Fatalf("the package does not judge this; want %s", c.header["verdict"])
		}
		return
	}
	seen.subject(t, a, c, partition, cases)
	compare(t, c, decision)
	for _, r := range decision.Verdict.Reasons {
		seen.code(t, s.Package, r)
	}
	agree(t, rule, partition, cases, now)
}

func (s Suite) decide(t *testing.T, rule pack.Rule, c testCase, partition string, layer manifest.Layer, now time.Time) ([]pack.Case, pack.Decision, bool) {
	t.Helper()
	body := fill(c.body, partition)
	view := pack.View{Layer: layer, Time: now}
	if kind := c.header["subject"]; kind != "" {
		decode := s.Subjects[kind]
		if decode == nil {
			t.Fatalf("no subject of kind %q", kind)
		}
		cases := []pack.Case{{Subject: decode(tree(t, body), partition)}}
		return cases, pack.Decide(rule, view, cases), true
	}
	resource, found := s.resource(t, rule, c, body, partition)
	if !found {
		return nil, pack.Decision{}, false
	}
	results := engine.Check([]pack.Rule{rule}, []value.Resource{resource}, now)
	if len(results) == 0 {
		return nil, pack.Decision{}, false
	}
	return rule.Proactive.Impl.Cases(resource), results[0].Decision, true
}

// resource reads the case's template and picks the resource that counts: the one
// that is named, or the first that the package judges.
func (s Suite) resource(t *testing.T, rule pack.Rule, c testCase, body, partition string) (value.Resource, bool) {
	t.Helper()
	if !strings.Contains("\n"+body, "\nResources:") {
		body = "Resources:\n  Subject:\n    " + strings.ReplaceAll(strings.TrimRight(body, "\n"), "\n", "\n    ") + "\n"
	}
	template, err := cfn.Parse([]byte(body))
	if err != nil {
		t.Fatalf("the case's template: %v", err)
	}
	account := "111122223333"
	if text := c.header["account"]; text != "" {
		account = strings.TrimPrefix(text, "unknown")
	}
	rules := []pack.Rule{rule}
	o := cfn.Options{Reads: engine.Reads(rules), Peers: engine.Peers(rules), Account: account, Partition: partition}
	if account != "" {
		o.Region = fill("REGION", partition)
	}
	for _, r := range template.Resources(o) {
		if want := c.header["resource"]; want != "" && r.ID != want {
			continue
		}
		if want := c.header["resource"]; want != "" || len(rule.Proactive.Impl.Cases(r)) > 0 {
			return r, true
		}
	}
	return value.Resource{}, false
}

// compare holds a decision against the case's header.
func compare(t *testing.T, c testCase, d pack.Decision) {
	t.Helper()
	var codes, missing []string
	for _, r := range d.Verdict.Reasons {
		if !slices.Contains(codes, r.Code) {
			codes = append(codes, r.Code)
		}
	}
	for _, m := range d.Verdict.Missing {
		if !slices.Contains(missing, m.Code) {
			missing = append(missing, m.Code)
		}
	}
	exception := ""
	if d.Exception != nil {
		exception = d.Exception.String()
	}
	excluded := ""
	if d.Excluded {
		excluded = "true"
	}
	got := map[string]string{"verdict": d.Verdict.Kind.String(), "codes": strings.Join(codes, " "), "missing": strings.Join(missing, " "),
		"when": strings.Join(d.When.Strings(), " "), "exception": exception, "excluded": excluded}
	for _, key := range []string{"verdict", "codes", "missing", "when", "exception", "excluded"} {
		want := c.header[key]
		if key == "missing" && d.Verdict.Kind == pack.Untrusted && want == "" {
			continue // what else is unknown does not matter then
		}
		if got[key] != want {
			t.Errorf("%s: found %q, want %q\n%s", key, got[key], want, describe(d))
		}
	}
}

func describe(d pack.Decision) string {
	var b strings.Builder
	for _, r := range d.Verdict.Reasons {
		fmt.Fprintf(&b, "  %s %s: %s (found %s; wanted %s)\n", r.Code, r.Path, r.Text, r.Found, r.Wanted)
	}
	for _, m := range d.Verdict.Missing {
		fmt.Fprintf(&b, "  %s %s: %s\n", m.Code, m.Path, m.Why)
	}
	return b.String()
}

// tree reads YAML into a value of which all is known.
func tree(t *testing.T, text string) value.Value {
	t.Helper()
	template, err := cfn.Parse([]byte(text))
	if err != nil {
		t.Fatalf("the case's subject: %v", err)
	}
	return fromNode(template.Root())
}

// fromNode also reads {unknown: why} as a value that is not known.
func fromNode(n *cfn.Node) value.Value {
	switch n.Kind {
	case cfn.NullNode:
		return value.Value{Kind: value.Null, Pos: n.Pos}
	case cfn.ListNode:
		v := value.Value{Kind: value.List, Pos: n.Pos}
		for _, item := range n.Items {
			v.Items = append(v.Items, fromNode(item))
		}
		return v
	case cfn.MapNode:
		if why := n.Get("unknown"); why != nil && len(n.Fields) == 1 {
			return value.Obscure(value.Hole{Why: why.Text}, n.Pos)
		}
		v := value.Value{Kind: value.Map, Pos: n.Pos}
		for _, f := range n.Fields {
			v.Fields = append(v.Fields, value.Field{Key: f.Key, KeyPos: f.KeyPos, Value: fromNode(f.Value)})
		}
		return v
	}
	return value.Scalar(value.Literal(n.Text), n.Pos)
}
