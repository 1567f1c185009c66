package pack

import (
	"time"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/value"
)

// View is the layer that asks, and when.
type View struct {
	Layer manifest.Layer
	Time  time.Time
}

// Decision is the answer on one thing: the verdict with everything that the
// manifest's modes, exceptions and exclusions make of it.
type Decision struct {
	Package *Package
	Layer   manifest.Layer
	Mode    manifest.Mode
	Verdict Verdict
	// When is the fewest choices under which the verdict holds; empty: always.
	When value.When
	// At is where the first thing that made the verdict stands.
	At value.Pos
	// Exception is set when the verdict is untrusted and every untrusted case
	// is excepted: reported, counted apart, failing nothing.
	Exception *manifest.Exception
	// Excluded is true when every case is excluded by its tag; the verdict is
	// then trusted.
	Excluded bool
}

// Fails reports whether the decision is a violation: untrusted, not excepted.
func (d Decision) Fails() bool { return d.Verdict.Kind == Untrusted && d.Exception == nil }

// Doubted is the decision on a resource that may turn out otherwise than it is
// written (value.Resource.Doubt): it may be untrusted, and is never trusted. An
// empty why changes nothing; afterApply says that the deployment itself will tell.
func (d Decision) Doubted(why string, afterApply bool) Decision {
	if why == "" || d.Verdict.Kind != Trusted {
		return d
	}
	d.Verdict = CannotKnow(Missing{Code: "UNKNOWN-TEMPLATE", Why: why, AfterApply: afterApply})
	d.Excluded = false
	return d
}

// judged is one case with what became of it.
type judged struct {
	Case
	verdict   Verdict
	exception *manifest.Exception
	excluded  bool
}

// Decide judges the cases of one thing and folds them: any untrusted case makes
// it untrusted, else any undetermined one undetermined, else it is trusted.
// No case at all is undetermined.
func Decide(r Rule, view View, cases []Case) Decision {
	d := Decision{Package: r.Package, Layer: view.Layer, Mode: r.Policy.ModeOf(view.Layer)}
	all := make([]judged, len(cases))
	for i, c := range cases {
		all[i] = judgeCase(r, view, c)
	}
	deciding := decisive(all)
	d.Verdict = foldOnce(deciding)
	if len(deciding) == 0 {
		d.Verdict = CannotKnow(Missing{Code: "UNKNOWN-CASES", Why: "nothing was there to judge"})
		return d
	}
	d.At = deciding[0].At
	d.When = narrow(deciding, all)
	d.Exception = deciding[0].exception
	d.Excluded = d.Verdict.Kind == Trusted && allExcluded(all)
	return d
}

func judgeCase(r Rule, view View, c Case) judged {
	id := c.Subject.Identity()
	if r.Policy.TagExcludes && r.Package.excluded(id.Exclude) {
		return judged{Case: c, verdict: Trust(), excluded: true}
	}
	v := r.Judge(c.Subject)
	if v.Kind != Untrusted {
		return judged{Case: c, verdict: v}
	}
	exception, found := findException(r.Policy.Exceptions, id, view.Time)
	if found == value.Maybe {
		v = CannotKnow(Missing{Code: "UNKNOWN-EXCEPTION", Path: "exceptions",
			Why: "the exception " + exception.String() + " may cover it: what it selects is not wholly known"})
		return judged{Case: c, verdict: v}
	}
	return judged{Case: c, verdict: v, exception: exception}
}

// decisive is the cases that make the folded verdict what it is: the untrusted
// ones that no exception covers, else the undetermined ones, else the untrusted
// ones that are excepted, else all. An undetermined case goes before an
// excepted one, since nothing excepts it.
func decisive(all []judged) []judged {
	for _, pick := range []func(judged) bool{
		func(j judged) bool { return j.verdict.Kind == Untrusted && j.exception == nil },
		func(j judged) bool { return j.verdict.Kind == Undetermined },
		func(j judged) bool { return j.verdict.Kind == Untrusted },
		func(judged) bool { return true },
	} {
		var out []judged
		for _, j := range all {
			if pick(j) {
				out = append(out, j)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// foldOnce folds the verdicts and drops what is said twice: variants of one
// template often fail for the same reason.
func foldOnce(deciding []judged) Verdict {
	verdicts := make([]Verdict, len(deciding))
	for i, j := range deciding {
		verdicts[i] = j.verdict
	}
	v := Fold(verdicts...)
	v.Reasons = unique(v.Reasons)
	v.Missing = unique(v.Missing)
	return v
}

func unique[T comparable](list []T) []T {
	var out []T
	seen := map[T]bool{}
	for _, x := range list {
		if !seen[x] {
			seen[x] = true
			out = append(out, x)
		}
	}
	return out
}

// narrow finds the fewest choices that tell the first deciding case from every
// case that turned out otherwise: it drops each choice without which all that
// still holds is decisive. The result is true of the template: under these
// choices the verdict holds.
func narrow(deciding, all []judged) value.When {
	verdict := deciding[0].verdict.Kind
	when := append(value.When(nil), deciding[0].When...)
	for i := 0; i < len(when); {
		shorter := append(append(value.When(nil), when[:i]...), when[i+1:]...)
		if holdsFor(shorter, all, verdict, deciding[0].exception) {
			when = shorter
			continue
		}
		i++
	}
	return when
}

// holdsFor reports whether, in every world that the choices allow, some case
// turned out this way. Cases of one world share their choices, so it is enough
// that each world has one such case.
func holdsFor(when value.When, all []judged, verdict Kind, exception *manifest.Exception) bool {
	for _, j := range all {
		if !when.Holds(j.When) || j.verdict.Kind == verdict && j.exception == exception {
			continue
		}
		if !anyIn(j.When, all, verdict, exception) {
			return false
		}
	}
	return true
}

func anyIn(world value.When, all []judged, verdict Kind, exception *manifest.Exception) bool {
	for _, j := range all {
		if len(j.When) == len(world) && j.When.Holds(world) && j.verdict.Kind == verdict && j.exception == exception {
			return true
		}
	}
	return false
}

func allExcluded(all []judged) bool {
	for _, j := range all {
		if !j.excluded {
			return false
		}
	}
	return true
}
