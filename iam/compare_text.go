package iam

import (
	"strings"
	"unicode"
)

// stringEquals compares exactly; wildcards are plain characters.
func stringEquals(e *evaluator, policy, value string) truth {
	p, ok := e.parse(policy, false)
	if !ok {
		return maybe
	}
	return e.matchBound(e.bind(p, false), func(p Pattern) bool { return p.Match(value) })
}

// stringLike compares with wildcards, which cross every character.
func stringLike(e *evaluator, policy, value string) truth {
	p, ok := e.parse(policy, true)
	if !ok {
		return maybe
	}
	return e.matchBound(e.bind(p, true), func(p Pattern) bool { return p.Match(value) })
}

// stringEqualsIgnoreCase compares letters whatever their case. Which letters
// beyond A-Z AWS folds is not documented: where it matters the answer is open.
func stringEqualsIgnoreCase(e *evaluator, policy, value string) truth {
	p, ok := e.parse(policy, false)
	if !ok {
		return maybe
	}
	b := e.bind(p, false)
	ascii := e.matchBound(b, func(p Pattern) bool { return p.fold(lower).Match(lower(value)) })
	if ascii != no {
		return ascii
	}
	full := e.matchBound(b, func(p Pattern) bool { return p.fold(foldAll).Match(foldAll(value)) })
	if full == yes {
		return e.doubt("", "AWS does not say how it compares letters beyond A-Z whatever their case")
	}
	return full
}

// fold applies a folding to the pattern's literals.
func (p Pattern) fold(fold func(string) string) Pattern {
	var out Pattern
	for _, t := range p.tokens {
		if t.Kind == Literal {
			t.Text = fold(t.Text)
		}
		out.add(t)
	}
	return out
}

// foldAll puts one representative for all the cases of each letter.
func foldAll(s string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, s)
}

// arnLike compares the six parts of an ARN one by one.
func arnLike(e *evaluator, policy, value string) truth {
	p, ok := e.parse(policy, true)
	if !ok {
		return maybe
	}
	six := len(p.segments()) == 6 && strings.Count(value, ":") >= 5
	b := e.bind(p, true)
	if six {
		return e.matchBound(b, func(p Pattern) bool { return p.matchARN(value) })
	}
	// One side is not an ARN. AWS does not say what the operators do then; where
	// the texts would not match even as strings, they cannot match as ARNs.
	whole := e.matchBound(b, func(p Pattern) bool { return p.Match(value) })
	if whole == yes {
		return e.doubt("", "%s or the value compared with it is not an ARN of six parts", quote(policy))
	}
	return whole
}
