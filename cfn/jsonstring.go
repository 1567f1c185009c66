package cfn

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// quoted reads a string, from its opening quote to after the closing one.
func (r *jsonReader) quoted() (string, error) {
	start := r.at
	r.at++
	for i := r.at; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == '"':
			s := r.text[r.at:i]
			r.at = i + 1
			return s, nil
		case c == '\\':
			return r.escaped(start)
		case c < ' ':
			r.at = i
			return "", r.wrong("a character that may stand in a string (write \\n for a new line)")
		}
	}
	r.at = start
	return "", problem(r.pos(), "", "found a string that is not closed")
}

// escaped reads a string that has escapes.
func (r *jsonReader) escaped(start int) (string, error) {
	var b strings.Builder
	for r.at = start + 1; r.at < len(r.text); {
		c := r.text[r.at]
		switch {
		case c == '"':
			r.at++
			return b.String(), nil
		case c < ' ':
			return "", r.wrong("a character that may stand in a string (write \\n for a new line)")
		case c != '\\':
			b.WriteByte(c)
			r.at++
			continue
		}
		char, size := escape(r.text[r.at:])
		if size == 0 {
			return "", problem(r.pos(), "", "found an escape that JSON does not have")
		}
		b.WriteRune(char)
		r.at += size
	}
	r.at = start
	return "", problem(r.pos(), "", "found a string that is not closed")
}

// escape decodes the escape that s begins with; size is 0 when it is none.
func escape(s string) (char rune, size int) {
	if len(s) < 2 {
		return 0, 0
	}
	if i := strings.IndexByte(`"\/bfnrt`, s[1]); i >= 0 {
		return rune("\"\\/\b\f\n\r\t"[i]), 2
	}
	high, ok := hex4(s)
	if !ok {
		return 0, 0
	}
	if high >= 0xd800 && high < 0xdc00 {
		if low, ok := hex4(s[6:]); ok && low >= 0xdc00 && low < 0xe000 {
			return (high-0xd800)<<10 | (low - 0xdc00) + 0x10000, 12
		}
	}
	if high >= 0xd800 && high < 0xe000 {
		return utf8.RuneError, 6 // half of a pair
	}
	return high, 6
}

// hex4 decodes \uXXXX.
func hex4(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 32)
	return rune(n), err == nil
}
