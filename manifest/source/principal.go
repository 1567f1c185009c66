package source

import (
	"strings"

	"github.com/truststack/truststack/manifest"
)

// checkPrincipal checks the ARN pattern of a role or user. IAM compares such a
// pattern part by part, so wildcards do not reach over a colon.
func (r *reader) checkPrincipal(c manifest.Common, p, path string, exempt bool) {
	const wanted = "an ARN pattern such as arn:aws:iam::*:role/break-glass-*"
	parts := strings.SplitN(p, ":", 6)
	switch {
	case r.checkVariables(p, path):
	case everyone(p, parts):
		hint := "name the roles: with this no policy would bind anyone"
		if !exempt {
			hint = "name the caller, or delete principal and keep the other selectors"
		}
		r.faultAt(path, quote(p)+", which is everyone", wanted, hint)
	case parts[0] != "arn":
		hint := "write the whole ARN: arn:" + c.Partition() + ":iam::*:role/" + short(strings.TrimPrefix(p, "role/"))
		if strings.ContainsAny(p, ": \t") {
			hint = "write the whole ARN of a role or user; * and ? are wildcards"
		}
		r.faultAt(path, quote(p), wanted, hint)
	case len(parts) < 6:
		r.faultAt(path, quote(p), wanted, "write all six parts, arn:partition:iam::account:role/name; a wildcard does not reach over a colon")
	case parts[2] == "sts":
		r.faultAt(path, quote(p), wanted, "name the role, not its session: "+roleOfSession(parts))
	case parts[2] != "iam" || parts[3] != "":
		r.faultAt(path, quote(p), wanted, "principals are roles and users of iam, which has no Region: arn:partition:iam::account:role/name")
	case r.otherPartition(c, parts[1]):
		r.faultAt(path, quote(p), "an ARN of "+c.Partition()+", the organisation's partition", "it can never match: write arn:"+c.Partition()+":…")
	case !isAccountID(parts[4]) && !strings.ContainsAny(parts[4], "*?"):
		r.faultAt(path, quote(p), "12 digits or * as the account", "mend the fifth part")
	case strings.ContainsAny(parts[4], "*?") && strings.Trim(parts[4], "0123456789*?") != "":
		r.faultAt(path, quote(p), "digits and wildcards as the account", "mend the fifth part")
	default:
		r.checkPrincipalName(p, parts, path, exempt)
	}
}

// everyone reports whether a pattern leaves nobody out.
func everyone(p string, parts []string) bool {
	if strings.Trim(p, "*") == "" || strings.HasPrefix(p, "arn:*") && strings.Trim(p[4:], "*:/?") == "" {
		return true
	}
	return len(parts) == 6 && strings.Trim(parts[4], "*?") == "" && strings.Trim(parts[5], "*/?") == ""
}

func (r *reader) otherPartition(c manifest.Common, partition string) bool {
	if r.positions.wrong["spec.awsOrganizationARN"] {
		return false
	}
	return !strings.ContainsAny(partition, "*?") && partition != c.Partition()
}

func (r *reader) checkPrincipalName(p string, parts []string, path string, exempt bool) {
	resource := parts[5]
	typ, name, slash := strings.Cut(resource, "/")
	switch {
	case resource == "root":
		if exempt {
			r.warnAt(path, quote(p), "", "root users of these accounts are exempt; a break-glass role can be watched and taken away, a root user cannot")
		}
	case typ != "role" && typ != "user":
		hint := "write role/NAME or user/NAME; for roles of Identity Center: role/aws-reserved/sso.amazonaws.com/*"
		r.faultAt(path, quote(p), "role/… or user/… as the last part", hint)
	case !slash || name == "":
		r.faultAt(path, quote(p), typ+"/ and a name as the last part", "write "+typ+"/NAME; * and ? are wildcards")
	case strings.ContainsAny(resource, " \t"):
		r.faultAt(path, quote(p), "a name without white space", "take the white space away")
	case exempt && strings.Trim(name, "*/?") == "" && strings.Trim(parts[4], "*?") == "":
		r.faultAt(path, quote(p)+", which is every "+typ, "the names of the "+typ+"s that are meant", "with this no policy would bind any "+typ+": name the "+typ+"s")
	case exempt && strings.Trim(name, "*/?") == "":
		r.warnAt(path, quote(p), "", "it exempts every "+typ+" of these accounts, whoever can create one: name the "+typ+"s")
	}
}

func roleOfSession(parts []string) string {
	role := strings.TrimPrefix(parts[5], "assumed-role/")
	role, _, _ = strings.Cut(role, "/")
	return "arn:" + short(parts[1]) + ":iam::" + short(parts[4]) + ":role/" + short(role)
}
