package cfn

import "github.com/truststack/truststack/value"

// findInMap evaluates Fn::FindInMap. An unknown key must be one of the keys
// that the mapping has, or CloudFormation refuses to deploy; so each of them is
// a world, and a world in which the key is none of them is not.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html
func (w *world) findInMap(arg *Node, pos value.Pos) value.Value {
	if !arg.Is(ListNode) || len(arg.Items) != 3 && len(arg.Items) != 4 {
		return w.malformed("Fn::FindInMap", "the name of a mapping and two keys", pos)
	}
	var fallback *Node
	if len(arg.Items) == 4 {
		fallback = arg.Items[3].Get("DefaultValue")
	}
	n, path := w.mappings, "Fn::FindInMap"
	for _, item := range arg.Items[:3] {
		key := w.eval(item).AsText()
		path = derived(path, key.String())
		if n = w.entryOf(n, key, path, fallback != nil); n == nil {
			break
		}
	}
	switch {
	case n != nil && n != hidden:
		return w.eval(n)
	case n == nil && fallback != nil:
		return w.eval(fallback)
	case n == nil && w.consulted == 0:
		w.tell(problem(pos, "add the key to the mapping", "%s: found no such key", shorten(path)))
	case n == nil:
		w.impossible = true
	}
	return value.Obscure(value.Hole{Name: path, Why: "a mapping's value that is not known"}, pos)
}

// hidden stands for an entry of a mapping that is there, or may be, but cannot
// be read.
var hidden = &Node{}

// entryOf is the entry of a mapping under a key: nil when there is none, hidden
// when nobody can know.
func (w *world) entryOf(n *Node, key value.Text, path string, fallback bool) *Node {
	if n == hidden || !n.Is(MapNode) {
		return n.orNil()
	}
	if s, known := key.Known(); known {
		if v := n.Get(s); v != nil {
			return v
		}
		if open(n) != nil {
			return hidden
		}
		return nil
	}
	h, whole := key.Hole()
	if !whole || h.Name == "" || open(n) != nil || len(n.Fields) > maxKeys {
		return hidden
	}
	for _, f := range n.Fields {
		w.learn(h.Name, f.Key)
	}
	delete(w.peeked, h.Name)
	d := w.decide(h.Name, w.literals[h.Name], true)
	if d.other {
		return nil
	}
	w.note(h.Name, d.literal)
	return n.Get(d.literal)
}

// orNil is hidden for hidden, nil for anything else that has no entries.
func (n *Node) orNil() *Node {
	if n == hidden {
		return hidden
	}
	return nil
}
