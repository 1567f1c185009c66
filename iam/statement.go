package iam

// Effect is what a statement does when it matches a request.
type Effect string

// The two effects (reference_policies_elements_effect.html). They are
// case-sensitive.
const (
	Allow Effect = "Allow"
	Deny  Effect = "Deny"
)

// Statement is one statement of a document. Each pair of an element and its
// Not- form excludes each other; the element that is not written is nil or an
// absent [Strings].
type Statement struct {
	// Sid is the statement's identifier, empty where it has none.
	Sid    string
	Effect Effect
	// Principal and NotPrincipal occur in resource-based policies, resource
	// control policies and endpoint policies, never in service control policies.
	Principal, NotPrincipal *Principal
	// Action and NotAction hold patterns such as "s3:Get*".
	Action, NotAction Strings
	// Resource and NotResource hold ARN patterns. Trust policies have neither.
	Resource, NotResource Strings
	Condition             Condition
}

// AlphanumericSid reports whether the Sid has only the characters A-Z, a-z and
// 0-9, which is all that IAM and Organizations take
// (reference_policies_elements_sid.html). Resource-based policies of some
// services take more. An empty Sid is fine: the element is optional.
func AlphanumericSid(sid string) bool {
	for i := 0; i < len(sid); i++ {
		c := sid[i]
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
