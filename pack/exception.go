package pack

import (
	"time"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/value"
)

// findException returns the first exception that covers the identity at the
// time, or one that may. No means that none does.
func findException(list []manifest.Exception, id Identity, now time.Time) (*manifest.Exception, value.Tri) {
	var possible *manifest.Exception
	for i := range list {
		switch covers(list[i], id, now) {
		case value.Yes:
			return &list[i], value.Yes
		case value.Maybe:
			if possible == nil {
				possible = &list[i]
			}
		}
	}
	if possible != nil {
		return possible, value.Maybe
	}
	return nil, value.No
}

// covers reports whether every selector that is given matches and the exception
// has not ended. A selector whose field the layer cannot see does not match:
// the exception does not apply there. An unreadable date has ended.
func covers(e manifest.Exception, id Identity, now time.Time) value.Tri {
	end, err := e.End()
	if err != nil || !now.Before(end) {
		return value.No
	}
	if e.Resource == "" && e.Principal == "" && e.Grantee == "" && e.Account == "" {
		return value.No
	}
	return selects(e.Resource, id.Resource).
		And(selects(e.Principal, id.Caller)).
		And(selects(e.Grantee, id.Grantee)).
		And(selects(e.Account, id.Account))
}

// selects matches one selector, an exact string with * and ?, against a text. A
// text with holes may match unless its known ends rule it out.
func selects(pattern string, t value.Text) value.Tri {
	switch {
	case pattern == "":
		return value.Yes
	case t.Absent():
		return value.No
	}
	if s, known := t.Known(); known {
		return value.Is(iam.Like(pattern, s))
	}
	return mayMatch(pattern, t)
}

// mayMatch is No only when the text's known beginning and end cannot stand in
// any string that the pattern matches, Yes when they match whatever the holes
// hold, else Maybe.
func mayMatch(pattern string, t value.Text) value.Tri {
	if matchesAnyFill(pattern, t) {
		return value.Yes
	}
	if canBegin(pattern, t.Prefix()) && canEnd(pattern, t.Tail()) {
		return value.Maybe
	}
	return value.No
}

// matchesAnyFill is true for a pattern that ends in its only *, when the text's
// known beginning already matches what stands before the *.
func matchesAnyFill(pattern string, t value.Text) bool {
	n := len(pattern) - 1
	if n < 0 || pattern[n] != '*' {
		return false
	}
	return iam.Like(pattern, t.Prefix())
}
