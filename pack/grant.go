package pack

import (
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/value"
)

// Grant is what one Allow statement of a resource-based policy gives to one
// principal. Deny statements are not weighed: to show that they narrow an Allow
// enough is to evaluate the whole policy for every principal there is.
type Grant struct {
	Sid       value.Text
	Principal Principal
	// Others is true for NotPrincipal: everyone but those listed.
	Others     bool
	Actions    []value.Text
	NotActions []value.Text
	Conditions []Comparison
	At         value.Pos
	// Unclear says why a part of the statement cannot be read; "" if all can.
	Unclear string
}

// Comparison is one key of a condition.
type Comparison struct {
	Operator string // as written
	Key      string // in lower case: keys are not case-sensitive
	Values   []value.Text
	Complete bool // false when there may be more values than are known
}

// Grants is what a policy's Allow statements give, principal by principal. The
// policy is a map, or a string that holds JSON. Complete is false when there may
// be statements that cannot be read; why says what is in the way.
func Grants(policy value.Value, partition string) (grants []Grant, complete bool, why string) {
	if policy.Kind == value.String {
		text, known := policy.Text.Known()
		if !known {
			return nil, false, "the policy's text is not wholly known"
		}
		parsed, err := value.ParseJSON([]byte(text))
		if err != nil {
			return nil, false, "the policy is not valid JSON"
		}
		parsed.Pos = policy.Pos
		policy = parsed
	}
	if policy.Kind != value.Map {
		return nil, policy.Missing(), "the policy is not known"
	}
	statements, complete := policy.Get("Statement").AsList()
	if !complete {
		why = "the policy may have statements that are not known"
	}
	for _, st := range statements {
		if effect, known := st.Get("Effect").AsText().Known(); known && effect == "Deny" {
			continue
		}
		grants = append(grants, statementGrants(st, partition)...)
	}
	return grants, complete, why
}

func statementGrants(st value.Value, partition string) []Grant {
	base := Grant{Sid: st.Get("Sid").AsText(), At: st.Pos}
	if st.Kind != value.Map {
		base.Unclear = "the statement is not known"
		return []Grant{base}
	}
	if effect, known := st.Get("Effect").AsText().Known(); !known || effect != "Allow" {
		base.Unclear = "the statement's Effect is not known"
	}
	base.Actions = base.texts(st.Get("Action"), "Action")
	base.NotActions = base.texts(st.Get("NotAction"), "NotAction")
	base.Conditions = base.comparisons(st.Get("Condition"))
	if not := st.Get("NotPrincipal"); !not.Missing() {
		base.Others = true
		base.Principal = Principal{Kind: Everyone, Text: value.Literal("*")}
		return []Grant{base}
	}
	return base.perPrincipal(st.Get("Principal"), partition)
}

// perPrincipal is a copy of the grant for each principal. A principal element
// that cannot be read gives one grant to a principal that is unclear.
func (g Grant) perPrincipal(principal value.Value, partition string) []Grant {
	var out []Grant
	give := func(p Principal, at value.Pos) {
		h := g
		h.Principal = p
		if at.Line > 0 {
			h.At = at
		}
		out = append(out, h)
	}
	switch principal.Kind {
	case value.Map:
		for _, f := range principal.Fields {
			items, complete := f.Value.AsList()
			for _, item := range items {
				give(typedPrincipal(f.Key, item.AsText(), partition), item.Pos)
			}
			if !complete {
				give(Principal{Text: value.Unknown(f.Key, "the list of principals is not wholly known")}, f.Value.Pos)
			}
		}
		if principal.Open != nil {
			give(Principal{Text: value.Of(*principal.Open)}, principal.Pos)
		}
	case value.Absent, value.Null:
		give(Principal{Kind: Malformed, Text: value.Text{}}, g.At)
	default:
		give(ParsePrincipal(principal.AsText(), partition), principal.Pos)
	}
	return out
}

func typedPrincipal(kind string, t value.Text, partition string) Principal {
	p := ParsePrincipal(t, partition)
	switch {
	case kind == "AWS" && p.Kind == Service, kind == "Service" && p.Kind != Service && p.Kind != Unclear:
		p.Kind = Malformed
	case kind == "Federated" || kind == "CanonicalUser":
		p.Kind = Unique
	}
	return p
}

func (g *Grant) texts(v value.Value, name string) []value.Text {
	items, complete := v.AsList()
	if !complete {
		g.Unclear = "the statement's " + name + " is not wholly known"
	}
	out := make([]value.Text, len(items))
	for i, item := range items {
		out[i] = item.AsText()
	}
	return out
}

func (g *Grant) comparisons(condition value.Value) []Comparison {
	switch condition.Kind {
	case value.Absent, value.Null:
		return nil
	case value.Map:
	default:
		return []Comparison{{Operator: "", Key: ""}}
	}
	var out []Comparison
	for _, op := range condition.Fields {
		if op.Value.Kind != value.Map {
			out = append(out, Comparison{Operator: op.Key})
			continue
		}
		for _, key := range op.Value.Fields {
			items, complete := key.Value.AsList()
			c := Comparison{Operator: op.Key, Key: strings.ToLower(key.Key), Complete: complete}
			for _, item := range items {
				c.Values = append(c.Values, item.AsText())
			}
			out = append(out, c)
		}
		if op.Value.Open != nil {
			out = append(out, Comparison{Operator: op.Key})
		}
	}
	if condition.Open != nil {
		out = append(out, Comparison{})
	}
	return out
}

// Allows reports whether the statement allows an action such as "sns:Subscribe".
func (g Grant) Allows(action string) value.Tri {
	if len(g.NotActions) > 0 {
		return anyAction(g.NotActions, action).Not()
	}
	found := anyAction(g.Actions, action)
	if found == value.No && g.Unclear != "" {
		return value.Maybe
	}
	return found
}

// anyAction matches without regard to case, with * and ?
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html).
func anyAction(patterns []value.Text, action string) value.Tri {
	found := value.No
	for _, p := range patterns {
		s, known := p.Known()
		switch {
		case !known && (canBegin(strings.ToLower(action), strings.ToLower(p.Prefix())) || strings.Contains(p.Prefix(), "*")):
			found = found.Or(value.Maybe)
		case known:
			found = found.Or(value.Is(iam.Like(strings.ToLower(s), strings.ToLower(action))))
		}
	}
	return found
}
