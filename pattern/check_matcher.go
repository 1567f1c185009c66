package pattern

import "fmt"

func (c *checker) matcher(m Matcher, at string) {
	switch m := m.(type) {
	case Bool, Null, Exists:
	case Exact:
		c.text(string(m), at)
	case Prefix:
		c.text(string(m), at)
	case Suffix:
		c.text(string(m), at)
	case Number:
		c.number(m, at)
	case PrefixIgnoreCase:
		c.folded(at, string(m))
	case SuffixIgnoreCase:
		c.folded(at, string(m))
	case EqualsIgnoreCase:
		c.folded(at, string(m))
	case Wildcard:
		c.wildcard(at, string(m))
	case CIDR:
		if _, err := block(string(m)); err != nil {
			c.add(at, err.Error(), "an IP address with a mask shorter than the address, such as 10.0.0.0/24",
				"write a single address as a plain string")
		}
	case Numeric:
		c.numeric(m, at)
	case AnythingBut:
		c.list(at, len(m), "string")
		for _, s := range m {
			c.text(s, at)
		}
	case AnythingButNumber:
		c.list(at, len(m), "number")
		for _, n := range m {
			c.limited(n, at)
		}
	case AnythingButPrefix:
		c.affixes(at, m)
	case AnythingButSuffix:
		c.affixes(at, m)
	case AnythingButIgnoreCase:
		c.list(at, len(m), "string")
		c.folded(at, m...)
	case AnythingButWildcard:
		c.list(at, len(m), "string")
		c.wildcard(at, m...)
	default:
		c.add(at, fmt.Sprintf("%T", m), "one of this package's matchers", "remove it")
	}
}

func (c *checker) number(n Number, at string) bool {
	if !jsonNumber.MatchString(string(n)) {
		c.add(at, quote(string(n)), "a number as JSON writes it", "write digits, as in -1.5e3")
		return false
	}
	return true
}

// limited is for numbers that the service must compare by value.
func (c *checker) limited(n Number, at string) bool {
	if !c.number(n, at) {
		return false
	}
	if fault := exceeds(n); fault != "" {
		c.add(at, fault, "a number from -5e9 to 5e9 with at most 6 digits after the decimal point",
			"write a list of exact numbers, or compare in code")
		return false
	}
	return true
}

func (c *checker) numeric(bounds Numeric, at string) {
	const wanted = "one of =, <, <=, > and >= with a number, or > or >= and then < or <="
	lower := func(op string) bool { return op == ">" || op == ">=" }
	upper := func(op string) bool { return op == "<" || op == "<=" }
	switch {
	case len(bounds) == 1 && (bounds[0].Op == "=" || lower(bounds[0].Op) || upper(bounds[0].Op)):
	case len(bounds) == 2 && lower(bounds[0].Op) && upper(bounds[1].Op):
	default:
		c.add(at, string(appendNumeric(nil, bounds)), wanted, "put the lower bound first")
		return
	}
	fit := true
	for _, b := range bounds {
		fit = c.limited(b.Value, at) && fit
	}
	if !fit || len(bounds) < 2 {
		return
	}
	low, _ := worth(string(bounds[0].Value))
	if high, _ := worth(string(bounds[1].Value)); low >= high {
		c.add(at, fmt.Sprintf("a range from %s to %s", bounds[0].Value, bounds[1].Value), "a lower bound below the upper one",
			"swap them, or write the one number that is left with =")
	}
}

func (c *checker) list(at string, n int, what string) {
	if n == 0 {
		c.add(at, "anything-but with an empty list", "at least one "+what, "use exists where any value will do")
	}
}

func (c *checker) affixes(at string, list []string) {
	c.list(at, len(list), "string")
	for _, s := range list {
		c.text(s, at)
		if s == "" {
			c.add(at, "anything-but with an empty prefix or suffix", "at least one character", "leave it out: every string begins and ends in nothing")
		}
	}
}

func (c *checker) folded(at string, list ...string) {
	for _, s := range list {
		c.text(s, at)
		if r, found := unfoldable(s); found {
			c.add(at, fmt.Sprintf("%q (%U), of which the service compares capital and small letters otherwise than expected", r, r),
				"characters with one capital and one small letter in 16 bits", "list the spellings as exact strings")
		}
	}
}

func (c *checker) wildcard(at string, list ...string) {
	for _, s := range list {
		c.text(s, at)
		if _, err := newGlob(s); err != nil {
			c.add(at, "the wildcard "+quote(s)+" with "+err.Error(), `single asterisks, and \* and \\ for the characters themselves`, "merge the asterisks, or escape them")
		}
	}
}
