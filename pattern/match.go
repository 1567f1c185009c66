package pattern

import (
	"errors"
	"slices"
	"strconv"
)

// Match reports whether the event, a JSON object, matches the pattern. The error
// says that the pattern is not one that Check passes, that the event is no JSON
// object, or that it is beyond the limits of this package.
func Match(p Pattern, event []byte) (bool, error) {
	c, err := p.Compile()
	if err != nil {
		return false, err
	}
	return c.Match(event)
}

// Match reports whether the event, a JSON object, matches the pattern.
func (c *Compiled) Match(event []byte) (bool, error) {
	read, err := c.read(event)
	if err != nil {
		return false, err
	}
	s := &search{Compiled: c, scan: read, hits: make([][]*place, len(c.leaves)), tested: make([]bool, len(c.leaves))}
	for _, combination := range c.combinations {
		if s.combination(combination) {
			return true, nil
		}
		if s.work > maxWork {
			return false, errWork
		}
	}
	return false, nil
}

// maxWork is how much work a search may be: a step over a value is one, a search
// that has to be remembered is rememberWork. A record of CloudTrail is about as
// much as the pattern has fields; arrays of thousands of elements that nearly
// match, inside each other or under one name, are millions.
const (
	maxWork      = 8 << 20
	rememberWork = 32
)

var errWork = errors.New("event: found arrays whose elements can be combined in millions of ways, want fewer; " +
	"match fewer fields inside arrays, and compare the rest in code")

// search looks for values that match a combination together. The values of two
// fields may be in one array only when they are in the same element of it; so a
// search holds places, and a field that matches only elsewhere does not match.
type search struct {
	*Compiled
	*scan
	work int
	// hits is, by leaf, the places at which one of its values matches.
	hits   [][]*place
	tested []bool
	// lastUse is, by array, the last condition of the combination with a
	// value in it. What is held of an array is dropped after that, so that
	// searches that differ only there are one. nil when there are no arrays.
	lastUse map[int]int
	failed  map[string]bool
}

func (s *search) combination(conditions []condition) bool {
	s.lastUse, s.failed = nil, nil
	if s.arrays > 0 {
		s.lastUse = map[int]int{}
		for i, c := range conditions {
			for _, v := range s.values[c.field] {
				s.work++
				for p := v.at; p != nil; p = p.outer {
					s.lastUse[p.array] = i
				}
			}
		}
	}
	return s.from(conditions, 0, nil)
}

// from reports whether the conditions from i on can be met with the places held.
func (s *search) from(conditions []condition, i int, held []place) bool {
	if s.work++; i == len(conditions) || s.work > maxWork {
		return i == len(conditions)
	}
	held = slices.DeleteFunc(slices.Clone(held), func(p place) bool { return s.lastUse[p.array] < i })
	key := ""
	if s.lastUse != nil { // without arrays every search is another one
		s.work += rememberWork
		if key = memo(i, held); s.failed[key] {
			return false
		}
	}
	if s.condition(conditions, i, held) {
		return true
	}
	if key != "" {
		if s.failed == nil {
			s.failed = map[string]bool{}
		}
		s.failed[key] = true
	}
	return false
}

func (s *search) condition(conditions []condition, i int, held []place) bool {
	c := conditions[i]
	if s.leaves[c.leaf].absent && !s.present(c.field, held) && s.from(conditions, i+1, held) {
		return true
	}
	for _, p := range s.places(c) {
		s.work++
		if merged, ok := merge(held, p); ok && s.from(conditions, i+1, merged) {
			return true
		}
		if s.work > maxWork {
			break
		}
	}
	return false
}

// present reports whether the field has a value that could be held beside held:
// exists false asks about the element that the fields before it matched in.
func (s *search) present(field int, held []place) bool {
	for _, v := range s.values[field] {
		s.work++
		if _, ok := merge(held, v.at); ok {
			return true
		}
	}
	return false
}

// places is where the condition's values match, each place once.
func (s *search) places(c condition) []*place {
	if s.tested[c.leaf] {
		return s.hits[c.leaf]
	}
	s.tested[c.leaf] = true
	seen := map[*place]bool{}
	for _, v := range s.values[c.field] {
		s.work++
		if seen[v.at] || !slices.ContainsFunc(s.leaves[c.leaf].tests, func(t test) bool { return t(v.scalar) }) {
			continue
		}
		seen[v.at] = true
		s.hits[c.leaf] = append(s.hits[c.leaf], v.at)
	}
	return s.hits[c.leaf]
}

// merge adds p and what is around it to held; false where held has another
// element of one of these arrays. It leaves held alone.
func merge(held []place, p *place) ([]place, bool) {
	out := held
	for ; p != nil; p = p.outer {
		i := slices.IndexFunc(held, func(h place) bool { return h.array == p.array })
		switch {
		case i < 0:
			out = append(out[:len(out):len(out)], place{array: p.array, index: p.index})
		case held[i].index != p.index:
			return nil, false
		}
	}
	return out, true
}

// memo names a search: the condition that is next, and the places held.
func memo(i int, held []place) string {
	sorted := slices.SortedFunc(slices.Values(held), func(a, b place) int { return a.array - b.array })
	key := strconv.AppendInt(nil, int64(i), 36)
	for _, p := range sorted {
		key = strconv.AppendInt(append(key, ' '), int64(p.array), 36)
		key = strconv.AppendInt(append(key, ':'), int64(p.index), 36)
	}
	return string(key)
}
