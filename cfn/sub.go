package cfn

import (
	"strings"

	"github.com/truststack/truststack/value"
)

// sub evaluates Fn::Sub: a string, or a string and a map of its variables.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
func (w *world) sub(arg *Node, pos value.Pos) value.Value {
	text, variables := arg, (*Node)(nil)
	if arg.Is(ListNode) && len(arg.Items) > 0 && len(arg.Items) <= 2 {
		text = arg.Items[0]
		if len(arg.Items) == 2 {
			variables = arg.Items[1]
		}
	}
	if text == nil || text.Kind == ListNode || text.Kind == MapNode {
		return w.malformed("Fn::Sub", "a string, or a string and a map of variables", pos)
	}
	t := w.substitute(text.Text, func(name string) (value.Text, bool) {
		if v := variables.Get(name); v != nil {
			return w.eval(v).AsText(), true
		}
		return w.named(name, pos).AsText(), true
	})
	return value.Scalar(w.dynamic(t), pos)
}

// substitute replaces each ${name} by what resolve says; where resolve is false
// it stays as written. ${!name} is the text ${name}.
func (w *world) substitute(s string, resolve func(name string) (value.Text, bool)) value.Text {
	var out []value.Text
	for {
		before, after, found := strings.Cut(s, "${")
		name, rest, closed := strings.Cut(after, "}")
		if !found || !closed {
			return w.concat("", append(out, value.Literal(s)))
		}
		w.cost(1)
		out = append(out, value.Literal(before))
		written := "${" + name + "}"
		if literal, escaped := strings.CutPrefix(name, "!"); escaped {
			out = append(out, value.Literal("${"+literal+"}"))
		} else if t, ok := resolve(strings.TrimSpace(name)); ok {
			if t.Absent() {
				t = value.Literal("")
			}
			out = append(out, t)
		} else {
			out = append(out, value.Literal(written))
		}
		s = rest
	}
}

// looped is a plain string in which variables of loops that could not be
// expanded are holes.
func (w *world) looped(s string) value.Text {
	if len(w.loops) == 0 || !strings.Contains(s, "${") {
		return value.Literal(s)
	}
	return w.substitute(s, func(name string) (value.Text, bool) {
		if !w.loops[name] {
			return value.Text{}, false
		}
		return w.unknown(loopHole(name)), true
	})
}

// named is the value of a name as Fn::Sub writes it: a Ref, or with a point a
// GetAtt.
func (w *world) named(name string, pos value.Pos) value.Value {
	if id, attribute, dotted := strings.Cut(name, "."); dotted && w.resources[name] == nil {
		return w.attributeOf(id, attribute, pos)
	}
	return w.reference(name, pos)
}
