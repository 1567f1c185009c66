package cfn

import (
	"fmt"
	"slices"
	"strings"

	"github.com/truststack/truststack/value"
)

// test evaluates a condition that the resource itself names, and records how it
// turned out if it could have turned out otherwise.
func (w *world) test(name string, pos value.Pos) bool {
	o := w.condition(name, pos)
	if o.chosen {
		word := "false"
		if o.holds {
			word = "true"
		}
		w.note(name, word)
	}
	return o.holds
}

// condition evaluates a named condition, once in a world.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html
func (w *world) condition(name string, pos value.Pos) outcome {
	if o, ok := w.conditions[name]; ok {
		return o
	}
	node := w.evaluator.conditions.Get(name)
	switch {
	case node == nil:
		w.tell(problem(pos, "define it under Conditions", "found the condition %q, which the template does not define", shorten(name)))
	case slices.Contains(w.testing, name):
		w.tell(problem(pos, "", "the condition %q depends on itself", shorten(name)))
		node = nil
	}
	if node == nil || !w.enter() {
		return outcome{holds: w.atom("Condition " + name), chosen: true}
	}
	defer w.leave()
	before := w.consulted
	w.testing = append(w.testing, name)
	holds := w.holds(node)
	w.testing = w.testing[:len(w.testing)-1]
	o := outcome{holds: holds, chosen: w.consulted > before}
	w.conditions[name] = o
	return o
}

// atom is a yes or no that nothing in the template decides.
func (w *world) atom(name string) bool {
	return w.decide(name, []string{"true", "false"}, false).literal == "true"
}

// holds evaluates a condition's expression.
func (w *world) holds(n *Node) bool {
	if !w.enter() {
		return false
	}
	defer w.leave()
	name, arg := n.Intrinsic()
	switch name {
	case "Fn::And":
		// All are evaluated only until one decides: what is not consulted must
		// not multiply.
		for _, item := range listOf(arg) {
			if !w.holds(item) {
				return false
			}
		}
		return true
	case "Fn::Or":
		for _, item := range listOf(arg) {
			if w.holds(item) {
				return true
			}
		}
		return false
	case "Fn::Not":
		items := listOf(arg)
		if len(items) == 1 {
			return !w.holds(items[0])
		}
	case "Fn::Equals":
		if arg.Is(ListNode) && len(arg.Items) == 2 {
			return w.equals(arg.Items[0], arg.Items[1])
		}
	case "Condition":
		if arg.Is(StringNode) {
			before := w.consulted
			o := w.condition(arg.Text, arg.Pos)
			if o.chosen && w.consulted == before {
				w.consulted++ // known by now, but it was a choice
			}
			return o.holds
		}
	case "":
		if n.Is(BoolNode) || n.Is(StringNode) {
			if s := strings.ToLower(n.Text); s == "true" || s == "false" {
				return s == "true"
			}
		}
	}
	w.tell(problem(n.Pos, "use Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition", "found %s where a condition was wanted", describe(n)))
	return w.atom(fmt.Sprintf("Condition %d:%d", n.Pos.Line, n.Pos.Column))
}

// equals compares two expressions as CloudFormation does, by their text. Where
// one side is unknown and the other a literal, the unknown is a variable that
// is one of the literals it is compared with or something else, so that it
// never equals two of them.
func (w *world) equals(left, right *Node) bool {
	before := w.peeks
	a, b := w.operand(left), w.operand(right)
	x, xKnown := a.Known()
	y, yKnown := b.Known()
	switch {
	case xKnown && yKnown:
		return x == y
	case xKnown:
		return w.compare(b, x, before)
	case yKnown:
		return w.compare(a, y, before)
	}
	if a.Same(b) == value.Yes {
		return true
	}
	_, wholeA := a.Hole()
	_, wholeB := b.Hole()
	if !wholeA && !wholeB && a.Same(b) == value.No {
		return false
	}
	keys := []string{variable(a), variable(b)}
	slices.Sort(keys)
	return w.atom("Equals " + keys[0] + " " + keys[1])
}

// compare says whether an unknown text is the literal. seen is how many
// readings of unknowns there had been before the text was evaluated: reading it
// only to compare it is no such reading.
func (w *world) compare(t value.Text, literal string, seen int) bool {
	h, whole := t.Hole()
	switch {
	case !whole && t.Same(value.Literal(literal)) == value.No:
		return false
	case whole && h.Class != value.Any && literal == "":
		return false // every class but Any is at least one character
	}
	name := variable(t)
	if w.peeked[name] > seen {
		delete(w.peeked, name)
	}
	w.learn(name, literal)
	d := w.decide(name, w.literals[name], true)
	return !d.other && d.literal == literal
}

// operand evaluates one side of a comparison as a text.
func (w *world) operand(n *Node) value.Text {
	if n.Is(NumberNode) && !canonical(n.Text) {
		return value.Unknown("number "+n.Text, "a number that readers write in several ways")
	}
	v := w.eval(n)
	switch v.Kind {
	case value.Absent, value.Null:
		return value.Literal("")
	case value.List, value.Map:
		var b strings.Builder
		writeValue(&b, v)
		if unknownInside(v) {
			return value.Unknown(b.String(), "a list or map that is known in part")
		}
		return value.Literal(b.String())
	}
	return v.AsText()
}

// unknownInside reports whether any part of v is unknown.
func unknownInside(v value.Value) bool {
	switch v.Kind {
	case value.Obscured:
		return true
	case value.List:
		return v.Open != nil || slices.ContainsFunc(v.Items, unknownInside)
	case value.Map:
		return v.Open != nil || slices.ContainsFunc(v.Fields, func(f value.Field) bool { return unknownInside(f.Value) })
	case value.String, value.Number, value.Bool:
		_, known := v.Text.Known()
		return !known
	}
	return false
}

// variable names the variable behind an unknown text: the hole's own name when
// the text is one hole, else the whole text.
func variable(t value.Text) string {
	if h, ok := t.Hole(); ok {
		return h.Name
	}
	var b strings.Builder
	writeText(&b, t)
	return b.String()
}

// canonical reports whether a number is written as every reader writes it again.
// YAML 1.1 reads 010 as 8, and 1.0 may come back as 1: what such a number is
// equal to, nobody documents.
func canonical(number string) bool {
	whole, fraction, pointed := strings.Cut(strings.TrimPrefix(number, "-"), ".")
	if whole == "" || len(whole) > 1 && whole[0] == '0' || strings.Trim(whole+fraction, "0123456789") != "" {
		return false
	}
	return !pointed || fraction != "" && fraction[len(fraction)-1] != '0'
}
