package packtest

import (
	"fmt"
	"testing"
	"time"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// agree compares the rule's service control policies with its decision, subject
// by subject, where all of the request is known.
func agree(t *testing.T, rule pack.Rule, partition string, cases []pack.Case, now time.Time) {
	t.Helper()
	for _, c := range cases {
		if problem := Difference(rule, partition, c.Subject, now); problem != "" {
			t.Error(problem)
		}
	}
}

// Difference says how the rule's policies and its decision differ on a subject
// where no residual declares it; "" when they agree or the subject cannot be
// compared. It is for property tests too.
func Difference(rule pack.Rule, partition string, s pack.Subject, now time.Time) string {
	differs, direction, request, comparable := compareLayers(rule, partition, s, now)
	if !comparable || !differs {
		return ""
	}
	for _, r := range rule.Residuals {
		if r.Layer == manifest.Preventative && r.Direction == direction && r.Covers(s, request) {
			return ""
		}
	}
	return fmt.Sprintf("the policies and the rule differ, and no residual declares it: the policy %s\nsubject %+v\naction %s on %s\n",
		direction, s, request.Action, request.Resource)
}

// compareLayers evaluates the policies on every request that brings the subject
// about: what is untrusted must be denied, what is trusted must not.
func compareLayers(rule pack.Rule, partition string, s pack.Subject, now time.Time) (differs bool, d pack.Direction, request iam.Request, comparable bool) {
	if !rule.Preventative.Applies() {
		return false, "", iam.Request{}, false
	}
	decision := pack.Decide(rule, pack.View{Layer: manifest.Preventative, Time: now}, []pack.Case{{Subject: s}})
	requests, known := rule.Preventative.Impl.Requests(s)
	if !known || decision.Verdict.Kind == pack.Undetermined || len(requests) == 0 {
		return false, "", iam.Request{}, false
	}
	docs := documents(rule, partition)
	denied := false
	for _, r := range requests {
		r.Context.Set("aws:CurrentTime", iam.SingleValue(now.Format(time.RFC3339)))
		for _, doc := range docs {
			result := iam.Evaluate(doc, r)
			if result.Decision == iam.Unknown {
				return false, "", r, false
			}
			denied = denied || result.Decision == iam.ExplicitDeny
		}
	}
	switch {
	case denied && !decision.Fails():
		return true, pack.DeniesMore, requests[0], true
	case !denied && decision.Fails():
		return true, pack.LetsThrough, requests[0], true
	}
	return false, "", requests[0], true
}

func documents(rule pack.Rule, partition string) []iam.Document {
	target := pack.Target{Partition: iam.Partition(partition), Variables: true, Exceptions: rule.Policy.Exceptions}
	var out []iam.Document
	for _, p := range rule.Preventative.Impl.Policies(target) {
		if p.Kind == pack.SCP {
			out = append(out, iam.Document{Version: iam.Version2012, Statements: p.Statements})
		}
	}
	return out
}

// checkWitnesses fails on a residual whose witness it does not cover, or on which
// the layers do not differ in the way that it says.
func checkWitnesses(t *testing.T, rule pack.Rule, partition string) {
	t.Helper()
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	for _, r := range rule.Residuals {
		if r.Layer != manifest.Preventative {
			continue
		}
		if r.Witness == nil || r.Covers == nil || r.Why == "" {
			t.Errorf("residual %q has no witness, predicate or reason", r.Name)
			continue
		}
		differs, direction, request, comparable := compareLayers(rule, partition, r.Witness, now)
		if !r.Covers(r.Witness, request) {
			t.Errorf("residual %q does not cover its own witness", r.Name)
		}
		if comparable && (!differs || direction != r.Direction) {
			t.Errorf("residual %q: the layers do not differ on its witness as it says (%v, %s)\n%+v", r.Name, differs, direction, r.Witness)
		}
	}
}
