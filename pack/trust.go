package pack

import (
	"slices"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/value"
)

// Accounts is a set of trusted accounts.
type Accounts struct {
	ids []string
	// open is true when the organisation is trusted but its accounts are not
	// listed: an account that is not in the set may still be in it.
	open bool
}

// NewAccounts is the accounts of a list, with the organisation's added where it
// is trusted.
func NewAccounts(common manifest.Common, list []string) Accounts {
	ids, open := common.TrustedAccounts(list)
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return Accounts{ids: slices.Compact(ids), open: open}
}

// IDs is the accounts that are known, sorted.
func (a Accounts) IDs() []string { return a.ids }

// Open reports whether accounts that are not listed may be trusted too.
func (a Accounts) Open() bool { return a.open }

// Trusts reports whether an account is trusted for a resource of owner: the
// owner itself is, since granting to oneself crosses no perimeter. So is the
// deploying account where it is not known by number: what a template grants, the
// account that deploys it owns, whatever account an ARN beside it names.
func (a Accounts) Trusts(account, owner value.Text) value.Tri {
	if account.Absent() {
		return value.No
	}
	own := value.No
	if !owner.Absent() {
		own = account.Same(owner)
	}
	if own == value.Yes {
		return value.Yes
	}
	return own.Or(a.contains(account))
}

// TrustsPrincipal reports whether a principal belongs to a trusted account. A
// service belongs to none: what it does it does for someone else.
func (a Accounts) TrustsPrincipal(p Principal, owner value.Text) value.Tri {
	switch p.Kind {
	case Account, Role, User, Session:
		return a.Trusts(p.Account, owner)
	case Unclear:
		return value.Maybe
	}
	return value.No
}

func (a Accounts) contains(account value.Text) value.Tri {
	id, known := account.Known()
	if !known {
		if h, one := account.Hole(); one && h.Class == value.Account {
			return value.Yes
		}
		return value.Maybe
	}
	switch {
	case slices.Contains(a.ids, id):
		return value.Yes
	case a.open && IsAccountID(id):
		return value.Maybe
	}
	return value.No
}

// Organizations is a set of trusted organisations.
type Organizations struct{ ids []string }

// NewOrganizations is the organisations of a list, with the manifest's own added
// where it is trusted.
func NewOrganizations(common manifest.Common, list []string) Organizations {
	ids := slices.Clone(common.TrustedOrganizations(list))
	slices.Sort(ids)
	return Organizations{slices.Compact(ids)}
}

// IDs is the organisations, sorted.
func (o Organizations) IDs() []string { return o.ids }

// Contains reports whether an organisation is trusted.
func (o Organizations) Contains(id value.Text) value.Tri {
	if id.Absent() {
		return value.No
	}
	s, known := id.Known()
	if !known {
		return value.Maybe
	}
	return value.Is(slices.Contains(o.ids, s))
}

// Members is the accounts that are known to belong to the organisation.
type Members struct {
	ids      []string
	complete bool
}

// NewMembers is the accounts that the manifest names as the organisation's own:
// its management account, the deployment account, and organizationAccountIDs,
// which, when given, is all of them.
func NewMembers(common manifest.Common) Members {
	ids := append([]string{common.DeploymentAccountID, common.ManagementAccountID()}, common.OrganizationAccountIDs...)
	return Members{ids: ids, complete: len(common.OrganizationAccountIDs) > 0}
}

// Contains reports whether an account belongs to the organisation. The deploying
// account does: hooks and pipelines run there.
func (m Members) Contains(account value.Text) value.Tri {
	id, known := account.Known()
	if !known {
		if h, one := account.Hole(); one && h.Class == value.Account {
			return value.Yes
		}
		return value.Maybe
	}
	switch {
	case slices.Contains(m.ids, id):
		return value.Yes
	case m.complete:
		return value.No
	}
	return value.Maybe
}
