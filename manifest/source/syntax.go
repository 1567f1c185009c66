package source

import (
	"bytes"
	"errors"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"github.com/truststack/truststack/value"
)

// syntax reports an error of the YAML library in a reader's words.
func (r *reader) syntax(data []byte, err error) {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		r.fault("", start, "YAML that cannot be read: "+short(err.Error()), "YAML", "check the file's indentation and quotes")
		return
	}
	pos := value.Pos{Line: max(load.Mark.Line, 1), Column: max(load.Mark.Column, 1)}
	if line, col := tabbed(data, pos.Line); col > 0 {
		r.fault("", value.Pos{Line: line, Column: col}, "a tab in the indentation", "spaces", "YAML indents with spaces only: replace each tab by two spaces")
		return
	}
	for _, e := range syntaxErrors {
		if strings.Contains(load.Message, e.message) && strings.Contains(load.ContextMsg, e.context) {
			if e.atStart && load.ContextMark.Line > 0 {
				pos = value.Pos{Line: load.ContextMark.Line, Column: max(load.ContextMark.Column, 1)}
			}
			r.fault("", pos, e.found, e.wanted, e.hint)
			return
		}
	}
	r.fault("", pos, "YAML that cannot be read: "+load.Message, "YAML", "check the indentation and the quotes of this line and of the one before")
}

// syntaxErrors is what the library says and what we say instead. The first that
// fits is taken; an empty context fits all.
var syntaxErrors = []struct {
	message, context    string
	atStart             bool // the fault is where the construct begins, not where it was noticed
	found, wanted, hint string
}{
	{message: errDeep.Error(), found: "more than 50 levels of nesting", wanted: "a manifest's few levels", hint: "a manifest needs no more than ten: look for brackets that are never closed"},
	{message: "mapping values are not allowed", found: `a ":" where no key can be`, wanted: `"key: value" at one indentation`,
		hint: `put a value that has ": " in it into quotes; otherwise check that this line is indented like the keys beside it and that the line before ends its value`},
	{message: "unexpected end of stream", context: "quoted scalar", atStart: true, found: "a quote that is never closed", wanted: "a closing quote", hint: "close the quote that starts here"},
	{message: "unknown escape character", found: `an escape that YAML does not have`, wanted: `\\ for a backslash`, hint: `inside "…" write \\ for a backslash, or use '…', which has no escapes`},
	{message: "invalid Unicode character escape", found: `an escape of half a character`, wanted: "the character itself", hint: "write the character itself in UTF-8 instead of JSON's pair of \\u escapes"},
	{message: "did not find expected ',' or ']'", atStart: true, found: "a [ list that is never closed, or whose items have no comma between them", wanted: `","  or "]"`, hint: "close the list that starts here, or write one item a line, each after \"- \""},
	{message: "did not find expected ',' or '}'", atStart: true, found: "a { map that is never closed, or whose keys have no comma between them", wanted: `"," or "}"`, hint: "close the map that starts here, or write one key a line"},
	{message: "did not find expected '-' indicator", found: "a line that is not an item of the list it stands in", wanted: `"- " before each item`, hint: `write "- " with a space after it, at the same indentation as the items before`},
	{message: "did not find expected key", found: "text where a key was expected", wanted: `"key: value" at one indentation`, hint: "indent this line like the keys beside it; after a quoted value nothing but a comment may follow"},
	{message: "could not find expected ':'", atStart: true, found: "text that is neither a key nor a value", wanted: `"key: value"`, hint: `write ":" and a space after the key, or "- " before the item of a list`},
	{message: "cannot start any token", found: "a character that cannot start a value", wanted: "a value in quotes", hint: "put a value that starts with @, ` or % into quotes"},
	{message: "unknown anchor", found: "an alias (*) of an anchor that is not there", wanted: "a value", hint: "a manifest has no aliases; put a value that starts with * into quotes"},
	{message: "alphabetic or numeric character", context: "alias", atStart: true, found: "a * that is not in quotes", wanted: `"*" in quotes`, hint: "put a value that starts with * into quotes; without them it is YAML's alias"},
	{message: "alphabetic or numeric character", context: "anchor", atStart: true, found: "an & that is not in quotes", wanted: `"&" in quotes`, hint: "put a value that starts with & into quotes; without them it is YAML's anchor"},
	{message: "incompatible YAML document", found: "a %YAML line of another version", wanted: "no %YAML line", hint: "delete the line"},
	{message: "did not find expected <document start>", found: "text that belongs to no document", wanted: "one map of keys", hint: `check this line's indentation, and that the file has one top level: "version" and "spec"`},
}

// tabbed looks for a tab in the indentation of the line and of the ones next to
// it, since the library notices some tabs a line late; column 0 says none.
func tabbed(data []byte, line int) (int, int) {
	lines := bytes.Split(data, []byte("\n"))
	for _, i := range []int{line, line - 1, line + 1} {
		if i < 1 || i > len(lines) {
			continue
		}
		text := lines[i-1]
		indent := text[:len(text)-len(bytes.TrimLeft(text, " \t"))]
		if tab := bytes.IndexByte(indent, '\t'); tab >= 0 && len(indent) < len(bytes.TrimRight(text, "\r")) {
			return i, tab + 1
		}
	}
	return 0, 0
}
