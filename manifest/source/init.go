package source

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/truststack/truststack/manifest"
)

const width = 96 // of the comments

// Init is a manifest to start from: every key with what it means, the optional
// ones commented out as "#key:". The organisation and account in it are examples
// that a person replaces; as it is, it reads without an error.
func Init(defs []manifest.Definition) []byte {
	lines := []string{
		"# yaml-language-server: $schema=./deployment-manifest.schema.json",
		"#",
		"# What your organisation trusts. Replace the example organisation and account, fill in the",
		"# lists, then run: truststack validate",
		"# To use a key that is commented out (#key:), take the # away.",
		"",
	}
	for _, m := range membersOf(reflect.TypeFor[manifest.Manifest]()) {
		lines = append(lines, comment(m.description)...)
		if m.name != "spec" {
			lines = append(lines, m.name+": "+scalar(m, m.rules))
			continue
		}
		lines = append(lines, "spec:")
		lines = append(lines, indent(specLines(m.typ, defs))...)
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

func specLines(t reflect.Type, defs []manifest.Definition) []string {
	var lines []string
	for _, m := range membersOf(t) {
		if m.typ.Kind() != reflect.Map {
			lines = append(lines, keyLines(m)...)
			lines = append(lines, "")
			continue
		}
		lines = append(lines, comment(m.description)...)
		lines = append(lines, m.name+":")
		for i := range defs {
			lines = append(lines, indent(sectionLines(&defs[i], i == 0))...)
		}
	}
	return lines
}

// sectionLines is a package's section. What all sections may have is spelled out
// in the first one only.
func sectionLines(def *manifest.Definition, first bool) []string {
	lines := []string{"enabled: true"}
	for _, m := range membersOf(typeSection) {
		switch {
		case m.typ == typeRaw:
			if config := configType(def); config != nil {
				lines = append(lines, configLines(config)...)
			}
		case first && !m.rules.required:
			lines = append(lines, keyLines(m)...)
		}
	}
	head := []string{def.Key + ":"}
	if first {
		head = append(head, "  # Every section may have the keys that are commented out in this one.")
	}
	return append(append(head, indent(lines)...), "")
}

// configLines is a package's lists, empty, and its switches, commented out.
func configLines(t reflect.Type) []string {
	var lines []string
	written := false
	for _, m := range membersOf(t) {
		if plain(m.typ).Kind() != reflect.Slice || plain(m.typ).Elem().Kind() != reflect.String {
			lines = append(lines, keyLines(m)...)
			continue
		}
		written = true
		line := m.name + ": []"
		if example := itemOf(m); example != "" {
			line += " # such as [" + example + "]"
		}
		lines = append(append(lines, comment(m.description)...), line)
	}
	if !written {
		// A map with no keys would be null.
		return commented(append([]string{"configuration:"}, indent(lines)...))
	}
	return append([]string{"configuration:"}, indent(lines)...)
}

// keyLines is a key with its comment: written if it is required, commented out
// otherwise.
func keyLines(m member) []string {
	body := bodyLines(m)
	if !m.rules.required {
		body = commented(body)
	}
	return append(comment(m.description), body...)
}

func bodyLines(m member) []string {
	t := plain(m.typ)
	switch {
	case t.Kind() == reflect.Struct:
		return append([]string{m.name + ":"}, indent(allLines(t))...)
	case t.Kind() == reflect.Map:
		key, val := "key", "value"
		if keys, vals := vocabulary(t.Key()), vocabulary(t.Elem()); len(keys) > 0 && len(vals) > 1 {
			key, val = keys[len(keys)-1], vals[1]
		}
		return []string{m.name + ":", "  " + key + ": " + val}
	case t.Kind() == reflect.Slice && plain(t.Elem()).Kind() == reflect.Struct:
		lines := indent(indent(allLines(plain(t.Elem()))))
		if len(lines) == 0 {
			return []string{m.name + ": []"}
		}
		return append([]string{m.name + ":", "  -"}, lines...)
	case t.Kind() == reflect.Slice:
		return []string{m.name + ": [" + itemOf(m) + "]"}
	}
	return []string{m.name + ": " + scalar(m, m.rules)}
}

func allLines(t reflect.Type) []string {
	var lines []string
	for _, m := range membersOf(t) {
		lines = append(append(lines, comment(m.description)...), bodyLines(m)...)
	}
	return lines
}

func itemOf(m member) string {
	switch {
	case m.rules.example != "":
		return quoted(m.rules.example)
	case m.rules.account:
		return `"111122223333"`
	case len(m.rules.enum) > 0:
		return quoted(m.rules.enum[0])
	}
	return ""
}

// scalar is a value for a key: its default, or an example.
func scalar(m member, ru rules) string {
	kind := plain(m.typ).Kind()
	switch {
	case kind == reflect.Bool && ru.standard == "":
		return "false"
	case kind != reflect.String && ru.standard != "":
		return ru.standard
	case kind != reflect.String && ru.min != nil:
		return strconv.FormatInt(*ru.min, 10)
	case kind != reflect.String:
		return "0"
	case ru.standard != "":
		return quoted(ru.standard)
	case ru.example != "":
		return quoted(ru.example)
	case len(ru.enum) > 0:
		return quoted(ru.enum[0])
	}
	return fmt.Sprintf("%q", "text")
}

// bare is text that every YAML reader takes for text without quotes.
var bare = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._@/*?;-]*(:[A-Za-z0-9._@/*?:-]+| [A-Za-z0-9._@/*?;-]+)*$`)

func quoted(s string) string {
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "null":
		return strconv.Quote(s)
	}
	if bare.MatchString(s) {
		return s
	}
	return strconv.Quote(s)
}

// comment is a description as comment lines of a readable width.
func comment(text string) []string {
	var lines []string
	line := "#"
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > width && line != "#" {
			lines = append(lines, line)
			line = "#"
		}
		line += " " + word
	}
	if line == "#" {
		return lines
	}
	return append(lines, line)
}

func indent(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		if out[i] = line; line != "" {
			out[i] = "  " + line
		}
	}
	return out
}

func commented(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = "#" + line
	}
	return out
}
