package source

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/truststack/truststack/manifest"
)

// unitID is the id of an organisational unit or root.
var unitID = regexp.MustCompile(`^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$`)

func (r *reader) checkTargets(c manifest.Common, t *manifest.Targets, path string) {
	if t == nil {
		return
	}
	if len(t.OrganizationalUnits)+len(t.Accounts) == 0 && !r.anyWrongBelow(path) && !r.positions.wrong[path] {
		r.warnAt(path, "targets that name no unit and no account", "organizationalUnits or accounts", "nothing is deployed or attached: name a target, or delete the key for the default")
	}
	for i, unit := range t.OrganizationalUnits {
		r.checkUnit(t.OrganizationalUnits, unit, fmt.Sprintf("%s.organizationalUnits[%d]", path, i))
	}
	for i, account := range t.Accounts {
		at := fmt.Sprintf("%s.accounts[%d]", path, i)
		r.checkTargetAccount(account, at)
		switch {
		case slices.Contains(t.ExcludedAccounts, account):
			r.warnAt(at, quote(account)+", which excludedAccounts names too", "one of the two", "it is left out: delete it here or there")
		case account == c.ManagementAccountID() && account != "":
			r.warnAt(at, quote(account)+", the organisation's management account", "", "no service control policy binds it: what is attached there has no effect")
		}
	}
	for i, account := range t.ExcludedAccounts {
		r.checkTargetAccount(account, fmt.Sprintf("%s.excludedAccounts[%d]", path, i))
	}
}

func (r *reader) checkUnit(units []string, unit, path string) {
	const wanted = "a unit's name or path such as Workloads/Prod, or its id such as ou-ab12-c3d4e5f6"
	switch {
	case strings.HasPrefix(unit, "arn:"):
		id := unit[strings.LastIndexByte(unit, '/')+1:]
		r.faultAt(path, quote(unit), wanted, "write the id only: "+quote(id))
	case (strings.HasPrefix(unit, "ou-") || strings.HasPrefix(unit, "r-")) && !unitID.MatchString(unit):
		r.faultAt(path, quote(unit), wanted, "this is not a whole id: aws organizations list-organizational-units-for-parent prints them")
	case strings.HasPrefix(unit, "/") || strings.HasSuffix(unit, "/") || strings.Contains(unit, "//"):
		r.faultAt(path, quote(unit), wanted, "write the names with one / between them: "+quote(strings.Join(strings.FieldsFunc(unit, func(c rune) bool { return c == '/' }), "/")))
	case isAccountID(unit):
		r.faultAt(path, quote(unit)+", an account id", wanted, "write it under accounts")
	default:
		for _, above := range units {
			if above != unit && (strings.HasPrefix(unit, above+"/") || above == "Root") {
				r.warnAt(path, fmt.Sprintf("%s, which is below %s", quote(unit), quote(above)), "", "the unit above reaches it already: delete one of the two")
				return
			}
		}
	}
}

// checkTargetAccount accepts an id or a name. What is all digits was meant as an
// id.
func (r *reader) checkTargetAccount(account, path string) {
	const wanted = "an account id of 12 digits in quotes, or an account's name"
	digits := strings.Map(keepDigit, account)
	switch {
	case unitID.MatchString(account):
		r.faultAt(path, quote(account)+", the id of a unit", wanted, "write it under organizationalUnits")
	case strings.HasPrefix(account, "arn:"):
		r.faultAt(path, quote(account), wanted, "write the account id only")
	case account != digits && len(digits) == 12 && strings.Trim(account, "0123456789- ") == "":
		r.faultAt(path, quote(account), wanted, "write it without dashes: "+quote(digits))
	case account == digits && len(digits) > 0 && len(digits) != 12:
		r.faultAt(path, fmt.Sprintf("%s, which has %d digits", quote(account), len(digits)), wanted, "write all 12 digits, in quotes")
	}
}
