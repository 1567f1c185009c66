package cfn

import (
	"strings"
	"unicode"

	"github.com/truststack/truststack/value"
)

// loopKey begins the key of a loop: Fn::ForEach::Name.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
const loopKey = "Fn::ForEach::"

func loopHole(variable string) value.Hole {
	return value.Hole{Name: variable, Why: "the variable of a loop over an unknown collection"}
}

// loopExpander writes loops out.
type loopExpander struct {
	*evaluator
	nodes int
}

// expandLoops returns the template with its loops written out. A loop over a
// collection that is not known stays one copy of its body, with the variable as
// written; in properties it stays a loop, which leaves the map open.
func (e *evaluator) expandLoops(root *Node) *Node {
	if !hasLoops(root) {
		return root
	}
	x := &loopExpander{evaluator: e}
	out := *root
	out.Fields = make([]NodeField, len(root.Fields))
	for i, f := range root.Fields {
		if f.Key == "Resources" || f.Key == "Conditions" || f.Key == "Outputs" {
			f.Value = x.expand(f.Value, true)
		}
		out.Fields[i] = f
	}
	return &out
}

func hasLoops(n *Node) bool {
	for _, item := range n.Items {
		if hasLoops(item) {
			return true
		}
	}
	for i := range n.Fields {
		if strings.HasPrefix(n.Fields[i].Key, loopKey) || hasLoops(n.Fields[i].Value) {
			return true
		}
	}
	return false
}

// expand writes the loops in a node out. section is true for a map of the
// template itself, such as Resources.
func (x *loopExpander) expand(n *Node, section bool) *Node {
	if !hasLoops(n) {
		return n
	}
	out := &Node{Kind: n.Kind, Text: n.Text, Pos: n.Pos}
	for _, item := range n.Items {
		out.Items = append(out.Items, x.expand(item, false))
	}
	fields := fieldSet{node: out}
	for _, f := range n.Fields {
		if strings.HasPrefix(f.Key, loopKey) {
			x.loop(&fields, f, section)
			continue
		}
		f.Value = x.expand(f.Value, false)
		fields.add(f)
	}
	return out
}

// loop adds what a loop makes to a map.
func (x *loopExpander) loop(fields *fieldSet, f NodeField, section bool) {
	n := f.Value
	if !n.Is(ListNode) || len(n.Items) != 3 || !n.Items[0].Is(StringNode) || !n.Items[2].Is(MapNode) {
		x.tell(problem(f.KeyPos, "", "%s wants a variable, a collection and a map", shorten(f.Key)))
		fields.add(f)
		return
	}
	variable, body := n.Items[0].Text, n.Items[2]
	collection, known := x.collection(n.Items[1])
	size := count(body)
	if known && x.nodes+size*len(collection) > maxLoopNodes {
		x.tell(problem(f.KeyPos, "", "%s makes more than %d values", shorten(f.Key), maxLoopNodes))
		known = false
	}
	switch {
	case known:
		x.nodes += size * len(collection)
		for _, item := range collection {
			for _, made := range x.expand(replace(body, variable, item), section).Fields {
				fields.add(made)
			}
		}
	case section:
		x.loops[variable] = true
		for _, made := range x.expand(body, section).Fields {
			// Another loop's body may have the same name, with other items.
			for fields.find(made.Key) >= 0 {
				made.Key += "#"
			}
			fields.add(made)
		}
	default:
		fields.add(f)
	}
}

// collection evaluates what a loop runs over; false when it is not known
// without choosing anything.
func (x *loopExpander) collection(n *Node) ([]string, bool) {
	e := &explorer{evaluator: x.evaluator, literals: map[string][]string{}, eager: map[string]bool{}}
	w := newWorld(e)
	v := w.eval(n)
	if v.Kind != value.List || v.Open != nil || w.consulted > 0 || w.exhausted {
		return nil, false
	}
	out := make([]string, 0, len(v.Items))
	for _, item := range v.Items {
		s, known := item.AsText().Known()
		if !known {
			return nil, false
		}
		out = append(out, s)
	}
	return out, true
}

func count(n *Node) int {
	total := 1
	for _, item := range n.Items {
		total += count(item)
	}
	for i := range n.Fields {
		total += count(n.Fields[i].Value)
	}
	return total
}

// replace is a loop's body with its variable replaced: {"Ref": variable},
// ${variable}, and &{variable}, which drops what is not a letter or digit.
func replace(n *Node, variable, item string) *Node {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, item)
	words := strings.NewReplacer("${"+variable+"}", item, "&{"+variable+"}", plain)
	return replaceIn(n, variable, item, words)
}

func replaceIn(n *Node, variable, item string, words *strings.Replacer) *Node {
	if name, arg := n.Intrinsic(); name == "Ref" && arg.Is(StringNode) && arg.Text == variable {
		return &Node{Kind: StringNode, Text: item, Pos: n.Pos}
	}
	out := &Node{Kind: n.Kind, Text: n.Text, Pos: n.Pos}
	if n.Kind == StringNode {
		out.Text = words.Replace(n.Text)
	}
	for _, child := range n.Items {
		out.Items = append(out.Items, replaceIn(child, variable, item, words))
	}
	fields := fieldSet{node: out}
	for _, f := range n.Fields {
		fields.add(NodeField{Key: words.Replace(f.Key), KeyPos: f.KeyPos, Value: replaceIn(f.Value, variable, item, words)})
	}
	return out
}
