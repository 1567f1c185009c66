// Package cfn reads CloudFormation and SAM templates, in YAML and JSON, into
// the resources that rules judge.
//
// Two calls are enough:
//
//	template, err := cfn.Parse(data)
//	resources := template.Resources(cfn.Options{Reads: reads})
//
// Parse keeps where each value was written. Resources works out what each
// resource of a type in Reads can look like: one value.Variant for each
// consistent way in which the conditions and parameters that the resource
// depends on can turn out. In a variant no intrinsic function is left. What a
// template alone cannot tell, an imported value, the name that a deployment
// will choose, is a hole in a text or an obscured value; it is never dropped
// and never guessed, so a rule that depends on it answers undetermined.
//
// A parameter's Default is not used as its value: who deploys can give another.
//
// All input is taken as hostile. Size, depth, aliases, loops and the number of
// variants have limits (limits.go); beyond one there is an error or an unknown,
// not a crash.
//
// Mentions and Declares answer questions about a text before it is parsed:
// whether it can hold a resource of some types, and whether it says of itself
// that it is a template.
package cfn
