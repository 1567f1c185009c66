package iam

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const (
	session = "arn:aws:sts::111122223333:assumed-role/r/s"
	role    = "arn:aws:iam::111122223333:role/r"
	root    = "arn:aws:iam::111122223333:root"
)

var roleCaller = &Caller{ARNs: []string{session, role}, Account: "111122223333"}

const anyAction, anyResource = `"Action":"*"`, `"Resource":"*"`

// elementCases is one Allow statement for each case; the request is
// sns:Subscribe on a topic by a role session.
var elementCases = []struct {
	elements string
	caller   *Caller
	want     Decision
}{
	{anyAction + "," + anyResource, nil, Allowed},
	{anyAction, nil, Allowed},
	{`"Action":"sns:Subscribe",` + anyResource, nil, Allowed},
	{`"Action":"SNS:subscribe",` + anyResource, nil, Allowed},
	{`"Action":"sns:Sub*",` + anyResource, nil, Allowed},
	{`"Action":"sns:?ubscribe",` + anyResource, nil, Allowed},
	{`"Action":"*:*",` + anyResource, nil, Allowed},
	{`"Action":"sns:Unsubscribe",` + anyResource, nil, ImplicitDeny},
	{`"Action":["sqs:*","sns:*"],` + anyResource, nil, Allowed},
	{`"Action":[],` + anyResource, nil, Unknown},
	{`"NotAction":"sns:*",` + anyResource, nil, ImplicitDeny},
	{`"NotAction":["sqs:*","s3:*"],` + anyResource, nil, Allowed},
	{anyAction + `,"Resource":"arn:aws:sns:us-east-1:111122223333:topic"`, nil, Allowed},
	{anyAction + `,"Resource":"arn:aws:sns:us-east-1:111122223333:Topic"`, nil, ImplicitDeny},
	{anyAction + `,"Resource":["arn:aws:sqs:*","arn:aws:sns:*"]`, nil, Allowed},
	{anyAction + `,"Resource":"arn:aws:sns:us*3:topic"`, nil, ImplicitDeny},
	{anyAction + `,"NotResource":"arn:aws:sns:*:*:topic"`, nil, ImplicitDeny},
	{anyAction + `,"NotResource":"arn:aws:sns:*:*:other"`, nil, Allowed},
	{anyAction + `,"Resource":"arn:aws:sns:us-east-1:111122223333:${aws:username}"`, nil, Allowed},
	{anyAction + `,"NotResource":"arn:aws:sns:us-east-1:111122223333:${aws:username}"`, nil, ImplicitDeny},
	{anyAction + `,"Resource":"arn:aws:sns:us-east-1:111122223333:${aws:none}"`, nil, ImplicitDeny},
	{anyAction + `,"Resource":["*","arn:aws:sns:us-east-1:111122223333:${aws:none}"]`, nil, Unknown},
	{anyAction + `,"Resource":"arn:aws:sns:us-east-1:111122223333:${aws:none, 'topic'}"`, nil, Allowed},
	{anyAction + `,"Resource":"arn:aws:sns:us-east-1:${aws:PrincipalAccount}:topic"`, nil, Unknown},
	{anyAction + `,"Resource":"arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:topic"`, nil, ImplicitDeny},
	{anyAction + `,"Resource":"arn:aws:sns:*:*:${*}"`, nil, ImplicitDeny},

	{`"Principal":"*",` + anyAction, nil, Allowed},
	{`"Principal":{"AWS":"*"},` + anyAction, nil, Allowed},
	{`"Principal":{"AWS":"111122223333"},` + anyAction, nil, Unknown},
	{`"Principal":{"AWS":"111122223333"},` + anyAction, roleCaller, Allowed},
	{`"Principal":{"AWS":"` + root + `"},` + anyAction, roleCaller, Allowed},
	{`"Principal":{"AWS":"` + role + `"},` + anyAction, roleCaller, Allowed},
	{`"Principal":{"AWS":["444455556666","` + session + `"]},` + anyAction, roleCaller, Allowed},
	{`"Principal":{"AWS":"444455556666"},` + anyAction, roleCaller, ImplicitDeny},
	{`"Principal":{"AWS":"arn:aws:iam::111122223333:role/*"},` + anyAction, roleCaller, Unknown},
	{`"Principal":{"Service":"sns.amazonaws.com"},` + anyAction, roleCaller, ImplicitDeny},
	{`"Principal":{"Service":"sns.amazonaws.com"},` + anyAction, &Caller{Service: "sns.amazonaws.com"}, Allowed},
	{`"Principal":{"Service":["s3.amazonaws.com"],"AWS":"*"},` + anyAction, &Caller{Service: "sns.amazonaws.com"}, Allowed},
	{`"Principal":{"Federated":"accounts.google.com"},` + anyAction, &Caller{Federated: "accounts.google.com"}, Allowed},
	{`"Principal":{"CanonicalUser":"79a5"},` + anyAction, &Caller{CanonicalUser: "79a5"}, Allowed},
	{`"Principal":{"AWS":"111122223333"},` + anyAction, &Caller{}, ImplicitDeny},
	{`"NotPrincipal":"*",` + anyAction, nil, ImplicitDeny},
	{`"NotPrincipal":{"AWS":"444455556666"},` + anyAction, nil, Unknown},
	{`"NotPrincipal":{"AWS":"444455556666"},` + anyAction, roleCaller, Allowed},
	{`"NotPrincipal":{"AWS":["` + session + `","` + role + `","` + root + `"]},` + anyAction, roleCaller, ImplicitDeny},
	{`"NotPrincipal":{"AWS":["` + role + `","` + root + `"]},` + anyAction, roleCaller, Unknown},
	{`"NotPrincipal":{"AWS":"111122223333"},` + anyAction, roleCaller, Unknown},
	{`"NotPrincipal":{"Service":"sns.amazonaws.com"},` + anyAction, &Caller{Service: "sns.amazonaws.com"}, ImplicitDeny},
}

func TestElements(t *testing.T) {
	for _, c := range elementCases {
		doc, err := Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow",` + c.elements + `}]}`))
		if err != nil {
			t.Errorf("%s: %v", c.elements, err)
			continue
		}
		ctx := NewContext(UnlistedAbsent).Set("aws:username", SingleValue("topic")).Set("aws:PrincipalAccount", SingleValue("111122223333"))
		got := Evaluate(doc, Request{Action: "sns:Subscribe", Resource: "arn:aws:sns:us-east-1:111122223333:topic", Principal: c.caller, Context: ctx})
		if got.Decision != c.want {
			t.Errorf("%s for %+v: %v, wanted %v: %v", c.elements, c.caller, got.Decision, c.want, got.Reasons)
		}
	}
}

// statements by how they match when nothing is known of key "k".
const (
	allowYes   = `{"Sid":"AllowYes","Effect":"Allow","Action":"*","Resource":"*"}`
	allowMaybe = `{"Sid":"AllowMaybe","Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"k":"true"}}}`
	allowNo    = `{"Sid":"AllowNo","Effect":"Allow","Action":"x:y","Resource":"*","Condition":{"Bool":{"k":"true"}}}`
	denyYes    = `{"Sid":"DenyYes","Effect":"Deny","Action":"*","Resource":"*"}`
	denyMaybe  = `{"Sid":"DenyMaybe","Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"K":"true"}}}`
	denyNo     = `{"Sid":"DenyNo","Effect":"Deny","Action":"x:y","Resource":"*","Condition":{"Bool":{"k":"true"}}}`
)

func TestCombining(t *testing.T) {
	for _, c := range []struct {
		statements []string
		want       Decision
		sid        string
		wanting    int
	}{
		{nil, ImplicitDeny, "", 0},
		{[]string{allowYes}, Allowed, "AllowYes", 0},
		{[]string{allowNo, denyNo}, ImplicitDeny, "", 0},
		{[]string{allowNo, allowYes, denyNo}, Allowed, "AllowYes", 0},
		{[]string{allowMaybe}, Unknown, "", 1},
		{[]string{allowMaybe, allowYes}, Allowed, "AllowYes", 0},
		{[]string{denyYes}, ExplicitDeny, "DenyYes", 0},
		{[]string{denyMaybe}, Unknown, "", 1},
		{[]string{denyMaybe, denyYes}, ExplicitDeny, "DenyYes", 0},
		{[]string{denyMaybe, allowYes}, Unknown, "", 1},
		{[]string{denyMaybe, allowMaybe}, Unknown, "", 1},
		{[]string{denyYes, allowYes, denyMaybe}, ExplicitDeny, "DenyYes", 0},
		{[]string{denyNo, allowMaybe}, Unknown, "", 1},
	} {
		doc, err := Parse([]byte(`{"Statement":[` + strings.Join(c.statements, ",") + `]}`))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			got := Evaluate(doc, Request{Action: "a:b", Resource: "*"})
			if got.Decision != c.want || got.Sid != c.sid || len(got.Wanting) != c.wanting {
				t.Errorf("%v: %+v", c.statements, got)
			}
			if got.Statement >= 0 && doc.Statements[got.Statement].Sid != got.Sid {
				t.Errorf("%v: statement %d is not %s", c.statements, got.Statement, got.Sid)
			}
			slices.Reverse(doc.Statements) // the order of statements does not matter
		}
	}
}

func TestUnknownRequest(t *testing.T) {
	doc, err := Parse([]byte(`{"Statement":[{"Effect":"Allow","Action":"a:b","Resource":"arn:aws:a:::x"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		req  Request
		want Decision
	}{
		{Request{}, Unknown},
		{Request{Action: "a:b"}, Unknown},
		{Request{Resource: "arn:aws:a:::x"}, Unknown},
		{Request{Action: "a:c"}, ImplicitDeny},
		{Request{Resource: "arn:aws:a:::y"}, ImplicitDeny},
		{Request{Action: "a:b", Resource: "arn:aws:a:::x"}, Allowed},
	} {
		got := Evaluate(doc, c.req)
		if got.Decision != c.want || (got.Decision == Unknown) != (len(got.Reasons) > 0) {
			t.Errorf("%+v: %+v", c.req, got)
		}
	}
	odd := Document{Statements: []Statement{{Effect: "Permit", Action: One("*")}, {Effect: Allow, Action: One("*")}}}
	if got := Evaluate(odd, Request{Action: "a:b"}); got.Decision != Unknown || len(got.Reasons) != 1 {
		t.Errorf("an unknown effect: %+v", got)
	}
}

func TestReasonText(t *testing.T) {
	doc, err := Parse([]byte(`{"Statement":[` + denyMaybe + `]}`))
	if err != nil {
		t.Fatal(err)
	}
	got := Evaluate(doc, Request{Action: "a:b", Resource: "*"})
	if want := `[statement 0 (Sid "DenyMaybe"), Condition Bool: the key K is not known]`; fmt.Sprint(got.Reasons) != want {
		t.Errorf("reasons %v", got.Reasons)
	}
	if !slices.Equal(got.Wanting, []string{"K"}) {
		t.Errorf("wanting %v", got.Wanting)
	}
}

// benchmarkDocument has the size and the shape of a real service control policy.
func benchmarkDocument() Document {
	doc := Document{Version: Version2012}
	for i := range 12 {
		var endpoints []string
		for j := range 20 {
			endpoints = append(endpoints, fmt.Sprintf("https://host%d.example%d.com/*", j, i))
		}
		doc.Statements = append(doc.Statements, Statement{
			Sid: fmt.Sprintf("Deny%d", i), Effect: Deny, Action: List("sns:Subscribe", "sns:ConfirmSubscription"), Resource: One("*"),
			Condition: Condition{
				{Name: "StringNotLike", Keys: []Key{{Name: "sns:Endpoint", Values: List(endpoints...)}}},
				{Name: "ArnNotLikeIfExists", Keys: []Key{{Name: "aws:PrincipalArn", Values: List("arn:aws:iam::*:role/admin", "arn:aws:iam::*:role/aws-reserved/*")}}},
			},
		})
	}
	return doc
}

func BenchmarkEvaluate(b *testing.B) {
	doc := benchmarkDocument()
	ctx := NewContext(UnlistedAbsent).Set("sns:Endpoint", SingleValue("https://host19.example11.com/x")).
		Set("aws:PrincipalArn", SingleValue("arn:aws:iam::123456789012:role/admin"))
	req := Request{Action: "sns:Subscribe", Resource: "arn:aws:sns:us-east-1:123456789012:t", Context: ctx}
	for b.Loop() {
		if r := Evaluate(doc, req); r.Decision != ImplicitDeny {
			b.Fatal(r)
		}
	}
}
