package pack

import (
	"regexp"
	"strings"

	"github.com/truststack/truststack/iam"
)

// Language is a set of strings as data, built from the manifest. What a rule
// matches and what a policy's patterns admit are both made from it, so their
// relation can be proved.
type Language struct {
	// Shapes is what the language holds: the union of them.
	Shapes []Shape
	// Guards is StringLike patterns of strings that the shapes' patterns admit
	// and that must not get through: a pattern's * knows no class of
	// characters. A policy denies what a guard matches.
	Guards []string
}

// Shape is a sequence of pieces.
type Shape []Piece

// Piece is a literal, a policy variable, or a run of characters of one class.
type Piece struct {
	Literal string
	// Variable is a policy variable's name, such as "aws:ResourceAccount": the
	// value that it has in a request.
	Variable string
	// Class is the inside of a bracket expression of regular expressions:
	// `a-z0-9.-`.
	Class string
	// Min is how many characters a run has at least: 0 or 1.
	Min int
}

// AnyClass is the class of all characters, line breaks included.
const AnyClass = `\x00-\x{10FFFF}`

// Lit is a literal piece.
func Lit(s string) Piece { return Piece{Literal: s} }

// Var is a policy variable.
func Var(name string) Piece { return Piece{Variable: name} }

// Run is a run of at least min characters of a class.
func Run(class string, min int) Piece { return Piece{Class: class, Min: min} }

// Rest is any characters, or none.
func Rest() Piece { return Piece{Class: AnyClass} }

// Of is a shape of these pieces.
func Of(pieces ...Piece) Shape { return pieces }

// And is the shape with more pieces after it.
func (s Shape) And(pieces ...Piece) Shape {
	return append(append(Shape(nil), s...), pieces...)
}

// Join is the union of languages.
func Join(languages ...Language) Language {
	var out Language
	for _, l := range languages {
		out.Shapes = append(out.Shapes, l.Shapes...)
		out.Guards = append(out.Guards, l.Guards...)
	}
	return out
}

// Regexp is the language as one anchored regular expression. Variables gives
// the values of policy variables; one that has none stands for no string.
func (l Language) Regexp(variables map[string]string) string {
	var alternatives []string
	for _, shape := range l.Shapes {
		if re, ok := shape.regexp(variables); ok {
			alternatives = append(alternatives, re)
		}
	}
	if len(alternatives) == 0 {
		return `\A[^` + AnyClass + `]\z`
	}
	return `\A(?:` + strings.Join(alternatives, "|") + `)\z`
}

func (s Shape) regexp(variables map[string]string) (string, bool) {
	var b strings.Builder
	for _, p := range s {
		switch {
		case p.Variable != "":
			v, ok := variables[p.Variable]
			if !ok {
				return "", false
			}
			b.WriteString(regexp.QuoteMeta(v))
		case p.Class == "":
			b.WriteString(regexp.QuoteMeta(p.Literal))
		case p.Min == 0:
			b.WriteString("[" + p.Class + "]*")
		default:
			b.WriteString("[" + p.Class + "]+")
		}
	}
	return b.String(), true
}

// Matcher compiles the language. An empty language matches nothing.
func (l Language) Matcher() *regexp.Regexp { return regexp.MustCompile(l.Regexp(nil)) }

// Patterns is StringLike patterns that admit every string of the language. What
// they admit beyond it the guards take away, or a residual declares. Patterns
// that others contain are left out.
func (l Language) Patterns() []string {
	out := make([]string, len(l.Shapes))
	for i, shape := range l.Shapes {
		out[i] = shape.pattern()
	}
	return shortest(out)
}

func (s Shape) pattern() string {
	var b strings.Builder
	for _, p := range s {
		switch {
		case p.Variable != "":
			b.WriteString("${" + p.Variable + "}")
		case p.Class == "":
			b.WriteString(iam.QuoteLiteral(p.Literal))
		case p.Min == 0:
			b.WriteString("*")
		default:
			b.WriteString("?*")
		}
	}
	return b.String()
}

// shortest drops what is said twice, and every pattern that starts as another
// one does which goes on with nothing but *.
func shortest(patterns []string) []string {
	var out []string
	for i, p := range unique(patterns) {
		contained := false
		for j, q := range patterns {
			open, ok := strings.CutSuffix(q, "*")
			if i != j && ok && p != q && !strings.HasSuffix(open, "*") && strings.HasPrefix(p, open) {
				contained = true
			}
		}
		if !contained {
			out = append(out, p)
		}
	}
	return out
}

// Plain is the part of the language whose patterns and guards need no policy
// variable: what remains for a target that rewrites ${. The caller leaves out
// shapes that a guard with a variable protects.
func (l Language) Plain() Language {
	var out Language
	for _, s := range l.Shapes {
		if !strings.Contains(s.pattern(), "${") {
			out.Shapes = append(out.Shapes, s)
		}
	}
	for _, g := range l.Guards {
		if !strings.Contains(g, "${") {
			out.Guards = append(out.Guards, g)
		}
	}
	return out
}
