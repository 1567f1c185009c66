package lambdalayerpermission

import (
	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// residuals is where the policy differs from the rule: it sees the caller and
// nothing of what is granted.
func residuals(r *rule) []pack.Residual {
	out := []pack.Residual{{
		Name: "grantee not seen", Layer: manifest.Preventative, Direction: pack.LetsThrough,
		Why: "No condition key of lambda:AddLayerVersionPermission holds the principal, the organisation or the action: who may grant at all may grant to anyone.",
		Covers: func(s pack.Subject, _ iam.Request) bool {
			p, is := s.(LayerPermission)
			return is && (len(r.admins) == 0 || pack.MatchesARN(r.admins, p.CallerARN) != value.No)
		},
		Witness: r.witness(r.admin(), "*"),
	}}
	if len(r.admins) == 0 {
		return out
	}
	return append(out, pack.Residual{
		Name: "grant by another role", Layer: manifest.Preventative, Direction: pack.DeniesMore,
		Why: "For the same reason the policy denies every grant by someone who has no permission admin role: those to trusted accounts and organisations, and those that an exception covers by a selector that it cannot see.",
		Covers: func(s pack.Subject, _ iam.Request) bool {
			p, is := s.(LayerPermission)
			return is && pack.MatchesARN(r.admins, p.CallerARN) != value.Yes
		},
		Witness: r.witness("arn:"+r.partition+":iam::111122223333:user/someone", "111122223333"),
	})
}

// admin is the ARN of a role that may grant: the first pattern, with its wildcards
// filled in.
func (r *rule) admin() string {
	pattern := "arn:" + r.partition + ":iam::*:role/anyone"
	if len(r.admins) > 0 {
		pattern = r.admins[0]
	}
	var out []byte
	for i := range len(pattern) {
		switch pattern[i] {
		case '*':
			out = append(out, "111122223333"...)
		case '?':
			out = append(out, 'x')
		default:
			out = append(out, pattern[i])
		}
	}
	return string(out)
}

// witness is a grant by a caller to a principal.
func (r *rule) witness(caller, principal string) pack.Subject {
	return LayerPermission{
		Layer:     value.Literal("arn:" + r.partition + ":lambda:us-east-1:111122223333:layer:l:1"),
		Owner:     value.Literal("111122223333"),
		Action:    value.Literal(getLayerVersion),
		Principal: pack.ParsePrincipal(value.Literal(principal), r.partition),
		CallerARN: value.Literal(caller),
	}
}
