//go:build conformance

package conformance

import (
	"encoding/json"
	"fmt"
	"sort"
)

// view is what counts of a resource: its type, its condition with all that the
// condition says, and properties; nil when its type is not compared.
func (t samTemplate) view(id string) any {
	r := t.Resources[id]
	typ, _ := r["Type"].(string)
	wanted, ok := samJudged[typ]
	if !ok {
		return nil
	}
	view := map[string]any{"Type": typ}
	if c, ok := r["Condition"].(string); ok {
		view["Condition"] = c
		view["Conditions"] = t.condition(c, 0)
	}
	properties, _ := r["Properties"].(map[string]any)
	for name, v := range properties {
		if (wanted == nil || contains(wanted, name)) && samIgnored[typ] != name {
			view[name] = normal(v)
		}
	}
	return view
}

// condition is what a condition says, the conditions it names written out and
// each list of them sorted: SAM groups them as it likes, as Fn::Or takes ten.
func (t samTemplate) condition(name string, depth int) any {
	for function, list := range asMap(t.Conditions[name]) {
		items, ok := list.([]any)
		if !ok || depth > 10 || function != "Fn::Or" && function != "Fn::And" && function != "Fn::Not" {
			break
		}
		var parts []string
		for _, item := range items {
			inner := asMap(item)["Condition"]
			if twice := asMap(inner)["Condition"]; twice != nil {
				inner = twice // SAM writes {"Condition": {"Condition": name}} in places
			}
			named, ok := inner.(string)
			if !ok {
				return t.Conditions[name]
			}
			if nested, ok := asMap(t.condition(named, depth+1))[function].([]string); ok && function == "Fn::Or" {
				parts = append(parts, nested...)
			} else {
				parts = append(parts, samText(t.condition(named, depth+1)))
			}
		}
		sort.Strings(parts)
		return map[string]any{function: parts}
	}
	return t.Conditions[name]
}

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// normal is v with the arguments of Fn::Sub and Fn::GetAtt in the order of their
// documentation: in a few of the oracle's files all lists are sorted.
func normal(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, item := range v {
			out[key] = normal(item)
			if list, ok := out[key].([]any); ok && len(list) == 2 && swapped(key, list) {
				out[key] = []any{list[1], list[0]}
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = normal(v[i])
		}
		return sortedTags(out)
	}
	return v
}

func swapped(function string, list []any) bool {
	_, text := list[1].(string)
	switch function {
	case "Fn::Sub":
		return text
	case "Fn::GetAtt":
		return text && list[0] == "Arn"
	}
	return false
}

// sortedTags puts a list of tags in the order of their keys, and leaves other
// lists as they are.
func sortedTags(list []any) []any {
	for _, item := range list {
		if tag, ok := item.(map[string]any); !ok || tag["Key"] == nil || len(tag) != 2 {
			return list
		}
	}
	sort.SliceStable(list, func(i, j int) bool {
		return fmt.Sprint(list[i].(map[string]any)["Key"]) < fmt.Sprint(list[j].(map[string]any)["Key"])
	})
	return list
}

func contains(list []string, s string) bool {
	for _, item := range list {
		if item == s {
			return true
		}
	}
	return false
}

func samText(v any) string {
	if v == nil {
		return ""
	}
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}
