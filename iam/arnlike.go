package iam

// ARNLike reports whether s matches a pattern as ArnLike and ArnEquals compare:
// the six parts of an ARN one by one, with * and ? as wildcards in each
// (reference_policies_elements_condition_operators.html#Conditions_ARN).
// Neither matches what is not an ARN.
func ARNLike(pattern, s string) bool {
	p, err := ParsePattern(pattern)
	return err == nil && p.matchARN(s)
}
