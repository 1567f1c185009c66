package iam

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// The elements that the grammar knows (reference_policies_grammar.html).
var (
	documentElements  = []string{"Version", "Id", "Statement"}
	statementElements = []string{"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
	principalTypes    = []string{PrincipalAWS, PrincipalService, PrincipalFederated, PrincipalCanonicalUser}
)

// Parse reads a policy document from JSON text of at most [MaxDocumentBytes].
// Every error is a [*SyntaxError]. An element that the grammar does not know, a
// name that occurs twice in an object, and a statement without Effect or
// Action are errors; what a placeholder such as "<my-account-id>" stands for is
// not looked at.
func Parse(data []byte) (Document, error) {
	s := &scanner{data: data}
	if len(data) > MaxDocumentBytes {
		return Document{}, s.fail(0, fmt.Sprintf("a text of %d bytes", len(data)), fmt.Sprintf("at most %d", MaxDocumentBytes), "")
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return Document{}, s.fail(i, fmt.Sprintf("the byte 0x%02X", data[i]), "UTF-8 text", "")
		}
		i += n
	}
	doc, err := s.document()
	if err != nil {
		return Document{}, err
	}
	if s.peek(); s.pos < len(data) {
		return Document{}, s.fail(s.pos, s.found()+" after the document", "one JSON object and nothing after it", "")
	}
	return doc, nil
}

func (s *scanner) document() (Document, error) {
	var doc Document
	start, statements := s.pos, false
	err := s.object("a policy document, which is a JSON object", func(name string, at int) (err error) {
		switch name {
		case "Version":
			doc.Version, err = s.choice(name, []string{Version2012, Version2008})
		case "Id":
			doc.ID, err = s.plain(name)
		case "Statement":
			statements = true
			err = s.statements(&doc)
		default:
			err = s.unknown(at, "element", name, documentElements)
		}
		return err
	})
	if err == nil && !statements {
		err = s.fail(start, "no Statement", "a Statement element", "")
	}
	return doc, err
}

func (s *scanner) statements(doc *Document) error {
	if s.peek() == '{' {
		s.push("Statement")
		defer s.pop()
		st, err := s.statement()
		doc.Statements, doc.Single = []Statement{st}, true
		return err
	}
	if s.peek() != '[' {
		return s.fail(s.pos, s.found(), "a statement or a list of statements", "")
	}
	return s.array(func(i int) error {
		s.push(fmt.Sprintf("Statement[%d]", i))
		defer s.pop()
		st, err := s.statement()
		doc.Statements = append(doc.Statements, st)
		return err
	})
}

func (s *scanner) statement() (Statement, error) {
	var st Statement
	s.peek()
	start := s.pos
	err := s.object("a statement, which is an object", func(name string, at int) (err error) {
		switch name {
		case "Sid":
			st.Sid, err = s.plain(name)
		case "Effect":
			var effect string
			effect, err = s.choice(name, []string{string(Allow), string(Deny)})
			st.Effect = Effect(effect)
		case "Principal":
			st.Principal, err = s.principal(name)
		case "NotPrincipal":
			st.NotPrincipal, err = s.principal(name)
		case "Action":
			st.Action, err = s.strings(name)
		case "NotAction":
			st.NotAction, err = s.strings(name)
		case "Resource":
			st.Resource, err = s.strings(name)
		case "NotResource":
			st.NotResource, err = s.strings(name)
		case "Condition":
			st.Condition, err = s.condition()
		default:
			err = s.unknown(at, "element", name, statementElements)
		}
		return err
	})
	if err == nil {
		err = s.complete(start, st)
	}
	return st, err
}

// complete holds a statement against what the grammar demands of it as a whole.
func (s *scanner) complete(start int, st Statement) error {
	switch {
	case st.Effect == "":
		return s.fail(start, "a statement without Effect", "Effect, Allow or Deny", "")
	case st.Principal != nil && st.NotPrincipal != nil:
		return s.fail(start, "Principal and NotPrincipal in one statement", "one of them", "split the statement")
	case st.Action.Present() && st.NotAction.Present():
		return s.fail(start, "Action and NotAction in one statement", "one of them", "split the statement")
	case st.Resource.Present() && st.NotResource.Present():
		return s.fail(start, "Resource and NotResource in one statement", "one of them", "split the statement")
	case !st.Action.Present() && !st.NotAction.Present():
		return s.fail(start, "a statement without Action", "Action or NotAction", "")
	}
	return nil
}

// unknown is the error for a name that the grammar does not have. A name that
// differs only in case is the likely mistake, so it is pointed out.
func (s *scanner) unknown(at int, what, name string, known []string) error {
	next := ""
	for _, k := range known {
		if strings.EqualFold(k, name) {
			next = "names are case-sensitive: write " + k
		}
	}
	return s.fail(at, "the "+what+" "+quote(name), "one of "+strings.Join(known, ", "), next)
}

// plain reads an element that is one string.
func (s *scanner) plain(name string) (string, error) {
	s.push("." + name)
	defer s.pop()
	if s.peek() != '"' {
		return "", s.fail(s.pos, s.found(), "a string", "")
	}
	return s.text()
}

// choice reads an element that is one of a few strings.
func (s *scanner) choice(name string, of []string) (string, error) {
	s.peek()
	at := s.pos
	text, err := s.plain(name)
	if err != nil || slices.Contains(of, text) {
		return text, err
	}
	s.push("." + name)
	defer s.pop()
	return "", s.fail(at, quote(text), strings.Join(of, " or "), "")
}

// strings reads an element that is a string or a list of strings.
func (s *scanner) strings(name string) (Strings, error) {
	s.push("." + name)
	defer s.pop()
	return s.values(false)
}

// values reads one value or a list of them; bare allows numbers and booleans,
// which only conditions take (reference_policies_grammar.html, condition_value).
func (s *scanner) values(bare bool) (Strings, error) {
	wanted, one := "a string or a list of strings", "a string"
	if bare {
		wanted, one = "a string, number or boolean, or a list of them", "a string, a number or a boolean"
	}
	var out Strings
	element := func(wanted string) error {
		s.peek()
		at := s.pos
		text, isBare, err := s.scalar(wanted)
		if err == nil && isBare && !bare {
			err = s.fail(at, text+", which is not a string", wanted, "put it into double quotes")
		}
		out.add(text, isBare)
		return err
	}
	if s.peek() != '[' {
		out.form = formOne
		return out, element(wanted)
	}
	out.form = formList
	return out, s.array(func(i int) error {
		s.push(fmt.Sprintf("[%d]", i))
		defer s.pop()
		return element(one)
	})
}

func (s *scanner) principal(name string) (*Principal, error) {
	s.push("." + name)
	defer s.pop()
	if s.peek() == '"' {
		at := s.pos
		text, err := s.text()
		if err == nil && text != "*" {
			err = s.fail(at, quote(text), `"*" or an object`, `name the type: {"AWS": ...}`)
		}
		return Everyone(), err
	}
	p := &Principal{}
	at := s.pos
	err := s.object(`"*" or an object`, func(typ string, at int) error {
		if !slices.Contains(principalTypes, typ) {
			return s.unknown(at, "type of principal", typ, principalTypes)
		}
		ids, err := s.strings(typ)
		p.Types = append(p.Types, PrincipalType{Name: typ, IDs: ids})
		return err
	})
	if err == nil && len(p.Types) == 0 {
		err = s.fail(at, "an empty object", "at least one of "+strings.Join(principalTypes, ", "), "")
	}
	return p, err
}

func (s *scanner) condition() (Condition, error) {
	s.push(".Condition")
	defer s.pop()
	var c Condition
	err := s.object("an object of operators", func(name string, _ int) error {
		s.push("." + name)
		defer s.pop()
		op := Operator{Name: name}
		err := s.object("an object of condition keys", func(key string, _ int) error {
			s.push("." + key)
			defer s.pop()
			values, err := s.values(true)
			op.Keys = append(op.Keys, Key{Name: key, Values: values})
			return err
		})
		c = append(c, op)
		return err
	})
	return c, err
}
