package cfn

import (
	"bytes"
	"errors"
	"sync"
	"unicode/utf8"

	"github.com/truststack/truststack/value"
)

// Template is a template that was read, before anything in it is resolved.
// It may be used by several goroutines at once.
type Template struct {
	root  *Node
	found []Problem // while reading

	mu       sync.Mutex
	resolved []Problem // in the last call of Resources
}

// Root is the template as a tree, its short forms written out, before loops and
// SAM are expanded. It must not be changed.
func (t *Template) Root() *Node { return t.root }

// Problems are what could not be read in a template that parsed: those that
// Parse met, then those of the last call of Resources, each once.
func (t *Template) Problems() []Problem {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := make([]Problem, 0, len(t.found)+len(t.resolved))
	out = append(out, t.found...)
	return append(out, t.resolved...)
}

// Parse reads a template in YAML or JSON. The error is a Problem with the
// position at which reading stopped: text that is neither, is too large, too
// deep or not UTF-8, holds several YAML documents, or is not a map.
//
// It reads more than CloudFormation takes. A key given twice is read as PyYAML
// and the AWS CLI read it, the last one winning, and is a Problem of the
// template: CloudFormation's behaviour is undefined there. Aliases and merge
// keys are followed, since tools resolve them before a template is uploaded.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
func Parse(data []byte) (*Template, error) {
	root, problems, err := parseNodes(data)
	if err != nil {
		return nil, err
	}
	if root.Kind != MapNode {
		return nil, problem(root.Pos, "a template is a map with the key Resources",
			"found %s where the template's map was wanted", describe(root))
	}
	return &Template{root: root, found: problems}, nil
}

// parseNodes reads text of any shape. Its error is always a Problem.
func parseNodes(data []byte) (*Node, []Problem, error) {
	data, err := checkText(data)
	if err != nil {
		return nil, nil, err
	}
	if !looksLikeJSON(data) {
		return parseYAML(data)
	}
	root, problems, jsonErr := parseJSON(data)
	if jsonErr == nil {
		return root, problems, nil
	}
	var p Problem
	if errors.As(jsonErr, &p) && p.limit {
		return nil, nil, jsonErr
	}
	// YAML may begin with a brace too, and takes comments and trailing commas.
	root, problems, err = parseYAML(data)
	if err != nil {
		return nil, nil, jsonErr
	}
	return root, problems, nil
}

// checkText refuses what is not a text of reasonable size, and takes the byte
// order mark off.
func checkText(data []byte) ([]byte, error) {
	start := value.Pos{Line: 1, Column: 1}
	if len(data) > maxSize {
		return nil, problem(value.Pos{}, "split the template into nested stacks",
			"found %d bytes; at most %d are read", len(data), maxSize)
	}
	if utf16(data) {
		return nil, problem(start, "save the file as UTF-8", "found UTF-16 where UTF-8 was wanted")
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, problem(start, "", "found an empty file where a template was wanted")
	}
	if !utf8.Valid(data) {
		return nil, problem(invalidAt(data), "save the file as UTF-8", "found a byte that is not UTF-8")
	}
	return data, nil
}

// utf16 reports whether the text begins as UTF-16 does: with its byte order
// mark, or with a NUL in the first two bytes.
func utf16(data []byte) bool {
	if len(data) < 2 {
		return false
	}
	return data[0] == 0xff && data[1] == 0xfe || data[0] == 0xfe && data[1] == 0xff ||
		data[0] == 0 || data[1] == 0
}

// invalidAt is the position of the first byte that is not UTF-8.
func invalidAt(data []byte) value.Pos {
	pos := value.Pos{Line: 1, Column: 1}
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			break
		}
		pos.Column++
		if r == '\n' {
			pos = value.Pos{Line: pos.Line + 1, Column: 1}
		}
		data = data[size:]
	}
	return pos
}

// looksLikeJSON reports whether the text's first character opens a JSON object
// or array.
func looksLikeJSON(data []byte) bool {
	data = bytes.TrimLeft(data, " \t\r\n")
	return len(data) > 0 && (data[0] == '{' || data[0] == '[')
}

// describe names a node for a message.
func describe(n *Node) string {
	switch n.Kind {
	case StringNode:
		return "a string"
	case NumberNode:
		return "a number"
	case BoolNode:
		return "a boolean"
	case ListNode:
		return "a list"
	case MapNode:
		return "a map"
	}
	return "nothing"
}
