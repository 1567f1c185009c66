package lambdapermission

import (
	"slices"
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// residuals is where the policy differs from the rule, for this manifest: a
// residual stands only if its witness can occur.
func residuals(r *rule, exceptions []manifest.Exception) []pack.Residual {
	var out []pack.Residual
	add := func(name string, d pack.Direction, why string, covers func(Permission) bool, witness *Permission) {
		if witness == nil {
			return
		}
		out = append(out, pack.Residual{Name: name, Layer: manifest.Preventative, Direction: d, Why: why, Witness: *witness,
			Covers: func(s pack.Subject, _ iam.Request) bool { p, is := s.(Permission); return is && covers(p) }})
	}
	r.deniesMore(add)
	r.letsThrough(add)
	add("exception by an account's root ARN", pack.LetsThrough,
		"An exception's grantee is compared with an account's 12 digits, since AWS spells one account in several ways; lambda:Principal holds what the caller wrote, so a pattern of ARNs lets the root's ARN through.",
		func(p Permission) bool {
			return p.Principal.Kind == pack.Account && p.Principal.Text.Same(p.Principal.Account) == value.No && byRoot(exceptions, p) != nil
		}, r.rootWitness(exceptions))
	if r.tagged {
		out = append(out, r.tagResiduals()...)
	}
	return out
}

// adder adds a residual about permissions, unless it has no witness.
type adder func(name string, d pack.Direction, why string, covers func(Permission) bool, witness *Permission)

// deniesMore is what the rule trusts and the policy denies.
func (r *rule) deniesMore(add adder) {
	add("organisation", pack.DeniesMore,
		"No condition key carries PrincipalOrgID: a grant that only a trusted organisation makes good is denied, to * save for permissionAdminRoles.",
		func(p Permission) bool {
			without := p
			without.PrincipalOrgIDs = nil
			return !p.Whole && len(p.PrincipalOrgIDs) > 0 && r.permission(without).Kind == pack.Untrusted && !(p.Principal.Kind == pack.Everyone && r.byAdmin(p))
		}, r.organizationWitness())
	whole := r.ownWitness(value.Text{})
	whole.Whole = true
	add("whole policy", pack.DeniesMore,
		"No condition key shows what a whole policy holds: it is denied to all but exempt principals and permissionAdminRoles.",
		func(p Permission) bool { return p.Whole && !r.byAdmin(p) }, whole)
	if len(r.admins) > 0 {
		other := r.ownWitness(value.Literal("arn:" + r.partition + ":iam::111122223333:user/someone"))
		add("grant by others", pack.DeniesMore,
			"permissionAdminRoles names who may grant at all; to whom does not matter then.",
			func(p Permission) bool { return !p.Whole && !r.byAdmin(p) }, other)
	}
}

// letsThrough is what the rule does not trust and the policy cannot see.
func (r *rule) letsThrough(add adder) {
	hidden := func(name, why string, witness *Permission, codes ...string) {
		add(name, pack.LetsThrough, why, func(p Permission) bool { return r.only(p, hiddenCodes) && r.has(p, codes) && r.visible(p) }, witness)
	}
	admin := r.admin()
	hidden("source", "No condition key carries SourceAccount or SourceArn: a service that may be trusted passes whatever its source.",
		r.sourceWitness(admin), "LAMBDA-SOURCE-MISSING", "LAMBDA-SOURCE-BUCKET", "LAMBDA-SOURCE-ARN", "LAMBDA-SOURCE-ACCOUNT")
	action := r.serviceWitness(admin)
	action.Actions = []value.Text{value.Literal("lambda:*")}
	hidden("action", "No condition key carries the action that is granted.", action, "LAMBDA-ACTION")
	org := r.ownWitness(admin)
	org.PrincipalOrgIDs = []value.Text{value.Literal("o-someoneelse")}
	hidden("organisation not trusted", "No condition key carries PrincipalOrgID: beside a trusted account any organisation passes.", org, "LAMBDA-ORG")
	hidden("Alexa without a token", "No condition key of the call carries EventSourceToken.", r.alexaWitness(admin), "LAMBDA-ALEXA-TOKEN")
	hidden("Lambda@Edge's replicator", "The replicator is trusted with GetFunction on a numbered version, and no condition key carries either: it passes though it is not listed.",
		r.replicatorWitness(admin), "LAMBDA-SERVICE")
	malformed := r.ownWitness(admin)
	malformed.Principal = pack.ParsePrincipal(value.Literal("arn:"+r.partition+":iam::111122223333:group/g"), r.partition)
	hidden("malformed principal", "Patterns know no classes of characters: what is no principal, but starts as an ARN in a trusted account or ends as a service, passes. IAM and Lambda refuse it.",
		malformed, "LAMBDA-PRINCIPAL", "LAMBDA-SERVICE")
	if len(r.admins) == 0 {
		return
	}
	everyone := r.ownWitness(admin)
	everyone.Principal = pack.ParsePrincipal(value.Literal("*"), r.partition)
	add("everyone by an administrator", pack.LetsThrough, "No condition key carries PrincipalOrgID: whoever may grant to * for a trusted organisation may do it without one.",
		func(p Permission) bool {
			return !p.Whole && p.Principal.Kind == pack.Everyone && r.byAdmin(p) && r.only(p, []string{"LAMBDA-EVERYONE", "LAMBDA-ORG", "LAMBDA-ACTION"})
		}, everyone)
	whole := *everyone
	whole.Whole = true
	add("whole policy by an administrator", pack.LetsThrough, "No condition key shows what a whole policy holds.",
		func(p Permission) bool { return p.Whole && r.byAdmin(p) }, &whole)
}

// hiddenCodes are the reasons about what no condition key carries, and those that
// a principal gives which patterns cannot tell from a trusted one (see visible).
var hiddenCodes = []string{"LAMBDA-ACTION", "LAMBDA-SOURCE-MISSING", "LAMBDA-SOURCE-BUCKET", "LAMBDA-SOURCE-ARN", "LAMBDA-SOURCE-ACCOUNT",
	"LAMBDA-ORG", "LAMBDA-ALEXA-TOKEN", "LAMBDA-PRINCIPAL", "LAMBDA-SERVICE"}

// byAdmin reports whether the caller is known to be one of permissionAdminRoles.
func (r *rule) byAdmin(p Permission) bool { return pack.MatchesARN(r.admins, p.CallerARN) == value.Yes }

// only reports whether a permission is untrusted for nothing but these reasons.
func (r *rule) only(p Permission, codes []string) bool {
	v := r.permission(p)
	return v.Kind == pack.Untrusted && !slices.ContainsFunc(v.Reasons, func(x pack.Reason) bool { return !slices.Contains(codes, x.Code) })
}

// has reports whether one of these is among the reasons.
func (r *rule) has(p Permission, codes []string) bool {
	return slices.ContainsFunc(r.permission(p).Reasons, func(x pack.Reason) bool { return slices.Contains(codes, x.Code) })
}

// visible reports whether nothing that the condition keys show is wrong: the
// permission would be trusted if all else were good, or its principal is one that
// patterns cannot tell from a trusted one.
func (r *rule) visible(p Permission) bool {
	if p.Whole || len(r.admins) > 0 && !r.byAdmin(p) {
		return false
	}
	good := Permission{Function: p.Function, Owner: p.Owner, Principal: p.Principal, Actions: []value.Text{value.Literal("lambda:InvokeFunction")},
		SourceAccounts: given(p.Owner), EventSourceTokens: given(value.Literal("token")), URLAuthTypes: p.URLAuthTypes}
	return r.permission(good).Kind == pack.Trusted || p.Principal.Service == replicator || r.lookAlike(p)
}

// lookAlike reports whether a principal is malformed and yet has the shape of what
// the policy's patterns admit.
func (r *rule) lookAlike(p Permission) bool {
	s, known := p.Principal.Text.Known()
	owner, _ := p.Owner.Known()
	if !known {
		return false
	}
	for _, account := range append([]string{owner}, r.accounts.IDs()...) {
		for _, service := range []string{"iam", "sts"} {
			if strings.HasPrefix(s, "arn:"+r.partition+":"+service+"::"+account+":") {
				return true
			}
		}
	}
	for _, suffix := range r.suffixes() {
		host, ok := strings.CutSuffix(s, suffix)
		if ok && len(r.services) == 0 {
			return !strings.ContainsAny(host, ":/ ")
		}
		for _, global := range r.globals() {
			base, end := splitService(global)
			label, under := strings.CutPrefix(host, base+".")
			if ok && under && end == suffix && strings.Count(label, "-") >= 2 && !strings.Contains(label, ".") {
				return true
			}
		}
	}
	return false
}

// tagResiduals is where the policy reads the tag ts:exclude otherwise than Decide.
func (r *rule) tagResiduals() []pack.Residual {
	const why = "Patterns know no words: the policy looks for ALL as the whole value and for the package's tag anywhere in it. The guard lets only exempt principals set the tag."
	about := func(covers func(tag string) bool) func(pack.Subject, iam.Request) bool {
		return func(s pack.Subject, _ iam.Request) bool {
			text, known := s.Identity().Exclude.Known()
			return known && covers(text)
		}
	}
	word := func(text, w string) bool {
		return slices.Contains(strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(", :/", c) }), w)
	}
	url := func(exclude string) FunctionURL {
		w := r.ownWitness(value.Text{})
		return FunctionURL{Function: w.Function, Owner: w.Owner, AuthType: value.Literal("NONE"), Exclude: value.Literal(exclude)}
	}
	return []pack.Residual{
		{Name: "ALL among other words of the tag", Layer: manifest.Preventative, Direction: pack.DeniesMore, Why: why,
			Covers:  about(func(text string) bool { return text != "ALL" && word(text, "ALL") }),
			Witness: url("SNSSubscriptionSecurity,ALL")},
		{Name: "package's tag inside a longer word", Layer: manifest.Preventative, Direction: pack.LetsThrough, Why: why,
			Covers:  about(func(text string) bool { return strings.Contains(text, tag) && !word(text, tag) }),
			Witness: url("not-" + tag)},
	}
}
