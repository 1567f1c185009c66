package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"github.com/truststack/truststack/value"
)

var start = value.Pos{Line: 1, Column: 1}

// text checks that the data is text of a size that a manifest has, and takes the
// byte order mark off.
func (r *reader) text(data []byte) ([]byte, bool) {
	if len(data) > MaxSize {
		r.fault("", start, fmt.Sprintf("a file of %d bytes", len(data)), fmt.Sprintf("at most %d", MaxSize), "check that this file is a deployment manifest")
		return nil, false
	}
	for _, mark := range []struct{ bytes, name string }{
		{"\xff\xfe", "UTF-16"}, {"\xfe\xff", "UTF-16"}, {"\x00\x00\xfe\xff", "UTF-32"},
	} {
		if bytes.HasPrefix(data, []byte(mark.bytes)) {
			r.fault("", start, "text in "+mark.name, "UTF-8", "save the file as UTF-8; in PowerShell: Set-Content -Encoding utf8")
			return nil, false
		}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		switch {
		case c == utf8.RuneError && size <= 1:
			r.fault("", posAt(data, i), fmt.Sprintf("the byte 0x%02X, which is not UTF-8", data[i]), "UTF-8", "save the file as UTF-8 (it may be in Latin-1 or Windows-1252)")
			return nil, false
		case unreadable(c):
			r.fault("", posAt(data, i), fmt.Sprintf("the control character U+%04X", c), "text", "delete it, or save the file as UTF-8 if it is in UTF-16")
			return nil, false
		}
		i += size
	}
	return data, true
}

// unreadable reports whether a character has no place in a manifest: control
// characters; line breaks that YAML 1.1 and 1.2 read differently; a byte order
// mark inside; and what makes text look like other text.
func unreadable(c rune) bool {
	switch {
	case c == '\t', c == '\n', c == '\r':
		return false
	case c < ' ', c >= 0x7f && c <= 0x9f, c == 0x2028, c == 0x2029, c == 0xfeff:
		return true
	}
	return c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069
}

// posAt is the position of data[i].
func posAt(data []byte, i int) value.Pos {
	before := data[:i]
	line := bytes.Count(before, []byte("\n"))
	last := bytes.LastIndexByte(before, '\n')
	return value.Pos{Line: line + 1, Column: utf8.RuneCount(before[last+1:]) + 1}
}

// limits makes the YAML library stop before deep nesting costs anything. Aliases
// are refused when the nodes are built; none is ever followed.
type limits struct{}

var _ yaml.LoaderLimitsPlugin = limits{}

var errDeep = errors.New("nested too deeply")

// CheckDepth refuses more than maxDepth levels.
func (limits) CheckDepth(depth int, _ *yaml.DepthContext) error {
	if depth > maxDepth {
		return errDeep
	}
	return nil
}

// CheckAlias accepts: see limits.
func (limits) CheckAlias(int, int) error { return nil }

// parse reads the one YAML document that a manifest is.
func (r *reader) parse(data []byte) (*node, bool) {
	// Duplicate keys are reported by buildMap, all of them and with both places.
	loader, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithPlugin(limits{}), yaml.WithUniqueKeys(false))
	if err != nil {
		r.syntax(data, err)
		return nil, false
	}
	var doc, second yaml.Node
	switch err := loader.Load(&doc); {
	case errors.Is(err, io.EOF) || err == nil && empty(&doc):
		r.fault("", start, "an empty manifest", `the keys "version" and "spec"`, "truststack init writes a manifest to start from")
		return nil, false
	case err != nil:
		r.syntax(data, err)
		return nil, false
	}
	switch err := loader.Load(&second); {
	case errors.Is(err, io.EOF):
	case err != nil:
		r.syntax(data, err)
		return nil, false
	default:
		r.fault("", value.Pos{Line: max(second.Line, 1), Column: max(second.Column, 1)}, "a second YAML document", "one manifest in one file", `delete the line "---", or put the second manifest into a file of its own`)
		return nil, false
	}
	if len(doc.Content) != 1 {
		r.fault("", start, "a document that is not one value", `the keys "version" and "spec"`, "truststack init writes a manifest to start from")
		return nil, false
	}
	return r.build(doc.Content[0], nil), true
}

func empty(doc *yaml.Node) bool {
	return len(doc.Content) == 0 || len(doc.Content) == 1 && doc.Content[0].Kind == yaml.ScalarNode && doc.Content[0].ShortTag() == "!!null"
}
