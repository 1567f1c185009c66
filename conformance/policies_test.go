//go:build conformance

package conformance

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/truststack/truststack/iam"
)

// notJSON is the policies that are no JSON, each with what is in the way: AWS
// would refuse them as they stand.
var notJSON = map[string]string{
	"scp-examples/Service-specific-controls/AWS-IAM/deny-service-specific-credential-by-type.json": "a // comment",
}

// TestPolicies: every policy of the corpus survives a round trip without loss,
// and reads back to the same policy.
func TestPolicies(t *testing.T) {
	files := templateFiles(t, "policies", 86)
	refused := 0
	for name, data := range files {
		if !strings.HasSuffix(name, ".json") {
			continue
		}
		doc, err := iam.Parse(data)
		if err != nil {
			var syntax *iam.SyntaxError
			if why := notJSON[name]; why == "" || !errors.As(err, &syntax) || syntax.Line == 0 || json.Valid(data) {
				t.Errorf("%s: %v", name, err)
			}
			refused++
			continue
		}
		for form, text := range map[string][]byte{"minified": doc.Minified(), "indented": doc.Indented()} {
			again, err := iam.Parse(text)
			if err != nil {
				t.Errorf("%s: its %s form does not parse: %v", name, form, err)
				continue
			}
			if !reflect.DeepEqual(doc, again) {
				t.Errorf("%s: its %s form reads differently", name, form)
			}
			if !reflect.DeepEqual(generic(t, data), generic(t, text)) {
				t.Errorf("%s: its %s form lost something", name, form)
			}
		}
	}
	t.Logf("%d policies, %d refused as no JSON", len(files), refused)
	if refused != 1 {
		t.Errorf("%d policies were refused, want 1", refused)
	}
}

// generic is JSON as a program reads it that knows nothing of policies. Empty
// Sids and Ids say nothing and may be left out.
func generic(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return dropEmpty(v)
}

func dropEmpty(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if (key == "Sid" || key == "Id") && value == "" {
				delete(v, key)
				continue
			}
			v[key] = dropEmpty(value)
		}
	case []any:
		for i := range v {
			v[i] = dropEmpty(v[i])
		}
	}
	return v
}
