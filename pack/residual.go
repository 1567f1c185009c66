package pack

import (
	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
)

// Direction says in which way a layer differs from Decide.
type Direction string

// The directions.
const (
	LetsThrough Direction = "lets through" // the layer lets pass what Decide rejects
	DeniesMore  Direction = "denies more"  // the layer stops what Decide trusts
	CannotSee   Direction = "cannot see"   // the layer answers undetermined, or not at all
)

// Residual is a difference between a layer and Decide that cannot be closed.
// What no residual covers must not differ: tests search for it.
type Residual struct {
	Name      string // "capital letters in a URL"
	Layer     manifest.Layer
	Direction Direction
	Why       string // why the layer cannot do better
	// Covers says whether a subject, and the request that brings it about, is
	// one of those on which the layer may differ.
	Covers func(Subject, iam.Request) bool
	// Witness is a subject that it covers and on which the layer does differ:
	// without one the residual would hide nothing, or too much.
	Witness Subject
}
