package pack

import (
	"testing"

	"github.com/truststack/truststack/value"
)

// TestResourceKeysBindNobody: a statement for one's own resources is open to
// everyone all the same.
func TestResourceKeysBindNobody(t *testing.T) {
	own := value.Literal("111122223333")
	for _, key := range []string{"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"} {
		g := Grant{Conditions: []Comparison{{Operator: "StringEquals", Key: key, Values: []value.Text{own}, Complete: true}}}
		if got := g.Bound(Bounds{Owner: own}); got != value.No {
			t.Errorf("%s: found %s, want no", key, got)
		}
	}
}
