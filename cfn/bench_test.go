package cfn

import (
	"fmt"
	"strings"
	"testing"
)

// benchTemplate is a template as CDK writes them: JSON, with many resources.
func benchTemplate() []byte {
	var b strings.Builder
	b.WriteString("{\n \"Resources\": {\n")
	for i := range 2000 {
		fmt.Fprintf(&b, `  "Permission%d": {
   "Type": "AWS::Lambda::Permission",
   "Properties": {
    "Action": "lambda:InvokeFunction",
    "FunctionName": {"Fn::GetAtt": ["Function", "Arn"]},
    "Principal": "sns.amazonaws.com",
    "SourceArn": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":sns:eu-west-1:123456789012:topic"]]}
   },
   "Metadata": {"aws:cdk:path": "stack/construct/Permission"}
  },
`, i)
	}
	b.WriteString(`  "Function": {"Type": "AWS::Lambda::Function"}` + "\n }\n}\n")
	return []byte(b.String())
}

func BenchmarkParseJSON(b *testing.B) {
	data := benchTemplate()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkResources(b *testing.B) {
	data := benchTemplate()
	template, err := Parse(data)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if n := len(template.Resources(fuzzOptions)); n != 2001 {
			b.Fatalf("found %d resources", n)
		}
	}
}

func BenchmarkMentions(b *testing.B) {
	data := benchTemplate()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if Mentions(data, []string{"AWS::SNS::Subscription", "AWS::Lambda::Url"}) {
			b.Fatal("nothing is mentioned")
		}
	}
}
