package iam

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads a string; the scanner stands at its opening quote.
func (s *scanner) text() (string, error) {
	start := s.pos + 1
	for i := start; i < len(s.data); i++ {
		switch c := s.data[i]; {
		case c == '"':
			s.pos = i + 1
			return string(s.data[start:i]), nil
		case c == '\\':
			return s.escaped(start, i)
		case c < 0x20:
			return "", s.fail(i, fmt.Sprintf("the control character U+%04X in a string", c), "an escape such as \\n", "")
		}
	}
	return "", s.fail(s.pos, "a string that does not end", "a closing double quote", "")
}

// escaped reads the rest of a string whose first escape is at i.
func (s *scanner) escaped(start, i int) (string, error) {
	out := append([]byte(nil), s.data[start:i]...)
	for i < len(s.data) {
		c := s.data[i]
		switch {
		case c == '"':
			s.pos = i + 1
			return string(out), nil
		case c < 0x20:
			return "", s.fail(i, fmt.Sprintf("the control character U+%04X in a string", c), "an escape such as \\n", "")
		case c != '\\':
			out = append(out, c)
			i++
			continue
		}
		r, n := unescape(s.data[i:])
		if n == 0 {
			return "", s.fail(i, "a broken escape in a string", `\" \\ \/ \b \f \n \r \t or \u and four hexadecimal digits; a surrogate only with its pair`, "")
		}
		out = utf8.AppendRune(out, r)
		i += n
	}
	return "", s.fail(s.pos, "a string that does not end", "a closing double quote", "")
}

// unescape reads the escape at the start of b and gives its length, 0 where it
// is broken.
func unescape(b []byte) (r rune, n int) {
	if len(b) < 2 {
		return 0, 0
	}
	if i := strings.IndexByte(`"\/bfnrt`, b[1]); i >= 0 {
		return rune("\"\\/\b\f\n\r\t"[i]), 2
	}
	r, ok := hex4(b)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	low, ok := hex4(b[6:])
	if pair := utf16.DecodeRune(r, low); ok && pair != utf8.RuneError {
		return pair, 12
	}
	return 0, 0
}

// hex4 reads \uXXXX.
func hex4(b []byte) (r rune, ok bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	for _, c := range b[2:6] {
		i := strings.IndexByte("0123456789abcdef", c|0x20)
		if c < '0' || i < 0 {
			return 0, false
		}
		r = r<<4 | rune(i)
	}
	return r, true
}
