package cfn

import "strings"

// SAM changes the logical id of a layer version with its content, and lets a
// template write Function.Alias or Api.Stage for resources whose ids it makes.
// refRewriter puts the real ids in their place, in Ref, Fn::GetAtt, Fn::Sub and
// DependsOn.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html#sam-specification-generated-resources-referencing
type refRewriter struct {
	moved map[string]string
	refs  map[string]map[string]string
	// seen holds what became of a node: YAML's aliases share nodes, and a
	// shared node is rewritten once.
	seen map[*Node]*Node
}

func newRefRewriter(moved map[string]string, refs map[string]map[string]string) *refRewriter {
	return &refRewriter{moved: moved, refs: refs, seen: map[*Node]*Node{}}
}

// node is n with its references rewritten: n itself when it has none.
func (r *refRewriter) node(n *Node) *Node {
	if n == nil || n.Kind != ListNode && n.Kind != MapNode || len(r.moved) == 0 && len(r.refs) == 0 {
		return n
	}
	if out, done := r.seen[n]; done {
		return out
	}
	r.seen[n] = n // so that a node inside itself ends
	out := r.rewritten(n)
	r.seen[n] = out
	return out
}

func (r *refRewriter) rewritten(n *Node) *Node {
	switch name, arg := n.Intrinsic(); name {
	case "Ref":
		return r.reference(n, arg)
	case "Fn::GetAtt":
		return r.attribute(n, arg)
	case "Fn::Sub":
		n = r.substitution(n, arg)
	}
	return r.children(n)
}

// children rewrites below n, and copies n only if something changed.
func (r *refRewriter) children(n *Node) *Node {
	out := n
	for i, item := range n.Items {
		if c := r.node(item); c != item {
			if out == n {
				out = &Node{Kind: n.Kind, Items: append([]*Node(nil), n.Items...), Pos: n.Pos}
			}
			out.Items[i] = c
		}
	}
	for i, f := range n.Fields {
		c := r.node(f.Value)
		if f.Key == "DependsOn" {
			c = r.dependsOn(f.Value)
		}
		if c != f.Value {
			if out == n {
				out = &Node{Kind: n.Kind, Fields: append([]NodeField(nil), n.Fields...), Pos: n.Pos}
			}
			out.Fields[i].Value = c
		}
	}
	return out
}

// name is what a dotted name stands for: its first part moved, or its first two
// parts replaced by the resource they mean.
func (r *refRewriter) name(dotted string) string {
	id, rest, dot := strings.Cut(dotted, ".")
	if dot {
		property, attribute, more := strings.Cut(rest, ".")
		if target, ok := r.refs[id][property]; ok {
			if more {
				return target + "." + attribute
			}
			return target
		}
	}
	if to, ok := r.moved[id]; ok {
		return strings.Join(append([]string{to}, strings.Split(dotted, ".")[1:]...), ".")
	}
	return dotted
}

func (r *refRewriter) reference(n, arg *Node) *Node {
	if !arg.Is(StringNode) {
		return n
	}
	if to := r.name(arg.Text); to != arg.Text {
		return mapNode(n.Pos, NodeField{Key: "Ref", KeyPos: n.Fields[0].KeyPos, Value: textNode(arg.Pos, to)})
	}
	return n
}

func (r *refRewriter) attribute(n, arg *Node) *Node {
	dotted, ok := dottedAttribute(arg)
	if !ok {
		return r.children(n)
	}
	to := r.name(dotted)
	if to == dotted {
		return n
	}
	id, attribute, dot := strings.Cut(to, ".")
	if !dot {
		// Fn::GetAtt of Function.Alias with no attribute means nothing.
		return n
	}
	list := listNode(arg.Pos, textNode(arg.Pos, id), textNode(arg.Pos, attribute))
	return mapNode(n.Pos, NodeField{Key: "Fn::GetAtt", KeyPos: n.Fields[0].KeyPos, Value: list})
}

// dottedAttribute is the argument of Fn::GetAtt as one dotted name.
func dottedAttribute(arg *Node) (string, bool) {
	if arg.Is(StringNode) {
		return arg.Text, true
	}
	if !arg.Is(ListNode) || len(arg.Items) < 2 {
		return "", false
	}
	parts := make([]string, len(arg.Items))
	for i, item := range arg.Items {
		if !item.Is(StringNode) {
			return "", false
		}
		parts[i] = item.Text
	}
	return strings.Join(parts, "."), true
}

// substitution rewrites the text of Fn::Sub. SAM does not look whether the
// variables of its list form hide a resource of the same name.
func (r *refRewriter) substitution(n, arg *Node) *Node {
	text, list := arg, arg.Is(ListNode) && len(arg.Items) > 0
	if list {
		text = arg.Items[0]
	}
	if !text.Is(StringNode) {
		return n
	}
	to := r.template(text.Text)
	if to == text.Text {
		return n
	}
	made := textNode(text.Pos, to)
	if list {
		items := append([]*Node{made}, arg.Items[1:]...)
		made = &Node{Kind: ListNode, Items: items, Pos: arg.Pos}
	}
	return mapNode(n.Pos, NodeField{Key: "Fn::Sub", KeyPos: n.Fields[0].KeyPos, Value: made})
}

// template replaces the names in ${...}; ${!x} is text.
func (r *refRewriter) template(text string) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			out.WriteString(text)
			return out.String()
		}
		out.WriteString(before)
		if !strings.HasPrefix(name, "!") {
			name = r.name(name)
		}
		out.WriteString("${" + name + "}")
		text = after
	}
}

func (r *refRewriter) dependsOn(n *Node) *Node {
	switch {
	case n.Is(StringNode):
		if to, ok := r.moved[n.Text]; ok {
			return textNode(n.Pos, to)
		}
	case n.Is(ListNode):
		out := &Node{Kind: ListNode, Pos: n.Pos}
		changed := false
		for _, item := range n.Items {
			to := r.dependsOn(item)
			changed = changed || to != item
			out.Items = append(out.Items, to)
		}
		if changed {
			return out
		}
	}
	return n
}
