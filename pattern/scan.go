package pattern

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// place is an element of an array of the event, inside the element of an outer
// array if there is one. nil is outside every array.
type place struct {
	outer        *place
	array, index int
}

// value is a scalar of a field that the pattern reads, and its place.
type value struct {
	scalar
	at *place
}

// scan reads the fields of the event that the pattern names. The JSON has been
// found valid and not too deep before, so nothing here can fail.
type scan struct {
	text   string
	values [][]value // by field
	arrays int       // how many arrays were entered: an array's number
}

// read checks an event and returns its values by field.
func (c *Compiled) read(event []byte) (*scan, error) {
	switch {
	case len(event) > MaxEvent:
		return nil, fmt.Errorf("event: found %d bytes, want at most %d; match it without its largest fields", len(event), MaxEvent)
	case !json.Valid(event):
		var ignored json.RawMessage
		return nil, fmt.Errorf("event: found text that is not JSON (%w), want a JSON object; correct the JSON", json.Unmarshal(event, &ignored))
	case tooDeep(event):
		return nil, fmt.Errorf("event: found JSON nested deeper than %d levels, want less; match it without its deepest fields", MaxDepth)
	}
	s := &scan{text: string(event), values: make([][]value, c.fields)}
	at := s.space(0)
	if s.text[at] != '{' {
		return nil, errors.New("event: found JSON that is not an object, want an object; put the value in a field")
	}
	s.object(at, c.root, nil)
	return s, nil
}

func tooDeep(event []byte) bool {
	depth, inString := 0, false
	for i := 0; i < len(event); i++ {
		switch b := event[i]; {
		case inString && b == '\\':
			i++
		case b == '"':
			inString = !inString
		case inString:
		case b == '{' || b == '[':
			if depth++; depth > MaxDepth {
				return true
			}
		case b == '}' || b == ']':
			depth--
		}
	}
	return false
}

// object reads the object that starts at i and returns what comes after it. Of
// a name that stands twice the last value counts, so values are read only when
// all names are known.
func (s *scan) object(i int, at *step, in *place) int {
	type member struct {
		name  string
		value int
		to    *step
	}
	var members []member
	for i = s.space(i + 1); s.text[i] != '}'; i = s.next(i) {
		end := s.skipString(i)
		name := unquote(s.text[i:end])
		i = s.space(s.space(end) + 1) // the colon
		if to := at.walk(name); to != nil {
			last := member{name, i, to}
			for j := range members {
				if members[j].name == name {
					members = append(members[:j], members[j+1:]...)
					break
				}
			}
			members = append(members, last)
		}
		i = s.skip(i)
	}
	for _, m := range members {
		s.value(m.value, m.to, in)
	}
	return i + 1
}

// value reads the value that starts at i, which stands in the field to.
func (s *scan) value(i int, to *step, in *place) int {
	switch s.text[i] {
	case '{':
		if to.next == nil {
			return s.skip(i) // the pattern wants a scalar here
		}
		return s.object(i, to, in)
	case '[':
		array := s.arrays
		s.arrays++
		i = s.space(i + 1)
		for index := 0; s.text[i] != ']'; index++ {
			within := in
			if c := s.text[i]; c == '{' || c == '[' {
				within = &place{in, array, index}
			}
			i = s.next(s.value(i, to, within))
		}
		return i + 1
	}
	end := s.skip(i)
	if to.field >= 0 {
		s.values[to.field] = append(s.values[to.field], value{newScalar(s.text[i:end]), in})
	}
	return end
}

// skip returns what comes after the value that starts at i.
func (s *scan) skip(i int) int {
	switch s.text[i] {
	case '"':
		return s.skipString(i)
	case '{', '[':
		open := 0
		for ; ; i++ {
			switch s.text[i] {
			case '"':
				i = s.skipString(i) - 1
			case '{', '[':
				open++
			case '}', ']':
				if open--; open == 0 {
					return i + 1
				}
			}
		}
	}
	for i < len(s.text) && !strings.ContainsRune(" \t\r\n,]}", rune(s.text[i])) {
		i++
	}
	return i
}

func (s *scan) skipString(i int) int {
	for i++; s.text[i] != '"'; i++ {
		if s.text[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// next is the start of the next member or item after i, or the closing bracket.
func (s *scan) next(i int) int {
	if i = s.space(i); s.text[i] == ',' {
		return s.space(i + 1)
	}
	return i
}

func (s *scan) space(i int) int {
	for s.text[i] == ' ' || s.text[i] == '\t' || s.text[i] == '\r' || s.text[i] == '\n' {
		i++
	}
	return i
}

func newScalar(text string) scalar {
	out := scalar{text: text}
	switch c := text[0]; {
	case c == '"':
		out.quoted = true
		if plain(text) {
			return out
		}
		out.text = `"` + unquote(text) + `"`
	case c == '-' || c >= '0' && c <= '9':
		out.number, out.valued = worth(text)
	}
	return out
}

// plain reports whether a string of valid JSON stands for itself.
func plain(text string) bool { return !strings.Contains(text, `\`) && utf8.ValidString(text) }

func unquote(text string) string {
	if plain(text) {
		return text[1 : len(text)-1]
	}
	var out string
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return "" // the event is valid JSON
	}
	return out
}
