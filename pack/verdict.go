package pack

import (
	"fmt"

	"github.com/truststack/truststack/value"
)

// Kind is one of the three verdicts. The zero Kind is Undetermined: what nobody
// judged is not trusted.
type Kind uint8

// The verdicts.
const (
	Undetermined Kind = iota
	Untrusted
	Trusted
)

func (k Kind) String() string {
	switch k {
	case Untrusted:
		return "untrusted"
	case Trusted:
		return "trusted"
	}
	return "undetermined"
}

// Verdict is what a rule says of a subject: untrusted with every reason, or
// undetermined with everything that is missing, or trusted.
type Verdict struct {
	Kind    Kind
	Reasons []Reason
	Missing []Missing
}

// Reason is one reason why a subject is untrusted. Its texts are for the person
// who reads them at night: what was found, what was wanted, what to do.
type Reason struct {
	Code   string // stable, with a page in docs/codes: "SNS-HOST"
	Path   string // the property, event field or API field: "Endpoint"
	Found  string
	Wanted string
	Text   string // one sentence
	Fix    string // the next step
}

// Missing is one fact without which no verdict can be given.
type Missing struct {
	Code string // stable, starts with "UNKNOWN-"
	Path string
	Why  string
	// Lookup is true when asking AWS would tell.
	Lookup bool
	// AfterApply is true when the deployment itself will make it known.
	AfterApply bool
}

// Fold joins verdicts on parts of one thing: untrusted when any part is, else
// undetermined when any is, else trusted. No part at all is undetermined.
func Fold(parts ...Verdict) Verdict {
	var out Verdict
	if len(parts) > 0 {
		out.Kind = Trusted
	}
	for _, v := range parts {
		out.Kind = worse(out.Kind, v.Kind)
		out.Reasons = append(out.Reasons, v.Reasons...)
		out.Missing = append(out.Missing, v.Missing...)
	}
	return out
}

func worse(a, b Kind) Kind {
	switch {
	case a == Untrusted || b == Untrusted:
		return Untrusted
	case a == Undetermined || b == Undetermined:
		return Undetermined
	}
	return Trusted
}

// Trust is the verdict trusted.
func Trust() Verdict { return Verdict{Kind: Trusted} }

// Distrust is the verdict untrusted, for these reasons.
func Distrust(reasons ...Reason) Verdict { return Verdict{Kind: Untrusted, Reasons: reasons} }

// CannotKnow is the verdict undetermined, for want of these facts.
func CannotKnow(missing ...Missing) Verdict { return Verdict{Missing: missing} }

// Weigh makes a verdict of what a rule has gathered: reasons make it untrusted
// whatever is missing, missing facts make it undetermined, nothing of either
// makes it trusted. A rule calls it once, after it has looked at everything.
func Weigh(reasons []Reason, missing []Missing) Verdict {
	switch {
	case len(reasons) > 0:
		return Verdict{Kind: Untrusted, Reasons: reasons, Missing: missing}
	case len(missing) > 0:
		return Verdict{Missing: missing}
	}
	return Trust()
}

// NotKnown is the missing fact that a text is: why its holes are unknown.
func NotKnown(code, path string, t value.Text) Missing {
	m := Missing{Code: code, Path: path, Why: "not known: " + t.String()}
	for _, h := range t.Holes() {
		if h.Why != "" && h.Class == value.Any {
			m.Why = fmt.Sprintf("%s (${%s}: %s)", t, h.Name, h.Why)
		}
		m.AfterApply = m.AfterApply || h.AfterApply
	}
	return m
}
