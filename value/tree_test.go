package value

import (
	"strings"
	"testing"
)

func TestGet(t *testing.T) {
	v, err := ParseJSON([]byte(`{"a": {"b": ["x", 1, true, null]}, "s": "text"}`))
	if err != nil {
		t.Fatal(err)
	}
	if items, complete := v.Get("a", "b").AsList(); len(items) != 4 || !complete || items[1].Kind != Number || items[3].Kind != Null {
		t.Errorf("found %v", items)
	}
	if !v.Get("nothing").Missing() || !v.Get("nothing", "below").Missing() {
		t.Error("what is not there is not absent")
	}
	if v.Get("s", "below").Kind != Obscured {
		t.Error("a key of a string is neither there nor absent")
	}
	open := v
	open.Open = &Hole{Why: "not read"}
	if open.Get("nothing").Kind != Obscured || open.Get("s").Kind != String {
		t.Error("a key that an open map does not list is unknown")
	}
	if hidden := Obscure(Hole{Name: "P"}, Pos{}).Get("a", "b"); hidden.Kind != Obscured || hidden.Hole.Name != "P.a.b" {
		t.Errorf("found %v", hidden)
	}
}

func TestAsText(t *testing.T) {
	if (Value{Kind: Null}).AsText().Absent() != true {
		t.Error("null is absent")
	}
	if _, known := (Value{Kind: List}).AsText().Known(); known || (Value{Kind: List}).AsText().Absent() {
		t.Error("a list where a string was wanted is unknown")
	}
	if items, complete := Scalar(Literal("x"), Pos{}).AsList(); len(items) != 1 || !complete {
		t.Error("a scalar is a list of one")
	}
	if _, complete := Obscure(Hole{}, Pos{}).AsList(); complete {
		t.Error("an unknown list is complete")
	}
}

func TestParseJSON(t *testing.T) {
	for _, bad := range []string{"", "{", `{"a":1}x`, `{"a" 1}`, `[1,]`, strings.Repeat("[", 200) + strings.Repeat("]", 200), "nul", `{"a":1}{}`} {
		if v, err := ParseJSON([]byte(bad)); err == nil {
			t.Errorf("%.20q: found %v", bad, v)
		}
	}
	v, err := ParseJSON([]byte(`{"a":1,"a":2,"n":12345678901234567890}`))
	if err != nil || len(v.Fields) != 2 || v.Get("a").Text.String() != "2" || v.Get("n").Text.String() != "12345678901234567890" {
		t.Errorf("found %v, %v", v, err)
	}
}
