package source

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/value"
)

const good = `version: v1
spec:
  awsOrganizationARN: arn:aws:organizations::012345678901:organization/o-exampleorgid
  awsOrganizationID: o-exampleorgid
  deploymentAccountID: "123456789012"
  securityPackages:
    snsSubscriptionSecurity:
      enabled: true
      configuration:
        trustedProtocols: [https, sqs]
`

// roundTrip holds a manifest to: what a Lambda function reads is what was read
// here.
func roundTrip(t testing.TB, m manifest.Manifest) {
	t.Helper()
	data, err := m.WriteJSON()
	if err != nil {
		t.Fatal(err)
	}
	back, err := manifest.ReadJSON(data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	again, err := back.WriteJSON()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, again) {
		t.Errorf("config.json differs after a round trip:\n%s", cmp.Diff(string(data), string(again)))
	}
	for key, section := range m.Spec.SecurityPackages {
		if got := back.Spec.SecurityPackages[key].Configuration; !bytes.Equal(got, section.Configuration) {
			t.Errorf("%s: configuration %s became %s", key, section.Configuration, got)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	n := 0
	for _, data := range manifests(t) {
		m, _, faults := Read(data, definitions())
		if hasError(faults) {
			continue
		}
		roundTrip(t, m)
		n++
	}
	if n < 30 {
		t.Errorf("%d good manifests, want at least 30", n)
	}
}

func TestConfiguration(t *testing.T) {
	text := good + "    lambdaVPCSecurity: {enabled: true, configuration: {requireVpcOnUpdate: false, trustedVPCIDs: [], trustedSubnetIDs: [\"<&>\"]}}\n"
	m, _, faults := Read([]byte(text), definitions())
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	got := string(m.Spec.SecurityPackages["lambdaVPCSecurity"].Configuration)
	want := `{"requireVpcOnUpdate":false,"trustedSubnetIDs":["\u003c\u0026\u003e"],"trustedVPCIDs":[]}`
	if got != want {
		t.Errorf("configuration is %s, want %s", got, want)
	}
}

func utf16le(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// TestHostile is what no text file of cases can hold.
func TestHostile(t *testing.T) {
	deep := strings.Repeat("[", 10000)
	for _, test := range []struct {
		name string
		data []byte
		want string // the start of the first fault
	}{
		{"10 MB", bytes.Repeat([]byte("a: b\n"), 2<<20), "1:1: a file of 10485760 bytes; wanted at most 1048576"},
		{"UTF-16", utf16le(good), "1:1: text in UTF-16; wanted UTF-8"},
		{"UTF-16 without mark", utf16le(good)[2:], "1:2: the control character U+0000"},
		{"UTF-32", []byte("\x00\x00\xfe\xffa"), "1:1: text in UTF-32"},
		{"Latin-1", []byte("version: v1\n# caf\xe9\n"), "2:6: the byte 0xE9, which is not UTF-8"},
		{"NUL", []byte("version: \x00"), "1:10: the control character U+0000"},
		{"escape", []byte("version: \x1b[31m"), "1:10: the control character U+001B"},
		{"deep lists", []byte(deep), "1:51: more than 50 levels of nesting"},
		{"deep items", []byte(strings.Repeat("- ", 10000)), "1:101: more than 50 levels of nesting"},
		{"deep maps", []byte(strings.Repeat("{a: ", 10000)), "1:201: more than 50 levels of nesting"},
		{"deep in a good one", []byte(good + "    x: " + deep), "11:58: more than 50 levels of nesting"},
		{"laughs", []byte("a: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n"), "1:1: a: the unknown key \"a\""},
		{"mark and CRLF", []byte("\xef\xbb\xbf" + strings.ReplaceAll(good, "\n", "\r\n")), ""},
		{"just a mark", []byte("\xef\xbb\xbf"), "1:1: an empty manifest"},
		{"line break of YAML 1.1", []byte("version: v1\u0085spec: 1"), "1:12: the control character U+0085"},
		{"reversed text", []byte("version: v1 # \u202eoverrides"), "1:15: the control character U+202E"},
		{"mark inside", []byte("version: \ufeffv1"), "1:10: the control character U+FEFF"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, faults := Read(test.data, definitions())
			got := ""
			if len(faults) > 0 {
				got = faults[0].String()
			}
			if !strings.HasPrefix(got, test.want) || test.want == "" && got != "" {
				t.Errorf("first fault is %q, want %q", got, test.want)
			}
			for _, f := range faults {
				if msg := unhelpful(f); msg != "" {
					t.Errorf("%s: %s", f, msg)
				}
			}
		})
	}
}

// TestHostileIsCheap holds large manifests of each bad kind to a time that only
// a cost beyond the linear reaches, on a busy machine too.
func TestHostileIsCheap(t *testing.T) {
	const size = MaxSize / 4
	var keys, faults strings.Builder
	for i := 0; keys.Len() < size-64; i++ {
		fmt.Fprintf(&keys, "key%d: 1\n", i)
	}
	for faults.Len() < size-4096 {
		faults.WriteString("a, ")
	}
	for name, data := range map[string]string{
		"keys":       keys.String(),
		"items":      strings.Replace(good, "[https, sqs]", "["+faults.String()+"]", 1),
		"numbers":    strings.Replace(good, "[https, sqs]", "["+strings.ReplaceAll(faults.String(), "a", "1")+"]", 1),
		"long key":   strings.Repeat("k", size-16) + ": {a: &b 1}",
		"long text":  "version: " + strings.Repeat("v", size-16),
		"duplicates": strings.Repeat("a: 1\n", size/5),
		"anchors":    strings.Repeat("- &a 1\n", size/7-1),
		"quotes":     strings.Repeat("\"", size-16),
		"questions":  strings.Repeat("? ", size/2-16),
		"comments":   strings.Repeat("#\n", size/2),
		"tabs":       "a:\n" + strings.Repeat("\t", size-16),
		"documents":  strings.Repeat("---\n", size/4),
	} {
		began := time.Now()
		_, _, got := Read([]byte(data), definitions())
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		if len(got) == 0 || len(got) > maxFaults+1 {
			t.Errorf("%s has %d faults, want 1 to %d", name, len(got), maxFaults+1)
		}
	}
}

func TestSecretsAreNotRepeated(t *testing.T) {
	const secret = "https://hooks.chat.example/T0/verysecret"
	for _, alerts := range []string{"{chatWebhookSecretARN: '%s'}", "{topicARN: '%s'}", "{email: '%s'}", "'%s'", "['%s']", "{email: ['%s']}", "{webhook: '%s'}"} {
		text := strings.Replace(good, "  securityPackages", "  alerts: "+fmt.Sprintf(alerts, secret)+"\n  securityPackages", 1)
		_, _, faults := Read([]byte(text), definitions())
		if !hasError(faults) {
			t.Errorf("%s has no error", alerts)
		}
		if s := fmt.Sprint(faults); strings.Contains(s, "verysecret") {
			t.Errorf("%s: repeated in %s", alerts, s)
		}
	}
}

func TestLocate(t *testing.T) {
	_, positions, _ := Read([]byte(strings.Replace(good, "https, sqs", "https, 1", 1)), definitions())
	const prefix = "spec.securityPackages.snsSubscriptionSecurity"
	for _, test := range []struct {
		path string
		want value.Pos
	}{
		{"configuration.trustedProtocols[0]", value.Pos{Line: 10, Column: 28}},
		{"configuration.trustedProtocols", value.Pos{Line: 10, Column: 9}},
		{"configuration.trustedProtocols[7]", value.Pos{Line: 10, Column: 9}},
		{"configuration.trustedEmailDomains", value.Pos{Line: 9, Column: 7}},
		{"configuration.trustedEmailDomains[1].x", value.Pos{Line: 9, Column: 7}},
		{"enabled", value.Pos{Line: 8, Column: 16}},
		{"mode", value.Pos{Line: 7, Column: 5}},
		{"", value.Pos{Line: 7, Column: 5}},
	} {
		got := positions.Locate([]manifest.Fault{{Path: test.path, Found: "x"}}, prefix)
		if len(got) != 1 || got[0].Line != test.want.Line || got[0].Column != test.want.Column || got[0].Path != join(prefix, test.path) {
			t.Errorf("%q is %v, want %v", test.path, got, test.want)
		}
	}
	twice := []manifest.Fault{{Path: "configuration.trustedProtocols[1]", Found: "again"}, {Path: "configuration.trustedProtocols[1]", Found: "surprising", Warning: true}}
	if got := positions.Locate(twice, prefix); len(got) != 1 || !got[0].Warning {
		t.Errorf("an error that Read reported is not left out: %v", got)
	}
	var none *Positions
	if got := none.Locate(twice[:1], ""); len(got) != 1 || got[0].Line != 1 {
		t.Errorf("without positions: %v", got)
	}
	if twice[0].Line != 0 {
		t.Error("Locate changed its argument")
	}
}

// TestUnusualDefinitions holds Read, Schema and Init to: no panic for a package
// without a configuration, or with one that is no struct.
func TestUnusualDefinitions(t *testing.T) {
	type nested struct {
		Deep []struct {
			Name string `json:"name" jsonschema:"required"`
		} `json:"deep,omitempty"`
		Free map[string]string `json:"free,omitempty"`
		Any  any               `json:"any,omitempty"`
	}
	defs := []manifest.Definition{
		{Key: "none"},
		{Key: "null", Config: func() any { return nil }},
		{Key: "text", Config: func() any { return "text" }},
		{Key: "nested", Config: func() any { return new(nested) }},
	}
	if _, err := Schema(defs); err != nil {
		t.Error(err)
	}
	Init(defs)
	head, _, _ := strings.Cut(good, "    sns")
	_, _, faults := Read([]byte(head+"    none: {enabled: true, configuration: {a: 1}}\n    null: {enabled: true}\n    nested: {enabled: true, configuration: {deep: [{}], free: {a: b}, any: 1}}\n"), defs)
	want := []string{
		`7:43: spec.securityPackages.none.configuration.a: the unknown key "a"; wanted no keys`,
		`9:52: spec.securityPackages.nested.configuration.deep[0].name: no name; wanted name: and its text`,
		`9:76: spec.securityPackages.nested.configuration.any: a field of the type interface {}`,
	}
	var got []string
	for _, f := range faults {
		got = append(got, f.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, _, faults := Read([]byte(good), nil); !hasError(faults) {
		t.Error("without definitions every section is unknown")
	}
}
