package pattern

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Parse reads an event pattern as it stands in a rule. It refuses what Check
// refuses and what is longer than MaxLength. Every fault of the fields and
// matchers is reported at once; a fault of the JSON itself is reported alone.
func Parse(data []byte) (Pattern, error) {
	if n := utf8.RuneCount(data); n > MaxLength {
		return nil, join([]*Fault{{"", fmt.Sprintf("%d characters", n), fmt.Sprintf("at most %d", MaxLength),
			"minify it, match fewer values and compare the rest in code, or have the quota raised and parse it in parts"}})
	}
	var valid json.RawMessage
	if err := json.Unmarshal(data, &valid); err != nil {
		found := err.Error()
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			found = fmt.Sprintf("%v at byte %d", syntax, syntax.Offset)
		}
		return nil, join([]*Fault{{"", found, "JSON", "correct the JSON"}})
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var r reader
	first, err := d.Token()
	if err != nil || first != json.Delim('{') {
		return nil, join([]*Fault{{"", show(first), "an object", "put the fields in braces"}})
	}
	p := r.object(d, "", 0)
	if len(r.faults) > 0 {
		return nil, join(r.faults)
	}
	return p, p.Check()
}

// reader reads tokens of JSON that is known to be valid. After a fault it reads
// on, so that every fault is reported.
type reader struct{ checker }

// object reads what follows an opening brace, the closing one included.
func (r *reader) object(d *json.Decoder, path string, depth int) Pattern {
	p := Pattern{}
	for d.More() {
		name := r.key(d)
		at := extend(path, name)
		token, err := d.Token()
		if err != nil {
			return p
		}
		deeper := token == json.Delim('{') || token == json.Delim('[') && name == "$or"
		switch {
		case deeper && depth+1 >= MaxDepth:
			r.add(at, "a pattern nested deeper", fmt.Sprintf("at most %d levels", MaxDepth), "name nested fields with dots")
			r.skip(d, token)
		case token == json.Delim('[') && name == "$or":
			p = append(p, r.choice(d, at, depth))
		case token == json.Delim('['):
			p = append(p, Leaf{name, r.list(d, at)})
		case token == json.Delim('{'):
			p = append(p, Branch{name, r.object(d, at, depth+1)})
		default:
			r.add(at, show(token), "an array or an object", "put the value in an array: one of its items is enough")
		}
	}
	_, _ = d.Token() // the closing brace
	return p
}

func (r *reader) key(d *json.Decoder) string {
	token, err := d.Token()
	if err != nil {
		return ""
	}
	name, _ := token.(string)
	return name
}

func (r *reader) choice(d *json.Decoder, path string, depth int) Choice {
	out := Choice{}
	for i := 0; d.More(); i++ {
		at := fmt.Sprintf("%s[%d]", path, i)
		token, err := d.Token()
		if err != nil {
			return out
		}
		if token != json.Delim('{') {
			r.add(at, show(token), "an object", "$or takes objects only: put the field in braces")
			r.skip(d, token)
			continue
		}
		out = append(out, r.object(d, at, depth+1))
	}
	_, _ = d.Token() // the closing bracket
	return out
}

func (r *reader) list(d *json.Decoder, path string) []Matcher {
	var out []Matcher
	for i := 0; d.More(); i++ {
		at := fmt.Sprintf("%s[%d]", path, i)
		token, err := d.Token()
		if err != nil {
			return out
		}
		if m := r.item(d, token, at); m != nil {
			r.matcher(m, at)
			out = append(out, m)
		}
	}
	_, _ = d.Token() // the closing bracket
	return out
}

// item reads one matcher of which the first token is read.
func (r *reader) item(d *json.Decoder, token json.Token, at string) Matcher {
	switch t := token.(type) {
	case nil:
		return Null{}
	case bool:
		return Bool(t)
	case string:
		return Exact(t)
	case json.Number:
		return Number(t)
	}
	if token == json.Delim('{') {
		return r.operator(d, at)
	}
	r.add(at, "an array", "a value or a comparison", "take the inner brackets away")
	r.skip(d, token)
	return nil
}

// skip reads to the end of a value of which the first token is read.
func (r *reader) skip(d *json.Decoder, token json.Token) {
	for open := 0; ; {
		switch token {
		case json.Delim('{'), json.Delim('['):
			open++
		case json.Delim('}'), json.Delim(']'):
			open--
		}
		if open <= 0 {
			return
		}
		var err error
		if token, err = d.Token(); err != nil {
			return
		}
	}
}

// show is a token in a message.
func show(token json.Token) string {
	switch t := token.(type) {
	case nil:
		return "null"
	case string:
		return "the string " + quote(t)
	case json.Number:
		return "the number " + t.String()
	case json.Delim:
		return map[json.Delim]string{'{': "an object", '[': "an array"}[t]
	}
	return fmt.Sprint(token)
}
