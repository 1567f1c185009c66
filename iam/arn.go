package iam

import (
	"fmt"
	"strings"
)

// ARN is an Amazon Resource Name, split at its first five colons
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html). Region
// and Account are empty for resources that have none.
type ARN struct {
	Partition Partition
	Service   string
	Region    string
	Account   string
	Resource  string
}

// ParseARN reads an ARN. It checks the form, not whether the partition, service
// or account exist. The error is an [*ARNError].
func ParseARN(s string) (ARN, error) {
	parts := strings.SplitN(s, ":", 6)
	switch {
	case parts[0] != "arn":
		return ARN{}, &ARNError{ARN: s, Wanted: `"arn:" at the start`}
	case len(parts) < 6:
		return ARN{}, &ARNError{ARN: s, Wanted: "six parts separated by colons"}
	case parts[1] == "" || parts[2] == "" || parts[5] == "":
		return ARN{}, &ARNError{ARN: s, Wanted: "a partition, a service and a resource"}
	}
	return ARN{Partition: Partition(parts[1]), Service: parts[2], Region: parts[3], Account: parts[4], Resource: parts[5]}, nil
}

// String is the ARN's text; ParseARN reads it back.
func (a ARN) String() string {
	return strings.Join([]string{"arn", string(a.Partition), a.Service, a.Region, a.Account, a.Resource}, ":")
}

// ARNError is a text that is not an ARN.
type ARNError struct {
	ARN, Wanted string
}

func (e *ARNError) Error() string {
	return fmt.Sprintf("ARN: found %s, wanted %s, as in arn:aws:sns:us-east-1:123456789012:topic", quote(e.ARN), e.Wanted)
}

// AccountID reports whether s has the form of an account: twelve digits.
func AccountID(s string) bool {
	n, rest := digits(s)
	return n == 12 && rest == ""
}
