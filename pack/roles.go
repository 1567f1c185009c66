package pack

import (
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/value"
)

// RoleARNs is the ARN patterns of a list of role names, in every account of the
// partition. A name matches over path plus name, with * and ? as wildcards: a
// bare "Deployer" is that role under any path, "team/Deployer" the one under
// that path or a path that ends in it. Policies compare them with ArnLike,
// which matches the parts of an ARN one by one, so no user's path can imitate
// a role.
func RoleARNs(partition iam.Partition, names []string) []string {
	var out []string
	for _, name := range names {
		name = strings.TrimPrefix(name, "/")
		out = append(out, "arn:"+string(partition)+":iam::*:role/"+name)
		if !strings.HasPrefix(name, "*") {
			out = append(out, "arn:"+string(partition)+":iam::*:role/*/"+name)
		}
	}
	return unique(out)
}

// MatchesARN reports whether an ARN matches any of the patterns, as ArnLike
// does. An absent ARN matches none; one with unknown parts may.
func MatchesARN(patterns []string, arn value.Text) value.Tri {
	if arn.Absent() || len(patterns) == 0 {
		return value.No
	}
	s, known := arn.Known()
	if !known {
		return value.Maybe
	}
	for _, p := range patterns {
		if iam.ARNLike(p, s) {
			return value.Yes
		}
	}
	return value.No
}
