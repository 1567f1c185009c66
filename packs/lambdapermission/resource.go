package lambdapermission

import (
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// proactive turns what a template or plan describes into cases: permissions, whole
// policies and URLs of functions. SAM's arrive as these.
type proactive struct{ *rule }

// Reads implements pack.Proactive
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Lambda.html).
func (p proactive) Reads() map[string][]string {
	return map[string][]string{
		"AWS::Lambda::Permission": {"Action", "EventSourceToken", "FunctionName", "FunctionUrlAuthType", "InvokedViaFunctionUrl",
			"Principal", "PrincipalOrgID", "SourceAccount", "SourceArn"},
		"AWS::Lambda::ResourcePolicy": {"PolicyDocument", "ResourceArn"},
		"AWS::Lambda::Url":            {"AuthType", "Qualifier", "TargetFunctionArn"},
	}
}

// Peers implements pack.Proactive: the function's tags, and whether a qualifier is
// a version's number.
func (p proactive) Peers() map[string][]string {
	return map[string][]string{
		"AWS::Lambda::Function":     {"FunctionName", "Tags"},
		"AWS::Serverless::Function": {"FunctionName", "Tags"},
		"AWS::Lambda::Alias":        {"FunctionName"},
		"AWS::Lambda::Version":      {"FunctionName"},
	}
}

// Cases implements pack.Proactive.
func (p proactive) Cases(r value.Resource) []pack.Case {
	var out []pack.Case
	for _, v := range r.Variants {
		props := v.Properties
		switch r.Type {
		case "AWS::Lambda::Permission":
			out = append(out, pack.Case{Subject: p.permissionOf(r, v), When: v.When, At: at(props.Get("Principal"), r)})
		case "AWS::Lambda::ResourcePolicy":
			out = append(out, p.wholePolicy(r, v)...)
		case "AWS::Lambda::Url":
			fn := functionOf(props.Get("TargetFunctionArn").AsText(), r, v)
			if q := props.Get("Qualifier").AsText(); !q.Absent() {
				fn.qualifier = q
			}
			out = append(out, pack.Case{Subject: FunctionURL{Function: fn.arn, Qualifier: fn.qualifier, Owner: fn.owner,
				AuthType: props.Get("AuthType").AsText(), Exclude: fn.exclude}, When: v.When, At: at(props.Get("AuthType"), r)})
		}
	}
	return out
}

// permissionOf reads the properties that AddPermission takes.
func (p proactive) permissionOf(r value.Resource, v value.Variant) Permission {
	text := func(name string) value.Text { return v.Properties.Get(name).AsText() }
	s := functionOf(text("FunctionName"), r, v).permission()
	s.Actions = given(text("Action"))
	s.Principal = principalOf(text("Principal"), p.partition)
	s.SourceAccounts = given(text("SourceAccount"))
	s.SourceARNs = given(text("SourceArn"))
	s.PrincipalOrgIDs = given(text("PrincipalOrgID"))
	s.EventSourceTokens = given(text("EventSourceToken"))
	s.URLAuthTypes = given(text("FunctionUrlAuthType"))
	s.ViaURL = text("InvokedViaFunctionUrl").Lower()
	return s
}

// wholePolicy is one case for each statement and principal that a policy allows
// something.
func (p proactive) wholePolicy(r value.Resource, v value.Variant) []pack.Case {
	base := functionOf(v.Properties.Get("ResourceArn").AsText(), r, v).permission()
	document := v.Properties.Get("PolicyDocument")
	var out []pack.Case
	for _, s := range wholePolicy(base, document, p.partition) {
		out = append(out, pack.Case{Subject: s.Permission, When: v.When, At: or(s.at, at(document, r))})
	}
	return out
}

// given is a list of one text, or of none when it is absent.
func given(t value.Text) []value.Text {
	if t.Absent() {
		return nil
	}
	return []value.Text{t}
}

// at is where a value stands, or the resource where it stands nowhere.
func at(v value.Value, r value.Resource) value.Pos { return or(v.Pos, r.Pos) }

func or(pos, otherwise value.Pos) value.Pos {
	if pos.Line > 0 {
		return pos
	}
	return otherwise
}
