package lambdapermission

import (
	"fmt"
	"slices"
	"strings"

	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// service judges a service by its name: in the list, if there is one. A regional
// form is the global name with one Region label.
func (r *rule) service(f *pack.Findings, p Permission) {
	name := p.Principal.Service
	if len(r.services) == 0 || slices.Contains(r.services, name) || slices.Contains(r.services, pack.GlobalService(name)) {
		return
	}
	f.Add(pack.Reason{Code: "LAMBDA-SERVICE", Path: p.path("Principal"), Found: name, Wanted: pack.OneOf(r.services),
		Text: fmt.Sprintf("The service %s is not trusted to invoke functions.", name),
		Fix:  "Use a trusted service, or ask the security team to add this one to trustedServicePrincipals."})
}

// source judges for whom a service may invoke the function: SourceAccount, or else
// a SourceArn whose account is sure, or else a trusted organisation. Every account
// that is named is judged, also where one of them would do.
func (r *rule) source(f *pack.Findings, p Permission) {
	for _, account := range p.SourceAccounts {
		r.sourceAccount(f, p, "SourceAccount", account)
	}
	inOrg := value.Is(len(p.SourceOrgIDs) > 0)
	for _, id := range p.SourceOrgIDs {
		inOrg = inOrg.And(r.orgs.Contains(id))
	}
	bound := value.Is(len(p.SourceAccounts) > 0).Or(inOrg)
	for _, arn := range p.SourceARNs {
		r.sourceARN(f, p, arn, bound)
	}
	if len(p.SourceAccounts)+len(p.SourceARNs) > 0 || inOrg == value.Yes {
		return
	}
	switch {
	case inOrg == value.Maybe:
		f.Unknown("UNKNOWN-ORG", p.path("SourceOrgID"), p.SourceOrgIDs[0])
	case len(p.SourceOrgIDs) > 0:
		f.Add(pack.Reason{Code: "LAMBDA-SOURCE-ORG", Path: p.path("SourceOrgID"), Found: value.Join(", ", p.SourceOrgIDs).String(), Wanted: pack.OneOf(r.orgs.IDs()),
			Text: "The service may invoke the function for every account of an organisation that is not trusted.",
			Fix:  "Set aws:SourceOrgID to a trusted organisation, or aws:SourceAccount to a trusted account."})
	default:
		f.Add(sourceMissing(p))
	}
}

// repairs is how to say the source of services that are often left without one:
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
// advises SourceAccount alone, and
// https://docs.aws.amazon.com/lambda/latest/dg/services-alb.html gives a load
// balancer's permission without any source.
var repairs = map[string]string{
	"secretsmanager.amazonaws.com":       "Set SourceAccount to the account that owns the secret; with SourceArn the function could rotate that one secret only.",
	"elasticloadbalancing.amazonaws.com": "Set SourceAccount to the account that owns the target group, or SourceArn to the target group's ARN.",
	"s3.amazonaws.com":                   "Set SourceAccount to the account that owns the bucket: a bucket's ARN carries none.",
}

func sourceMissing(p Permission) pack.Reason {
	fix, special := repairs[pack.GlobalService(p.Principal.Service)]
	if !special {
		fix = "Set SourceArn to the resource that invokes the function, or SourceAccount to its account."
	}
	return pack.Reason{Code: "LAMBDA-SOURCE-MISSING", Path: p.path("SourceAccount"), Found: "no SourceAccount and no SourceArn", Wanted: "a trusted SourceAccount or SourceArn",
		Text: fmt.Sprintf("Anyone can have %s invoke the function, from any AWS account.", p.Principal.Service), Fix: fix}
}

// sourceAccount judges an account that is named as the source.
func (r *rule) sourceAccount(f *pack.Findings, p Permission, path string, account value.Text) {
	switch r.trusts(account, p.Owner) {
	case value.Maybe:
		cannotTell(f, p.path(path), account)
	case value.No:
		text := fmt.Sprintf("%s may invoke the function for account %s, which is not trusted.", p.Principal.Service, account)
		if id, known := account.Known(); known && !pack.IsAccountID(id) {
			text = fmt.Sprintf("%s may invoke the function for the account %q, which is no account's 12 digits.", p.Principal.Service, id)
		}
		f.Add(pack.Reason{Code: "LAMBDA-SOURCE-ACCOUNT", Path: p.path(path), Found: quoted(account), Wanted: r.wantedAccounts(), Text: text,
			Fix: "Name a trusted account, or ask the security team to add this one to trustedAccountIDs. If it is the account that deploys this, say so with --account."})
	}
}

// global is the services whose resources may have no Region in their ARN
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html; the
// resource types of each service's page of the service authorization reference).
var global = map[string]bool{"account": true, "artifact": true, "aws-portal": true, "billing": true, "budgets": true, "ce": true, "chatbot": true,
	"cloudfront": true, "cur": true, "globalaccelerator": true, "health": true, "iam": true, "networkmanager": true, "organizations": true, "route53": true,
	"route53-recovery-control": true, "route53-recovery-readiness": true, "s3": true, "savingsplans": true, "shield": true, "sts": true, "support": true,
	"trustedadvisor": true, "waf": true}

// sourceARN judges an ARN that is named as the source. Bound says whether
// something else already says whose the source is; the account in the ARN, if it
// has one, must be trusted all the same.
func (r *rule) sourceARN(f *pack.Findings, p Permission, t value.Text, bound value.Tri) {
	bad := func(found, problem string) {
		f.Add(pack.Reason{Code: "LAMBDA-SOURCE-ARN", Path: p.path("SourceArn"), Found: found, Wanted: "arn:" + r.partition + ":SERVICE:REGION:ACCOUNT:…, * in the last part only",
			Text: fmt.Sprintf("The SourceArn does not say for whom %s may invoke the function: %s.", p.Principal.Service, problem),
			Fix:  "Write the ARN out up to its account, or add SourceAccount with a trusted account."})
	}
	arn, ok := pack.ParseARN(t)
	if ok == value.No {
		bad(quoted(t), "it is not an ARN")
		return
	}
	if bound != value.Yes {
		if problem := r.loose(arn); problem != "" && bound == value.No {
			bad(quoted(t), problem)
		} else if problem != "" || !sure(arn) {
			f.Unknown("UNKNOWN-SOURCE", p.path("SourceArn"), t)
		}
	}
	account, known := arn.Account.Known()
	switch {
	case unknown(arn.Account):
		f.Unknown("UNKNOWN-SOURCE", p.path("SourceArn"), t)
	case !known || account != "":
		r.sourceAccount(f, p, "SourceArn", arn.Account)
	case bound == value.No:
		f.Add(noAccount(p, arn, t))
	case bound == value.Maybe:
		f.Unknown("UNKNOWN-SOURCE", p.path("SourceArn"), t)
	}
}

func noAccount(p Permission, arn pack.ARN, t value.Text) pack.Reason {
	out := pack.Reason{Code: "LAMBDA-SOURCE-BUCKET", Path: p.path("SourceArn"), Found: quoted(t), Wanted: "SourceAccount beside it",
		Text: "The SourceArn carries no account, so it does not say whose the source is: whoever gets hold of the name may invoke the function.",
		Fix:  "Add SourceAccount with the account that owns the source."}
	if service, known := arn.Service.Known(); known && service == "s3" {
		out.Text = "An S3 bucket's ARN carries no account: whoever takes the name over once the bucket is gone may invoke the function."
		out.Fix = "Add SourceAccount with the account that owns the bucket."
	}
	return out
}

// loose says why an ARN is known not to be written out up to its account; "" when
// it is or may be. The account itself is judged elsewhere.
func (r *rule) loose(arn pack.ARN) string {
	partition, partitionKnown := arn.Partition.Known()
	service, serviceKnown := arn.Service.Known()
	region, regionKnown := arn.Region.Known()
	switch {
	case wild(arn.Partition):
		return fmt.Sprintf("its partition is %s", quoted(arn.Partition))
	case partitionKnown && partition != r.partition:
		return fmt.Sprintf("it is in partition %q, not %q", partition, r.partition)
	case wild(arn.Service) || serviceKnown && service == "":
		return fmt.Sprintf("its service is %s", quoted(arn.Service))
	case wild(arn.Region):
		return fmt.Sprintf("its Region is %s", quoted(arn.Region))
	case regionKnown && region == "" && serviceKnown && !global[service]:
		return "its Region is empty, and the service has Regions"
	}
	return ""
}

// wild reports whether a part of an ARN holds what no such part has: a wildcard,
// a space, a policy variable.
func wild(t value.Text) bool {
	s := t.String()
	for _, h := range t.Holes() {
		s = strings.ReplaceAll(s, "${"+h.Name+"}", "")
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != ""
}

// sure reports whether the parts before the account are known or certain to hold
// no wildcard: the deploying partition and Region, and names.
func sure(arn pack.ARN) bool {
	for _, t := range []value.Text{arn.Partition, arn.Service, arn.Region} {
		for _, h := range t.Holes() {
			if h.Class == value.Any {
				return false
			}
		}
	}
	return true
}
