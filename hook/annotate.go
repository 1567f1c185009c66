package hook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// annotate is one annotation for each rule that judged anything: the worst of what
// it found. Names are thus unique, and their number does not grow with a template.
func (h Handler) annotate(all []outcome) []Annotation {
	var out []Annotation
	for _, rule := range h.Rules {
		var mine []outcome
		for _, o := range all {
			if o.rule.Package == rule.Package {
				mine = append(mine, o)
			}
		}
		if len(mine) > 0 {
			out = append(out, h.annotation(rule, mine))
		}
	}
	return out
}

func (h Handler) annotation(rule pack.Rule, mine []outcome) Annotation {
	a := Annotation{Name: cut(rule.Package.Name, 100), Status: AnnotationPassed}
	var points, fixes []string
	end := ""
	for _, o := range mine {
		a.Status = worse(a.Status, o.annotationStatus())
		if o.standing == passed && len(o.verdict.Reasons) == 0 {
			continue
		}
		points = append(points, o.points()...)
		if o.standing == refused {
			end = askException
		}
		for _, fix := range o.fixes() {
			if !slices.Contains(fixes, fix) {
				fixes = append(fixes, fix)
			}
		}
	}
	if len(points) == 0 {
		points = []string{passing(mine)}
	}
	a.Message = several(points, maxAnnotation)
	if len(fixes) > 0 {
		a.Remediation = strings.TrimSpace(several(fixes, maxAnnotation-len(end)-1) + " " + end)
	}
	if a.Status == AnnotationFailed {
		a.Severity = h.severity(rule)
	}
	return a
}

// several joins as many as fit, and says how many do not.
func several(points []string, limit int) string {
	const rest = " And %d more."
	room := limit - len(rest) - 12
	out := clip(points[0], room)
	for i, p := range points[1:] {
		if len(out)+1+len(p) > room {
			return out + fmt.Sprintf(rest, len(points)-1-i)
		}
		out += " " + p
	}
	return out
}

func (o outcome) annotationStatus() AnnotationStatus {
	switch {
	case o.standing == passed:
		return AnnotationPassed
	case o.standing == refused, o.blocks():
		return AnnotationFailed
	}
	return AnnotationSkipped
}

func worse(a, b AnnotationStatus) AnnotationStatus {
	for _, s := range []AnnotationStatus{AnnotationFailed, AnnotationSkipped} {
		if a == s || b == s {
			return s
		}
	}
	return AnnotationPassed
}

func (o outcome) fixes() []string {
	var out []string
	switch o.standing {
	case refused:
		for i, r := range o.verdict.Reasons {
			if i == maxPoints {
				break
			}
			if fix := clip(sentence(o.redact.clean(r.Fix)), 400); fix != "" {
				out = append(out, fix)
			}
		}
	case unclear:
		out = append(out, askValue)
	}
	return out
}

// severity is what the manifest sets for the package's findings; "" where it sets
// none.
func (h Handler) severity(rule pack.Rule) manifest.Severity {
	return h.Spec.SecurityPackages[rule.Package.Key].Severity
}
