package cfn

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/truststack/truststack/value"
)

// join evaluates Fn::Join.
func (w *world) join(arg *Node, pos value.Pos) value.Value {
	if !arg.Is(ListNode) || len(arg.Items) != 2 {
		return w.malformed("Fn::Join", "a delimiter and a list", pos)
	}
	delimiter, known := w.eval(arg.Items[0]).AsText().Known()
	list := w.eval(arg.Items[1])
	if !known || list.Kind != value.List {
		h := value.Hole{Name: derived("Fn::Join", nameOf(list)), Why: "joins a list that is not known"}
		return value.Scalar(w.unknown(h), pos)
	}
	var texts []value.Text
	for _, item := range list.Items {
		texts = append(texts, item.AsText())
	}
	if list.Open != nil {
		texts = append(texts, w.unknown(*list.Open))
	}
	return value.Scalar(w.dynamic(w.concat(delimiter, texts)), pos)
}

// nameOf names an unknown value, for the hole of what is made of it.
func nameOf(v value.Value) string {
	if v.Kind == value.Obscured {
		return v.Hole.Name
	}
	if v.Open != nil && len(v.Items) == 0 && len(v.Fields) == 0 {
		return v.Open.Name
	}
	var b strings.Builder
	writeValue(&b, v)
	return b.String()
}

// split evaluates Fn::Split. Items after the first hole that may hold the
// delimiter are unknown, those before it are not.
func (w *world) split(arg *Node, pos value.Pos) value.Value {
	if !arg.Is(ListNode) || len(arg.Items) != 2 {
		return w.malformed("Fn::Split", "a delimiter and a string", pos)
	}
	delimiter, known := w.eval(arg.Items[0]).AsText().Known()
	t := w.eval(arg.Items[1]).AsText()
	hole := value.Hole{Name: derived("Fn::Split", t.String()), Why: "splits a string that is not known"}
	if whole, ok := t.Known(); !known || delimiter == "" || ok && strings.Count(whole, delimiter) > maxItems {
		return value.Obscure(hole, pos)
	}
	out := value.Value{Kind: value.List, Pos: pos}
	if pieces, ok := t.Split(delimiter); ok {
		w.cost(len(pieces))
		for _, piece := range pieces {
			out.Items = append(out.Items, value.Scalar(piece, pos))
		}
		return out
	}
	out.Open = &hole
	for len(delimiter) == 1 && strings.Contains(":/@|,; ", delimiter) {
		before, after, found := t.Cut(delimiter[0])
		if found != value.Yes {
			break
		}
		w.cost(1)
		out.Items = append(out.Items, value.Scalar(before, pos))
		t = after
	}
	// What is left, known or not, is at least one more item.
	item := hole
	if h, whole := t.Hole(); whole {
		item.MayBeEmpty = h.MayBeEmpty
	}
	item.Name = derived("Fn::Select", strconv.Itoa(len(out.Items))+" "+hole.Name)
	out.Items = append(out.Items, value.Scalar(w.unknown(item), pos))
	return out
}

// pickItem evaluates Fn::Select.
func (w *world) pickItem(arg *Node, pos value.Pos) value.Value {
	if !arg.Is(ListNode) || len(arg.Items) != 2 {
		return w.malformed("Fn::Select", "an index and a list", pos)
	}
	text := w.eval(arg.Items[0]).AsText()
	list := w.eval(arg.Items[1])
	index, known := text.Known()
	i, err := strconv.Atoi(index)
	if list.Kind == value.List && known && err == nil {
		switch {
		case i >= 0 && i < len(list.Items):
			return list.Items[i]
		case list.Open == nil:
			return w.malformed("Fn::Select", "an index within its list", pos)
		}
	}
	h := value.Hole{Name: derived("Fn::Select", text.String()+" "+nameOf(list)), Why: "selects from a list that is not known"}
	if list.Kind == value.Obscured && list.Filled && list.Hole.Class == value.Name {
		h.Class = value.Name // one of the ids of a parameter like List<AWS::EC2::Subnet::Id>
	}
	return value.Scalar(w.unknown(h), pos)
}

// base64 evaluates Fn::Base64.
func (w *world) base64(arg *Node, pos value.Pos) value.Value {
	t := w.eval(arg).AsText()
	if s, known := t.Known(); known {
		return value.Scalar(w.concat("", []value.Text{value.Literal(base64.StdEncoding.EncodeToString([]byte(s)))}), pos)
	}
	return value.Scalar(value.Unknown(derived("Fn::Base64", t.String()), "encodes a string that is not known"), pos)
}

// length evaluates Fn::Length.
func (w *world) length(arg *Node, pos value.Pos) value.Value {
	list := w.eval(arg)
	if list.Kind == value.List && list.Open == nil {
		return value.Value{Kind: value.Number, Text: value.Literal(strconv.Itoa(len(list.Items))), Pos: pos}
	}
	h := value.Hole{Class: value.Name, Name: derived("Fn::Length", nameOf(list)), Why: "counts a list that is not known"}
	return value.Value{Kind: value.Number, Text: w.unknown(h), Pos: pos}
}

// toJSON evaluates Fn::ToJsonString. What is unknown stays a hole inside the
// text.
func (w *world) toJSON(arg *Node, pos value.Pos) value.Value {
	texts := w.appendJSON(nil, w.eval(arg))
	return value.Scalar(w.concat("", texts), pos)
}

func (w *world) appendJSON(out []value.Text, v value.Value) []value.Text {
	w.cost(1)
	switch v.Kind {
	case value.String:
		if s, known := v.Text.Known(); known {
			var b strings.Builder
			writeQuoted(&b, s)
			return append(out, value.Literal(b.String()))
		}
		return append(out, value.Literal(`"`), v.Text, value.Literal(`"`))
	case value.Number, value.Bool:
		return append(out, v.Text)
	case value.List:
		out = append(out, value.Literal("["))
		for i, item := range v.Items {
			if i > 0 {
				out = append(out, value.Literal(","))
			}
			out = w.appendJSON(out, item)
		}
		return append(out, rest(v), value.Literal("]"))
	case value.Map:
		out = append(out, value.Literal("{"))
		for i, f := range v.Fields {
			if i > 0 {
				out = append(out, value.Literal(","))
			}
			var b strings.Builder
			writeQuoted(&b, f.Key)
			out = w.appendJSON(append(out, value.Literal(b.String()+":")), f.Value)
		}
		return append(out, rest(v), value.Literal("}"))
	case value.Obscured:
		return append(out, value.Of(v.Hole))
	}
	return append(out, value.Literal("null"))
}

// rest is what an open list or map may hold beyond what is written.
func rest(v value.Value) value.Text {
	if v.Open == nil {
		return value.Text{}
	}
	return value.Of(*v.Open)
}
