package lambdavpc

import (
	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/pack"
)

// tagName is the package's name in the tag ts:exclude.
const tagName = "LambdaVPCSecurity"

// tagPatterns is StringLike patterns of the tag's values that exclude the package:
// the whole value, or a whole word of a list that has one separator. A pattern
// knows no classes of characters, so each separator needs its own; lists with
// several separators would take as many patterns again as they are rare.
func tagPatterns() []string {
	out := []string{"ALL", tagName}
	for _, sep := range []string{",", " ", ":", "/"} {
		out = append(out, tagName+sep+"*", "*"+sep+tagName, "*"+sep+tagName+sep+"*")
	}
	return out
}

// untagged leaves functions alone that carry the tag: on creation it stands in the
// request, afterwards on the function. The guard lets only exempt principals set
// it, so the condition is there only where the guard is enforced.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
// lists aws:RequestTag for CreateFunction and aws:ResourceTag for
// UpdateFunctionConfiguration; a key that a call lacks meets a negated operator.
func (r *rule) untagged(c iam.Condition) iam.Condition {
	if !r.tags {
		return c
	}
	c = pack.MustAnd(c, "StringNotLike", "aws:RequestTag/"+pack.ExcludeTag, tagPatterns()...)
	return pack.MustAnd(c, "StringNotLike", "aws:ResourceTag/"+pack.ExcludeTag, tagPatterns()...)
}

// matchesTag reports whether the policy leaves a function with this tag alone.
func matchesTag(tag string) bool {
	for _, p := range tagPatterns() {
		if iam.Like(p, tag) {
			return true
		}
	}
	return false
}
