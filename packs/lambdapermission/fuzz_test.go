package lambdapermission

import (
	"testing"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// FuzzWholePolicy: no policy and no name of a function makes the adapters or the
// rule panic, and a verdict always says why.
func FuzzWholePolicy(f *testing.F) {
	rule, faults := Package.NewRule(common, manifest.Section{Enabled: true, Configuration: []byte(`{"trustedAccountIDs":["222233334444"],"trustedOrgIDs":["o-exampleorgid"]}`)})
	if rule.Judge == nil {
		f.Fatal(faults)
	}
	f.Add(`{"Statement":{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*"}}`, "f")
	f.Add(`{"Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":["999999999999"]},"NotAction":"*","Condition":{"StringEquals":{"aws:SourceArn":["*",null,{}]}}}]}`, "arn:aws:lambda:us-east-1:111122223333:function:f:3")
	f.Add(`{"Statement":[{"Effect":"Allow","Principal":{"Service":["s3.amazonaws.com",1,true,[]]},"Action":["lambda:*"],"Condition":{"Bool":{"lambda:InvokedViaFunctionUrl":"true"},"Null":3}}]}`, "111122223333:function:f")
	f.Add(`{"Statement":[1,"x",null,{"Effect":"Permit"}]}`, "::::::")
	f.Fuzz(func(t *testing.T, document, name string) {
		r := value.Resource{Account: value.Literal("111122223333"), Region: value.Literal("us-east-1"), Partition: value.Literal("aws")}
		fn := functionOf(value.Literal(name), r, value.Variant{})
		for _, s := range wholePolicy(fn.permission(), value.Scalar(value.Literal(document), value.Pos{}), "aws") {
			v := rule.Judge(s.Permission)
			if v.Kind == pack.Untrusted && len(v.Reasons) == 0 || v.Kind == pack.Undetermined && len(v.Missing) == 0 {
				t.Fatalf("%s without a reason: %s", v.Kind, document)
			}
			for _, x := range v.Reasons {
				if codes[x.Code] == "" || x.Path == "" || x.Found == "" || x.Wanted == "" || x.Text == "" || x.Fix == "" {
					t.Fatalf("a reason says too little: %+v", x)
				}
			}
			_, _ = rule.Preventative.Impl.Requests(s.Permission)
			for _, residual := range rule.Residuals {
				residual.Covers(s.Permission, iam.Request{})
			}
		}
	})
}
