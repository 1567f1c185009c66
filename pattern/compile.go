package pattern

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf16"
)

// Compiled is a pattern made ready to be asked about many events. It is safe for
// use by several goroutines.
type Compiled struct {
	// root is the fields that the pattern reads, one step for each name:
	//
	//	root -- source (0)
	//	     \- detail -- eventName (1)
	//	               \- errorCode (2)
	//
	// The event is read along it, and what it does not name is skipped.
	root   *step
	fields int
	// leaves is the lists of matchers; combinations share them.
	leaves []leaf
	// combinations is the pattern with its Choices multiplied out: one of them
	// is enough. It mirrors event-ruler, where it decides which of two equal
	// fields wins and in which order arrays bind.
	combinations [][]condition
}

// step is a name on the way to a field; field is -1 where none ends.
type step struct {
	next  map[string]*step
	field int
}

// condition is a field and the leaf that must match it.
type condition struct {
	path        string
	field, leaf int
}

// leaf is the matchers of one list, ready for use. absent is exists false,
// which asks about the field and not about a value.
type leaf struct {
	tests  []test
	absent bool
}

// Compile checks the pattern and makes it ready.
func (p Pattern) Compile() (*Compiled, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	c := &Compiled{root: &step{field: -1}}
	for _, combination := range c.expand(nil, p, "") {
		conditions := make([]condition, 0, len(combination))
		for path, leaf := range combination {
			conditions = append(conditions, condition{path, c.field(path), leaf})
		}
		slices.SortFunc(conditions, func(a, b condition) int { return comparePaths(a.path, b.path) })
		c.combinations = append(c.combinations, conditions)
	}
	return c, nil
}

// expand adds what p asks of the object at path to each combination so far. It
// is the algorithm of event-ruler's JsonRuleCompiler: where a path comes twice,
// the later leaf takes the earlier one's place, and alternatives start from the
// fields before them.
func (c *Compiled) expand(so []map[string]int, p Pattern, path string) []map[string]int {
	for _, n := range p {
		switch n := n.(type) {
		case Leaf:
			c.leaves = append(c.leaves, newLeaf(n.Matchers))
			if len(so) == 0 {
				so = append(so, map[string]int{})
			}
			for _, combination := range so {
				combination[extend(path, n.Name)] = len(c.leaves) - 1
			}
		case Branch:
			so = c.expand(so, n.Pattern, extend(path, n.Name))
		case Choice:
			var out []map[string]int
			for _, q := range n {
				out = append(out, c.expand(copies(so), q, path)...)
			}
			so = out
		}
	}
	return so
}

func copies(combinations []map[string]int) []map[string]int {
	out := make([]map[string]int, len(combinations))
	for i, combination := range combinations {
		out[i] = make(map[string]int, len(combination)+1)
		for path, leaf := range combination {
			out[i][path] = leaf
		}
	}
	return out
}

// field is the number of the field at path, made if it is new.
func (c *Compiled) field(path string) int {
	at := c.root
	for name := range strings.SplitSeq(path, ".") {
		next := at.next[name]
		if next == nil {
			next = &step{field: -1}
			if at.next == nil {
				at.next = map[string]*step{}
			}
			at.next[name] = next
		}
		at = next
	}
	if at.field < 0 {
		at.field = c.fields
		c.fields++
	}
	return at.field
}

// walk follows a name of the event, which may hold dots, nil where the pattern
// reads nothing.
func (s *step) walk(name string) *step {
	if next := s.next[name]; next != nil || !strings.Contains(name, ".") {
		return next
	}
	for part := range strings.SplitSeq(name, ".") {
		if s = s.next[part]; s == nil {
			return nil
		}
	}
	return s
}

// comparePaths orders as Java orders strings, by 16-bit units: event-ruler
// takes fields in that order, and where arrays bind it matters.
func comparePaths(a, b string) int {
	if isASCII(a) && isASCII(b) {
		return cmp.Compare(a, b)
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func newLeaf(matchers []Matcher) leaf {
	var out leaf
	for _, m := range matchers {
		if e, ok := m.(Exists); ok && !bool(e) {
			out.absent = true
			continue
		}
		out.tests = append(out.tests, newTest(m))
	}
	return out
}
