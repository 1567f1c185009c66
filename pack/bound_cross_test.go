package pack

import (
	"testing"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/value"
)

// TestWildcardOverAccount: StringLike lets a foreign role in whose path imitates
// the rest of the pattern.
func TestWildcardOverAccount(t *testing.T) {
	const pattern, foreign = "arn:*:iam::111122223333:role/*", "arn:aws:iam::999999999999:role/x:iam::111122223333:role/y"
	if !iam.Like(pattern, foreign) {
		t.Fatal("the witness does not match")
	}
	b := Bounds{Accounts: NewAccounts(manifest.Common{}, []string{"111122223333"}), Owner: value.Literal("123456789012")}
	for operator, want := range map[string]value.Tri{"StringLike": value.No, "ArnLike": value.Yes} {
		g := Grant{Conditions: []Comparison{{Operator: operator, Key: "aws:principalarn", Values: []value.Text{value.Literal(pattern)}, Complete: true}}}
		if got := g.Bound(b); got != want {
			t.Errorf("%s: %v, want %v", operator, got, want)
		}
	}
}
