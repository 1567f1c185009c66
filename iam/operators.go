package iam

import "strings"

// SetOperator is the prefix of an operator for multivalued keys
// (reference_policies_condition-single-vs-multi-valued-context-keys.html).
type SetOperator uint8

const (
	// NoSet: the operator has no prefix and is for single-valued keys.
	NoSet SetOperator = iota
	// ForAllValues: every value of the key must satisfy the operator; true where
	// there is none.
	ForAllValues
	// ForAnyValue: at least one must; false where there is none.
	ForAnyValue
)

// OperatorName is the name of a condition operator, taken apart.
type OperatorName struct {
	// Base is the name without prefix and suffix, such as "StringNotLike".
	Base string
	Set  SetOperator
	// IfExists: the condition is true where the key is absent.
	IfExists bool
	// Negated: the condition is true where no value matches.
	Negated bool
}

// ParseOperator takes the name of a condition operator apart and reports whether
// this package knows it. Null takes neither a prefix nor IfExists
// (reference_policies_elements_condition_operators.html).
func ParseOperator(name string) (OperatorName, bool) {
	op := OperatorName{Base: name}
	if rest, ok := strings.CutPrefix(name, "ForAllValues:"); ok {
		op.Set, op.Base = ForAllValues, rest
	} else if rest, ok := strings.CutPrefix(name, "ForAnyValue:"); ok {
		op.Set, op.Base = ForAnyValue, rest
	}
	op.Base, op.IfExists = strings.CutSuffix(op.Base, "IfExists")
	if op.Base == nullOperator {
		return op, op.Set == NoSet && !op.IfExists
	}
	known, ok := comparisons[op.Base]
	op.Negated = known.negated
	return op, ok
}

const nullOperator = "Null"

// comparison is how an operator compares one value of the policy with one of the
// request, before negation.
type comparison struct {
	negated bool
	// variables says that values may have policy variables. They may in the
	// string and ARN operators only (reference_policies_variables.html).
	variables bool
	compare   func(e *evaluator, policy, value string) truth
}

// comparisons is every operator but Null.
var comparisons = map[string]comparison{
	"StringEquals":              {false, true, stringEquals},
	"StringNotEquals":           {true, true, stringEquals},
	"StringEqualsIgnoreCase":    {false, true, stringEqualsIgnoreCase},
	"StringNotEqualsIgnoreCase": {true, true, stringEqualsIgnoreCase},
	"StringLike":                {false, true, stringLike},
	"StringNotLike":             {true, true, stringLike},
	// The documentation gives the ARN operators with Equals and with Like the
	// same meaning.
	"ArnEquals":                {false, true, arnLike},
	"ArnLike":                  {false, true, arnLike},
	"ArnNotEquals":             {true, true, arnLike},
	"ArnNotLike":               {true, true, arnLike},
	"NumericEquals":            {false, false, numeric(func(c int) bool { return c == 0 })},
	"NumericNotEquals":         {true, false, numeric(func(c int) bool { return c == 0 })},
	"NumericLessThan":          {false, false, numeric(func(c int) bool { return c < 0 })},
	"NumericLessThanEquals":    {false, false, numeric(func(c int) bool { return c <= 0 })},
	"NumericGreaterThan":       {false, false, numeric(func(c int) bool { return c > 0 })},
	"NumericGreaterThanEquals": {false, false, numeric(func(c int) bool { return c >= 0 })},
	"DateEquals":               {false, false, date(func(c int) bool { return c == 0 })},
	"DateNotEquals":            {true, false, date(func(c int) bool { return c == 0 })},
	"DateLessThan":             {false, false, date(func(c int) bool { return c < 0 })},
	"DateLessThanEquals":       {false, false, date(func(c int) bool { return c <= 0 })},
	"DateGreaterThan":          {false, false, date(func(c int) bool { return c > 0 })},
	"DateGreaterThanEquals":    {false, false, date(func(c int) bool { return c >= 0 })},
	"Bool":                     {false, false, boolean},
	"BinaryEquals":             {false, false, binaryEquals},
	"IpAddress":                {false, false, ipAddress},
	"NotIpAddress":             {true, false, ipAddress},
}

// condition says whether one key satisfies one operator.
func (e *evaluator) condition(name string, key Key) truth {
	op, ok := ParseOperator(name)
	if !ok {
		return e.doubt("", "the operator %s is not known", quote(name))
	}
	v := e.req.Context.Get(key.Name)
	if v.unknown() {
		return e.doubt(key.Name, "the key %s is not known", key.Name)
	}
	if op.Base == nullOperator {
		return e.null(key, v)
	}
	known := comparisons[op.Base]
	if op.Set != NoSet && v.emptyData() {
		op.IfExists = false // the key exists, with nothing in it
		return e.absent(op, known, key)
	}
	if v.absent() {
		return e.absent(op, known, key)
	}
	mark := len(e.reasons)
	all, some := yes, no
	for _, value := range v.values {
		match := e.any(key.Values, func(policy string) truth { return known.compare(e, policy, value) })
		if op.Negated {
			match = match.not()
		}
		all, some = all.and(match), some.or(match)
	}
	switch {
	case op.Set == ForAllValues:
		return e.settle(mark, all)
	case op.Set == ForAnyValue || all == some:
		return e.settle(mark, some)
	}
	// A multivalued key needs a set operator; AWS does not say what happens
	// without one.
	return e.doubt("", "the key %s has several values, and the operator has neither ForAllValues nor ForAnyValue", key.Name)
}

// emptyData reports whether a key resolves to an empty data set, for which the
// documentation's example is an empty string.
func (v Value) emptyData() bool {
	return len(v.values) == 1 && v.values[0] == ""
}

// absent is a condition on a key that has no value: false, true under a negated
// operator, IfExists or ForAllValues, and false under ForAnyValue always.
func (e *evaluator) absent(op OperatorName, known comparison, key Key) truth {
	switch {
	case op.IfExists:
		return yes
	case op.Set == ForAnyValue, op.Set == NoSet && !op.Negated:
		return no
	}
	if known.variables {
		// Nothing is compared, but a variable may still make the statement invalid.
		mark := len(e.reasons)
		for policy := range key.Values.All() {
			if p, ok := e.parse(policy, true); ok {
				e.bind(p, true)
			}
		}
		e.reasons = e.reasons[:mark]
	}
	return yes
}

// null is the Null operator: "true" asks that the key be absent, "false" that it
// be present with a value that is not null.
func (e *evaluator) null(key Key, v Value) truth {
	return e.any(key.Values, func(policy string) truth {
		switch {
		case policy != "true" && policy != "false":
			return e.doubt("", "found %s, wanted true or false", quote(policy))
		case !v.absent() && v.emptyData():
			return e.doubt("", "the key %s is an empty string, and AWS does not say whether that is null", key.Name)
		}
		return truthOf(v.absent() == (policy == "true"))
	})
}
