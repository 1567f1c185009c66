package cfn

import "strings"

// SAM runs when a stack's parameters are known, and uses their values where it
// has to have a name. Here the defaults are all there is.

// resolved is n with a reference to a parameter replaced by the parameter's
// default, and one to the Region or partition by theirs; also in the text of
// Fn::Sub. What is not known stays.
func (x *samExpansion) resolved(n *Node) *Node {
	name, arg := n.Intrinsic()
	if !arg.Is(StringNode) {
		return n
	}
	switch name {
	case "Ref":
		if text, ok := x.parameter(arg.Text); ok {
			return textNode(n.Pos, text)
		}
	case "Fn::Sub":
		if text := x.filled(arg.Text); text != arg.Text {
			return subNode(n.Pos, text)
		}
	}
	return n
}

// parameter is the value that SAM would use for a parameter.
func (x *samExpansion) parameter(name string) (string, bool) {
	switch name {
	case "AWS::Region":
		return x.opts.region, x.opts.region != ""
	case "AWS::Partition":
		return x.opts.partition, x.opts.partition != ""
	}
	return scalarText(x.root.Get("Parameters", name, "Default"))
}

// filled is the text of Fn::Sub with the known parameters put in.
// It stays as it is when it would be too long.
func (x *samExpansion) filled(whole string) string {
	var out strings.Builder
	text := whole
	for {
		before, rest, ok := strings.Cut(text, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			out.WriteString(text)
			return out.String()
		}
		out.WriteString(before)
		if out.Len() > maxText {
			return whole
		}
		if v, ok := x.parameter(name); ok {
			out.WriteString(v)
		} else {
			out.WriteString("${" + name + "}")
		}
		text = after
	}
}
