package pack

import "github.com/truststack/truststack/value"

// Subject is the normalised thing that a rule judges: a subscription, a
// permission, a function's network. Fields that may be unknown are value.Text,
// never strings. A package may have several kinds of subject; Judge is one type
// switch whose default is undetermined.
type Subject interface {
	// Identity is what exceptions and exclusion look at.
	Identity() Identity
}

// Identity is the part of a subject that exceptions and exclusion look at. A
// field that the layer cannot see is absent.
type Identity struct {
	Resource value.Text // ARN of the repository, layer version, unqualified function or topic
	Account  value.Text // who owns the resource
	Grantee  value.Text // the permission's principal, the subscription's endpoint
	Caller   value.Text // ARN of the role or user that makes the call
	Exclude  value.Text // value of the tag ts:exclude; absent: no such tag
}

// Case is a subject as it is under certain choices of a template.
type Case struct {
	Subject Subject
	When    value.When
	At      value.Pos
}
