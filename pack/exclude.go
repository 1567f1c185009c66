package pack

import (
	"strings"

	"github.com/truststack/truststack/value"
)

// ExcludeTag is the key of the tag that excludes a function from packages. The
// guard lets only exempt principals set or remove it.
const ExcludeTag = "ts:exclude"

// excluded reports whether a tag's value excludes the package: ALL, or a list
// with the package's tag, separated by comma, space, ":" or "/". What is not
// wholly known excludes nothing.
func (p *Package) excluded(tag value.Text) bool {
	text, known := tag.Known()
	if !known {
		return false
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", :/", r) }) {
		if word == "ALL" || word == p.Tag {
			return true
		}
	}
	return false
}

// TagOf finds a tag among the Tags of a resource: a list of Key and Value, or a
// map of them. A list that may hold more than is known gives an unknown value.
func TagOf(tags value.Value, key string) value.Text {
	if tags.Kind == value.Map {
		return tags.Get(key).AsText()
	}
	items, complete := tags.AsList()
	for _, item := range items {
		name, known := item.Get("Key").AsText().Known()
		if !known {
			complete = false
			continue
		}
		if name == key {
			return item.Get("Value").AsText()
		}
	}
	if complete {
		return value.Text{}
	}
	return value.Unknown("Tags", "the tags are not all known")
}
