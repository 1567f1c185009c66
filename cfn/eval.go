package cfn

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/truststack/truststack/value"
)

// tooMuch is why a value is unknown when evaluation reached a limit. The
// resource it belongs to is then given up.
var tooMuch = value.Hole{Name: "limit", Why: "more to evaluate than is tried"}

// eval evaluates a node: no intrinsic function is left in the result, and
// AWS::NoValue is Absent.
func (w *world) eval(n *Node) value.Value {
	if n == nil {
		return value.Value{}
	}
	if !w.enter() {
		return value.Obscure(tooMuch, n.Pos)
	}
	defer w.leave()
	switch n.Kind {
	case NullNode:
		return value.Value{Kind: value.Null, Pos: n.Pos}
	case StringNode:
		w.cost(len(n.Text) / 64)
		return value.Scalar(w.dynamic(w.looped(n.Text)), n.Pos)
	case NumberNode:
		return value.Value{Kind: value.Number, Text: value.Literal(n.Text), Pos: n.Pos}
	case BoolNode:
		return value.Value{Kind: value.Bool, Text: value.Literal(n.Text), Pos: n.Pos}
	case ListNode:
		return w.list(n)
	}
	// Outside Conditions a lone key "Condition" is a property like any other:
	// a policy statement's, say.
	if name, arg := n.Intrinsic(); name != "" && name != "Condition" {
		return w.function(name, arg, n.Pos)
	}
	return w.mapping(n)
}

// list evaluates the items of a list; those that are AWS::NoValue go.
func (w *world) list(n *Node) value.Value {
	out := value.Value{Kind: value.List, Pos: n.Pos, Items: make([]value.Value, 0, len(n.Items))}
	for _, item := range n.Items {
		if v := w.eval(item); v.Kind != value.Absent {
			out.Items = append(out.Items, v)
		}
	}
	return out
}

// mapping evaluates the fields of a map; those that are AWS::NoValue go.
func (w *world) mapping(n *Node) value.Value {
	if hole := rewritten(n); hole != nil {
		return value.Obscure(*hole, n.Pos)
	}
	out := value.Value{Kind: value.Map, Pos: n.Pos, Open: open(n), Fields: make([]value.Field, 0, len(n.Fields))}
	for i := range n.Fields {
		f := &n.Fields[i]
		if opens(f.Key) {
			continue
		}
		if f.Key == "Ref" || strings.HasPrefix(f.Key, "Fn::") {
			w.tell(problem(f.KeyPos, "a function is the only key of its map", "found %s among other keys", shorten(f.Key)))
			return value.Obscure(value.Hole{Name: f.Key, Why: "a function among other keys"}, n.Pos)
		}
		if v := w.eval(f.Value); v.Kind != value.Absent {
			out.Fields = append(out.Fields, value.Field{Key: f.Key, KeyPos: f.KeyPos, Value: v})
		}
	}
	return out
}

// opens reports whether a key adds fields to its map that are not known here: a
// macro, such as AWS::Include, or a loop that could not be expanded.
func opens(key string) bool {
	return key == "Fn::Transform" || strings.HasPrefix(key, loopKey)
}

// open is why a map may have more fields than are written; nil when it cannot.
func open(n *Node) *value.Hole {
	for i := range n.Fields {
		f := &n.Fields[i]
		if f.Key == "Fn::Transform" {
			h := transformHole(f.Value)
			return &h
		}
		if strings.HasPrefix(f.Key, loopKey) {
			return &value.Hole{Name: f.Key, Why: "a loop over an unknown collection"}
		}
	}
	return nil
}

// rewritten is why nothing in a map is as it is written: a macro is given all
// that stands beside its Fn::Transform, and what it returns takes its place. Only
// AWS::Include is known to add and not to change.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html
func rewritten(n *Node) *value.Hole {
	transform := n.Get("Fn::Transform")
	if transform == nil {
		return nil
	}
	if name := transform.Get("Name"); name.Is(StringNode) && name.Text == "AWS::Include" {
		return nil
	}
	h := transformHole(transform)
	return &h
}

func transformHole(n *Node) value.Hole {
	h := value.Hole{Name: "Fn::Transform", Why: "a macro makes it at deployment"}
	if name := n.Get("Name"); name.Is(StringNode) {
		h.Name = name.Text
	}
	return h
}

// function evaluates an intrinsic function outside Conditions.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
func (w *world) function(name string, arg *Node, pos value.Pos) value.Value {
	switch name {
	case "Ref":
		return w.ref(arg, pos)
	case "Fn::GetAtt":
		return w.getAtt(arg, pos)
	case "Fn::If":
		return w.choose(arg, pos)
	case "Fn::Sub":
		return w.sub(arg, pos)
	case "Fn::Join":
		return w.join(arg, pos)
	case "Fn::Split":
		return w.split(arg, pos)
	case "Fn::Select":
		return w.pickItem(arg, pos)
	case "Fn::FindInMap":
		return w.findInMap(arg, pos)
	case "Fn::Base64":
		return w.base64(arg, pos)
	case "Fn::Length":
		return w.length(arg, pos)
	case "Fn::ToJsonString":
		return w.toJSON(arg, pos)
	case "Fn::ImportValue":
		t := w.eval(arg).AsText()
		h := value.Hole{Name: derived(name, t.String()), Why: "exported by another stack"}
		return value.Scalar(w.unknown(h), pos)
	case "Fn::GetAZs", "Fn::Cidr":
		v := value.Obscure(value.Hole{Name: name, Why: "worked out at deployment"}, pos)
		v.Filled = true
		return v
	case "Fn::Transform":
		return value.Obscure(transformHole(arg), pos)
	case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not":
		return value.Obscure(value.Hole{Name: name, Why: "a condition where a value was expected"}, pos)
	}
	if strings.HasPrefix(name, loopKey) {
		return value.Value{Kind: value.Map, Pos: pos, Open: &value.Hole{Name: name, Why: "a loop over an unknown collection"}}
	}
	w.tell(problem(pos, "", "found %s, which is not a function of CloudFormation", shorten(name)))
	return value.Obscure(value.Hole{Name: name, Why: "not a function of CloudFormation"}, pos)
}

// malformed tells of a function with arguments of the wrong shape.
func (w *world) malformed(name, wanted string, pos value.Pos) value.Value {
	w.tell(problem(pos, "", "%s wants %s", name, wanted))
	return value.Obscure(value.Hole{Name: name, Why: "its arguments are not what it wants"}, pos)
}

// choose evaluates Fn::If: only the branch that this world takes.
func (w *world) choose(arg *Node, pos value.Pos) value.Value {
	if !arg.Is(ListNode) || len(arg.Items) != 3 || !arg.Items[0].Is(StringNode) {
		return w.malformed("Fn::If", "the name of a condition and two values", pos)
	}
	if w.test(arg.Items[0].Text, arg.Items[0].Pos) {
		return w.eval(arg.Items[1])
	}
	return w.eval(arg.Items[2])
}

// concat joins texts with sep between them, unless the result is too long.
// Known neighbours are put together first, in one go.
func (w *world) concat(sep string, texts []value.Text) value.Text {
	size := len(sep) * len(texts)
	for _, t := range texts {
		size += len(t.Prefix()) + 32*len(t.Holes()) + len(t.Tail())
	}
	if w.cost(len(texts) + size/64); size > maxText || w.exhausted {
		return value.Unknown("text", "longer than is kept")
	}
	var known strings.Builder
	out := make([]value.Text, 0, 4)
	for i, t := range texts {
		if i > 0 {
			known.WriteString(sep)
		}
		if s, ok := t.Known(); ok {
			known.WriteString(s)
			continue
		}
		out = append(out, value.Literal(known.String()), t)
		known.Reset()
	}
	return value.Concat(append(out, value.Literal(known.String()))...)
}

// derived names what a function makes of an unknown value. Names are identities
// too, so a long one is cut but keeps a digest of the whole.
func derived(function, of string) string {
	const limit = 256
	name := function + " " + of
	if len(name) <= limit {
		return name
	}
	digest := sha256.Sum256([]byte(name))
	return shorten(name) + hex.EncodeToString(digest[:8])
}

// dynamic makes holes of the dynamic references in a text: {{resolve:...}} is
// replaced at deployment.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
func (w *world) dynamic(t value.Text) value.Text {
	const start, end = "{{resolve:", "}}"
	if !strings.Contains(t.Prefix(), start) && !strings.Contains(t.String(), start) {
		return t
	}
	rest, known := t.Known()
	if !known {
		// The reference itself is known in part only. Keep what stands before.
		before, _, _ := strings.Cut(t.Prefix(), start)
		return w.concat("", []value.Text{value.Literal(before), w.unknown(value.Hole{Name: derived("{{resolve}}", t.String()), Why: "a dynamic reference"})})
	}
	out := []value.Text{}
	for {
		before, after, found := strings.Cut(rest, start)
		out = append(out, value.Literal(before))
		if !found {
			return w.concat("", out)
		}
		body, after, closed := strings.Cut(after, end)
		if !closed {
			return w.concat("", append(out, value.Literal(start+body)))
		}
		out = append(out, w.unknown(value.Hole{Name: start + body + end, Why: "a dynamic reference"}))
		rest = after
	}
}
