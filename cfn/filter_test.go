package cfn

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMentions(t *testing.T) {
	types := []string{"AWS::SNS::Subscription"}
	for text, want := range map[string]bool{
		"Type: AWS::SNS::Subscription":             true,
		"Type: AWS::SNS::Topic":                    false,
		`"Type": "\u0041WS::SNS::Subscription"`:    true,
		`Type: "\x41WS::SNS::Subscription"`:        true,
		`Type: "\U00000041WS::SNS::Subscription"`:  true,
		"Type: \"AWS::SNS::\\\n  Subscription\"":   true,
		"Type: \"AWS::SNS::\\\r\n  Subscription\"": true,
		`"code": "a\n\u003cb\"\\\/"`:               false,
		"Type: !!binary QVdTOjpTTlM6OlRvcGlj":      true,
		"Fn::ForEach::A: []":                       true,
		"Transform: Macro":                         true,
		"A: !Transform {Name: AWS::Include}":       true,
		"\xff\xfeA":                                true,
		"A\x00":                                    true,
		"":                                         false,
		`a\`:                                       false,
		`a\u00`:                                    false,
	} {
		if got := Mentions([]byte(text), types); got != want {
			t.Errorf("Mentions(%q) = %v", text, got)
		}
	}
}

// TestMentionsMissesNothing writes a type with every escape that YAML and JSON
// have: where a resource is found, the text mentions its type.
func TestMentionsMissesNothing(t *testing.T) {
	const kind = "AWS::SNS::Subscription"
	o := Options{Reads: map[string][]string{kind: {"Endpoint"}}}
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for _, c := range kind {
			switch rapid.IntRange(0, 12).Draw(t, "escape") {
			case 0:
				fmt.Fprintf(&b, `\x%02x`, c)
			case 1:
				fmt.Fprintf(&b, `\u%04X`, c)
			case 2:
				fmt.Fprintf(&b, `\U%08x`, c)
			case 3:
				b.WriteString("\\\n    ")
				b.WriteRune(c)
			case 4:
				b.WriteString("\\\r\n ")
				b.WriteRune(c)
			default:
				b.WriteRune(c)
			}
		}
		for _, text := range []string{
			"Resources:\n  A:\n    Type: \"" + b.String() + "\"\n",
			`{"Resources": {"A": {"Type": "` + b.String() + `"}}}`,
			`{"Resources": {"A": {"Type": " ` + b.String() + ` "}}}`,
		} {
			template, err := Parse([]byte(text))
			if err != nil || len(template.Resources(o)) == 0 {
				continue
			}
			found++
			if !Mentions([]byte(text), []string{kind}) {
				t.Fatalf("missed %q", text)
			}
		}
	})
	if found < 100 {
		t.Fatalf("only %d texts had the resource", found)
	}
}
