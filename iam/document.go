package iam

import "unicode/utf8"

// The two versions of the policy language (reference_policies_elements_version.html).
// A document without a version has the older one; policy variables exist only
// in the newer one.
const (
	Version2008 = "2008-10-17"
	Version2012 = "2012-10-17"
)

// Document is one policy document (reference_policies_grammar.html). The zero
// value is a document with no statement, which allows and denies nothing.
type Document struct {
	// Version is the language version, one of the Version constants, or empty
	// where the document has none.
	Version string
	// ID is the document's Id element, empty where it has none. Identity-based
	// and organisation policies may not have one.
	ID string
	// Statements in the order in which they are written.
	Statements []Statement
	// Single says that the Statement element is one object and not a list. It
	// counts only while there is exactly one statement.
	Single bool
}

// HasVariables reports whether text such as ${aws:username} in this document is
// a policy variable. In documents of the older version, and in those without a
// version, it is plain text (reference_policies_variables.html).
func (d Document) HasVariables() bool { return d.Version == Version2012 }

// Size is the number of characters (Unicode code points) of the minified form:
// what counts against a quota (orgs_reference_limits.html states the quotas of
// Organizations in characters). White space between elements counts too where a
// policy is stored as given, so store the minified form.
func (d Document) Size() int { return utf8.RuneCount(d.Minified()) }

// Validate says whether the document, as written, is one that Parse accepts. It
// is for documents made in code; one from Parse is valid. The error is a
// [*SyntaxError] whose line and column are those of the minified form.
func (d Document) Validate() error {
	_, err := Parse(d.Minified())
	return err
}

// MarshalJSON writes the minified form, so that a document can be a value
// inside another JSON text.
func (d Document) MarshalJSON() ([]byte, error) { return d.Minified(), nil }

// UnmarshalJSON reads a document as Parse does, with the same errors.
func (d *Document) UnmarshalJSON(data []byte) error {
	read, err := Parse(data)
	if err != nil {
		return err
	}
	*d = read
	return nil
}
