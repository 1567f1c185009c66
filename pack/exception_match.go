package pack

import "github.com/truststack/truststack/iam"

// canBegin reports whether some string that the pattern matches begins with
// prefix.
func canBegin(pattern, prefix string) bool {
	for i := 0; i <= len(pattern); i++ {
		if i > 0 && iam.Like(pattern[:i], prefix) {
			return true
		}
	}
	return prefix == ""
}

// canEnd reports whether some string that the pattern matches ends in suffix.
func canEnd(pattern, suffix string) bool {
	for i := len(pattern); i >= 0; i-- {
		if i < len(pattern) && iam.Like(pattern[i:], suffix) {
			return true
		}
	}
	return suffix == ""
}
