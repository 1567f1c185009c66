package lambdalayerpermission

import (
	"fmt"

	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// getLayerVersion is the only action that a layer's policy takes
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-layerversionpermission.html).
const getLayerVersion = "lambda:GetLayerVersion"

// Judge is the package's rule: who a layer version is given to, and for what.
func (r *rule) Judge(s pack.Subject) pack.Verdict {
	p, ok := s.(LayerPermission)
	if !ok {
		return pack.NoSubject(s)
	}
	var f pack.Findings
	judgeAction(&f, p.Action)
	switch kind := p.Principal.Kind; {
	case kind == pack.Everyone:
		r.everyone(&f, p)
	case kind == pack.Account:
		r.account(&f, p)
	case kind == pack.Unclear && !p.Principal.Text.Absent():
		f.Unknown("UNKNOWN-PRINCIPAL", "Principal", p.Principal.Text)
	default:
		f.Add(pack.Reason{Code: "LAYER-PRINCIPAL", Path: "Principal", Found: named(p.Principal), Wanted: r.wanted(),
			Text: "A layer can be given to an account or to an organisation, and this is neither.",
			Fix:  "Name the account by its 12 digits, or * together with a trusted OrganizationId."})
	}
	return f.Verdict()
}

// judgeAction compares exactly: the API takes the action in no other spelling.
func judgeAction(f *pack.Findings, action value.Text) {
	s, known := action.Known()
	switch {
	case known && s == getLayerVersion:
	case known || action.Absent():
		f.Add(pack.Reason{Code: "LAYER-ACTION", Path: "Action", Found: action.String(), Wanted: getLayerVersion,
			Text: "A permission of a layer is for " + getLayerVersion + " and nothing else.", Fix: "Set Action to " + getLayerVersion + "."})
	default:
		f.Unknown("UNKNOWN-ACTION", "Action", action)
	}
}

// everyone judges the principal *: only an organisation narrows it.
func (r *rule) everyone(f *pack.Findings, p LayerPermission) {
	if id, known := p.Organization.Known(); p.Organization.Absent() || known && id == "" {
		f.Add(pack.Reason{Code: "LAYER-PUBLIC", Path: "Principal", Found: "* without an organisation", Wanted: r.wanted(),
			Text: "Every AWS account there is could download the layer's code.",
			Fix:  "Name the account by its 12 digits, or add OrganizationId with a trusted organisation."})
		return
	}
	r.organization(f, p.Organization)
}

func (r *rule) organization(f *pack.Findings, id value.Text) {
	switch r.orgs.Contains(id) {
	case value.No:
		f.Add(pack.Reason{Code: "LAYER-ORGANIZATION", Path: "OrganizationId", Found: id.String(), Wanted: pack.OneOf(r.orgs.IDs()),
			Text: "The layer's code is given to every account of an organisation that is not trusted.",
			Fix:  "Set OrganizationId to a trusted organisation, or ask the security team to add this one to trustedOrgIDs."})
	case value.Maybe:
		f.Unknown("UNKNOWN-ORGANIZATION", "OrganizationId", id)
	}
}

// account judges one account. An organisation beside it must be trusted as well:
// what AWS makes of the two together is not documented.
func (r *rule) account(f *pack.Findings, p LayerPermission) {
	account := p.Principal.Account
	switch r.accounts.Trusts(account, p.Owner) {
	case value.No:
		f.Add(pack.Reason{Code: "LAYER-ACCOUNT", Path: "Principal", Found: account.String(), Wanted: r.wanted(),
			Text: fmt.Sprintf("The layer's code is given to account %s, which is not trusted.", account),
			Fix:  "Name a trusted account, or ask the security team to add this one to trustedAccountIDs."})
	case value.Maybe:
		missing := pack.NotKnown("UNKNOWN-ACCOUNT", "Principal", account)
		if _, known := account.Known(); known {
			missing.Why = fmt.Sprintf("whether account %s belongs to the organisation, or owns the layer, cannot be seen here", account)
			missing.Lookup = true
		}
		f.Lack(missing)
	}
	if id, known := p.Organization.Known(); !p.Organization.Absent() && !(known && id == "") {
		r.organization(f, p.Organization)
	}
}

// wanted is what a permission's principal may be, for messages.
func (r *rule) wanted() string {
	accounts, orgs := "the layer's own account", ""
	if ids := r.accounts.IDs(); len(ids) > 0 {
		accounts += ", " + pack.OneOf(ids)
	}
	if ids := r.orgs.IDs(); len(ids) > 0 {
		orgs = "; or * with OrganizationId " + pack.OneOf(ids)
	}
	return accounts + orgs
}

// named is a principal with its kind, for messages.
func named(p pack.Principal) string {
	switch s := p.Text.String(); {
	case p.Text.Absent():
		return "no principal"
	case s == "":
		return "an empty principal"
	case p.Kind == pack.Malformed:
		return fmt.Sprintf("%q, which is no principal", s)
	default:
		return fmt.Sprintf("%s (%s)", s, p.Kind)
	}
}
