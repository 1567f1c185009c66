package pattern

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// operators is the comparisons that EventBridge takes
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).
var operators = []string{"anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"}

// operator reads a comparison after its opening brace. The value is read whole
// first, so that each comparison can say what it wants instead.
func (r *reader) operator(d *json.Decoder, at string) Matcher {
	if !d.More() {
		_, _ = d.Token()
		r.add(at, "an empty object", "one of "+strings.Join(operators, ", "), "name a comparison, or leave it out")
		return nil
	}
	name := r.key(d)
	var raw json.RawMessage
	if err := d.Decode(&raw); err != nil {
		return nil
	}
	if d.More() {
		r.add(at, "more than one comparison in an object", "one", "put each comparison in an object of its own")
		for d.More() {
			token, _ := d.Token()
			r.skip(d, token)
		}
	}
	_, _ = d.Token() // the closing brace
	m, wanted := comparison(name, raw)
	if wanted != "" {
		found := fmt.Sprintf("{%q:%s}", name, raw)
		if len(found) > 80 {
			found = strings.ToValidUTF8(found[:80], "") + "…"
		}
		r.add(at, found, wanted, "see the comparison operators of EventBridge")
		return nil
	}
	return m
}

// comparison returns the matcher, or what was wanted instead of the value.
func comparison(name string, raw json.RawMessage) (m Matcher, wanted string) {
	switch name {
	case "exists":
		if b, ok := as[bool](raw); ok {
			return Exists(b), ""
		}
		return nil, "true or false"
	case "wildcard":
		return textual[Wildcard](raw)
	case "cidr":
		return textual[CIDR](raw)
	case "equals-ignore-case":
		return textual[EqualsIgnoreCase](raw)
	case "prefix":
		return affix[Prefix, PrefixIgnoreCase](raw)
	case "suffix":
		return affix[Suffix, SuffixIgnoreCase](raw)
	case "numeric":
		return numeric(raw)
	case "anything-but":
		return anythingBut(raw)
	}
	return nil, "one of " + strings.Join(operators, ", ")
}

// matcherText is the matchers that are one string.
type matcherText interface {
	~string
	Matcher
}

func textual[M matcherText](raw json.RawMessage) (Matcher, string) {
	if s, ok := as[string](raw); ok {
		return M(s), ""
	}
	return nil, "a string"
}

// affix reads a prefix or suffix, or its form that ignores case.
func affix[M, IgnoreCase matcherText](raw json.RawMessage) (Matcher, string) {
	if s, ok := as[string](raw); ok {
		return M(s), ""
	}
	if name, inner, ok := single(raw); ok && name == "equals-ignore-case" {
		if s, ok := as[string](inner); ok {
			return IgnoreCase(s), ""
		}
	}
	return nil, `a string, or {"equals-ignore-case": a string}`
}

func numeric(raw json.RawMessage) (Matcher, string) {
	const wanted = `an array such as [">", 0, "<=", 5]`
	items, ok := as[[]json.RawMessage](raw)
	if !ok || len(items) == 0 || len(items)%2 != 0 || len(items) > 4 {
		return nil, wanted
	}
	var out Numeric
	for pair := range slices.Chunk(items, 2) {
		op, okOp := as[string](pair[0])
		value, okValue := as[Number](pair[1])
		if !okOp || !okValue {
			return nil, wanted
		}
		out = append(out, Bound{op, value})
	}
	return out, ""
}

func anythingBut(raw json.RawMessage) (Matcher, string) {
	if texts, ok := oneOrMore[string](raw); ok {
		return AnythingBut(texts), ""
	}
	if numbers, ok := oneOrMore[Number](raw); ok {
		return AnythingButNumber(numbers), ""
	}
	const wanted = "a string or number, a list of strings or of numbers, or one of prefix, suffix, equals-ignore-case and wildcard with strings"
	name, inner, ok := single(raw)
	if !ok {
		return nil, wanted
	}
	texts, ok := oneOrMore[string](inner)
	switch {
	case !ok:
	case name == "prefix":
		return AnythingButPrefix(texts), ""
	case name == "suffix":
		return AnythingButSuffix(texts), ""
	case name == "equals-ignore-case":
		return AnythingButIgnoreCase(texts), ""
	case name == "wildcard":
		return AnythingButWildcard(texts), ""
	}
	return nil, wanted
}

// oneOrMore reads a value, or a list of at least one.
func oneOrMore[T bool | string | Number](raw json.RawMessage) ([]T, bool) {
	if v, ok := as[T](raw); ok {
		return []T{v}, true
	}
	items, ok := as[[]json.RawMessage](raw)
	if !ok || len(items) == 0 {
		return nil, false
	}
	out := make([]T, len(items))
	for i, item := range items {
		if out[i], ok = as[T](item); !ok {
			return nil, false
		}
	}
	return out, true
}

// as reads valid JSON as exactly that type: null is none, and a number is none
// of a string.
func as[T bool | string | Number | []json.RawMessage](raw json.RawMessage) (T, bool) {
	var v T
	if n, isNumber := any(&v).(*Number); isNumber {
		*n = Number(raw)
		return v, jsonNumber.Match(raw)
	}
	if string(raw) == "null" {
		return v, false
	}
	err := json.Unmarshal(raw, &v)
	return v, err == nil
}

// single reads an object of one key.
func single(raw json.RawMessage) (name string, inner json.RawMessage, ok bool) {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	if token, err := d.Token(); err != nil || token != json.Delim('{') || !d.More() {
		return "", nil, false
	}
	key, err := d.Token()
	if err != nil || d.Decode(&inner) != nil || d.More() {
		return "", nil, false
	}
	return fmt.Sprint(key), inner, true
}
