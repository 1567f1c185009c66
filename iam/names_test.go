package iam

import (
	"errors"
	"slices"
	"testing"
)

func TestParseARN(t *testing.T) {
	for _, c := range []struct {
		text string
		want ARN
	}{
		{"arn:aws:sns:us-east-1:123456789012:topic", ARN{PartitionAWS, "sns", "us-east-1", "123456789012", "topic"}},
		{"arn:aws-cn:s3:::bucket/key:with:colons", ARN{PartitionChina, "s3", "", "", "bucket/key:with:colons"}},
		{"arn:aws-us-gov:iam::123456789012:role/p/r", ARN{PartitionGovCloud, "iam", "", "123456789012", "role/p/r"}},
	} {
		got, err := ParseARN(c.text)
		if err != nil || got != c.want || got.String() != c.text {
			t.Errorf("%s: %+v, %v", c.text, got, err)
		}
	}
	for _, bad := range []string{"", "arn", "arn:aws:s3:::", "arn::s3:::b", "arn:aws::::b", "arn:aws:s3::b", "ARN:aws:s3:::b", "*"} {
		_, err := ParseARN(bad)
		var arn *ARNError
		if !errors.As(err, &arn) || arn.ARN != bad {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestAccountID(t *testing.T) {
	for text, want := range map[string]bool{"123456789012": true, "12345678901": false, "1234567890123": false, "12345678901a": false, "": false} {
		if AccountID(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestPartition(t *testing.T) {
	for _, c := range []struct {
		p                    Partition
		service, dns, prince string
	}{
		{PartitionAWS, "sns", "amazonaws.com", "sns.amazonaws.com"},
		{PartitionGovCloud, "lambda", "amazonaws.com", "lambda.amazonaws.com"},
		{PartitionChina, "sns", "amazonaws.com.cn", "sns.amazonaws.com"},
		{PartitionChina, "ec2", "amazonaws.com.cn", "ec2.amazonaws.com.cn"},
		{"aws-new", "sns", "", ""},
	} {
		if c.p.DNSSuffix() != c.dns || c.p.ServicePrincipal(c.service) != c.prince {
			t.Errorf("%s: %s, %s", c.p, c.p.DNSSuffix(), c.p.ServicePrincipal(c.service))
		}
	}
}

func TestStrings(t *testing.T) {
	var absent Strings
	one, list, empty := One("a"), List("a"), List()
	if absent.Present() || !empty.Present() || one.IsList() || !list.IsList() || one.Equal(list) || absent.Equal(empty) {
		t.Error("the forms are mixed up")
	}
	if !slices.Equal(slices.Collect(List("a", "b").All()), []string{"a", "b"}) || one.At(1) != "" || one.At(-1) != "" {
		t.Error("the values are wrong")
	}
	values := list.Values()
	values[0] = "b"
	if list.At(0) != "a" {
		t.Error("a copy is shared")
	}
}

func TestParseOperator(t *testing.T) {
	got, ok := ParseOperator("ForAnyValue:StringNotLikeIfExists")
	if want := (OperatorName{Base: "StringNotLike", Set: ForAnyValue, IfExists: true, Negated: true}); !ok || got != want {
		t.Errorf("%+v, %v", got, ok)
	}
	for _, name := range []string{"", "IfExists", "ForAnyValue:", "NullIfExists", "ForAllValues:Null", "StringLikeIfExistsIfExists"} {
		if _, ok := ParseOperator(name); ok {
			t.Errorf("%q is known", name)
		}
	}
}

func TestContext(t *testing.T) {
	var none *Context
	if !none.Get("k").unknown() || !(&Context{}).Get("k").unknown() || !NewContext(UnlistedAbsent).Get("k").absent() {
		t.Error("unlisted keys")
	}
	c := NewContext(UnlistedAbsent).Set("AWS:SourceIp", SingleValue("192.0.2.1")).Set("k", UnknownValue())
	if values, known := c.Get("aws:sourceip").Known(); !known || !slices.Equal(values, []string{"192.0.2.1"}) {
		t.Error("names are case-sensitive")
	}
	if !c.Get("k").unknown() {
		t.Error("a key listed as unknown is not")
	}
}
