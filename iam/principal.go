package iam

// The types of principal that a policy can name
// (reference_policies_grammar.html, principal_map_entry).
const (
	PrincipalAWS           = "AWS"
	PrincipalService       = "Service"
	PrincipalFederated     = "Federated"
	PrincipalCanonicalUser = "CanonicalUser"
)

// Principal is the Principal or NotPrincipal element: everyone, or lists of
// identifiers by type.
type Principal struct {
	// Everyone says that the element is the string "*". Types is then empty.
	Everyone bool
	// Types in the order in which they are written.
	Types []PrincipalType
}

// PrincipalType is one entry of a principal map, such as
// "Service": ["sns.amazonaws.com"].
type PrincipalType struct {
	// Name is one of the Principal constants.
	Name string
	IDs  Strings
}

// Everyone is the principal "*".
func Everyone() *Principal { return &Principal{Everyone: true} }

// PrincipalOf is a principal of one type.
func PrincipalOf(name string, ids Strings) *Principal {
	return &Principal{Types: []PrincipalType{{Name: name, IDs: ids}}}
}

// IDs is the identifiers of one type; absent where the type is not named.
func (p *Principal) IDs(name string) Strings {
	if p == nil {
		return Strings{}
	}
	for _, t := range p.Types {
		if t.Name == name {
			return t.IDs
		}
	}
	return Strings{}
}
