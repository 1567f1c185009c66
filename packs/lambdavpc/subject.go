package lambdavpc

import (
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// Kind is what a network belongs to.
type Kind uint8

// The kinds.
const (
	Function Kind = iota
	Provider      // a capacity provider, whose network is that of the functions on it
)

// Network is where a version of a function, or a capacity provider, is connected.
type Network struct {
	Kind    Kind
	ARN     value.Text // of the unqualified function, or of the capacity provider
	Version value.Text // "$LATEST" or a number; absent in a template: $LATEST
	Owner   value.Text // account that owns it
	Subnets List
	Groups  List
	// VPCs are the VPCs that the subnets and groups are seen to be in. Lambda
	// takes them from one VPC only, so one that is known says which; several
	// come from a template that contradicts itself. Empty: not seen.
	VPCs []value.Text
	// Provider is the ARN of the capacity provider that a managed-instance
	// function runs on; absent: none. Read is true when Subnets, Groups and VPCs
	// are the provider's.
	Provider value.Text
	Read     bool
	// Updated is Yes for a change of a function that exists.
	Updated   value.Tri
	Exclude   value.Text // value of the function's tag ts:exclude
	CallerARN value.Text // role or user; absent where the layer cannot see it
}

// Identity implements pack.Subject. A network has no grantee.
func (n Network) Identity() pack.Identity {
	return pack.Identity{Resource: n.ARN, Account: n.Owner, Caller: n.CallerARN, Exclude: n.Exclude}
}

// managed reports whether a function may run on a capacity provider.
func (n Network) managed() bool { return !n.Provider.Absent() }

// seen reports whether the id of the VPC is known.
func (n Network) seen() bool {
	for _, vpc := range n.VPCs {
		if id, known := vpc.Known(); known && id != "" {
			return true
		}
	}
	return false
}

// List is a list of ids. The zero List is one of which nothing is known.
type List struct {
	IDs      []value.Text
	Complete bool // there are no more than IDs
	Filled   bool // there is at least one, although IDs may be empty
}

// Some reports whether the list has a member.
func (l List) Some() value.Tri {
	switch {
	case len(l.IDs) > 0 || l.Filled:
		return value.Yes
	case l.Complete:
		return value.No
	}
	return value.Maybe
}

// known is the ids, false when some are not known.
func (l List) known() ([]string, bool) {
	out := make([]string, len(l.IDs))
	all := l.Complete
	for i, t := range l.IDs {
		id, known := t.Known()
		out[i], all = id, all && known
	}
	return out, all
}
