package pack

import (
	"testing"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
)

// TestBindGranteeForms: an exception's grantee is let through in each of its forms,
// and nobody else is.
func TestBindGranteeForms(t *testing.T) {
	target := Target{Partition: "aws", Exceptions: []manifest.Exception{{Resource: "arn:aws:lambda:*:111122223333:function:f", Grantee: "777788889999",
		Reason: "r", Owner: "o", Expires: "2030-01-01"}}}
	how := Selects{GranteeKey: "lambda:Principal", Suffixes: []string{"", ":*"},
		GranteeForms: func(s string) []string { return []string{"arn:aws:iam::" + s + ":root"} }}
	doc := iam.Document{Version: iam.Version2012, Statements: target.Bind(Deny("D", nil, "lambda:AddPermission"), how)}
	for principal, want := range map[string]iam.Decision{"777788889999": iam.ImplicitDeny, "arn:aws:iam::777788889999:root": iam.ImplicitDeny,
		"999999999999": iam.ExplicitDeny, "arn:aws:iam::777788889999:role/r": iam.ExplicitDeny} {
		for _, qualifier := range []string{"", ":live"} {
			c := iam.NewContext(iam.UnlistedAbsent).Set("lambda:Principal", iam.SingleValue(principal)).Set("aws:CurrentTime", iam.SingleValue("2026-01-01T00:00:00Z"))
			got := iam.Evaluate(doc, iam.Request{Action: "lambda:AddPermission", Resource: "arn:aws:lambda:us-east-1:111122223333:function:f" + qualifier, Context: c})
			if got.Decision != want {
				t.Errorf("%s on f%s is %s, want %s", principal, qualifier, got.Decision, want)
			}
		}
	}
}
