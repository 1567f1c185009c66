package pack

import "testing"

func TestAdviseFailsNothing(t *testing.T) {
	note := Reason{Code: "X-NOTE", Text: "look at this"}
	v := Fold(Trust(), Advise(note))
	if v.Kind != Trusted || len(v.Reasons) != 1 || v.Reasons[0] != note {
		t.Errorf("a note was lost or changed the verdict: %+v", v)
	}
	if (Decision{Verdict: v}).Fails() {
		t.Error("a note fails the decision")
	}
	if v := Fold(Advise(note), Distrust(Reason{Code: "X"})); v.Kind != Untrusted {
		t.Errorf("a note covers a violation: %+v", v)
	}
}
