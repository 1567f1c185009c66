package lambdapermission

import (
	"slices"
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// filler stands for the wildcards of a pattern in a witness.
var filler = strings.NewReplacer("*", "x", "?", "x")

// admin is a role that may grant: one of permissionAdminRoles, or anyone, of whom
// nothing is known, where there are none.
func (r *rule) admin() value.Text {
	if len(r.admins) == 0 {
		return value.Text{}
	}
	return value.Literal(filler.Replace(strings.Replace(r.admins[0], "::*:", "::111122223333:", 1)))
}

// ownWitness is a grant of account 111122223333 to itself.
func (r *rule) ownWitness(caller value.Text) *Permission {
	own := value.Literal("111122223333")
	return &Permission{Function: value.Literal("arn:" + r.partition + ":lambda:" + regionOf(r.partition) + ":111122223333:function:f"), Owner: own, Numbered: value.No,
		Actions: []value.Text{value.Literal("lambda:InvokeFunction")}, Principal: pack.ParsePrincipal(own, r.partition), CallerARN: caller}
}

// serviceWitness is a grant of account 111122223333 to a service, which is trusted.
func (r *rule) serviceWitness(caller value.Text) *Permission {
	service := "events.amazonaws.com"
	if len(r.services) > 0 {
		service = r.services[0]
	}
	p := r.ownWitness(caller)
	p.Principal = pack.ParsePrincipal(value.Literal(service), r.partition)
	p.SourceAccounts = given(p.Owner)
	p.EventSourceTokens = given(value.Literal("token")) // Alexa's two need one
	return p
}

// organizationWitness is a grant to everyone in a trusted organisation, or nil
// where none is trusted.
func (r *rule) organizationWitness() *Permission {
	if len(r.orgs.IDs()) == 0 {
		return nil
	}
	p := r.ownWitness(value.Text{})
	p.Principal = pack.ParsePrincipal(value.Literal("*"), r.partition)
	p.PrincipalOrgIDs = given(value.Literal(r.orgs.IDs()[0]))
	return p
}

// sourceWitness is a grant to a service without a source, or nil where Alexa's
// services alone are listed, which have none.
func (r *rule) sourceWitness(caller value.Text) *Permission {
	p := r.serviceWitness(caller)
	p.SourceAccounts = nil
	if r.permission(*p).Kind == pack.Trusted {
		return nil
	}
	return p
}

// alexaWitness is a grant to Alexa without a token, or nil where Alexa is no
// service of the partition or not listed.
func (r *rule) alexaWitness(caller value.Text) *Permission {
	p := r.ownWitness(caller)
	p.Principal = pack.ParsePrincipal(value.Literal(pack.AlexaSkills), r.partition)
	if p.Principal.Kind != pack.Service || !r.only(*p, []string{"LAMBDA-ALEXA-TOKEN"}) {
		return nil
	}
	return p
}

// replicatorWitness is a grant to Lambda@Edge that is not the one it makes, or nil
// where the list of services does not matter.
func (r *rule) replicatorWitness(caller value.Text) *Permission {
	if len(r.services) == 0 || slices.Contains(r.services, replicator) {
		return nil
	}
	p := r.ownWitness(caller)
	p.Principal = pack.ParsePrincipal(value.Literal(replicator), r.partition)
	p.SourceAccounts = given(p.Owner)
	return p
}

// rootWitness is a grant by root ARN that an exception's pattern matches.
func (r *rule) rootWitness(exceptions []manifest.Exception) *Permission {
	for _, e := range exceptions {
		account, _, ok := strings.Cut(strings.TrimPrefix(e.Grantee, "arn:"+r.partition+":iam::"), ":")
		p := r.ownWitness(r.admin())
		p.Principal = pack.ParsePrincipal(value.Literal("arn:"+r.partition+":iam::"+account+":root"), r.partition)
		if e.Resource != "" {
			p.Function = value.Literal(filler.Replace(e.Resource))
		}
		if e.Principal != "" {
			p.CallerARN = value.Literal(filler.Replace(e.Principal))
		}
		if e.Account != "" {
			p.Owner = value.Literal(e.Account)
		}
		if _, err := e.End(); ok && err == nil && r.permission(*p).Kind == pack.Untrusted && byRoot(exceptions, *p) != nil {
			return p
		}
	}
	return nil
}

// byRoot is an exception whose grantee matches a root's ARN but not the account.
func byRoot(exceptions []manifest.Exception, p Permission) *manifest.Exception {
	arn, _ := p.Principal.Text.Known()
	account, _ := p.Principal.Account.Known()
	for i, e := range exceptions {
		if e.Grantee != "" && iam.Like(e.Grantee, arn) && !iam.Like(e.Grantee, account) {
			return &exceptions[i]
		}
	}
	return nil
}

// regionOf is some Region of a partition.
func regionOf(partition string) string {
	switch iam.Partition(partition) {
	case iam.PartitionChina:
		return "cn-north-1"
	case iam.PartitionGovCloud:
		return "us-gov-west-1"
	}
	return "us-east-1"
}
