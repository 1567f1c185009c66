package hook

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/truststack/truststack/value"
)

// adapter makes values of a payload's properties: what stands for a value that is
// not there yet becomes a hole. Every hole has a name of its own, or two values
// that nobody knows would be taken for the same one.
type adapter struct {
	// later is true where RESOURCE is asked again once the values are known.
	later bool
	holes int
	long  []string // forms of strings too long to be shown
}

// marks are how a string says that a part of it is not there yet: as
// DescribeChangeSet writes it, and a dynamic reference
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html).
var marks = []struct{ start, name, why string }{
	{"{{changeSet:", "KNOWN_AFTER_APPLY", "known after the change set is applied"},
	{"{{resolve:", "DYNAMIC_REFERENCE", "a dynamic reference"},
}

func (a *adapter) hole(name, why string) value.Hole {
	a.holes++
	return value.Hole{Name: fmt.Sprintf("%s_%d", name, a.holes), Why: why, AfterApply: a.later}
}

// adapt goes over a value that ParseJSON read.
func (a *adapter) adapt(v value.Value) value.Value {
	switch v.Kind {
	case value.String:
		return a.text(v)
	case value.List:
		out := v
		out.Items = make([]value.Value, len(v.Items))
		for i, item := range v.Items {
			out.Items[i] = a.adapt(item)
		}
		return out
	case value.Map:
		return a.object(v)
	}
	return v
}

// text is a string with its marks as holes. A string that is a mark and nothing
// else may turn out to be a list or a map as well.
func (a *adapter) text(v value.Value) value.Value {
	rest, _ := v.Text.Known()
	if utf8.RuneCountInString(rest) > maxShown {
		a.long = append(a.long, forms(rest)...)
	}
	var parts []value.Text
	for rest != "" {
		at, mark := nextMark(rest)
		if at < 0 {
			break
		}
		h := a.hole(marks[mark].name, marks[mark].why)
		end := strings.Index(rest[at:], "}}")
		if end < 0 {
			parts = append(parts, value.Literal(rest[:at]), value.Of(h))
			rest = ""
			break
		}
		if at == 0 && len(parts) == 0 && end+2 == len(rest) {
			return value.Obscure(h, v.Pos)
		}
		parts = append(parts, value.Literal(rest[:at]), value.Of(h))
		rest = rest[at+end+2:]
	}
	if len(parts) == 0 {
		return v
	}
	v.Text = value.Concat(append(parts, value.Literal(rest))...)
	return v
}

func nextMark(s string) (at, mark int) {
	at = -1
	for i, m := range marks {
		if found := strings.Index(s, m.start); found >= 0 && (at < 0 || found < at) {
			at, mark = found, i
		}
	}
	return at, mark
}

// object is a map, or a hole where it is an intrinsic function. A key that is one
// among others, as Fn::Transform, or that is not known, leaves the map open.
func (a *adapter) object(v value.Value) value.Value {
	if len(v.Fields) == 1 && intrinsic(v.Fields[0].Key) {
		return value.Obscure(a.hole("INTRINSIC", v.Fields[0].Key+" is not resolved"), v.Pos)
	}
	out := v
	out.Fields = nil
	for _, f := range v.Fields {
		if at, mark := nextMark(f.Key); at >= 0 {
			h := a.hole(marks[mark].name, "a key that is "+marks[mark].why)
			out.Open = &h
			continue
		}
		if strings.HasPrefix(f.Key, "Fn::") {
			h := a.hole("INTRINSIC", f.Key+" is not resolved")
			out.Open = &h
			continue
		}
		f.Value = a.adapt(f.Value)
		out.Fields = append(out.Fields, f)
	}
	return out
}

func intrinsic(key string) bool { return key == "Ref" || strings.HasPrefix(key, "Fn::") }

// awaits reports whether a value holds anything that is known only after
// deployment.
func awaits(v value.Value) bool {
	found := false
	eachHole(v, func(h value.Hole) { found = found || h.AfterApply })
	return found
}

func eachHole(v value.Value, see func(value.Hole)) {
	if v.Kind == value.Obscured {
		see(v.Hole)
	}
	if v.Open != nil {
		see(*v.Open)
	}
	for _, h := range v.Text.Holes() {
		see(h)
	}
	for _, item := range v.Items {
		eachHole(item, see)
	}
	for _, f := range v.Fields {
		eachHole(f.Value, see)
	}
}
