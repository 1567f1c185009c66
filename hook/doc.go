// Package hook answers CloudFormation's Lambda hooks: it reads the event, judges
// what is about to be deployed by every rule that reads its type, and says
// SUCCESS or FAILED with the reason. It knows no security package by name and
// imports no YAML and no SDK, so that it starts quickly.
//
//	h := hook.Handler{Rules: rules, Spec: m.Spec, Region: os.Getenv("AWS_REGION"), Fetch: presigned.Get}
//	answer := h.Handle(ctx, event) // always a well-formed response
//
// The wire format is that of
// https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html;
// names are read without regard to case, since that page spells them in two ways,
// and any scalar may be a string.
//
// # RESOURCE and CLOUD_CONTROL
//
// A type that no rule reads passes, and so does what is deleted. All else fails
// closed: untrusted and undetermined are FAILED NonCompliant; an event that cannot
// be read, a rule that breaks and a missed deadline are FAILED InternalFailure. An
// intrinsic function, a dynamic reference or a mark of a change set that stands
// where a value was expected is an unknown value, and so undetermined where a rule
// needs it. A resource without resourceProperties is a bad event; one whose
// properties are empty is judged.
//
// # CHANGE_SET
//
// A definite untrusted is FAILED, and so is a payload that cannot be read. What is
// undetermined while a property that the rule reads holds a value known only after
// deployment is SUCCESS with a SKIPPED annotation that names the property: the
// hook is asked again, as RESOURCE, when the value is known. Undetermined without
// such a property is FAILED, since RESOURCE would see nothing more. Two values that
// are not known are never taken for the same one, here or at RESOURCE: where a rule
// reads several, trusted counts as undetermined.
//
// # STACK
//
// Not registered by TrustStack's stacks. Invoked all the same, it judges a template
// in JSON as a change set in which each intrinsic function is a value known only
// after deployment, and a resource with a Condition may not come to be. A template
// in YAML is a payload that cannot be read: FAILED, naming RESOURCE and CHANGE_SET.
//
// # What a hook does not see
//
// It sees one resource at a time: no peers ([pack.Proactive].Peers), in change sets
// neither, so that a change set is not promised what RESOURCE would refuse. The tag
// ts:exclude of a function is seen on the function itself and not on a permission
// of it; the VPC of a subnet and the network of a capacity provider are not seen.
// It sees no caller: an exception for a principal does not apply.
//
// # Modes
//
// A rule in audit never makes the answer FAILED: its findings are a warning in the
// message and a FAILED annotation; what it cannot judge is SKIPPED. An event or
// payload that cannot be read is no verdict, and FAILED in every mode. Excepted,
// excluded and TrustStack's own are SUCCESS with a SKIPPED annotation saying so.
package hook
