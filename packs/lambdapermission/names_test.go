package lambdapermission

import (
	"testing"

	"github.com/truststack/truststack/value"
)

func TestTagOfAFunctionThatIsOnlyAPartOfTheName(t *testing.T) {
	h := value.Hole{Class: value.Name, Name: "Fn", Resource: "Fn"}
	fn := value.Of(h)
	for _, c := range []struct {
		text value.Text
		want bool
	}{
		{fn, true},
		{value.Concat(fn, value.Literal(":live")), true},
		{value.Concat(value.Literal("arn:aws:lambda:eu-west-1:111122223333:function:"), fn), true},
		{value.Concat(value.Literal("prod-"), fn), false},
		{value.Concat(fn, value.Literal("-other")), false},
		{value.Concat(value.Literal("other:"), fn), false},
	} {
		if got := names(c.text, h); got != c.want {
			t.Errorf("names(%s) = %t, want %t", c.text, got, c.want)
		}
	}
}
