package iam

import "strings"

// Condition is the Condition element: operators in the order in which they are
// written. All must hold: operators are joined by AND, the keys of an operator
// by AND, the values of a key by OR, and by NOR where the operator is negated
// (reference_policies_condition-logic-multiple-context-keys-or-values.html).
type Condition []Operator

// Operator is one condition operator, with its set prefix and its IfExists
// suffix in the name: "ForAnyValue:StringLikeIfExists".
type Operator struct {
	Name string
	Keys []Key
}

// Key is one condition key and the values that it is compared with. Names are
// not case-sensitive (reference_policies_elements_condition.html) but are kept
// as they are written.
type Key struct {
	Name   string
	Values Strings
}

// Find is the values that the condition compares the key with under the
// operator, and whether there are any. The operator's name must be exact; the
// key's may differ in case.
func (c Condition) Find(operator, key string) (Strings, bool) {
	for _, op := range c {
		if op.Name != operator {
			continue
		}
		for _, k := range op.Keys {
			if strings.EqualFold(k.Name, key) {
				return k.Values, true
			}
		}
	}
	return Strings{}, false
}
