package cfn

import (
	"crypto/sha1" //nolint:gosec // SAM names resources by SHA-1; nothing is protected by it.
	"encoding/hex"
	"strings"

	"github.com/truststack/truststack/value"
)

// The functions of this file make nodes that the source does not have. Each
// takes the position of what it was made for.

func textNode(pos value.Pos, text string) *Node {
	return &Node{Kind: StringNode, Text: text, Pos: pos}
}

func boolNode(pos value.Pos, b bool) *Node {
	text := "false"
	if b {
		text = "true"
	}
	return &Node{Kind: BoolNode, Text: text, Pos: pos}
}

// listNode leaves items out that are not there.
func listNode(pos value.Pos, items ...*Node) *Node {
	out := &Node{Kind: ListNode, Pos: pos}
	for _, item := range items {
		if item != nil {
			out.Items = append(out.Items, item)
		}
	}
	return out
}

// mapNode leaves fields out that have no value.
func mapNode(pos value.Pos, fields ...NodeField) *Node {
	out := &Node{Kind: MapNode, Pos: pos}
	for _, f := range fields {
		if f.Value != nil {
			out.Fields = append(out.Fields, f)
		}
	}
	return out
}

// newField is a key whose value knows where it came from.
func newField(key string, v *Node) NodeField {
	return NodeField{Key: key, KeyPos: v.Pos, Value: v}
}

func refNode(pos value.Pos, id string) *Node {
	return mapNode(pos, newField("Ref", textNode(pos, id)))
}

func getAttNode(pos value.Pos, id, attribute string) *Node {
	return mapNode(pos, newField("Fn::GetAtt", listNode(pos, textNode(pos, id), textNode(pos, attribute))))
}

// subNode is Fn::Sub, with its list form when there are variables.
func subNode(pos value.Pos, text string, variables ...NodeField) *Node {
	arg := textNode(pos, text)
	if len(variables) > 0 {
		arg = listNode(pos, arg, mapNode(pos, variables...))
	}
	return mapNode(pos, newField("Fn::Sub", arg))
}

// fields is the fields of a map, and none of anything else.
func (n *Node) fields() []NodeField {
	if !n.Is(MapNode) {
		return nil
	}
	return n.Fields
}

// isNoValue reports whether the node is {"Ref": "AWS::NoValue"}.
func isNoValue(n *Node) bool {
	name, arg := n.Intrinsic()
	return name == "Ref" && arg.Is(StringNode) && arg.Text == "AWS::NoValue"
}

// isIntrinsic reports whether the node stands for a value known only later.
func isIntrinsic(n *Node) bool {
	name, _ := n.Intrinsic()
	return name != ""
}

// refTarget is the logical id or parameter that {"Ref": id} names, or "".
func refTarget(n *Node) string {
	if name, arg := n.Intrinsic(); name == "Ref" && arg.Is(StringNode) {
		return arg.Text
	}
	return ""
}

// scalarText is the text of a string, number or boolean, and whether n is one.
func scalarText(n *Node) (string, bool) {
	if n.Is(StringNode) || n.Is(NumberNode) || n.Is(BoolNode) {
		return n.Text, true
	}
	return "", false
}

// isTrue reports whether n is the boolean true, or the text that YAML and the
// console's forms often make of it.
func isTrue(n *Node) bool {
	text, ok := scalarText(n)
	return ok && strings.EqualFold(text, "true")
}

// samHashLength is how much of a digest SAM puts into a logical id.
const samHashLength = 10

// samHash is the suffix with which SAM makes a logical id depend on data.
func samHash(data string) string {
	if data == "" {
		return ""
	}
	sum := sha1.Sum([]byte(data)) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:])[:samHashLength]
}

// isAlphanumeric reports whether s may be part of a logical id as it is.
func isAlphanumeric(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return s != ""
}
