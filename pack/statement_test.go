package pack

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/value"
)

// TestBindAgreesWithExceptions searches for a request on which the statements
// that Bind makes and the exceptions themselves say different things. Where the
// anchors of two exceptions overlap the statements may deny more, never less.
func TestBindAgreesWithExceptions(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	compared, overlapping := 0, 0
	for range 3000 {
		exceptions := randomExceptions(random)
		target := Target{Partition: "aws", Exempt: []string{"arn:aws:iam::*:role/exempt"}, Exceptions: exceptions}
		statements := target.Bind(Deny("D", nil, "sns:Subscribe"), Selects{GranteeKey: "sns:Endpoint"})
		doc := iam.Document{Version: iam.Version2012, Statements: statements}
		if err := doc.Validate(); err != nil {
			t.Fatal(err)
		}
		for range 20 {
			id, request, now := randomRequest(random)
			result := iam.Evaluate(doc, request)
			covered := covers2(exceptions, id, now) || id.Caller.String() == "arn:aws:iam::111111111111:role/exempt"
			denied := result.Decision == iam.ExplicitDeny
			if result.Decision == iam.Unknown {
				t.Fatalf("unknown: %v", result.Reasons)
			}
			compared++
			if denied == !covered {
				continue
			}
			if denied && covered && overlap(exceptions) {
				overlapping++
				continue
			}
			t.Fatalf("denied %v, covered %v\nexceptions %+v\nidentity %+v at %s\n%s", denied, covered, exceptions, id, now, doc.Indented())
		}
	}
	t.Logf("%d requests compared, %d denied more where anchors overlap", compared, overlapping)
}

func covers2(list []manifest.Exception, id Identity, now time.Time) bool {
	_, found := findException(list, id, now)
	return found == value.Yes
}

// overlap is true when two exceptions have different anchors.
func overlap(list []manifest.Exception) bool {
	return len(anchored(list, Selects{GranteeKey: "sns:Endpoint"})) > 1
}

func randomExceptions(random *rand.Rand) []manifest.Exception {
	var out []manifest.Exception
	for i := range 1 + random.IntN(3) {
		e := manifest.Exception{Reason: "r", Owner: "o", Ticket: fmt.Sprint(i), Expires: []string{"2026-01-10", "2026-01-20", "2026-01-25"}[random.IntN(3)]}
		for e.Resource == "" && e.Principal == "" && e.Account == "" && e.Grantee == "" {
			e.Resource = pick(random, "", "", "arn:aws:sns:*:111111111111:a", "arn:aws:sns:*:*:b*")
			e.Principal = pick(random, "", "", "arn:aws:iam::*:role/x")
			e.Account = pick(random, "", "", "111111111111")
			e.Grantee = pick(random, "", "", "https://x/*")
		}
		out = append(out, e)
	}
	return out
}

func randomRequest(random *rand.Rand) (Identity, iam.Request, time.Time) {
	account := pick(random, "111111111111", "222222222222")
	topic := "arn:aws:sns:eu-west-1:" + account + ":" + pick(random, "a", "b", "bb", "c")
	caller := "arn:aws:iam::111111111111:role/" + pick(random, "x", "y", "exempt")
	endpoint := pick(random, "https://x/1", "https://y/1")
	now := time.Date(2026, 1, 1+random.IntN(30), random.IntN(24), 0, 0, 0, time.UTC)
	c := iam.NewContext(iam.UnlistedAbsent).Set("aws:PrincipalArn", iam.SingleValue(caller)).Set("aws:ResourceAccount", iam.SingleValue(account)).
		Set("sns:Endpoint", iam.SingleValue(endpoint)).Set("aws:CurrentTime", iam.SingleValue(now.Format(time.RFC3339)))
	return Identity{Resource: value.Literal(topic), Account: value.Literal(account), Grantee: value.Literal(endpoint), Caller: value.Literal(caller)},
		iam.Request{Action: "sns:Subscribe", Resource: topic, Context: c}, now
}

func pick(random *rand.Rand, list ...string) string { return list[random.IntN(len(list))] }

// TestEmptyListsNeverReachAPolicy: a role list that is empty names no role, and
// must not become a condition that nobody, or everybody, meets.
func TestEmptyListsNeverReachAPolicy(t *testing.T) {
	if got := RoleARNs("aws", nil); len(got) != 0 {
		t.Errorf("found %v", got)
	}
	st := Target{}.Spare(Deny("D", nil, "a:B"))
	if len(st.Condition) != 0 {
		t.Errorf("no exempt principal makes a condition: %v", st.Condition)
	}
}

func TestAndKeepsMeaning(t *testing.T) {
	c := MustAnd(nil, "StringNotLike", "k", "a")
	c2 := MustAnd(c, "StringNotLike", "k", "b")
	if v, _ := c2.Find("StringNotLike", "k"); v.Len() != 2 {
		t.Errorf("negated values are not joined: %v", c2)
	}
	if v, _ := c.Find("StringNotLike", "k"); v.Len() != 1 {
		t.Errorf("the first condition changed: %v", c)
	}
	c = MustAnd(MustAnd(nil, "StringLike", "k", "a"), "StringLike", "k", "b")
	if _, ok := c.Find("StringLikeIfExists", "k"); !ok {
		t.Errorf("two positive comparisons became one: %v", c)
	}
	if _, ok := And(c, "StringLike", "k", "c"); ok {
		t.Error("a third positive comparison of one key cannot be written")
	}
}
