package hook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/truststack/truststack/pack"
)

// respond makes the answer of all outcomes.
func (h Handler) respond(all []outcome, notes []string) Response {
	slices.SortStableFunc(all, func(a, b outcome) int { return a.rank() - b.rank() })
	r := Response{HookStatus: Success, Annotations: h.annotate(all)}
	refusals, verdicts := 0, 0
	for _, o := range all {
		if o.blocks() {
			refusals++
			if o.standing != broken {
				verdicts++
			}
		}
	}
	if refusals > 0 {
		r.HookStatus, r.ErrorCode = Failed, NonCompliant
		if verdicts == 0 {
			r.ErrorCode = InternalFailure
		}
	}
	r.Message = message(all, notes)
	return r
}

// rank orders outcomes by what a person must hear first.
func (o outcome) rank() int {
	if o.finds() && o.audited() {
		return int(broken)*2 + 1 + int(o.standing) // after what blocks, before the rest
	}
	if o.finds() {
		return int(o.standing)
	}
	return 10 + int(o.standing)
}

const (
	askException = "If it is needed as it is, ask the security team for an exception."
	askValue     = "To pass, this must be known: write the value out, or ask the security team."
)

// ask is the next step of a failed answer. No exception covers what is
// undetermined; of a rule that broke there is nothing to ask but repair.
func ask(all []outcome) string {
	end := ""
	for _, o := range all {
		switch {
		case o.blocks() && o.standing == refused:
			return askException
		case o.blocks() && o.standing == unclear:
			end = askValue
		}
	}
	return end
}

// message is what a person reads first: at most maxMessage bytes, cut at a
// sentence, saying how much more there is.
func message(all []outcome, notes []string) string {
	var points []string
	for _, o := range all {
		if o.standing != passed || len(o.verdict.Reasons) > 0 {
			points = append(points, o.points()...)
		}
	}
	points = append(points, notes...)
	if len(points) == 0 {
		return clip(passing(all), maxMessage)
	}
	return within(points, ask(all), maxMessage)
}

func passing(all []outcome) string {
	if len(all) == 0 {
		return "No security package has anything to judge here."
	}
	var names []string
	for _, o := range all {
		if !slices.Contains(names, o.rule.Package.Name) {
			names = append(names, o.rule.Package.Name)
		}
	}
	if one := all[0]; !slices.ContainsFunc(all, func(o outcome) bool { return o.resource.ID != one.resource.ID }) {
		return fmt.Sprintf("%s passes %s.", one.name(), strings.Join(names, ", "))
	}
	return fmt.Sprintf("All that is judged passes %s.", strings.Join(names, ", "))
}

// within joins points as long as they and the end fit. Of the first one, whole
// sentences are kept in any case.
func within(points []string, end string, limit int) string {
	const rest = " And %d more: see the annotations."
	room := limit - len(end) - len(rest) - 12
	out := clip(points[0], room)
	shown := 1
	for _, p := range points[1:] {
		if len(out)+1+len(p) > room {
			break
		}
		out += " " + p
		shown++
	}
	if more := len(points) - shown; more > 0 {
		out += fmt.Sprintf(rest, more)
	}
	if end != "" {
		out += " " + end
	}
	return out
}

// name is the resource for a message: "AWS::SNS::Subscription Sub".
func (o outcome) name() string {
	return strings.TrimSpace(o.resource.Type + " " + cut(o.redact.clean(o.resource.ID), 80))
}

// maxPoints is how many points of one outcome are written out: more are counted,
// since no message has room for them.
const maxPoints = 64

// points is what there is to say of an outcome, each point a few sentences: one for
// each reason or missing fact.
func (o outcome) points() []string {
	var out []string
	head := o.head()
	add := func(say func() string) {
		point := "There is more."
		if len(out) < maxPoints {
			point = say()
		}
		out = append(out, strings.TrimSpace(head+" "+point))
		head = ""
	}
	switch o.standing {
	case refused, excepted, passed:
		for _, r := range o.verdict.Reasons {
			add(func() string { return o.reason(r) })
		}
	case unclear:
		for _, m := range o.verdict.Missing {
			add(func() string { return o.missing(m) })
		}
	}
	if head != "" {
		add(func() string { return "" })
	}
	return out
}

func (o outcome) head() string {
	name, by := o.name(), o.rule.Package.Name
	switch {
	case o.standing == refused && o.audited():
		return fmt.Sprintf("Warning: %s would be refused by %s, which is in audit.", name, by)
	case o.standing == unclear && o.audited():
		return fmt.Sprintf("Warning: %s cannot be judged by %s, which is in audit.", name, by)
	case o.standing == broken && o.audited():
		return fmt.Sprintf("Warning: %s, which is in audit, broke on %s. Tell the security team: %s", by, name, sentence(o.redact.clean(o.why)))
	case o.standing == refused:
		return fmt.Sprintf("%s is refused by %s.", name, by)
	case o.standing == unclear:
		return fmt.Sprintf("%s cannot be judged by %s, so it is refused.", name, by)
	case o.standing == broken:
		return fmt.Sprintf("%s broke on %s, so it is refused. Tell the security team: %s", by, name, sentence(o.redact.clean(o.why)))
	case o.standing == excepted:
		return fmt.Sprintf("%s is untrusted to %s and let through by the exception %s, until the end of %s.", name, by,
			clip(o.redact.clean(o.exception.String()), 120), o.exception.Expires)
	case o.standing == waiting:
		return fmt.Sprintf("%s is judged by %s when it is provisioned: %s is known only then.", name, by, strings.Join(o.awaits, ", "))
	case o.standing == excluded:
		return fmt.Sprintf("%s is excluded from %s by its tag %s.", name, by, pack.ExcludeTag)
	case o.standing == own:
		return fmt.Sprintf("%s is TrustStack's own and not judged by %s.", name, by)
	}
	return fmt.Sprintf("%s passes %s.", name, by)
}

func (o outcome) reason(r pack.Reason) string {
	text := clip(sentence(o.redact.clean(r.Text)), 240)
	if r.Path != "" {
		text = r.Path + ": " + text
	}
	if r.Found != "" {
		text += " Found " + clip(o.redact.clean(r.Found), 100)
		if r.Wanted != "" {
			text += "; wanted " + clip(o.redact.clean(r.Wanted), 120)
		}
		text = sentence(text)
	}
	if o.standing != refused {
		return text // it passes: there is nothing to fix
	}
	if fix := clip(sentence(o.redact.clean(r.Fix)), 200); fix != "" {
		text += " " + fix
	}
	return text
}

func (o outcome) missing(m pack.Missing) string {
	text := clip(sentence(o.redact.clean(m.Why)), 240)
	if m.Path != "" {
		text = m.Path + ": " + text
	}
	return text
}
