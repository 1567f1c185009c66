package cfn

import (
	"strings"

	"github.com/truststack/truststack/value"
)

// pseudo evaluates a pseudo parameter; false when name is none.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
func (w *world) pseudo(name string, pos value.Pos) (value.Value, bool) {
	if !strings.HasPrefix(name, "AWS::") {
		return value.Value{}, false
	}
	switch name {
	case "AWS::NoValue":
		return value.Value{Pos: pos}, true
	case "AWS::NotificationARNs":
		return value.Obscure(value.Hole{Name: name, Why: "depends on how the stack is made"}, pos), true
	}
	t, ok := w.pseudoText(name)
	if !ok {
		w.tell(problem(pos, "", "found the pseudo parameter %q, which CloudFormation does not have", shorten(name)))
		t = value.Unknown(name, "not a pseudo parameter")
	}
	return value.Scalar(t, pos), true
}

func (w *world) pseudoText(name string) (value.Text, bool) {
	o := w.options
	switch name {
	case "AWS::AccountId":
		return w.place(o.Account, value.Account, name), true
	case "AWS::Region":
		return w.place(o.Region, value.Region, name), true
	case "AWS::Partition":
		return w.place(o.Partition, value.Partition, name), true
	case "AWS::URLSuffix":
		if partition, ok := w.place(o.Partition, value.Partition, "AWS::Partition").Known(); ok {
			return value.Literal(suffixOf(partition)), true
		}
		return w.unknown(placeHole(value.Suffix, name)), true
	case "AWS::StackName":
		return w.unknown(value.Hole{Class: value.Name, Name: name, Why: "the stack's name is given at deployment"}), true
	case "AWS::StackId":
		return value.Concat(w.arn("cloudformation"), value.Literal("stack/"),
			w.unknown(value.Hole{Class: value.Name, Name: "AWS::StackName", Why: "the stack's name is given at deployment"}),
			value.Literal("/"), w.unknown(value.Hole{Class: value.Name, Name: name, Why: "known after deployment", AfterApply: true})), true
	}
	return value.Text{}, false
}

// place is one of the facts of where the stack will be.
func (w *world) place(known string, class value.Class, name string) value.Text {
	if known != "" {
		return value.Literal(known)
	}
	return w.unknown(placeHole(class, name))
}

// arn is "arn:partition:service:region:account:" of the deploying account.
func (w *world) arn(service string) value.Text {
	return w.fill("arn:{P}:"+service+":{R}:{A}:", nil)
}

// partitionOf is the partition that a Region lies in.
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
func partitionOf(region string) string {
	for _, p := range []struct{ prefix, partition string }{
		{"cn-", "aws-cn"},
		{"us-gov-", "aws-us-gov"},
		{"us-isob-", "aws-iso-b"},
		{"us-isof-", "aws-iso-f"},
		{"eu-isoe-", "aws-iso-e"},
		{"us-iso-", "aws-iso"},
		{"eusc-", "aws-eusc"},
	} {
		if strings.HasPrefix(region, p.prefix) {
			return p.partition
		}
	}
	return "aws"
}

// suffixOf is AWS::URLSuffix in a partition, empty where it is not known.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
func suffixOf(partition string) string {
	switch partition {
	case "aws-cn":
		return "amazonaws.com.cn"
	case "aws-iso":
		return "c2s.ic.gov"
	case "aws-iso-b":
		return "sc2s.sgov.gov"
	case "aws-iso-e":
		return "cloud.adc-e.uk"
	case "aws-iso-f":
		return "csp.hci.ic.gov"
	case "aws-eusc":
		return "amazonaws.eu"
	}
	return "amazonaws.com"
}
