package cfn

import (
	"strings"
	"unicode/utf8"

	"github.com/truststack/truststack/value"
)

// jsonReader reads JSON into nodes. It is a reader of our own because the
// standard library's keeps no positions, and because CDK's templates, the
// largest there are, are JSON: strings without escapes are slices of the text,
// and nodes are allocated in blocks.
type jsonReader struct {
	text     string
	at       int // the next byte
	line     int // of at
	column   int // of seen, from 1, in characters
	seen     int // up to where column is counted, on this line
	depth    int
	nodes    int
	block    []Node
	problems []Problem
}

// parseJSON reads one JSON value and nothing after it.
func parseJSON(data []byte) (*Node, []Problem, error) {
	r := &jsonReader{text: string(data), line: 1, column: 1}
	n, err := r.value()
	if err != nil {
		return nil, nil, err
	}
	if r.space(); r.at < len(r.text) {
		return nil, nil, r.wrong("the end of the file")
	}
	return n, r.problems, nil
}

// pos is the position of the next byte. Columns are counted in characters, as
// editors and the YAML reader count them.
func (r *jsonReader) pos() value.Pos {
	r.column += utf8.RuneCountInString(r.text[r.seen:r.at])
	r.seen = r.at
	return value.Pos{Line: r.line, Column: r.column}
}

func (r *jsonReader) space() {
	for ; r.at < len(r.text); r.at++ {
		switch r.text[r.at] {
		case ' ', '\t', '\r':
		case '\n':
			r.line++
			r.column, r.seen = 1, r.at+1
		default:
			return
		}
	}
}

// wrong is the error for the next byte, where wanted was expected.
func (r *jsonReader) wrong(wanted string) error {
	if r.at >= len(r.text) {
		return problem(r.pos(), "the file may be cut off", "found the end of the file where %s was wanted", wanted)
	}
	c, _ := utf8.DecodeRuneInString(r.text[r.at:])
	return problem(r.pos(), "", "found %q where %s was wanted", c, wanted)
}

// next skips spaces and returns the next byte, 0 at the end.
func (r *jsonReader) next() byte {
	r.space()
	if r.at >= len(r.text) {
		return 0
	}
	return r.text[r.at]
}

func (r *jsonReader) node(kind NodeKind, pos value.Pos) (*Node, error) {
	if r.nodes++; r.nodes > maxNodes {
		return nil, exceeds(pos, "", "found more than %d values", maxNodes)
	}
	if len(r.block) == 0 {
		r.block = make([]Node, 128)
	}
	n := &r.block[0]
	r.block = r.block[1:]
	n.Kind, n.Pos = kind, pos
	return n, nil
}

func (r *jsonReader) value() (*Node, error) {
	c := r.next()
	pos := r.pos()
	switch {
	case c == '{' || c == '[':
		if r.depth++; r.depth > maxDepth {
			return nil, exceeds(pos, "", "found lists and maps nested deeper than %d", maxDepth)
		}
		defer func() { r.depth-- }()
		if c == '{' {
			return r.object(pos)
		}
		return r.array(pos)
	case c == '"':
		s, err := r.quoted()
		if err != nil {
			return nil, err
		}
		return r.scalar(StringNode, s, pos)
	case c == '-' || c >= '0' && c <= '9':
		return r.number(pos)
	}
	return r.word(pos)
}

func (r *jsonReader) scalar(kind NodeKind, text string, pos value.Pos) (*Node, error) {
	n, err := r.node(kind, pos)
	if err != nil {
		return nil, err
	}
	n.Text = text
	return n, nil
}

func (r *jsonReader) word(pos value.Pos) (*Node, error) {
	for word, kind := range map[string]NodeKind{"true": BoolNode, "false": BoolNode, "null": NullNode} {
		if strings.HasPrefix(r.text[r.at:], word) {
			r.at += len(word)
			if kind == NullNode {
				return r.node(kind, pos)
			}
			return r.scalar(kind, word, pos)
		}
	}
	return nil, r.wrong("a JSON value")
}

// number reads a number as written: -?digits, then a fraction, then an exponent.
func (r *jsonReader) number(pos value.Pos) (*Node, error) {
	start := r.at
	if r.text[r.at] == '-' {
		r.at++
	}
	first := r.at
	if !r.digits() {
		return nil, r.wrong("a digit")
	}
	if r.text[first] == '0' && r.at > first+1 {
		return nil, problem(pos, "put quotes around it", "found a number that begins with 0")
	}
	if r.at < len(r.text) && r.text[r.at] == '.' {
		if r.at++; !r.digits() {
			return nil, r.wrong("a digit")
		}
	}
	if r.at < len(r.text) && (r.text[r.at] == 'e' || r.text[r.at] == 'E') {
		r.at++
		if r.at < len(r.text) && (r.text[r.at] == '+' || r.text[r.at] == '-') {
			r.at++
		}
		if !r.digits() {
			return nil, r.wrong("a digit")
		}
	}
	return r.scalar(NumberNode, r.text[start:r.at], pos)
}

func (r *jsonReader) digits() bool {
	start := r.at
	for r.at < len(r.text) && r.text[r.at] >= '0' && r.text[r.at] <= '9' {
		r.at++
	}
	return r.at > start
}

func (r *jsonReader) array(pos value.Pos) (*Node, error) {
	n, err := r.node(ListNode, pos)
	if err != nil {
		return nil, err
	}
	r.at++
	if r.next() == ']' {
		r.at++
		return n, nil
	}
	for {
		item, err := r.value()
		if err != nil {
			return nil, err
		}
		n.Items = append(n.Items, item)
		switch r.next() {
		case ',':
			r.at++
		case ']':
			r.at++
			return n, nil
		default:
			return nil, r.wrong("a comma or ]")
		}
	}
}

func (r *jsonReader) object(pos value.Pos) (*Node, error) {
	n, err := r.node(MapNode, pos)
	if err != nil {
		return nil, err
	}
	r.at++
	if r.next() == '}' {
		r.at++
		return n, nil
	}
	fields := fieldSet{node: n}
	for {
		if r.next() != '"' {
			return nil, r.wrong("a key in double quotes")
		}
		keyPos := r.pos()
		key, err := r.quoted()
		if err != nil {
			return nil, err
		}
		if r.next() != ':' {
			return nil, r.wrong("a colon")
		}
		r.at++
		v, err := r.value()
		if err != nil {
			return nil, err
		}
		if !fields.add(NodeField{Key: key, KeyPos: keyPos, Value: v}) {
			r.problems = addProblem(r.problems, duplicate(key, keyPos))
		}
		switch r.next() {
		case ',':
			r.at++
		case '}':
			r.at++
			return n, nil
		default:
			return nil, r.wrong("a comma or }")
		}
	}
}
