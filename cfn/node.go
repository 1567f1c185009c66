package cfn

import "github.com/truststack/truststack/value"

// NodeKind is what a Node is.
type NodeKind uint8

// The kinds of nodes, after YAML's and JSON's.
const (
	NullNode NodeKind = iota
	StringNode
	NumberNode // Text is the number as written
	BoolNode   // Text is "true" or "false"
	ListNode
	MapNode
)

// Node is a template's text as a tree, before anything in it is resolved. YAML
// and JSON give the same nodes, and YAML's short forms are written out: !Ref X
// is {"Ref": "X"}, !GetAtt A.B is {"Fn::GetAtt": ["A", "B"]}. A node is not
// changed once it was read: SAM's expansion builds new ones and shares the old.
type Node struct {
	Kind   NodeKind
	Text   string // of a StringNode, NumberNode or BoolNode
	Items  []*Node
	Fields []NodeField // in the order written; keys are unique
	Pos    value.Pos
}

// NodeField is one key of a MapNode.
type NodeField struct {
	Key    string
	KeyPos value.Pos
	Value  *Node
}

// Get follows keys into nested maps; nil when there is nothing. A nil node has
// no fields.
func (n *Node) Get(keys ...string) *Node {
	for _, key := range keys {
		if n = n.field(key); n == nil {
			return nil
		}
	}
	return n
}

func (n *Node) field(key string) *Node {
	if n == nil || n.Kind != MapNode {
		return nil
	}
	for i := range n.Fields {
		if n.Fields[i].Key == key {
			return n.Fields[i].Value
		}
	}
	return nil
}

// Is reports whether the node is there and of this kind.
func (n *Node) Is(kind NodeKind) bool { return n != nil && n.Kind == kind }

// Intrinsic returns the name and argument of an intrinsic function, or "" when
// the node is not one: a map with exactly one key that is Ref, Condition or
// starts with Fn::.
func (n *Node) Intrinsic() (name string, argument *Node) {
	if !n.Is(MapNode) || len(n.Fields) != 1 {
		return "", nil
	}
	f := n.Fields[0]
	if f.Key == "Ref" || f.Key == "Condition" || len(f.Key) > 4 && f.Key[:4] == "Fn::" {
		return f.Key, f.Value
	}
	return "", nil
}
