package pattern

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Check returns everything that the service would refuse in the pattern, or
// read otherwise than its author means, as Faults joined to one error
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html;
// what the pages leave open is as event-ruler's compiler has it).
func (p Pattern) Check() error {
	var c checker
	c.pattern(p, "", false, 0)
	if n := p.Combinations(); n > MaxCombinations {
		c.add("", "$or with more than 1,000 combinations", "at most 1,000", "use fewer alternatives, or several rules")
	}
	return join(c.faults)
}

type checker struct{ faults []*Fault }

func (c *checker) add(path, found, wanted, fix string) {
	c.faults = append(c.faults, &Fault{path, found, wanted, fix})
}

// reserved is the names that event-ruler refuses inside $or, now or later
// (https://github.com/aws/event-ruler, section The "$or" Primitive): where one
// stands there it takes $or for the name of a field.
var reserved = []string{"exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard",
	"numeric", "cidr", "=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case", "date-after",
	"date-on-or-after", "date-before", "date-on-or-before", "in-date-range", "ip-address-in-range", "ip-address-not-in-range"}

func (c *checker) pattern(p Pattern, path string, inOr bool, depth int) {
	switch {
	case depth >= MaxDepth:
		c.add(path, "a pattern nested deeper", fmt.Sprintf("at most %d levels", MaxDepth), "name nested fields with dots")
		return
	case len(p) == 0:
		c.add(path, "an object without fields", "at least one field", "name a field, or leave the object out")
	}
	for _, n := range p {
		switch n := n.(type) {
		case Leaf:
			at := extend(path, n.Name)
			c.name(n.Name, at, inOr)
			if len(n.Matchers) == 0 {
				c.add(at, "an empty list", "at least one matcher", "say what may stand there, or leave the field out")
			}
			for i, m := range n.Matchers {
				c.matcher(m, fmt.Sprintf("%s[%d]", at, i))
			}
		case Branch:
			at := extend(path, n.Name)
			c.name(n.Name, at, inOr)
			c.pattern(n.Pattern, at, inOr, depth+1)
		case Choice:
			at := extend(path, "$or")
			if len(n) < 2 {
				c.add(at, fmt.Sprintf("%d alternatives", len(n)), "at least 2", "leave $or out where there is nothing to choose from")
			}
			for i, q := range n {
				c.pattern(q, fmt.Sprintf("%s[%d]", at, i), true, depth+1)
			}
		default:
			c.add(path, "a part that is nil", "a Leaf, a Branch or a Choice", "remove it")
		}
	}
}

func (c *checker) name(name, at string, inOr bool) {
	c.text(name, at)
	switch {
	case name == "$or":
		c.add(at, "a field named $or", "another name", "write alternatives with Or")
	case slices.Contains(strings.Split(name, "."), ""):
		c.add(at, "a field name with nothing before, after or between its dots: "+quote(name), "names of at least one character",
			"match the field in code: the service cannot tell such names apart")
	case inOr && slices.Contains(reserved, name):
		c.add(at, "the reserved name "+quote(name)+" inside $or", "another name", "move the field out of $or")
	}
}

// text refuses what JSON cannot carry unchanged.
func (c *checker) text(s, at string) {
	if !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) {
		c.add(at, "text that is not Unicode, or U+FFFD in its place", "valid Unicode", "correct the text, or use a wildcard")
	}
}

func extend(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
