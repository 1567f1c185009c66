package iam

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// TokenKind says what a token of a pattern stands for.
type TokenKind uint8

const (
	// Literal stands for its text.
	Literal TokenKind = iota
	// AnyOne stands for one character, whichever it is.
	AnyOne
	// AnyRun stands for any run of characters, the empty one too.
	AnyRun
	// Variable stands for the value of a context key.
	Variable
)

// Token is one element of a pattern.
type Token struct {
	Kind TokenKind
	// Text is the text of a Literal, or the key of a Variable.
	Text string
	// Default is what a Variable stands for where its key is absent;
	// HasDefault says whether it has one, which may be empty.
	Default    string
	HasDefault bool
}

// Pattern is a parsed value of a policy: literal runs, wildcards and variables.
// No two literals and no two AnyRuns are neighbours. The zero value matches the
// empty string only.
type Pattern struct{ tokens []Token }

// ParsePattern reads a pattern of the newer language version: * and ? are
// wildcards, ${*} ${?} ${$} stand for those three characters themselves, and
// ${key} or ${key, 'default'} for a context key's value
// (reference_policies_variables.html). The error is a [*PatternError].
func ParsePattern(s string) (Pattern, error) {
	return parsePattern(s, syntax{wildcards: true, variables: true})
}

// syntax says which special characters a text has. Values of StringEquals have
// no wildcards; documents of the older language version have no variables.
type syntax struct{ wildcards, variables bool }

// PatternError is a variable in a pattern that cannot be read.
type PatternError struct {
	Pattern string
	// At is the byte offset of the variable.
	At     int
	Wanted string
}

func (e *PatternError) Error() string {
	return fmt.Sprintf("pattern %s, offset %d: found a broken policy variable, wanted %s", quote(e.Pattern), e.At, e.Wanted)
}

func parsePattern(s string, syn syntax) (Pattern, error) {
	var p Pattern
	start := 0 // of the literal run that is being read
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case syn.wildcards && (c == '*' || c == '?'):
			p.literal(s[start:i])
			p.wildcard(c)
			i++
		case syn.variables && c == '$' && strings.HasPrefix(s[i:], "${"):
			p.literal(s[start:i])
			n, err := p.variable(s, i)
			if err != nil {
				return Pattern{}, err
			}
			i += n
		default:
			i++
			continue
		}
		start = i
	}
	p.literal(s[start:])
	return p, nil
}

func (p *Pattern) literal(text string) {
	if text == "" {
		return
	}
	if n := len(p.tokens); n > 0 && p.tokens[n-1].Kind == Literal {
		p.tokens[n-1].Text += text
		return
	}
	p.tokens = append(p.tokens, Token{Kind: Literal, Text: text})
}

func (p *Pattern) wildcard(c byte) {
	if c == '?' {
		p.tokens = append(p.tokens, Token{Kind: AnyOne})
		return
	}
	if n := len(p.tokens); n == 0 || p.tokens[n-1].Kind != AnyRun {
		p.tokens = append(p.tokens, Token{Kind: AnyRun})
	}
}

// add appends tokens of another pattern, keeping the rule on neighbours.
func (p *Pattern) add(tokens ...Token) {
	for _, t := range tokens {
		switch t.Kind {
		case Literal:
			p.literal(t.Text)
		case AnyRun:
			p.wildcard('*')
		case AnyOne, Variable:
			p.tokens = append(p.tokens, t)
		}
	}
}

// variable reads ${...} at offset i of s and gives its length.
func (p *Pattern) variable(s string, i int) (int, error) {
	body := s[i+2:]
	for _, escape := range []string{"*", "?", "$"} {
		if strings.HasPrefix(body, escape+"}") {
			p.literal(escape)
			return 4, nil
		}
	}
	end := 0
	for end < len(body) && keyRune(rune(body[end])) {
		end++
	}
	t := Token{Kind: Variable, Text: body[:end]}
	rest := body[end:]
	if value, ok := strings.CutPrefix(rest, ", '"); ok {
		t.HasDefault = true
		t.Default, rest, ok = strings.Cut(value, "'}")
		if !ok {
			return 0, &PatternError{Pattern: s, At: i, Wanted: `the default in single quotes and "}" after it`}
		}
		rest = "}" + rest
	}
	if end == 0 || !strings.HasPrefix(rest, "}") {
		return 0, &PatternError{Pattern: s, At: i, Wanted: `${key} or ${key, 'default'}, or ${*}, ${?}, ${$} for the characters themselves`}
	}
	p.tokens = append(p.tokens, t)
	return len(s) - i - len(rest) + 1, nil
}

// keyRune reports whether a key's name may have the character. Names end in tag
// keys, which have letters, digits, spaces and _.:/=+-@
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html); letters of
// other scripts are bytes from 0x80 here.
func keyRune(r rune) bool {
	return r >= ' ' && !strings.ContainsRune("${}*?'\",", r)
}

// Tokens is a copy of the pattern's tokens, in order.
func (p Pattern) Tokens() []Token { return slices.Clone(p.tokens) }

// HasVariables reports whether the pattern has a Variable token.
func (p Pattern) HasVariables() bool {
	return slices.ContainsFunc(p.tokens, func(t Token) bool { return t.Kind == Variable })
}

// String is a text that ParsePattern reads as this pattern.
func (p Pattern) String() string {
	var b strings.Builder
	for _, t := range p.tokens {
		switch t.Kind {
		case Literal:
			b.WriteString(QuoteLiteral(t.Text))
		case AnyOne:
			b.WriteByte('?')
		case AnyRun:
			b.WriteByte('*')
		case Variable:
			b.WriteString("${" + t.Text)
			if t.HasDefault {
				b.WriteString(", '" + t.Default + "'")
			}
			b.WriteByte('}')
		}
	}
	return b.String()
}

// QuoteLiteral writes a text so that ParsePattern reads it as one literal: *, ?
// and $ become ${*}, ${?} and ${$}. It works only in documents of the newer
// language version, in Resource and in conditions on strings and ARNs
// (reference_policies_variables.html, special characters).
func QuoteLiteral(s string) string {
	if !strings.ContainsAny(s, "*?$") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '*', '?', '$':
			b.WriteString("${" + string(c) + "}")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// next is the offset after the character at offset i of s. A character is a
// Unicode code point; a byte that is not UTF-8 counts as one.
func next(s string, i int) int {
	_, n := utf8.DecodeRuneInString(s[i:])
	return i + n
}
