package lambdapermission

import (
	"testing"

	"github.com/truststack/truststack/internal/packtest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

func TestCases(t *testing.T) {
	packtest.Suite{Package: Package, Dir: "testdata", Fewest: 425,
		Subjects: map[string]func(value.Value, string) pack.Subject{"permission": decodePermission, "url": decodeURL}}.Run(t)
}

// decodePermission reads a permission on a function of account 111122223333, as an
// event or a live function shows it.
func decodePermission(v value.Value, partition string) pack.Subject {
	text := func(name string) value.Text { return v.Get(name).AsText() }
	p := Permission{Function: functionARN(partition), Qualifier: text("qualifier"), Owner: value.Literal("111122223333"), Sid: text("sid"),
		Actions: given(text("action")), Principal: pack.ParsePrincipal(text("principal"), partition),
		SourceAccounts: given(text("sourceAccount")), SourceARNs: given(text("sourceArn")), SourceOrgIDs: given(text("sourceOrgID")),
		PrincipalOrgIDs: given(text("principalOrgID")), EventSourceTokens: given(text("eventSourceToken")),
		URLAuthTypes: given(text("functionUrlAuthType")), CallerARN: text("caller"), Exclude: text("exclude")}
	whole, _ := text("whole").Known()
	p.Whole = whole == "true"
	p.Numbered = numbered(value.Variant{}, p.Qualifier)
	return p
}

func decodeURL(v value.Value, partition string) pack.Subject {
	text := func(name string) value.Text { return v.Get(name).AsText() }
	return FunctionURL{Function: functionARN(partition), Qualifier: text("qualifier"), Owner: value.Literal("111122223333"),
		AuthType: text("authType"), CallerARN: text("caller"), Exclude: text("exclude")}
}

func functionARN(partition string) value.Text {
	return value.Literal("arn:" + partition + ":lambda:" + regionOf(partition) + ":111122223333:function:f")
}
