package cfn

import (
	"bytes"
	"encoding/json"
	"sort"
)

// MarshalJSON writes the node as JSON, with the fields in the order they were
// written. A number is written as it was read when JSON knows that form, and
// as a string otherwise. A nil node is null.
func (n *Node) MarshalJSON() ([]byte, error) {
	w := jsonWriter{}
	w.node(n)
	return w.out.Bytes(), nil
}

// maxHashed is how much text is hashed for logical ids in one template. What
// Globals says is hashed with every resource.
const maxHashed = 8 << 20

// hashOf is the hash that SAM makes of a node: of its JSON, compact, with sorted
// keys and all characters outside ASCII escaped. It is "" when too much was
// hashed before.
func (x *samExpansion) hashOf(n *Node) string {
	w := jsonWriter{sorted: true, ascii: true, limit: maxHashed - x.hashed}
	w.node(n)
	x.hashed += w.out.Len()
	if w.full() {
		x.globals.full = true
		return ""
	}
	return samHash(w.out.String())
}

// jsonWriter writes nodes as JSON; it cannot fail.
type jsonWriter struct {
	out    bytes.Buffer
	sorted bool
	ascii  bool
	limit  int // stop when sorted and longer than this
}

func (w *jsonWriter) full() bool { return w.sorted && w.out.Len() > w.limit }

func (w *jsonWriter) node(n *Node) {
	if n == nil {
		w.out.WriteString("null")
		return
	}
	switch n.Kind {
	case NullNode:
		w.out.WriteString("null")
	case StringNode:
		w.text(n.Text)
	case NumberNode:
		if json.Valid([]byte(n.Text)) {
			w.out.WriteString(n.Text)
		} else {
			w.text(n.Text)
		}
	case BoolNode:
		if n.Text == "true" {
			w.out.WriteString("true")
		} else {
			w.out.WriteString("false")
		}
	case ListNode:
		w.list(n)
	case MapNode:
		w.fields(n)
	}
}

func (w *jsonWriter) list(n *Node) {
	w.out.WriteByte('[')
	for i, item := range n.Items {
		if w.full() {
			return
		}
		if i > 0 {
			w.out.WriteByte(',')
		}
		w.node(item)
	}
	w.out.WriteByte(']')
}

func (w *jsonWriter) fields(n *Node) {
	fields := n.Fields
	if w.sorted {
		fields = append([]NodeField(nil), fields...)
		sort.SliceStable(fields, func(i, j int) bool { return fields[i].Key < fields[j].Key })
	}
	w.out.WriteByte('{')
	for i := range fields {
		if w.full() {
			return
		}
		if i > 0 {
			w.out.WriteByte(',')
		}
		w.text(fields[i].Key)
		w.out.WriteByte(':')
		w.node(fields[i].Value)
	}
	w.out.WriteByte('}')
}

const hexDigits = "0123456789abcdef"

// text writes a JSON string. Bytes that are not UTF-8 become the replacement
// character, as in encoding/json.
func (w *jsonWriter) text(s string) {
	w.out.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.out.WriteByte('\\')
			w.out.WriteRune(r)
		case r == '\n':
			w.out.WriteString(`\n`)
		case r == '\r':
			w.out.WriteString(`\r`)
		case r == '\t':
			w.out.WriteString(`\t`)
		case r == '\b':
			w.out.WriteString(`\b`)
		case r == '\f':
			w.out.WriteString(`\f`)
		case r < 0x20 || w.ascii && r > 0x7e && r < 0x10000 && r != 0x7f:
			w.unit(r)
		case w.ascii && r >= 0x10000:
			r -= 0x10000
			w.unit(0xd800 + r>>10)
			w.unit(0xdc00 + r&0x3ff)
		default:
			w.out.WriteRune(r)
		}
	}
	w.out.WriteByte('"')
}

// unit writes one UTF-16 unit as \uXXXX.
func (w *jsonWriter) unit(r rune) {
	w.out.WriteString(`\u`)
	for shift := 12; shift >= 0; shift -= 4 {
		w.out.WriteByte(hexDigits[r>>shift&0xf])
	}
}
