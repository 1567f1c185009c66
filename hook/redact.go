package hook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxShown is how many characters of one value are shown; of a longer one the
// first few are.
const maxShown = 200

// redactor takes out of a text what a log must not hold: long values whole, URLs
// that carry their own permission, passwords in URLs, control characters.
type redactor struct {
	long []string // values too long to be shown, in every form that a message may give them
}

// forms is how a message may give a value: as it is, in lower case, quoted.
func forms(v string) []string {
	v = strings.ToValidUTF8(v, "\uFFFD")
	quoted := strconv.Quote(v)
	return slices.Compact([]string{v, strings.ToLower(v), quoted[1 : len(quoted)-1]})
}

func (r *redactor) clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	for _, v := range r.long {
		if len(s) <= maxShown {
			break // too short to hold a long value
		}
		if strings.Contains(s, v) {
			s = strings.ReplaceAll(s, v, shorten(v))
		}
	}
	s = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || c == '\u2028' || c == '\u2029' {
			return ' '
		}
		return c
	}, s)
	words := strings.Split(s, " ")
	for i, w := range words {
		words[i] = cleanWord(w)
	}
	return strings.Join(words, " ")
}

func cleanWord(w string) string {
	lower := strings.ToLower(w)
	if strings.Contains(lower, "x-amz-") || strings.Contains(lower, "signature=") {
		before, _, found := strings.Cut(w, "?")
		if !found {
			return "(a signed request)"
		}
		w = before + "?…"
	}
	if i := strings.Index(w, "://"); i >= 0 {
		authority := w[i+3:]
		if end := strings.IndexAny(authority, "/?#"); end >= 0 {
			authority = authority[:end]
		}
		if at := strings.LastIndex(authority, "@"); at >= 0 {
			w = w[:i+3] + "…" + w[i+3+at:]
		}
	}
	if utf8.RuneCountInString(w) > maxShown {
		return shorten(w)
	}
	return w
}

func shorten(s string) string {
	return fmt.Sprintf("%s… (%d characters)", cut(s, 80), utf8.RuneCountInString(s))
}

// cut is at most n bytes of s, whole characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// clip is at most n bytes of s: whole sentences, if the first of them fits.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	short := cut(s, n-len("…"))
	if end := strings.LastIndex(short, ". "); end > 0 {
		return short[:end+1]
	}
	return short + "…"
}

// sentence is s with a full stop, if it has anything.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}
