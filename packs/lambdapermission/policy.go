package lambdapermission

import (
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/pack"
)

// preventative is the package's service control policy: on lambda:AddPermission by
// lambda:Principal and lambda:FunctionUrlAuthType, on a URL's calls by the latter,
// and on whole policies by the caller, since no key shows what they hold
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html).
type preventative struct{ *rule }

// The actions that the policy denies. Whoever may call the public access block's
// could switch it off.
const (
	addPermission  = "lambda:AddPermission"
	putPolicy      = "lambda:PutResourcePolicy"
	putAccessBlock = "lambda:PutPublicAccessBlockConfig"
	createURL      = "lambda:CreateFunctionUrlConfig"
	updateURL      = "lambda:UpdateFunctionUrlConfig"
)

// The condition keys that they are denied by.
const (
	principalKey = "lambda:Principal"
	authTypeKey  = "lambda:FunctionUrlAuthType"
	tagKey       = "aws:ResourceTag/" + pack.ExcludeTag
)

// Policies implements pack.Preventative.
func (p preventative) Policies(t pack.Target) []pack.Policy {
	w := writer{rule: p.rule, target: t}
	w.grants("DenyGrantToUntrustedPrincipal", p.untrusted(t), addPermission)
	if c := p.disguised(t); c != nil {
		w.grants("DenyGrantToDisguisedPrincipal", c, addPermission)
	}
	w.grants("DenyGrantToPublicFunctionURL", none(), addPermission)
	w.deny("DenyPublicFunctionURL", none(), pack.Selects{Suffixes: suffixes}, createURL, updateURL)
	if len(p.admins) > 0 {
		w.grants("DenyGrantByOthers", pack.MustAnd(nil, "ArnNotLike", "aws:PrincipalArn", p.admins...), addPermission, putAccessBlock, putPolicy)
	} else {
		// No key shows whom a whole policy names, so an exception for a grantee
		// cannot apply.
		w.deny("DenyWholePolicy", nil, pack.Selects{Suffixes: suffixes}, putAccessBlock, putPolicy)
	}
	return []pack.Policy{{Kind: pack.SCP, Name: name, Statements: w.statements,
		Description: "Denies giving Lambda functions to untrusted accounts, services and the public."}}
}

// suffixes of a function's ARN: none, or a version or alias.
var suffixes = []string{"", ":*"}

// none is the authentication type that makes a URL public.
func none() iam.Condition { return pack.MustAnd(nil, "StringEquals", authTypeKey, "NONE") }

// writer gathers the policy's statements.
type writer struct {
	*rule
	target     pack.Target
	statements []iam.Statement
}

// grants adds a Deny on calls that name a principal.
func (w *writer) grants(sid string, c iam.Condition, actions ...string) {
	w.deny(sid, c, pack.Selects{GranteeKey: principalKey, GranteeForms: w.rootForm, Suffixes: suffixes}, actions...)
}

// deny adds a Deny that lets through exempt principals, exceptions and, where the
// guard protects the tag, excluded functions.
func (w *writer) deny(sid string, c iam.Condition, how pack.Selects, actions ...string) {
	if w.tagged {
		c = pack.MustAnd(c, "StringNotLike", tagKey, "ALL", "*"+tag+"*")
	}
	w.statements = append(w.statements, w.target.Bind(pack.Deny(sid, c, actions...), how)...)
}

// rootForm is the other form of an account in an exception's grantee: AddPermission
// takes 12 digits and the root's ARN alike.
func (r *rule) rootForm(grantee string) []string {
	if strings.Trim(grantee, "0123456789?*") != "" {
		return nil
	}
	return []string{"arn:" + r.partition + ":iam::" + grantee + ":root"}
}

// untrusted is met by a principal that is no trusted account, nobody in one, and no
// service that may be trusted. With administrators, who alone may grant at all, *
// is left to them: no key carries the organisation. The Null leaves a whole policy
// of theirs alone, for which AWS also asks whether AddPermission is allowed, with no
// principal to show
// (https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html).
func (r *rule) untrusted(t pack.Target) iam.Condition {
	c := pack.MustAnd(nil, "StringNotLike", principalKey, append(r.accountPatterns(t), r.servicePatterns()...)...)
	if len(r.admins) > 0 {
		c = pack.MustAnd(c, "StringNotEquals", principalKey, "*")
		c = pack.MustAnd(c, "Null", principalKey, "false")
	}
	return c
}

// disguised is met by what only looks like a service: a pattern's * also crosses
// what no service's name holds, so a role called x.amazonaws.com would pass, and
// more than one label before the suffix of a listed service.
func (r *rule) disguised(t pack.Target) iam.Condition {
	var guards []string
	for _, s := range r.globals() {
		host, suffix := splitService(s)
		guards = append(guards, host+".*.*"+suffix)
	}
	if len(r.services) == 0 {
		for _, suffix := range r.suffixes() {
			for _, c := range []string{":", "/", " "} {
				guards = append(guards, "*"+c+"*"+suffix)
			}
		}
	}
	if len(guards) == 0 {
		return nil
	}
	c := pack.MustAnd(nil, "StringLike", principalKey, guards...)
	if accounts := r.accountPatterns(t); len(r.services) == 0 && len(accounts) > 0 {
		c = pack.MustAnd(c, "StringNotLike", principalKey, accounts...)
	}
	return c
}

// accountPatterns is the forms of trusted accounts and of whoever is in them. The
// function's own account needs a policy variable: without, it is denied too.
func (r *rule) accountPatterns(t pack.Target) []string {
	accounts := r.accounts.IDs()
	if t.Variables {
		accounts = append([]string{"${aws:ResourceAccount}"}, accounts...)
	}
	var out []string
	for _, a := range accounts {
		arn := "arn:" + r.partition
		out = append(out, a, arn+":iam::"+a+":*", arn+":sts::"+a+":*")
	}
	return out
}

// suffixes is how services' names end in the partition.
func (r *rule) suffixes() []string {
	if iam.Partition(r.partition) == iam.PartitionChina {
		return []string{".amazonaws.com", ".amazonaws.com.cn"}
	}
	return []string{".amazonaws.com"}
}

// servicePatterns is the services that may be trusted, if the source is: that no
// key shows. Lambda@Edge's replicator is trusted by itself.
func (r *rule) servicePatterns() []string {
	if len(r.services) == 0 {
		var out []string
		for _, suffix := range r.suffixes() {
			out = append(out, "*"+suffix)
		}
		for _, s := range []string{pack.AlexaSkills, pack.AlexaHome} {
			if pack.IsService(s, r.partition) {
				out = append(out, s)
			}
		}
		return out
	}
	out := append([]string(nil), r.services...)
	for _, s := range r.globals() {
		host, suffix := splitService(s)
		out = append(out, host+".??*-?*-?"+suffix) // s3.us-east-1.amazonaws.com
	}
	return append(out, replicator)
}

// globals is the listed services that have regional forms.
func (r *rule) globals() []string {
	var out []string
	for _, s := range r.services {
		if host, _ := splitService(s); host != "" && pack.GlobalService(s) == s {
			out = append(out, s)
		}
	}
	return out
}

// splitService splits s3.amazonaws.com into s3 and .amazonaws.com; the host is
// empty for Alexa's, which have other names.
func splitService(s string) (host, suffix string) {
	for _, suffix := range []string{".amazonaws.com.cn", ".amazonaws.com"} {
		if host, ok := strings.CutSuffix(s, suffix); ok {
			return host, suffix
		}
	}
	return "", ""
}
