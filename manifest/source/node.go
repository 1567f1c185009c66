package source

import (
	"fmt"
	"strconv"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/value"
)

// kind is what a node is, as YAML 1.2 reads it.
type kind uint8

const (
	nullNode kind = iota
	textNode
	numberNode
	boolNode
	listNode
	mapNode
)

// node is a part of the manifest before anything is known of its type. Nothing
// in it expands: aliases and merge keys were refused.
type node struct {
	kind   kind
	text   string // a scalar as it was written, without quotes
	items  []*node
	fields []field
	pos    value.Pos
}

type field struct {
	key   string
	pos   value.Pos
	value *node
}

// trail is a path that is written out only when there is a fault: a hostile file
// could otherwise make long paths out of long keys.
type trail struct {
	up   *trail
	name string
}

func (t *trail) String() string {
	if t == nil {
		return ""
	}
	return join(t.up.String(), t.name)
}

// build turns a YAML node into a node and refuses what a manifest does not have.
func (r *reader) build(y *yaml.Node, at *trail) *node {
	n := &node{pos: value.Pos{Line: y.Line, Column: y.Column}}
	r.refuse(y, n, at)
	switch y.Kind {
	case yaml.MappingNode:
		n.kind = mapNode
		r.buildMap(y, n, at)
	case yaml.SequenceNode:
		n.kind = listNode
		for i, item := range y.Content {
			n.items = append(n.items, r.build(item, &trail{at, "[" + strconv.Itoa(i) + "]"}))
		}
	case yaml.ScalarNode:
		n.kind, n.text = scalarKind(y), y.Value
	default:
		// An alias: refused above. What it stands for is not read.
		n.kind, n.text = textNode, y.Value
	}
	return n
}

// refuse reports anchors, aliases and tags.
func (r *reader) refuse(y *yaml.Node, n *node, at *trail) {
	const why = "a manifest has no anchors, aliases or tags, so that every reader sees the same: write the value out"
	switch {
	case y.Kind == yaml.AliasNode:
		r.fault(at.String(), n.pos, "the alias *"+short(y.Value), "a value", why)
	case y.Anchor != "":
		// Its value is read all the same, and may have a fault of its own.
		r.add(manifest.Fault{Path: at.String(), Line: n.pos.Line, Column: n.pos.Column, Found: "the anchor &" + short(y.Anchor), Wanted: "a value without an anchor", Hint: why})
	case y.Style&yaml.TaggedStyle != 0:
		r.fault(at.String(), n.pos, "the tag "+short(y.ShortTag()), "a value without a tag", why)
	}
}

func (r *reader) buildMap(y *yaml.Node, n *node, at *trail) {
	first := map[string]value.Pos{}
	for i := 0; i+1 < len(y.Content); i += 2 {
		k, pos := y.Content[i], value.Pos{Line: y.Content[i].Line, Column: y.Content[i].Column}
		below := &trail{at, segment(k.Value)}
		switch {
		case k.Kind == yaml.ScalarNode && k.ShortTag() == "!!merge":
			r.fault(at.String(), pos, "the merge key <<", "keys that are written out",
				"a manifest has no merge keys, so that every reader sees the same: write the keys out")
			continue
		case k.Kind != yaml.ScalarNode:
			r.fault(at.String(), pos, "a key that is not text", "a key such as version", `write "key: value"; a value that starts with { or [ or * belongs after the colon`)
			continue
		}
		r.refuse(k, &node{pos: pos}, below)
		if seen, again := first[k.Value]; again {
			r.add(manifest.Fault{Path: below.String(), Line: pos.Line, Column: pos.Column,
				Found:  fmt.Sprintf("the key %s again; the first is at %d:%d", quote(k.Value), seen.Line, seen.Column),
				Wanted: "each key once", Hint: "merge the two, or delete one: readers do not agree on which of them holds"})
			continue
		}
		first[k.Value] = pos
		n.fields = append(n.fields, field{key: k.Value, pos: pos, value: r.build(y.Content[i+1], below)})
	}
}

func scalarKind(y *yaml.Node) kind {
	switch y.ShortTag() {
	case "!!null":
		return nullNode
	case "!!bool":
		return boolNode
	case "!!int", "!!float":
		return numberNode
	}
	// A date is text here: it is compared as a day, never as a moment.
	return textNode
}

// segment is a key as a path shows it: bare when it looks like one of ours.
func segment(key string) string {
	if key == "" || len(key) > 64 || strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		return "[" + quote(key) + "]"
	}
	return key
}

// describe says what a node is, in a reader's words.
func (n *node) describe() string {
	switch n.kind {
	case nullNode:
		return "nothing"
	case textNode:
		if strings.Contains(n.text, "://") {
			// It stands where no URL belongs, so it may be a webhook's, which
			// is a secret.
			return "a URL"
		}
		return quote(n.text)
	case numberNode:
		return "the number " + short(n.text)
	case boolNode:
		return "the boolean " + short(n.text)
	case listNode:
		if len(n.items) == 0 {
			return "an empty list"
		}
		return "a list"
	}
	return "a map of keys"
}

// quote quotes text for a message, and shortens it: a message is one line.
func quote(s string) string { return strconv.Quote(short(s)) }

func short(s string) string {
	const most = 80
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
