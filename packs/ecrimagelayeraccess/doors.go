package ecrimagelayeraccess

import (
	"fmt"

	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// replication judges where a registry replicates to: its own account, in any
// Region, or a trusted one.
func (r *rule) replication(s Replication) pack.Verdict {
	const path = "ReplicationConfiguration.Rules.Destinations.RegistryId"
	switch r.accounts.Trusts(s.Destination, s.Owner) {
	case value.Yes:
		return pack.Trust()
	case value.Maybe:
		return pack.CannotKnow(pack.NotKnown("UNKNOWN-DESTINATION", path, s.Destination))
	}
	return pack.Distrust(pack.Reason{Code: "ECR-REPLICATION", Path: path, Found: s.Destination.String(), Wanted: "the registry's own account, or " + pack.OneOf(r.accounts.IDs()),
		Text: fmt.Sprintf("Images are replicated to the registry of account %s, which is not trusted.", s.Destination),
		Fix:  "Replicate within the account, or ask the security team to add the account to trustedAccountIDs. If it is the account that deploys this, say so with --account."})
}

// repositoryGrant judges what a policy gives: pulls to trusted accounts, or under
// a condition that keeps all others out.
func (r *rule) repositoryGrant(s RepositoryGrant) pack.Verdict {
	may := givesPulls(s.Grant)
	if may == value.No {
		return pack.Trust()
	}
	if s.Door == PublicRepository {
		return pack.Distrust(pack.Reason{Code: "ECR-PUBLIC", Path: s.Path, Found: "a public repository", Wanted: "a private repository",
			Text: "Everyone on the internet can pull from a public repository, and no policy can keep anyone out.",
			Fix:  "Use AWS::ECR::Repository, or ask the security team for an exception if the images are meant to be published."})
	}
	p := s.Grant.Principal
	inside := r.accounts.TrustsPrincipal(p, s.Owner).Or(s.Grant.Bound(pack.Bounds{Accounts: r.accounts, Organizations: r.orgs, Owner: s.Owner}))
	switch {
	case inside == value.Yes:
		return pack.Trust()
	case inside == value.Maybe || may == value.Maybe:
		return pack.CannotKnow(pack.Missing{Code: "UNKNOWN-GRANT", Path: s.Path,
			Why: "whether the statement lets an outsider pull depends on what is not known" + pack.Because(s.Grant.Unclear)})
	}
	fix := "Name a trusted account, add a StringEquals condition on aws:PrincipalOrgID, or remove the pull actions from the statement."
	if p.Kind == pack.Service {
		fix = "Add a StringEquals condition on aws:SourceAccount, or an ArnLike on aws:SourceArn, that names a trusted account."
	}
	return pack.Distrust(pack.Reason{Code: "ECR-POLICY-OPEN", Path: s.Path, Found: p.Text.String(),
		Wanted: "the repository's own account, a trusted account, or a condition on aws:PrincipalOrgID",
		Text:   fmt.Sprintf("The %s lets %s (%s) pull images or change that policy, who is outside the trusted accounts.", s.Door, p.Kind, p.Text), Fix: fix})
}

// setRepositoryPolicy lets its holder rewrite the policy, and so give himself the
// pulls: an account may be allowed it on another's repository
// (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html, registryId).
const setRepositoryPolicy = "ecr:SetRepositoryPolicy"

// givesPulls reports whether a statement allows a pull, or to allow oneself one.
func givesPulls(g pack.Grant) value.Tri {
	return g.Allows(getDownloadURL).Or(g.Allows(batchGetImage)).Or(g.Allows(setRepositoryPolicy))
}
