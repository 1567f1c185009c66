package cfn

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/truststack/truststack/value"
)

// TestVariantsAreThoseOfSomeDeployment generates templates and deploys each with
// every combination of a few parameter values. What comes of each must be one of
// the variants that were worked out without values, and each variant must come
// of one.
func TestVariantsAreThoseOfSomeDeployment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &generator{t: t}
		text := g.template()
		template, err := Parse([]byte(text))
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		o := Options{Reads: map[string][]string{"T": {"P", "Q"}}}
		unknown := template.Resources(o)
		if len(unknown) == 1 && unknown[0].Overflow {
			return
		}
		realised := map[int]bool{}
		for _, given := range assignments(g.domain) {
			o.Parameters = given
			deployed := template.Resources(o)
			if len(deployed) == 0 {
				continue
			}
			if len(deployed[0].Variants) != 1 {
				t.Fatalf("given every value, found %d variants in\n%s", len(deployed[0].Variants), text)
			}
			covered := false
			if len(unknown) == 1 {
				for i, v := range unknown[0].Variants {
					if admits(v.Properties, deployed[0].Variants[0].Properties) && whenHolds(v.When, given) {
						covered, realised[i] = true, true
					}
				}
			}
			if !covered {
				t.Fatalf("no variant for %v in\n%s", given, text)
			}
		}
		if len(unknown) == 1 && !g.related && len(realised) != len(unknown[0].Variants) {
			t.Fatalf("of %d variants %v are of some deployment, in\n%s", len(unknown[0].Variants), realised, text)
		}
	})
}

// generator makes templates in JSON.
type generator struct {
	t       *rapid.T
	domain  map[string][]string
	related bool // two parameters are compared with each other
}

func (g *generator) pick(label string, n int) int { return rapid.IntRange(0, n-1).Draw(g.t, label) }

func (g *generator) template() string {
	g.domain = map[string][]string{}
	var parameters, conditions []string
	for i := range 3 {
		name := fmt.Sprintf("P%d", i)
		if g.pick("allowed", 2) == 0 {
			parameters = append(parameters, `"`+name+`":{"Type":"String","AllowedValues":["a","b"]}`)
			g.domain[name] = []string{"a", "b"}
		} else {
			parameters = append(parameters, `"`+name+`":{"Type":"String"}`)
			g.domain[name] = []string{"a", "b", "c", "y", "z"}
		}
	}
	for i := range 3 {
		conditions = append(conditions, fmt.Sprintf(`"C%d":%s`, i, g.condition(i, 2)))
	}
	attribute := ""
	if g.pick("attribute", 3) == 0 {
		attribute = `"Condition":"C2",`
	}
	return `{"Parameters":{` + strings.Join(parameters, ",") + `},` +
		`"Mappings":{"M":{"a":{"k":"ma"},"b":{"k":"mb"}}},` +
		`"Conditions":{` + strings.Join(conditions, ",") + `},` +
		`"Resources":{"R":{"Type":"T",` + attribute + `"Properties":{"P":` + g.value(3) + `,"Q":` + g.value(2) + `}}}}`
}

func (g *generator) condition(before, depth int) string {
	kind := g.pick("condition", 6)
	if depth == 0 || kind < 2 {
		a, b := g.ref(), `"`+string("abc"[g.pick("literal", 3)])+`"`
		if g.pick("related", 8) == 0 {
			b, g.related = g.ref(), true
		}
		if kind == 0 {
			a, b = b, a
		}
		return `{"Fn::Equals":[` + a + `,` + b + `]}`
	}
	switch {
	case kind == 2:
		return `{"Fn::And":[` + g.condition(before, depth-1) + `,` + g.condition(before, depth-1) + `]}`
	case kind == 3:
		return `{"Fn::Or":[` + g.condition(before, depth-1) + `,` + g.condition(before, depth-1) + `]}`
	case kind == 4 && before > 0:
		return fmt.Sprintf(`{"Condition":"C%d"}`, g.pick("named", before))
	}
	return `{"Fn::Not":[` + g.condition(before, depth-1) + `]}`
}

func (g *generator) ref() string { return fmt.Sprintf(`{"Ref":"P%d"}`, g.pick("parameter", 3)) }

func (g *generator) value(depth int) string {
	kind := g.pick("value", 7)
	if depth == 0 {
		kind %= 3
	}
	switch kind {
	case 0:
		return `"x"`
	case 1:
		return g.ref()
	case 2:
		return fmt.Sprintf(`{"Fn::Sub":"s-${P%d}"}`, g.pick("parameter", 3))
	case 3:
		return `[` + g.value(depth-1) + `,` + g.value(depth-1) + `]`
	case 4:
		return `{"Fn::Join":["-",[` + g.ref() + `,` + g.ref() + `]]}`
	}
	return fmt.Sprintf(`{"Fn::If":["C%d",%s,%s]}`, g.pick("if", 3), g.value(depth-1), g.value(depth-1))
}

// assignments is every combination of the domain's values.
func assignments(domain map[string][]string) []map[string]string {
	out := []map[string]string{{}}
	for name, values := range domain {
		var next []map[string]string
		for _, given := range out {
			for _, v := range values {
				more := maps.Clone(given)
				more[name] = v
				next = append(next, more)
			}
		}
		out = next
	}
	return out
}

// whenHolds checks the choices that name parameters.
func whenHolds(when value.When, given map[string]string) bool {
	for _, c := range when {
		if v, ok := given[c.Name]; ok && v != c.Value {
			return false
		}
	}
	return true
}

// admits reports whether unknown can be known, its holes being filled.
func admits(unknown, known value.Value) bool {
	if unknown.Kind != known.Kind {
		return false
	}
	switch unknown.Kind {
	case value.String:
		pattern := regexp.QuoteMeta(unknown.Text.String())
		for _, h := range unknown.Text.Holes() {
			pattern = strings.Replace(pattern, regexp.QuoteMeta("${"+h.Name+"}"), ".*", 1)
		}
		s, _ := known.Text.Known()
		return regexp.MustCompile("^" + pattern + "$").MatchString(s)
	case value.List:
		if len(unknown.Items) != len(known.Items) {
			return false
		}
		for i := range unknown.Items {
			if !admits(unknown.Items[i], known.Items[i]) {
				return false
			}
		}
	case value.Map:
		for _, f := range unknown.Fields {
			if !admits(f.Value, known.Get(f.Key)) {
				return false
			}
		}
	}
	return true
}

// TestReadersAgree reads generated JSON as JSON and as YAML, which JSON is a part
// of: nodes, positions and resources must be the same.
func TestReadersAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []byte((&generator{t: t}).template())
		a, _, errA := parseJSON(text)
		b, _, errB := parseYAML(text)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		o := Options{Reads: map[string][]string{"T": {"P", "Q"}}}
		var x, y strings.Builder
		renderResources(&x, (&Template{root: a}).Resources(o))
		renderResources(&y, (&Template{root: b}).Resources(o))
		if x.String() != y.String() {
			t.Fatalf("JSON:\n%s\nYAML:\n%s", x.String(), y.String())
		}
	})
}
