package lambdalayerpermission

import (
	"testing"

	"github.com/truststack/truststack/internal/packtest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

func TestCases(t *testing.T) {
	packtest.Suite{Package: Package, Dir: "testdata", Fewest: 75,
		Subjects: map[string]func(value.Value, string) pack.Subject{"permission": decodePermission}}.Run(t)
}

// decodePermission reads a permission that a role makes on a layer of account
// 111122223333.
func decodePermission(v value.Value, partition string) pack.Subject {
	or := func(key, other string) value.Text {
		if t := v.Get(key).AsText(); !t.Absent() {
			return t
		}
		return value.Literal(other)
	}
	return LayerPermission{Layer: or("layer", "arn:"+partition+":lambda:us-east-1:111122223333:layer:shared:1"),
		Owner: or("owner", "111122223333"), Statement: v.Get("statement").AsText(), Action: or("action", getLayerVersion),
		Principal:    pack.ParsePrincipal(v.Get("principal").AsText(), partition),
		Organization: v.Get("organization").AsText(), CallerARN: v.Get("caller").AsText()}
}
