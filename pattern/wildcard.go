package pattern

import (
	"errors"
	"fmt"
	"strings"
)

// glob is a wildcard cut at its asterisks: what it begins with, what follows in
// that order, and what it ends with. A glob of one piece has no asterisk.
type glob []string

// newGlob reads a wildcard
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).
func newGlob(s string) (glob, error) {
	out := glob{""}
	for i := 0; i < len(s); i++ {
		last := &out[len(out)-1]
		switch c := s[i]; {
		case c == '*' && i+1 < len(s) && s[i+1] == '*':
			return nil, errors.New("two asterisks in a row")
		case c == '*':
			out = append(out, "")
		case c == '\\' && (i+1 == len(s) || s[i+1] != '*' && s[i+1] != '\\'):
			return nil, fmt.Errorf("a backslash at byte %d that escapes neither * nor a backslash", i)
		case c == '\\':
			i++
			*last += s[i : i+1]
		default:
			*last += s[i : i+1]
		}
	}
	return out, nil
}

// matches takes pieces from the left as early as they fit, which leaves the
// most for those after them.
func (g glob) matches(s string) bool {
	if len(g) == 1 {
		return s == g[0]
	}
	s, found := strings.CutPrefix(s, g[0])
	if !found {
		return false
	}
	s, found = strings.CutSuffix(s, g[len(g)-1])
	if !found {
		return false
	}
	for _, piece := range g[1 : len(g)-1] {
		if _, s, found = strings.Cut(s, piece); !found {
			return false
		}
	}
	return true
}
