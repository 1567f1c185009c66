package iam

import "strings"

// Like reports whether s matches the pattern as StringLike compares: * is any
// run of characters, ? any one, in any place; both cross every character, "/",
// ":" and "." too; all else stands for itself, case-sensitive
// (reference_policies_elements_condition_operators.html, string operators).
// Policy variables and the ${*} escapes are not known here: use [ParsePattern]
// and [Pattern.Match] for those. The time is at most the product of the lengths.
func Like(pattern, s string) bool {
	p, _ := parsePattern(pattern, syntax{wildcards: true}) // cannot fail without variables
	return p.Match(s)
}

// Match reports whether the whole of s matches. A Variable token matches
// nothing: its value is not known here.
func (p Pattern) Match(s string) bool {
	tokens := p.tokens
	i, j := 0, 0       // the token and the offset that are being compared
	run, mark := -1, 0 // the last AnyRun, and where what follows it was tried
	for {
		if i < len(tokens) {
			switch t := tokens[i]; t.Kind {
			case AnyRun:
				if i == len(tokens)-1 {
					return true
				}
				run, mark = i, j
				i++
				continue
			case AnyOne:
				if j < len(s) {
					j = next(s, j)
					i++
					continue
				}
			case Literal:
				if strings.HasPrefix(s[j:], t.Text) {
					j += len(t.Text)
					i++
					continue
				}
			case Variable:
				return false
			}
		} else if j == len(s) {
			return true
		}
		// Only the last AnyRun is ever tried again: an earlier one that took more
		// could at best bring the later one to a place that it reaches by itself.
		if run < 0 || mark >= len(s) {
			return false
		}
		mark = next(s, mark)
		if t := tokens[run+1]; t.Kind == Literal {
			skip := strings.Index(s[mark:], t.Text)
			if skip < 0 {
				return false
			}
			mark += skip
		}
		i, j = run+1, mark
	}
}

// onlyRun reports whether the pattern matches every string.
func (p Pattern) onlyRun() bool {
	return len(p.tokens) == 1 && p.tokens[0].Kind == AnyRun
}

// segments splits the pattern at the first colons of its literals into at most
// six parts, as an ARN is split.
func (p Pattern) segments() []Pattern {
	parts := make([]Pattern, 1, 6)
	for _, t := range p.tokens {
		rest := t.Text
		for t.Kind == Literal && len(parts) < 6 {
			before, after, found := strings.Cut(rest, ":")
			if !found {
				break
			}
			parts[len(parts)-1].literal(before)
			parts = append(parts, Pattern{})
			rest = after
		}
		if t.Kind == Literal {
			parts[len(parts)-1].literal(rest)
		} else {
			parts[len(parts)-1].add(t)
		}
	}
	return parts
}

// matchARN compares as the ARN operators do: the six parts each by itself, so
// that a wildcard does not reach over a colon
// (reference_policies_elements_condition_operators.html, ARN operators). Where one
// of the two does not have six parts there is no match.
func (p Pattern) matchARN(s string) bool {
	parts := p.segments()
	values := strings.SplitN(s, ":", 6)
	if len(parts) != 6 || len(values) != 6 {
		return false
	}
	for i := range parts {
		if !parts[i].Match(values[i]) {
			return false
		}
	}
	return true
}

// matchResource compares as the Resource element does: wildcards stay within one
// of the colon-separated parts, but a * that ends a part may reach over colons
// (reference_policies_elements_resource.html). After the fifth colon, where the
// resource's own name may have colons, both cross them.
func (p Pattern) matchResource(s string) bool {
	if p.onlyRun() {
		return true
	}
	// reach[j] says that the tokens so far can match exactly s[:j].
	reach := make([]bool, len(s)+1)
	reach[0] = true
	colons := 0
	for i, t := range p.tokens {
		free := colons >= 5
		if t.Kind == AnyRun && (i == len(p.tokens)-1 || strings.HasPrefix(p.tokens[i+1].Text, ":") && p.tokens[i+1].Kind == Literal) {
			free = true
		}
		reach = t.step(s, reach, free)
		if t.Kind == Literal {
			colons += strings.Count(t.Text, ":")
		}
	}
	return reach[len(s)]
}

// step is one token of matchResource: where the token can end, given where it
// can start. free says that a wildcard may cross a colon.
func (t Token) step(s string, reach []bool, free bool) []bool {
	out := make([]bool, len(reach))
	for j, ok := range reach {
		switch {
		case t.Kind == AnyRun:
			// What j can reach, the character before it could as well.
			out[j] = ok || out[j]
			if out[j] && j < len(s) && (free || s[j] != ':') {
				out[next(s, j)] = true
			}
		case !ok:
		case t.Kind == AnyOne:
			if j < len(s) && (free || s[j] != ':') {
				out[next(s, j)] = true
			}
		case t.Kind == Literal:
			if strings.HasPrefix(s[j:], t.Text) {
				out[j+len(t.Text)] = true
			}
		}
	}
	return out
}
