package iam

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// Minified is the document as JSON with no white space, the shortest text for
// it. Elements come in one fixed order, operators, keys and values in their own;
// elements that are absent or empty are left out. Characters such as < and & are
// written as they are, since an escape would cost five characters more.
func (d Document) Minified() []byte {
	w := &writer{}
	w.open('{')
	if d.Version != "" {
		w.name("Version")
		w.text(d.Version)
	}
	if d.ID != "" {
		w.name("Id")
		w.text(d.ID)
	}
	w.name("Statement")
	if d.Single && len(d.Statements) == 1 {
		w.statement(d.Statements[0])
	} else {
		w.open('[')
		for _, st := range d.Statements {
			w.comma()
			w.statement(st)
		}
		w.close(']')
	}
	w.close('}')
	return w.out
}

// Indented is the document as JSON for people: one element a line, two spaces a
// level, and a line feed at the end.
func (d Document) Indented() []byte {
	var out bytes.Buffer
	minified := d.Minified()
	if err := json.Indent(&out, minified, "", "  "); err != nil {
		return minified // not reached: what the writer writes is JSON
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// minifiedStatement is one statement as it stands in the minified document.
func minifiedStatement(st Statement) []byte {
	w := &writer{}
	w.statement(st)
	return w.out
}

// writer appends JSON; fresh says that nothing stands in the innermost object or
// list yet.
type writer struct {
	out   []byte
	fresh bool
}

func (w *writer) open(c byte) {
	w.out = append(w.out, c)
	w.fresh = true
}

func (w *writer) close(c byte) {
	w.out = append(w.out, c)
	w.fresh = false
}

func (w *writer) comma() {
	if !w.fresh {
		w.out = append(w.out, ',')
	}
	w.fresh = false
}

func (w *writer) name(s string) {
	w.comma()
	w.text(s)
	w.out = append(w.out, ':')
}

func (w *writer) statement(st Statement) {
	w.open('{')
	if st.Sid != "" {
		w.name("Sid")
		w.text(st.Sid)
	}
	if st.Effect != "" {
		w.name("Effect")
		w.text(string(st.Effect))
	}
	w.principal("Principal", st.Principal)
	w.principal("NotPrincipal", st.NotPrincipal)
	w.strings("Action", st.Action)
	w.strings("NotAction", st.NotAction)
	w.strings("Resource", st.Resource)
	w.strings("NotResource", st.NotResource)
	w.condition(st.Condition)
	w.close('}')
}

func (w *writer) principal(name string, p *Principal) {
	switch {
	case p == nil:
		return
	case p.Everyone:
		w.name(name)
		w.text("*")
		return
	}
	w.name(name)
	w.open('{')
	for _, t := range p.Types {
		w.strings(t.Name, t.IDs)
	}
	w.close('}')
}

func (w *writer) condition(c Condition) {
	if len(c) == 0 {
		return
	}
	w.name("Condition")
	w.open('{')
	for _, op := range c {
		w.operator(op)
	}
	w.close('}')
}

func (w *writer) operator(op Operator) {
	w.name(op.Name)
	w.open('{')
	for _, k := range op.Keys {
		w.strings(k.Name, k.Values)
	}
	w.close('}')
}

// strings writes an element unless it is absent. An empty list is written: to
// leave it out would change what the statement matches.
func (w *writer) strings(name string, s Strings) {
	switch s.form {
	case formAbsent:
	case formOne:
		w.name(name)
		w.value(s, 0)
	case formList:
		w.name(name)
		w.open('[')
		for i := range s.values {
			w.comma()
			w.value(s, i)
		}
		w.close(']')
	}
}

func (w *writer) value(s Strings, i int) {
	if s.Bare(i) {
		w.out = append(w.out, s.values[i]...)
		return
	}
	w.text(s.At(i))
}

// text writes a JSON string with the fewest escapes. Bytes that are not UTF-8,
// which only code can put there, become U+FFFD.
func (w *writer) text(s string) {
	const hex = "0123456789abcdef"
	w.out = append(w.out, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.out = append(w.out, '\\', byte(r))
		case r == '\n':
			w.out = append(w.out, '\\', 'n')
		case r == '\r':
			w.out = append(w.out, '\\', 'r')
		case r == '\t':
			w.out = append(w.out, '\\', 't')
		case r < 0x20:
			w.out = append(w.out, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			w.out = utf8.AppendRune(w.out, r)
		}
	}
	w.out = append(w.out, '"')
}
