package source

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"github.com/truststack/truststack/value"
)

// value checks a node against a type and its rules and returns it as
// encoding/json would hold it. It reports false when nothing is left of it.
func (r *reader) value(n *node, t reflect.Type, ru rules, path string) (any, bool) {
	t = plain(t)
	if t == typeRaw {
		return r.configuration(n, path)
	}
	switch t.Kind() {
	case reflect.Struct:
		return r.object(n, t, path)
	case reflect.Map:
		return r.mapping(n, t, path)
	case reflect.Slice:
		return r.list(n, t, ru, path)
	case reflect.String:
		return r.string(n, ru, path)
	case reflect.Bool:
		return r.boolean(n, path)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return r.integer(n, t, ru, path)
	}
	r.fault(path, n.pos, "a field of the type "+t.String(), "", "this is a mistake of this program: please report it")
	return nil, false
}

func (r *reader) object(n *node, t reflect.Type, path string) (any, bool) {
	if n.kind != mapNode {
		r.notMap(n, t, path)
		return nil, false
	}
	members, out := membersOf(t), map[string]any{}
	seen := map[string]bool{}
	for _, f := range n.fields {
		m, ok := find(members, f.key)
		if !ok {
			r.unknownKey(f, path, names(members))
			continue
		}
		seen[f.key] = true
		below := r.place(f, path)
		if v, ok := r.value(f.value, m.typ, m.rules, below); ok {
			out[f.key] = v
		}
	}
	for _, m := range members {
		if m.rules.required && !seen[m.name] {
			r.missing(n, m, path)
		}
	}
	return out, true
}

// place remembers where a field was written.
func (r *reader) place(f field, path string) string {
	below := join(path, f.key)
	scalar := f.value.kind != mapNode && f.value.kind != listNode
	r.positions.at[below] = place{key: f.pos, value: f.value.pos, scalar: scalar}
	return below
}

// missing reports a key that must be there. A map in one line has no line for
// its key, so the place is the map's own then.
func (r *reader) missing(n *node, m member, path string) {
	pos := r.positions.Of(path)
	if path == "" {
		pos = n.pos
	}
	r.fault(join(path, m.name), pos, "no "+m.name, m.wanted(), "add "+m.name+": "+m.description)
}

func (m member) wanted() string {
	switch {
	case m.rules.example != "":
		return fmt.Sprintf("%s: %s", m.name, exampleText(m))
	case len(m.rules.enum) > 0:
		return fmt.Sprintf("%s: %s", m.name, m.rules.enum[0])
	case plain(m.typ).Kind() == reflect.Bool:
		return m.name + ": true or " + m.name + ": false"
	case plain(m.typ).Kind() == reflect.String:
		return m.name + ": and its text"
	}
	return m.name + ": and its keys below"
}

func exampleText(m member) string {
	if m.rules.account || strings.Trim(m.rules.example, "0123456789-") == "" {
		return strconv.Quote(m.rules.example)
	}
	return m.rules.example
}

func (r *reader) notMap(n *node, t reflect.Type, path string) {
	hint := "write its keys below it, each on its own line and indented by two spaces more"
	switch {
	case t == typeSection && n.kind == boolNode:
		hint = fmt.Sprintf("write %q on its own line below it, indented by two spaces more", "enabled: "+n.text)
	case path == "":
		hint = `a manifest starts with the lines "version: v1" and "spec:"; truststack init writes one`
	case n.kind == nullNode:
		hint = "indent its keys by two spaces more than it, or delete the line"
	case n.kind == listNode && len(n.items) == 0:
		hint = "write {} for a map without keys, or delete the line"
	case n.kind == listNode:
		hint = `take the "- " before its keys away`
	}
	r.fault(path, n.pos, n.describe(), "a map of keys", hint)
}

// mapping reads a map whose keys are data: the sections and the controls.
func (r *reader) mapping(n *node, t reflect.Type, path string) (any, bool) {
	if n.kind != mapNode {
		r.notMap(n, t, path)
		return nil, false
	}
	known := vocabulary(t.Key())
	if t.Elem() == typeSection {
		for _, d := range r.defs {
			known = append(known, d.Key)
		}
	}
	out := map[string]any{}
	for _, f := range n.fields {
		if len(known) > 0 || t.Elem() == typeSection {
			if _, ok := indexOf(known, f.key); !ok {
				r.unknownKey(f, path, known)
				continue
			}
		}
		if t.Elem() == typeSection {
			i, _ := indexOf(known, f.key)
			r.def = &r.defs[i]
		}
		below := r.place(f, path)
		if v, ok := r.value(f.value, t.Elem(), rules{enum: vocabulary(t.Elem())}, below); ok {
			out[f.key] = v
		}
	}
	return out, true
}

func indexOf(list []string, s string) (int, bool) {
	for i, v := range list {
		if v == s {
			return i, true
		}
	}
	return 0, false
}

// configuration reads a package's own part against the package's own struct. It
// stays JSON, with exactly the keys that were written: a package tells false
// from absent.
func (r *reader) configuration(n *node, path string) (any, bool) {
	t := configType(r.def)
	if t == nil {
		t = reflect.TypeFor[struct{}]()
	}
	v, ok := r.object(n, t, path)
	if !ok {
		return nil, false
	}
	data, err := json.Marshal(v) // sorts the keys
	if err != nil {
		r.fault(path, n.pos, "a configuration that cannot be kept as JSON: "+err.Error(), "", "this is a mistake of this program: please report it")
		return nil, false
	}
	return json.RawMessage(data), true
}

// list reads a list. A wrong item keeps its place, as its text or as "", so that
// the index of the others in what packages report is that in the file.
func (r *reader) list(n *node, t reflect.Type, ru rules, path string) (any, bool) {
	if n.kind != listNode {
		hint := "write each item on its own line below it: - " + ru.itemExample()
		switch n.kind {
		case nullNode:
			hint = "write [] for an empty list, or delete the line"
		case mapNode:
			hint = `write "- " before the first key of each item`
		case textNode:
			hint = "write [" + strings.Join(quoteAll(strings.FieldsFunc(n.text, isSeparator)), ", ") + "]"
		}
		r.fault(path, n.pos, n.describe(), "a list", hint)
		return nil, false
	}
	ru.required, ru.item = false, true
	out, first := make([]any, 0, len(n.items)), map[string]value.Pos{}
	for i, item := range n.items {
		if r.full {
			break // nobody reads on, and a hostile list is long
		}
		below := path + "[" + strconv.Itoa(i) + "]"
		r.positions.at[below] = place{value: item.pos, scalar: true}
		v, ok := r.value(item, t.Elem(), ru, below)
		if !ok {
			v = reflect.Zero(plain(t.Elem())).Interface()
		}
		if s, ok := v.(string); ok && s != "" {
			if seen, again := first[s]; again {
				r.warnAt(below, fmt.Sprintf("%s again; the first is at %d:%d", quote(s), seen.Line, seen.Column), "each item once", "delete one of the two")
			} else {
				first[s] = item.pos
			}
		}
		out = append(out, v)
	}
	return out, true
}

func isSeparator(c rune) bool { return c == ',' || unicode.IsSpace(c) }

func quoteAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quote(s)
	}
	return out
}

func (ru rules) itemExample() string {
	if ru.account {
		return `"123456789012"`
	}
	if ru.example != "" {
		return ru.example
	}
	return "…"
}
