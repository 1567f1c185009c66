package lambdapermission

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// TestPolicyStatements holds the policy's shape: its actions, its Sids, its size.
func TestPolicyStatements(t *testing.T) {
	allowed := []string{addPermission, putPolicy, putAccessBlock, createURL, updateURL}
	var accounts, services []string
	for i := range 30 {
		accounts = append(accounts, fmt.Sprintf("%q", fmt.Sprintf("1111222200%02d", i)))
		services = append(services, fmt.Sprintf("%q", fmt.Sprintf("service-%d.amazonaws.com", i)))
	}
	long := fmt.Sprintf(`{"trustedAccountIDs":[%s],"trustedServicePrincipals":[%s],"permissionAdminRoles":["granter"]}`, strings.Join(accounts, ","), strings.Join(services, ","))
	for _, configuration := range []string{`{}`, `{"trustedOrgIDs":["o-exampleorgid"]}`, long} {
		rule := newRule(t, common, configuration)
		for _, variables := range []bool{true, false} {
			target := pack.Target{Partition: iam.PartitionAWS, Variables: variables, Exempt: []string{"arn:aws:iam::*:role/break-glass"}}
			statements := rule.Preventative.Impl.Policies(target)[0].Statements
			if len(statements) != 5 {
				t.Errorf("%s: %d statements, want 5", configuration, len(statements))
			}
			for _, st := range statements {
				for action := range st.Action.All() {
					if !slices.Contains(allowed, action) {
						t.Errorf("%s denies %s", st.Sid, action)
					}
				}
				if exempt, ok := st.Condition.Find("ArnNotLike", "aws:PrincipalArn"); !ok || !slices.Contains(exempt.Values(), target.Exempt[0]) {
					t.Errorf("%s binds exempt principals", st.Sid)
				}
			}
			docs, err := iam.Pack(statements, iam.CurrentSCP)
			if err != nil || len(docs) != 1 {
				t.Errorf("%d documents, want 1: %v", len(docs), err)
				continue
			}
			if docs[0].HasVariables() && strings.Contains(string(docs[0].Minified()), "${") != variables {
				t.Errorf("with variables %v the policy is %s", variables, docs[0].Minified())
			}
		}
	}
}

// TestWithoutVariables: where policy variables do not survive, the function's own
// account is denied unless it is listed. That much more is denied, and no less.
func TestWithoutVariables(t *testing.T) {
	rule := newRule(t, common, `{"trustedAccountIDs":["222233334444"]}`)
	doc := iam.Document{Version: iam.Version2012, Statements: rule.Preventative.Impl.Policies(pack.Target{Partition: iam.PartitionAWS})[0].Statements}
	for principal, want := range map[string]iam.Decision{"111122223333": iam.ExplicitDeny, "222233334444": iam.ImplicitDeny, "999999999999": iam.ExplicitDeny,
		"events.amazonaws.com": iam.ImplicitDeny, "arn:aws:iam::222233334444:role/x.amazonaws.com": iam.ImplicitDeny, "arn:aws:iam::999999999999:role/x.amazonaws.com": iam.ExplicitDeny} {
		c := iam.NewContext(iam.UnlistedAbsent).Set(principalKey, iam.SingleValue(principal)).Set("aws:ResourceAccount", iam.SingleValue("111122223333"))
		got := iam.Evaluate(doc, iam.Request{Action: addPermission, Resource: "arn:aws:lambda:us-east-1:111122223333:function:f", Context: c})
		if got.Decision != want {
			t.Errorf("a grant to %s is %s, want %s", principal, got.Decision, want)
		}
	}
}

// TestNeverDenied: taking a grant away and looking at it are no one's to deny, and a
// whole policy of an administrator is not stopped by the check of AddPermission that
// comes with it, which shows no principal.
func TestNeverDenied(t *testing.T) {
	rule := newRule(t, common, `{"permissionAdminRoles":["granter"]}`)
	doc := iam.Document{Version: iam.Version2012, Statements: rule.Preventative.Impl.Policies(pack.Target{Partition: iam.PartitionAWS, Variables: true})[0].Statements}
	evaluate := func(action, caller string) iam.Decision {
		c := iam.NewContext(iam.UnlistedAbsent).Set("aws:PrincipalArn", iam.SingleValue(caller))
		return iam.Evaluate(doc, iam.Request{Action: action, Resource: "arn:aws:lambda:us-east-1:111122223333:function:f", Context: c}).Decision
	}
	for _, action := range []string{"lambda:RemovePermission", "lambda:DeleteResourcePolicy", "lambda:DeleteFunctionUrlConfig", "lambda:DeletePublicAccessBlockConfig",
		"lambda:GetPolicy", "lambda:GetResourcePolicy", "lambda:ListFunctionUrlConfigs", "lambda:InvokeFunction"} {
		if got := evaluate(action, "arn:aws:iam::111122223333:role/anyone"); got != iam.ImplicitDeny {
			t.Errorf("%s is %s", action, got)
		}
	}
	for _, action := range []string{putPolicy, putAccessBlock, addPermission} {
		if got := evaluate(action, "arn:aws:iam::111122223333:role/granter"); got != iam.ImplicitDeny {
			t.Errorf("%s by an administrator is %s", action, got)
		}
		if got := evaluate(action, "arn:aws:iam::111122223333:role/anyone"); got != iam.ExplicitDeny {
			t.Errorf("%s by anyone is %s", action, got)
		}
	}
}

// TestKnowingMoreChangesNothing: what the rule says of a permission with an unknown
// part, it says of that part filled in too, whatever with.
func TestKnowingMoreChangesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	rules := rulesOf(t)["aws"]
	definite := 0
	for range 20_000 {
		rule := rules[random.IntN(len(rules))]
		full, is := hostile(random, "aws").(Permission)
		if !is {
			continue
		}
		partly := full
		hide := func(list []value.Text) []value.Text {
			out := slices.Clone(list)
			for i, t := range out {
				s, _ := t.Known()
				if n := random.IntN(len(s) + 1); random.IntN(3) == 0 {
					out[i] = value.Concat(value.Literal(s[:n]), value.Unknown("X", ""))
				}
			}
			return out
		}
		partly.SourceAccounts, partly.SourceARNs, partly.PrincipalOrgIDs = hide(full.SourceAccounts), hide(full.SourceARNs), hide(full.PrincipalOrgIDs)
		partly.Actions, partly.EventSourceTokens, partly.URLAuthTypes = hide(full.Actions), hide(full.EventSourceTokens), hide(full.URLAuthTypes)
		if random.IntN(2) == 0 {
			partly.Principal = pack.ParsePrincipal(hide([]value.Text{full.Principal.Text})[0], "aws")
		}
		known, guess := rule.Judge(full), rule.Judge(partly)
		if known.Kind == pack.Undetermined {
			t.Fatalf("all is known, and the rule is undetermined: %+v\n%+v", known.Missing, full)
		}
		if guess.Kind == pack.Undetermined {
			continue
		}
		definite++
		if guess.Kind != known.Kind {
			t.Fatalf("partly known it is %s, wholly known %s\n%+v\n%+v\n%v", guess.Kind, known.Kind, partly, full, known.Reasons)
		}
	}
	if definite < 5000 {
		t.Errorf("only %d were definite", definite)
	}
}

// TestGuardedRoles: the guard protects the roles that the rule trusts.
func TestGuardedRoles(t *testing.T) {
	rule := newRule(t, common, `{"permissionAdminRoles":["granter"]}`)
	if !slices.Equal(rule.Roles, []string{"granter"}) {
		t.Errorf("the guard protects %v", rule.Roles)
	}
	if v := rule.Judge(nil); v.Kind != pack.Undetermined {
		t.Errorf("no subject is %s", v.Kind)
	}
}
