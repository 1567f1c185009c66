package pack

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/truststack/truststack/manifest"
)

// roleName is a role's name with its path before it, * and ? as wildcards
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html:
// letters, digits and _+=,.@-). A path may hold more; what policies treat as
// special, or as the end of an ARN's part, is refused.
var roleName = regexp.MustCompile(`^/?([A-Za-z0-9_+=,.@!*?-]+/)*[A-Za-z0-9_+=,.@*?-]+$`)

// CheckRoleNames is what is wrong with a list of role names in the form of
// [RoleARNs], and what may surprise. Path is the list's, relative to the section.
func CheckRoleNames(path string, names []string) []manifest.Fault {
	const wanted = "a role's name, with or without its path: Deployer, team/Deployer, deploy-*"
	var out []manifest.Fault
	for i, name := range names {
		f := manifest.Fault{Path: fmt.Sprintf("%s[%d]", path, i), Found: fmt.Sprintf("%q", name), Wanted: wanted}
		switch {
		case strings.HasPrefix(name, "arn:"):
			f.Hint = "write what follows role/ in the ARN: a name is trusted in every account of the organisation"
		case strings.HasPrefix(name, "role/"):
			f.Hint = "write the name without role/ before it"
		case !roleName.MatchString(name):
			f.Hint = "a role's name has letters, digits and _+=,.@- only"
		case strings.Trim(name, "*?/") == "":
			f.Wanted, f.Hint, f.Warning = "", "every role there is matches it: name the roles that are meant, or leave the list empty", true
		default:
			continue
		}
		out = append(out, f)
	}
	return out
}
