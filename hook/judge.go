package hook

import (
	"slices"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// subject is one resource of an event.
type subject struct {
	resource value.Resource
	// later is true where RESOURCE will be asked about it again.
	later bool
	// condition is the name of the condition that it stands under; "": none.
	condition string
	redact    redactor
}

// standing is how a rule stands to a resource, from what a person must hear first.
type standing uint8

const (
	refused  standing = iota // untrusted
	unclear                  // undetermined
	broken                   // the rule panicked
	excepted                 // untrusted, and let through
	waiting                  // undetermined until it is deployed
	excluded                 // by its tag
	own                      // TrustStack's own function
	passed
)

// outcome is what one rule says of one resource.
type outcome struct {
	subject
	rule     pack.Rule
	standing standing
	verdict  pack.Verdict
	// exception is set for excepted.
	exception *manifest.Exception
	awaits    []string // for waiting: the properties
	why       string   // for broken
}

func (o outcome) audited() bool { return o.rule.Policy.ModeOf(manifest.Proactive) == manifest.Audit }

// finds reports whether there is something to say against the resource.
func (o outcome) finds() bool { return o.standing <= broken }

// blocks reports whether the answer is FAILED for it.
func (o outcome) blocks() bool { return o.finds() && !o.audited() }

// judge is the outcome of every rule that reads the resource's type and is not
// off. A rule whose subject it is not has none.
func (h Handler) judge(s subject) []outcome {
	var out []outcome
	for _, rule := range h.Rules {
		if !active(rule) {
			continue
		}
		if o, judged := h.judgeOne(s, rule); judged {
			out = append(out, o)
		}
	}
	return out
}

func (h Handler) judgeOne(s subject, rule pack.Rule) (o outcome, judged bool) {
	o = outcome{subject: s, rule: rule}
	defer func() {
		if p := recover(); p != nil {
			o.standing, o.why, judged = broken, describe(p), true
		}
	}()
	properties, reads := rule.Proactive.Impl.Reads()[s.resource.Type]
	if !reads {
		return o, false
	}
	cases := rule.Proactive.Impl.Cases(s.resource)
	if len(cases) == 0 {
		return o, false
	}
	cases = slices.DeleteFunc(cases, h.isOwn)
	if len(cases) == 0 {
		o.standing = own
		return o, true
	}
	d := pack.Decide(rule, pack.View{Layer: manifest.Proactive, Time: h.now()}, cases).Doubted(s.resource.Doubt, s.later)
	o.verdict, o.exception = d.Verdict, d.Exception
	o.standing, o.awaits = s.stand(d, properties)
	return o, true
}

func (h Handler) isOwn(c pack.Case) bool {
	arn, known := c.Subject.Identity().Resource.Known()
	return known && slices.Contains(h.Own, arn)
}

func (s subject) stand(d pack.Decision, reads []string) (standing, []string) {
	switch {
	case d.Verdict.Kind == pack.Trusted && d.Excluded:
		return excluded, nil
	case d.Verdict.Kind == pack.Trusted:
		return passed, nil
	case d.Exception != nil:
		return excepted, nil
	case s.later && s.condition != "":
		return waiting, []string{"Condition " + s.condition}
	case d.Verdict.Kind == pack.Untrusted:
		return refused, nil
	}
	if names := s.awaited(d.Verdict, reads); len(names) > 0 {
		return waiting, names
	}
	return unclear, nil
}

// awaited is the properties for whose sake an undetermined verdict can wait: those
// that the rule reads and that hold what is known only after deployment. A rule
// that says "I cannot tell" of one property may do so for want of another one, as
// for the account that owns the topic, so any of them will do.
func (s subject) awaited(v pack.Verdict, reads []string) []string {
	if !s.later {
		return nil
	}
	var out []string
	for _, variant := range s.resource.Variants {
		for _, name := range reads {
			if !slices.Contains(out, name) && awaits(variant.Properties.Get(name)) {
				out = append(out, name)
			}
		}
	}
	if len(out) == 0 && s.resource.Doubt != "" && allLater(v.Missing) {
		out = append(out, "the whole resource")
	}
	slices.Sort(out)
	return out
}

func allLater(missing []pack.Missing) bool {
	return len(missing) > 0 && !slices.ContainsFunc(missing, func(m pack.Missing) bool { return !m.AfterApply })
}
