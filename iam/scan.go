package iam

import (
	"bytes"
	"fmt"
	"strings"
)

// MaxDocumentBytes is the size above which Parse refuses a document unread: one
// mebibyte, a hundred times the largest policy quota.
const MaxDocumentBytes = 1 << 20

// MaxDepth is how deep the JSON of a document may nest. The policy grammar
// itself needs six levels.
const MaxDepth = 32

// scanner reads JSON by the byte. The standard decoder is not used because it
// takes repeated keys, replaces broken surrogate pairs in silence and gives no
// position for a value that is well-formed but of the wrong kind.
type scanner struct {
	data  []byte
	pos   int
	depth int
	path  []string
}

func (s *scanner) push(part string) { s.path = append(s.path, part) }
func (s *scanner) pop()             { s.path = s.path[:len(s.path)-1] }

func (s *scanner) fail(at int, found, wanted, next string) error {
	before := s.data[:at]
	e := &SyntaxError{Line: 1 + bytes.Count(before, []byte{'\n'}), Found: found, Wanted: wanted, Next: next}
	e.Column = at - bytes.LastIndexByte(before, '\n')
	e.Path = strings.TrimPrefix(strings.Join(s.path, ""), ".")
	return e
}

// peek skips white space and gives the next byte, 0 at the end of the text.
func (s *scanner) peek() byte {
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; c {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return c
		}
	}
	return 0
}

// found names what stands at the scanner's position.
func (s *scanner) found() string {
	switch c := s.peek(); {
	case s.pos >= len(s.data):
		return "the end of the text"
	case c == '{':
		return "an object"
	case c == '[':
		return "a list"
	case c == '"':
		at, path := s.pos, s.path
		text, err := s.text()
		s.pos, s.path = at, path
		if err != nil {
			return "a string"
		}
		return quote(text)
	default:
		end := s.pos + 1
		for end < len(s.data) && end < s.pos+60 && wordByte(s.data[end]) {
			end++
		}
		return quote(string(s.data[s.pos:end]))
	}
}

func wordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '+' || c == '-' || c == '.'
}

// object reads an object and calls member for each of its keys, after the colon.
func (s *scanner) object(wanted string, member func(key string, at int) error) error {
	if s.peek() != '{' {
		return s.fail(s.pos, s.found(), wanted, "")
	}
	if err := s.enter(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for first := true; ; first = false {
		done, err := s.separator(first, '}', `"," or "}"`)
		if done || err != nil {
			return err
		}
		if s.peek() != '"' {
			return s.fail(s.pos, s.found(), "a name in double quotes", "")
		}
		at := s.pos
		key, err := s.text()
		if err != nil {
			return err
		}
		if seen[key] {
			return s.fail(at, quote(key)+" a second time", "each name once in an object", "merge the two")
		}
		seen[key] = true
		if s.peek() != ':' {
			return s.fail(s.pos, s.found(), `":" after the name `+quote(key), "")
		}
		s.pos++
		if err := member(key, at); err != nil {
			return err
		}
	}
}

// array reads a list and calls element for each of its values.
func (s *scanner) array(element func(i int) error) error {
	if err := s.enter(); err != nil {
		return err
	}
	for i := 0; ; i++ {
		done, err := s.separator(i == 0, ']', `"," or "]"`)
		if done || err != nil {
			return err
		}
		if err := element(i); err != nil {
			return err
		}
	}
}

// enter steps over an opening bracket.
func (s *scanner) enter() error {
	if s.depth++; s.depth > MaxDepth {
		return s.fail(s.pos, fmt.Sprintf("nesting deeper than %d levels", MaxDepth), "a policy document", "")
	}
	s.pos++
	return nil
}

// separator steps over the comma before a further value, or over the closing
// bracket, and reports the latter.
func (s *scanner) separator(first bool, closing byte, wanted string) (done bool, err error) {
	c := s.peek()
	switch {
	case c == closing && s.pos < len(s.data):
		s.pos++
		s.depth--
		return true, nil
	case first:
		return false, nil
	case c == ',':
		s.pos++
		return false, nil
	}
	return false, s.fail(s.pos, s.found(), wanted, "")
}

// scalar reads a string, a number or a boolean; bare says that it was not a
// string.
func (s *scanner) scalar(wanted string) (text string, bare bool, err error) {
	if s.peek() == '"' {
		text, err = s.text()
		return text, false, err
	}
	start := s.pos
	end := start
	for end < len(s.data) && wordByte(s.data[end]) {
		end++
	}
	word := string(s.data[start:end])
	if word != "true" && word != "false" && !number(word) {
		return "", false, s.fail(start, s.found(), wanted, "")
	}
	s.pos = end
	return word, true, nil
}

// number reports whether a word is a JSON number (RFC 8259, section 6).
func number(word string) bool {
	rest := strings.TrimPrefix(word, "-")
	whole, rest := digits(rest)
	if whole == 0 || whole > 1 && strings.TrimPrefix(word, "-")[0] == '0' {
		return false
	}
	if strings.HasPrefix(rest, ".") {
		var n int
		if n, rest = digits(rest[1:]); n == 0 {
			return false
		}
	}
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		rest = rest[1:]
		if rest != "" && (rest[0] == '+' || rest[0] == '-') {
			rest = rest[1:]
		}
		var n int
		if n, rest = digits(rest); n == 0 {
			return false
		}
	}
	return rest == ""
}

func digits(s string) (n int, rest string) {
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n, s[n:]
}
