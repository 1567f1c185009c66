package iam

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// seeds are documents that use every form of every element.
var seeds = []string{
	`{"Statement":[]}`,
	`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`,
	`{"Version":"2012-10-17","Id":"p","Statement":[{"Sid":"A1","Effect":"Deny","Principal":"*","Action":["s3:Get*","s3:List*"],"Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]}]}`,
	`{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["123456789012"],"Service":"sns.amazonaws.com","Federated":"arn:aws:iam::123456789012:saml-provider/p","CanonicalUser":"79a5"},"Action":"sqs:SendMessage"}]}`,
	`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::123456789012:root"},"NotAction":"iam:*","NotResource":"arn:aws:iam::*:role/${aws:username}"}]}`,
	`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sns:Subscribe","Resource":"*","Condition":{"StringNotLike":{"sns:Endpoint":["*@example.com","https://a<b>&c/*"]},"Bool":{"aws:SecureTransport":false},"NumericLessThan":{"s3:max-keys":[10,1.50,"7"]},"Null":{"aws:TokenIssueTime":true}}}]}`,
	`{"Statement":[{"Effect":"Deny","Action":[],"Resource":"<my-\"quoted\"\\\u00e9\ud83d\ude00\n\u0001>","Condition":{"StringEquals":{}}}]}`,
	`{"Statement":[{"Sid":"","Effect":"Deny","Action":"a:B","Condition":{}}],"Id":""}`,
}

func TestRoundTrip(t *testing.T) {
	for _, text := range seeds {
		roundTrip(t, []byte(text), true)
	}
}

// roundTrip holds what is read and written against itself and against a generic
// JSON decoder, which knows nothing of policies.
func roundTrip(t *testing.T, text []byte, mustParse bool) {
	doc, err := Parse(text)
	if err != nil {
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Line < 1 || syntax.Column < 1 || syntax.Found == "" || syntax.Wanted == "" {
			t.Errorf("%s: error without a position: %#v", text, err)
		}
		if mustParse {
			t.Errorf("%s: %v", text, err)
		}
		return
	}
	for name, out := range map[string][]byte{"minified": doc.Minified(), "indented": doc.Indented()} {
		again, err := Parse(out)
		if err != nil || !reflect.DeepEqual(doc, again) {
			t.Errorf("%s: %s form %s reads as %+v, %v", text, name, out, again, err)
		}
		if want, got := generic(t, text), generic(t, out); !reflect.DeepEqual(want, got) {
			t.Errorf("%s: %s form %s lost something", text, name, out)
		}
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, doc.Minified()); err != nil || compact.String() != string(doc.Minified()) {
		t.Errorf("%s: minified form %s is not the shortest: %v", text, doc.Minified(), err)
	}
}

// generic decodes JSON and takes out the empty elements that are not written.
func generic(t *testing.T, text []byte) any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if v["Id"] == "" {
		delete(v, "Id")
	}
	statements, _ := v["Statement"].([]any)
	for _, st := range append(statements, v["Statement"]) {
		if st, ok := st.(map[string]any); ok {
			if st["Sid"] == "" {
				delete(st, "Sid")
			}
			if c, ok := st["Condition"].(map[string]any); ok && len(c) == 0 {
				delete(st, "Condition")
			}
		}
	}
	return v
}

func TestParseForms(t *testing.T) {
	doc, err := Parse([]byte(seeds[5]))
	if err != nil {
		t.Fatal(err)
	}
	values, ok := doc.Statements[0].Condition.Find("NumericLessThan", "S3:MAX-KEYS")
	if !ok || !values.IsList() || values.Len() != 3 || values.At(1) != "1.50" || !values.Bare(1) || values.Bare(2) {
		t.Errorf("numbers came out as %+v", values)
	}
	if !strings.Contains(string(doc.Minified()), `"https://a<b>&c/*"`) {
		t.Errorf("HTML characters are escaped in %s", doc.Minified())
	}
	st := doc.Statements[0]
	if st.NotAction.Present() || !st.Action.Present() || st.Action.IsList() || st.Principal != nil {
		t.Errorf("forms came out as %+v", st)
	}
	if got := (Document{Statements: []Statement{{Effect: Deny, Action: One("é:*")}}}).Size(); got != len(`{"Statement":[{"Effect":"Deny","Action":"e:*"}]}`) {
		t.Errorf("size %d counts bytes and not characters", got)
	}
}

func TestParseErrors(t *testing.T) {
	st := func(s string) string { return `{"Statement":[{"Effect":"Allow","Action":"a:b",` + s + `}]}` }
	for _, c := range []struct{ text, want string }{
		{``, "line 1, column 1: found the end of the text, wanted a policy document"},
		{`[]`, "found a list, wanted a policy document"},
		{`{}`, "found no Statement"},
		{"{\"Version\":\n \"2012-10-18\",\"Statement\":[]}", `line 2, column 2, Version: found "2012-10-18", wanted 2012-10-17 or 2008-10-17`},
		{`{"Statement":[],"Statment":1}`, `line 1, column 17: found the element "Statment", wanted one of Version, Id, Statement`},
		{`{"statement":[]}`, "names are case-sensitive: write Statement"},
		{`{"Statement":[],"Statement":[]}`, `found "Statement" a second time`},
		{`{"Statement":[]} x`, `found "x" after the document`},
		{`{"Statement":[]`, `found the end of the text, wanted "," or "}"`},
		{`{"Statement":[],}`, `found "}", wanted a name in double quotes`},
		{`{"Statement":[{}]}`, "Statement[0]: found a statement without Effect"},
		{`{"Statement":[{"Effect":"Allow"}]}`, "found a statement without Action"},
		{`{"Statement":[{"Effect":"allow","Action":"*"}]}`, `Statement[0].Effect: found "allow", wanted Allow or Deny`},
		{st(`"NotAction":"b"`), "found Action and NotAction in one statement"},
		{st(`"Resource":"a","NotResource":"b"`), "found Resource and NotResource in one statement"},
		{st(`"Principal":"*","NotPrincipal":"*"`), "found Principal and NotPrincipal in one statement"},
		{st(`"Principal":"123456789012"`), `wanted "*" or an object; name the type`},
		{st(`"Principal":{}`), "found an empty object"},
		{st(`"Principal":{"Aws":"*"}`), "write AWS"},
		{st(`"Principal":{"AWS":"a","AWS":"b"}`), `found "AWS" a second time`},
		{st(`"Resource":5`), "found 5, which is not a string"},
		{st(`"Resource":null`), `found "null", wanted a string or a list of strings`},
		{st(`"Resource":["a",["b"]]`), "Statement[0].Resource[1]: found a list, wanted a string"},
		{st(`"Resource":{"Fn::Sub":"x"}`), "Statement[0].Resource: found an object"},
		{st(`"Sid":1`), "Statement[0].Sid: found \"1\", wanted a string"},
		{st(`"Condition":[]`), "Statement[0].Condition: found a list, wanted an object of operators"},
		{st(`"Condition":{"StringEquals":{"a":{}}}`), "Statement[0].Condition.StringEquals.a: found an object"},
		{st(`"Condition":{"StringEquals":{"a":"b","a":"c"}}`), "a second time"},
		{st(`"Condition":{"Bool":{"a":"b"},"Bool":{"c":"d"}}`), "a second time"},
		{st(`"Resource":01`), `found "01"`},
		{st(`"Condition":{"NumericEquals":{"a":1.}}`), `found "1."`},
		{st(`"Resource":"\ud83d"`), "found a broken escape"},
		{st(`"Resource":"\ude00\ud83d"`), "found a broken escape"},
		{st(`"Resource":"\x"`), "found a broken escape"},
		{st("\"Resource\":\"a\tb\""), "found the control character U+0009"},
		{st("\"Resource\":\"\xff\""), "found the byte 0xFF, wanted UTF-8 text"},
		{"\ufeff" + `{"Statement":[]}`, "column 1"},
		{strings.Repeat(" ", MaxDocumentBytes) + "{}", "wanted at most 1048576"},
		{`{"Statement":[{"Effect":"Allow","Action":"*"// note` + "\n}]}", `found "/"`},
		{`{"Statement":` + strings.Repeat("[", 100), "found a list"},
	} {
		_, err := Parse([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.80s: error %q, wanted it to say %q", c.text, err, c.want)
		}
	}
}

// TestSilentRepeat shows a name that is the same only once its escapes are read.
func TestSilentRepeat(t *testing.T) {
	_, err := Parse([]byte(`{"Statement":[],"\u0053tatement":[]}`))
	if err == nil || !strings.Contains(err.Error(), "a second time") {
		t.Errorf("escaped name passed: %v", err)
	}
}

func TestValidate(t *testing.T) {
	good := Document{Version: Version2012, Statements: []Statement{{Effect: Deny, Action: One("*"), Resource: One("*")}}}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string]Statement{
		"no effect":        {Action: One("*")},
		"no action":        {Effect: Deny},
		"operator twice":   {Effect: Deny, Action: One("*"), Condition: Condition{{Name: "Bool"}, {Name: "Bool"}}},
		"empty principal":  {Effect: Deny, Action: One("*"), Principal: &Principal{}},
		"both of resource": {Effect: Deny, Action: One("*"), Resource: One("*"), NotResource: List()},
	} {
		if err := (Document{Statements: []Statement{bad}}).Validate(); err == nil {
			t.Errorf("%s: passed", name)
		}
	}
}

func TestDocumentInJSON(t *testing.T) {
	type wrapper struct{ Policy Document }
	text := `{"Policy":` + seeds[2] + `}`
	var w wrapper
	if err := json.Unmarshal([]byte(text), &w); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(w)
	if err != nil || string(out) != text {
		t.Errorf("came out as %s, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"Policy":{"Statement":1}}`), &w); err == nil {
		t.Error("a broken document passed")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) { roundTrip(t, text, false) })
}

func BenchmarkParse(b *testing.B) {
	text := benchmarkDocument().Minified()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}
