package generate

import (
	"encoding/json"
	"testing"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// fragments is a preventative layer with a policy for an endpoint and a statement
// to merge into one.
type fragments struct{}

func (fragments) Policies(pack.Target) []pack.Policy {
	allow := func(sid string) []iam.Statement {
		return []iam.Statement{{Sid: sid, Effect: iam.Allow, Principal: &iam.Principal{Everyone: true}, Action: iam.One("s3:GetObject"), Resource: iam.One("*")}}
	}
	return []pack.Policy{
		{Kind: pack.EndpointPolicy, Name: "endpoint-whole", Statements: allow("Whole")},
		{Kind: pack.EndpointFragment, Name: "endpoint-part", Statements: append(allow("First"), allow("Second")...)},
	}
}

func (fragments) Requests(pack.Subject) ([]iam.Request, bool) { return nil, true }

// TestFragmentIsNoPolicy: what is to be merged must not look like what is to be
// attached.
func TestFragmentIsNoPolicy(t *testing.T) {
	common := manifest.Common{AWSOrganizationARN: "arn:aws:organizations::999900001111:organization/o-exampleorgid"}
	in := Input{
		Manifest: manifest.Manifest{Spec: manifest.Spec{Common: common}},
		Rules:    []pack.Rule{{Package: &pack.Package{Name: "p"}, Preventative: pack.Layer[pack.Preventative]{Impl: fragments{}}}},
	}
	files, err := Files(in)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, f := range files {
		switch f.Path {
		case "policies/endpoint-whole.json":
			found++
			if doc, err := iam.Parse(f.Data); err != nil || len(doc.Statements) != 1 {
				t.Errorf("%s is no policy (%v):\n%s", f.Path, err, f.Data)
			}
		case "policies/endpoint-part.json":
			found++
			var statements []map[string]any
			if err := json.Unmarshal(f.Data, &statements); err != nil || len(statements) != 2 || statements[1]["Sid"] != "Second" {
				t.Errorf("%s is not a list of both statements (%v):\n%s", f.Path, err, f.Data)
			}
			if f.Kind != "endpoint-statement" {
				t.Errorf("%s is of kind %q", f.Path, f.Kind)
			}
		}
	}
	if found != 2 {
		t.Errorf("found %d of 2 files", found)
	}
}
