package pack

import (
	"net/url"
	"strings"
	"testing"

	"github.com/truststack/truststack/value"
)

func TestParsePrincipal(t *testing.T) {
	own := value.Of(value.Hole{Class: value.Account, Name: "AWS::AccountId"})
	for _, test := range []struct {
		text    value.Text
		want    PrincipalKind
		account string
	}{
		{value.Literal("*"), Everyone, "(absent)"},
		{value.Literal("111122223333"), Account, "111122223333"},
		{value.Literal("arn:aws:iam::111122223333:root"), Account, "111122223333"},
		{value.Literal("arn:aws:iam::111122223333:role/a/b"), Role, "111122223333"},
		{value.Literal("arn:aws:iam::111122223333:user/a"), User, "111122223333"},
		{value.Literal("arn:aws:sts::111122223333:assumed-role/r/s"), Session, "111122223333"},
		{value.Literal("arn:aws:sts::111122223333:federated-user/u"), Session, "111122223333"},
		{value.Literal("s3.amazonaws.com"), Service, "(absent)"},
		{value.Literal("logs.eu-west-1.amazonaws.com"), Service, "(absent)"},
		{value.Literal("alexa-appkit.amazon.com"), Service, "(absent)"},
		{value.Literal("AROAEXAMPLEEXAMPLE12"), Unique, "(absent)"},
		{value.Literal(strings.Repeat("0f", 32)), Unique, "(absent)"},
		{own, Account, "${AWS::AccountId}"},
		{value.Concat(value.Literal("arn:aws:iam::"), own, value.Literal(":root")), Account, "${AWS::AccountId}"},
		{value.Concat(value.Literal("arn:aws:iam::111122223333:role/"), value.Unknown("R", "")), Role, "111122223333"},
		{value.Unknown("P", ""), Unclear, "(absent)"},
		{value.Concat(value.Unknown("S", ""), value.Literal(".amazonaws.com")), Unclear, "(absent)"},

		{value.Text{}, Malformed, "(absent)"},
		{value.Literal("s3.amazonaws.com.evil.test"), Malformed, ""},
		{value.Literal("x.amazonaws.com.cn"), Malformed, ""},
		{value.Literal("evil-amazonaws.com"), Malformed, ""},
		{value.Literal("amazonaws.com"), Malformed, ""},
		{value.Literal("S3.amazonaws.com"), Malformed, ""},
		{value.Literal(" s3.amazonaws.com"), Malformed, ""},
		{value.Literal("evil.test/.amazonaws.com"), Malformed, ""},
		{value.Literal("11112222333"), Malformed, ""},
		{value.Literal("１１１１２２２２３３３３"), Malformed, ""},
		{value.Literal("arn:aws:iam::*:root"), Malformed, ""},
		{value.Literal("arn:aws:iam:::root"), Malformed, ""},
		{value.Literal("arn:aws-cn:iam::111122223333:root"), Malformed, ""},
		{value.Literal("arn:aws:iam:eu-west-1:111122223333:root"), Malformed, ""},
		{value.Literal("arn:aws:s3::111122223333:role/a"), Malformed, ""},
		{value.Literal("arn:aws:iam::111122223333"), Malformed, ""},
		{value.Literal(""), Malformed, ""},
	} {
		p := ParsePrincipal(test.text, "aws")
		if p.Kind != test.want {
			t.Errorf("%s: found %s, want %s", test.text, p.Kind, test.want)
		}
		if test.account != "" && p.Account.String() != test.account {
			t.Errorf("%s: account %s, want %s", test.text, p.Account, test.account)
		}
	}
	if ParsePrincipal(value.Literal("ec2.amazonaws.com.cn"), "aws-cn").Kind != Service {
		t.Error("*.amazonaws.com.cn is a service principal of aws-cn")
	}
}

func TestGlobalService(t *testing.T) {
	for in, want := range map[string]string{
		"logs.eu-west-1.amazonaws.com":           "logs.amazonaws.com",
		"logs.us-gov-west-1.amazonaws.com":       "logs.amazonaws.com",
		"logs.cn-north-1.amazonaws.com.cn":       "logs.amazonaws.com.cn",
		"logs.amazonaws.com":                     "logs.amazonaws.com",
		"replicator.lambda.amazonaws.com":        "replicator.lambda.amazonaws.com",
		"x.logs.eu-west-1.amazonaws.com":         "x.logs.amazonaws.com",
		"eu-west-1.amazonaws.com":                "eu-west-1.amazonaws.com",
		"logs.eu-west-1.eu-west-1.amazonaws.com": "logs.eu-west-1.amazonaws.com",
	} {
		if got := GlobalService(in); got != want {
			t.Errorf("%s: found %s, want %s", in, got, want)
		}
	}
}

func TestRoleNamesMatchWithPath(t *testing.T) {
	patterns := RoleARNs("aws", []string{"Deployer", "team/*", "ci-?"})
	for arn, want := range map[string]value.Tri{
		"arn:aws:iam::111122223333:role/Deployer":              value.Yes,
		"arn:aws:iam::111122223333:role/a/b/Deployer":          value.Yes,
		"arn:aws:iam::111122223333:role/team/x":                value.Yes,
		"arn:aws:iam::111122223333:role/ci-1":                  value.Yes,
		"arn:aws:iam::111122223333:role/DeployerX":             value.No,
		"arn:aws:iam::111122223333:role/XDeployer":             value.No,
		"arn:aws:iam::111122223333:user/a:role/Deployer":       value.No,
		"arn:aws:iam::111122223333:role/ci-12":                 value.No,
		"arn:aws:sts::111122223333:assumed-role/Deployer/s":    value.No,
		"arn:aws-cn:iam::111122223333:role/Deployer":           value.No,
		"arn:aws:iam::111122223333:role/aws-service-role/x/yy": value.No,
	} {
		if got := MatchesARN(patterns, value.Literal(arn)); got != want {
			t.Errorf("%s: found %s, want %s", arn, got, want)
		}
	}
}

func TestSelectsPartlyKnown(t *testing.T) {
	partly := func(prefix, tail string) value.Text {
		return value.Concat(value.Literal(prefix), value.Unknown("X", ""), value.Literal(tail))
	}
	for _, test := range []struct {
		pattern string
		text    value.Text
		want    value.Tri
	}{
		{"arn:aws:sns:*:1:t", partly("arn:aws:sns:eu:1:", ""), value.Maybe},
		{"arn:aws:sns:*:1:t", partly("arn:aws:sqs:", ""), value.No},
		{"arn:aws:sns:*:1:t", partly("arn:aws:sns:eu:1:", "z"), value.No},
		{"arn:aws:sns:*", partly("arn:aws:sns:eu:1:", ""), value.Yes},
		{"*t", partly("", "t"), value.Maybe},
		{"", partly("", ""), value.Yes},
		{"x", value.Text{}, value.No},
	} {
		if got := selects(test.pattern, test.text); got != test.want {
			t.Errorf("%q on %s: found %s, want %s", test.pattern, test.text, got, test.want)
		}
	}
}

// FuzzASCIIHost: a host that comes out good is one that net/url reads alike, and
// coming in again it does not change.
func FuzzASCIIHost(f *testing.F) {
	for _, s := range []string{"api.example.com", "bücher.example", "xn--bcher-kva.example", "EXAMPLE.com", "a..b", "192.0.2.1", "0x7f.1", "[::1]", "a.", "ｅ.com", "straße.de", "a\u200db.c", "ａ。b", "K.com", "-a.b", "a_b.c", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		host, problem := ASCIIHost(s)
		if (host == "") == (problem == "") {
			t.Fatalf("%q: host %q and problem %q", s, host, problem)
		}
		if problem != "" {
			return
		}
		if again, problem := ASCIIHost(host); again != host {
			t.Fatalf("%q came out as %q and then as %q (%s)", s, host, again, problem)
		}
		u, err := url.Parse("https://" + host + "/x")
		if err != nil || u.Hostname() != host || u.User != nil {
			t.Fatalf("%q: net/url reads %q as %v, %v", s, host, u, err)
		}
	})
}

// FuzzParsePrincipal: what is not known is never more than unclear, and a kind
// with an account has one.
func FuzzParsePrincipal(f *testing.F) {
	for _, s := range []string{"*", "111122223333", "arn:aws:iam::111122223333:role/x", "s3.amazonaws.com", "arn:aws:sts::1:assumed-role/r/s", "AROAEXAMPLEEXAMPLE12", "arn::::::", "alexa-appkit.amazon.com", "x.amazonaws.com.cn"} {
		f.Add(s, "", "aws")
		f.Add("", s, "aws-cn")
	}
	f.Fuzz(func(t *testing.T, before, after, partition string) {
		p := ParsePrincipal(value.Literal(before+after), partition)
		if p.Kind == Unclear {
			t.Fatalf("%q is wholly known and unclear", before+after)
		}
		if hasAccount := p.Kind == Account || p.Kind == Role || p.Kind == User || p.Kind == Session; hasAccount {
			if id, known := p.Account.Known(); !known || !IsAccountID(id) {
				t.Fatalf("%q is %s of account %s", before+after, p.Kind, p.Account)
			}
		}
		partly := ParsePrincipal(value.Concat(value.Literal(before), value.Unknown("X", ""), value.Literal(after)), partition)
		if partly.Kind == Service || partly.Kind == Everyone || partly.Kind == Unique {
			t.Fatalf("%q and %q with something unknown between is %s", before, after, partly.Kind)
		}
	})
}

// FuzzParseARN: the parts of an ARN that is known join to the same text.
func FuzzParseARN(f *testing.F) {
	for _, s := range []string{"arn:aws:sns:eu-west-1:111122223333:t", "arn:aws:lambda:eu-west-1:111122223333:function:f:1", "arn:", "", "arn:a:b:c:d", "xrn:aws:s3:::b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		arn, ok := ParseARN(value.Literal(s))
		if ok == value.Maybe {
			t.Fatalf("%q is wholly known and may be an ARN", s)
		}
		if ok == value.No {
			return
		}
		whole := value.Join(":", []value.Text{value.Literal("arn"), arn.Partition, arn.Service, arn.Region, arn.Account, arn.Resource})
		if got, _ := whole.Known(); got != s {
			t.Fatalf("%q came apart into %q", s, got)
		}
	})
}
