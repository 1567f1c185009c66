package engine

import (
	"slices"
	"time"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// Result is one rule's decision on one resource.
type Result struct {
	Resource value.Resource
	Decision pack.Decision
}

// Check judges resources that are about to be deployed by every rule whose
// proactive layer reads their type and is not off. There is one result for each
// resource and rule that judges it, in the order of resources, then rules.
func Check(rules []pack.Rule, resources []value.Resource, now time.Time) []Result {
	view := pack.View{Layer: manifest.Proactive, Time: now}
	var out []Result
	for _, resource := range resources {
		for _, rule := range rules {
			if d, judged := checkOne(rule, view, resource); judged {
				out = append(out, Result{resource, d})
			}
		}
	}
	return out
}

func checkOne(rule pack.Rule, view pack.View, resource value.Resource) (pack.Decision, bool) {
	if !rule.Proactive.Applies() || rule.Policy.ModeOf(view.Layer) == manifest.Off {
		return pack.Decision{}, false
	}
	if _, reads := rule.Proactive.Impl.Reads()[resource.Type]; !reads {
		return pack.Decision{}, false
	}
	if resource.Overflow {
		return pack.Decision{Package: rule.Package, Layer: view.Layer, Mode: rule.Policy.ModeOf(view.Layer), At: resource.Pos,
			Verdict: pack.CannotKnow(pack.Missing{Code: "UNKNOWN-VARIANTS",
				Why: "the resource can turn out in more than 256 ways; give values by --parameters"})}, true
	}
	cases := rule.Proactive.Impl.Cases(resource)
	if len(cases) == 0 {
		return pack.Decision{}, false
	}
	return pack.Decide(rule, view, cases).Doubted(resource.Doubt, true), true
}

// Reads is the resource types that any rule judges, with the properties that it
// reads of them: what a reader of templates has to look at.
func Reads(rules []pack.Rule) map[string][]string {
	return gather(rules, func(p pack.Proactive) map[string][]string { return p.Reads() })
}

// Peers is the types that judged resources may refer to, with the properties that
// are read of them.
func Peers(rules []pack.Rule) map[string][]string {
	return gather(rules, func(p pack.Proactive) map[string][]string { return p.Peers() })
}

func gather(rules []pack.Rule, of func(pack.Proactive) map[string][]string) map[string][]string {
	out := map[string][]string{}
	for _, rule := range rules {
		if !rule.Proactive.Applies() {
			continue
		}
		for kind, properties := range of(rule.Proactive.Impl) {
			out[kind] = append(out[kind], properties...)
		}
	}
	for kind, properties := range out {
		slices.Sort(properties)
		out[kind] = slices.Compact(properties)
	}
	return out
}
