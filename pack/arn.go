package pack

import "github.com/truststack/truststack/value"

// ARN is an ARN of which parts may be unknown.
type ARN struct {
	Partition, Service, Region, Account, Resource value.Text
}

// ParseARN splits a text at its first five colons
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
// Ok is No when the text is known not to be an ARN, Maybe when an unknown part
// hides where it splits; the ARN then has the parts before that, and the others
// are unknown.
func ParseARN(t value.Text) (arn ARN, ok value.Tri) {
	if t.Absent() {
		return ARN{}, value.No
	}
	var parts [5]value.Text
	rest := t
	for i := range parts {
		before, after, found := rest.Cut(':')
		switch found {
		case value.No:
			return ARN{}, value.No
		case value.Maybe:
			for ; i < len(parts); i++ {
				parts[i] = value.Unknown("", "part of an ARN that is not known")
			}
			arn = ARN{parts[1], parts[2], parts[3], parts[4], value.Unknown("", "part of an ARN that is not known")}
			return arn, begins(parts[0])
		}
		parts[i], rest = before, after
	}
	if s, known := parts[0].Known(); known && s != "arn" {
		return ARN{}, value.No
	}
	return ARN{parts[1], parts[2], parts[3], parts[4], rest}, value.Yes
}

// begins is No when a first part is known and is not "arn".
func begins(first value.Text) value.Tri {
	if s, known := first.Known(); known && s != "arn" {
		return value.No
	}
	return value.Maybe
}

// IsAccountID reports whether s is 12 ASCII digits.
func IsAccountID(s string) bool {
	if len(s) != 12 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
