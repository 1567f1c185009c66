// Package iam holds IAM policy documents as a typed model, and answers three
// questions about them: what does this document decide for this request, how
// large is it, and how do these statements fit into the fewest documents.
//
// Read a policy with [Parse], write it with [Document.Minified] or
// [Document.Indented]. Reading loses nothing: a bare string stays a bare
// string, a number stays a number, and the order of operators, keys and values
// is kept. Reading is strict: an element that the policy grammar does not know,
// or one that is written twice, is an error with its line and column.
//
// Decide with [Evaluate]. The request's context is three-state: a key has known
// values, is known to be absent, or is unknown. The answer is [Unknown] whenever
// the unknown keys, or a question that the AWS documentation leaves open, could
// change it; it never guesses. Evaluate looks at one document only. Whether a
// request is allowed in an account takes every policy that applies to it, which
// is the caller's business.
//
// Fit statements under the quotas of AWS Organizations with [Pack].
//
// The package imports the standard library only, does no input or output and
// never panics on input; everything in it is a pure function of its arguments.
//
// Facts are from these AWS pages, named in comments by their last part:
//
//	https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
//	https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
//	https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
//	https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
//	https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
//	https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
//	https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
//	https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
//	https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
package iam
