package cfn

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestParseErrors: text that is no template gives an error that says where and
// what.
func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "line 1, column 1: found an empty file"},
		{"spaces", " \n\n", "line 1, column 1: found an empty file"},
		{"utf-16", "\xff\xfeR\x00", "found UTF-16 where UTF-8 was wanted; save the file as UTF-8"},
		{"utf-16 without a mark", "\x00R\x00e", "found UTF-16"},
		{"not utf-8", "a: b\nc: \xff", "line 2, column 4: found a byte that is not UTF-8"},
		{"scalar", "hello", "line 1, column 1: found a string where the template's map was wanted"},
		{"list", "[]", "found a list where the template's map was wanted"},
		{"two documents", "Resources: {}\n---\na: 1\n", "line 2, column 1: found a second YAML document"},
		{"tab", "Resources:\n\ta: 1\n", "line 2"},
		{"colon", "a: b: c", "mapping values are not allowed"},
		{"template engine", "a: {{ x }}", "found a list or map where a key was wanted"},
		{"unclosed list", "a: [", "line"},
		{"unknown alias", "a: *b", "unknown anchor"},
		{"alias in itself", "a: &a [*a]", "inside its own value"},
		{"merge of a text", "a:\n  <<: b\n", "found a string where << wants a map"},
		{"json cut off", `{"Resources": {"A"`, "line 1, column 19: found the end of the file where a colon was wanted"},
		{"json string", `{"Resources": "A`, "line 1, column 15: found a string that is not closed"},
		{"json deep", strings.Repeat("[", 200), "nested deeper than 100"},
		{"yaml deep", strings.Repeat("- ", 200), "nested deeper than 100"},
		{"too large", strings.Repeat(" ", maxSize+1), "at most 10485760 are read"},
		{"too many", strings.Repeat("a,", maxNodes+1), "found more than 1048576 values"},
		{"too many in json", "[" + strings.Repeat("1,", maxNodes) + "1]", "found more than 1048576 values"},
		{"alias bomb", aliasBomb(), "found more than 1048576 values"},
	} {
		_, err := Parse([]byte(c.text))
		var p Problem
		if !errors.As(err, &p) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func aliasBomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x]\n")
	for i := 1; i < 40; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	return b.String()
}

// TestParseAccepts: text that is unusual and still a template.
func TestParseAccepts(t *testing.T) {
	for _, text := range []string{
		"\xef\xbb\xbf{\"Resources\": {}}",
		"\xef\xbb\xbfResources: {}",
		"{Resources: {}, # a comment\n}",
		"Resources:\r\n  A:\r\n    Type: T\r\n",
		"{\"a\": \"\\ud83d\\ude00 \\ud800\"}",
		"--- {Resources: {}}\n...\n",
		"Resources: {A: {Type: T, Properties: {<<: [{a: 1}, {a: 2}]}}}",
	} {
		if _, err := Parse([]byte(text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestShortForms: each tag is the function it stands for.
func TestShortForms(t *testing.T) {
	for _, c := range []struct{ yaml, json string }{
		{"!Ref A", `{"Ref":"A"}`},
		{"!Condition A", `{"Condition":"A"}`},
		{"!GetAtt A.B", `{"Fn::GetAtt":["A","B"]}`},
		{"!GetAtt A.Outputs.B", `{"Fn::GetAtt":["A","Outputs.B"]}`},
		{"!GetAtt [A, B]", `{"Fn::GetAtt":["A","B"]}`},
		{"!Sub 'a'", `{"Fn::Sub":"a"}`},
		{"!Sub [a, {b: c}]", `{"Fn::Sub":["a",{"b":"c"}]}`},
		{"!Join [',', [a]]", `{"Fn::Join":[",",["a"]]}`},
		{"!If [A, b, !Ref C]", `{"Fn::If":["A","b",{"Ref":"C"}]}`},
		{"!Base64 {Ref: A}", `{"Fn::Base64":{"Ref":"A"}}`},
		{"!GetAZs ''", `{"Fn::GetAZs":""}`},
		{"!Transform {Name: A}", `{"Fn::Transform":{"Name":"A"}}`},
		{"!Unknown x", `{"Fn::Unknown":"x"}`},
		{"!!str 5", `"5"`},
		{"!!binary aGk=", `{"Fn::binary":"aGk="}`},
	} {
		a, _, errA := parseYAML([]byte(c.yaml))
		b, _, errB := parseJSON([]byte(c.json))
		if errA != nil || errB != nil {
			t.Fatal(c, errA, errB)
		}
		if x, y := shape(a), shape(b); x != y {
			t.Errorf("%s is %s, want %s", c.yaml, x, y)
		}
	}
}

// shape is a node without positions.
func shape(n *Node) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d%q", n.Kind, n.Text)
	for _, item := range n.Items {
		b.WriteString("[" + shape(item) + "]")
	}
	for _, f := range n.Fields {
		fmt.Fprintf(&b, "{%q %s}", f.Key, shape(f.Value))
	}
	return b.String()
}

// TestHostile: templates made to take long take little.
func TestHostile(t *testing.T) {
	repeat := strings.Repeat
	var conditions, names strings.Builder
	conditions.WriteString("Resources:\n R:\n  Type: T\n  Properties:\n   P:\n")
	names.WriteString("Resources:\n")
	for i := range 60 {
		fmt.Fprintf(&conditions, "   - !If [C%d, a, b]\n", i)
		fmt.Fprintf(&names, " R%d: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !Sub '${R%d}${R%d}${R%d}'}}\n", i, i+1, i+1, i+1)
	}
	names.WriteString(" Z: {Type: T, Properties: {P: !Ref R0}}\n")
	chain := "Resources: {R: {Type: T, Condition: C0}}\nConditions:\n"
	for i := range 5000 {
		chain += fmt.Sprintf(" C%d: !Not [!Condition C%d]\n", i, i+1)
	}
	for name, text := range map[string]string{
		"many conditions":     conditions.String(),
		"chain of conditions": chain,
		"names of names":      names.String(),
		"loops in loops": "Resources:\n Fn::ForEach::A:\n  - X\n  - [" + repeat("a,", 1000) + "a]\n  - Fn::ForEach::B:\n     - Y\n     - [" +
			repeat("a,", 1000) + "a]\n     - R${X}${Y}: {Type: T}\n",
		"long texts": "Mappings: {M: {a: {b: '" + repeat("x", 100000) + "'}}}\nResources: {R: {Type: T, Properties: {P: !Join ['', [" +
			repeat("!FindInMap [M,a,b],", 20000) + "x]]}}}\n",
		"long split":   "Resources: {R: {Type: T, Properties: {P: !Split [',', '" + repeat(",", 2000000) + "']}}}\n",
		"open braces":  repeat("{a: ", 1<<19),
		"anchors":      repeat("&a ", 1<<18),
		"deep dashes":  repeat("- ", 5<<20),
		"open strings": repeat(`"a" `, 1<<18),
	} {
		start := time.Now()
		if template, err := Parse([]byte(text)); err == nil {
			for _, r := range template.Resources(Options{Reads: map[string][]string{"T": {"P"}}}) {
				if len(r.Variants) > 256 {
					t.Errorf("%s: %d variants", name, len(r.Variants))
				}
			}
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

// TestDeclares: what says of itself that it is a template.
func TestDeclares(t *testing.T) {
	for text, want := range map[string]bool{
		"AWSTemplateFormatVersion: 2010-09-09\n":   true,
		"Transform: AWS::Serverless-2016-10-31\n":  true,
		"Resources: {A: {Type: T}}":                true,
		`{"\u0052esources": {"A": {"Type": "T"}}}`: true,
		"Resources: {A: {Kind: T}}":                false,
		"kind: Deployment\nspec: {}\n":             false,
		"a:\n  Resources: {A: {Type: T}}\n":        false,
		"":                                         false,
		"AWSTemplateFormatVersion: 2010-09-09\nResources:\n\tA: 1\n":                                                                            true,
		`{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {`:                                                                             true,
		"Resources:\n  A:\n    Type: AWS::SNS::Topic\n   B: [\n":                                                                                true,
		"# Resources of the day: [\nTypes: {{ x }}\n":                                                                                           false,
		"\xff\xfeA\x00W\x00S\x00T\x00e\x00m\x00p\x00l\x00a\x00t\x00e\x00F\x00o\x00r\x00m\x00a\x00t\x00V\x00e\x00r\x00s\x00i\x00o\x00n\x00:\x00": true,
	} {
		if got := Declares([]byte(text)); got != want {
			t.Errorf("Declares(%q) = %v", text, got)
		}
	}
}
