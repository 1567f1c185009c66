// Package value holds what TrustStack knows of a template, a plan, an event or
// a live resource before any rule looks at it: strings of which parts may be
// unknown, trees of such strings with the position each was written at, and
// resources with one variant for each consistent way in which the conditions of
// a template can turn out.
//
// Unknown is a value here, never an empty string. Code that forgets to ask gets
// an unknown back and so an undetermined verdict; it cannot get a pass.
//
// The package is a leaf: it imports the standard library alone, so that the
// Lambda hook, which needs little else, starts quickly.
package value
