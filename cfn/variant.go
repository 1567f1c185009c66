package cfn

import "github.com/truststack/truststack/value"

// notRead is why a property that no rule asked for is unknown.
var notRead = value.Hole{Name: "property", Why: "not read"}

// variant evaluates a resource in a world; false when it does not exist there.
func (w *world) variant(r *entry, reads []string) (value.Variant, bool) {
	if condition := r.node.Get("Condition"); condition != nil && condition.Kind != NullNode {
		if !condition.Is(StringNode) {
			w.tell(problem(condition.Pos, "", "found %s where the name of a condition was wanted", describe(condition)))
		} else if !w.test(condition.Text, condition.Pos) {
			return value.Variant{}, false
		}
	}
	v := value.Variant{Properties: w.properties(r, reads)}
	v.Peers = w.peers()
	v.When = w.when
	return v, true
}

// properties evaluates the named properties of a resource.
func (w *world) properties(r *entry, reads []string) value.Value {
	out := value.Value{Kind: value.Map, Open: &notRead, Pos: r.node.Pos}
	missing := value.Value{Pos: r.node.Pos}
	if transform := r.node.Get("Fn::Transform"); transform != nil {
		missing = value.Obscure(transformHole(transform), transform.Pos)
	}
	section := r.node.Get("Properties")
	hole := rewritten(r.node)
	if hole == nil && section.Is(MapNode) {
		hole = rewritten(section)
	}
	if name, _ := section.Intrinsic(); name != "" || hole != nil {
		v := w.eval(section)
		if hole != nil {
			v = value.Obscure(*hole, r.node.Pos)
			if section != nil {
				v.Pos = section.Pos
			}
			section = r.node
		}
		for _, key := range reads {
			out.Fields = append(out.Fields, value.Field{Key: key, KeyPos: section.Pos, Value: v.Get(key)})
		}
		return out
	}
	if section.Is(MapNode) {
		out.Pos, missing.Pos = section.Pos, section.Pos
		if hole := open(section); hole != nil {
			missing = value.Obscure(*hole, section.Pos)
		}
	} else if section != nil && section.Kind != NullNode {
		missing = value.Obscure(value.Hole{Name: r.id, Why: "Properties is not a map"}, section.Pos)
		w.tell(problem(section.Pos, "", "found %s where the map of Properties was wanted", describe(section)))
	}
	for _, key := range reads {
		field := value.Field{Key: key, KeyPos: missing.Pos, Value: missing}
		for i := range sectionFields(section) {
			if f := &section.Fields[i]; f.Key == key {
				field.KeyPos, field.Value = f.KeyPos, w.eval(f.Value)
				break
			}
		}
		out.Fields = append(out.Fields, field)
	}
	return out
}

func sectionFields(n *Node) []NodeField {
	if n.Is(MapNode) {
		return n.Fields
	}
	return nil
}

// peers evaluates the resources that were referred to, in the same world.
// Versions, aliases and URLs of functions are looked through.
func (w *world) peers() map[string]value.Peer {
	if len(w.evaluator.options.Peers) == 0 {
		return nil
	}
	var out map[string]value.Peer
	for i := 0; i < len(w.refs); i++ { // evaluating may add more
		r := w.evaluator.resources[w.refs[i]]
		if through := lookThrough[r.kind]; through != "" {
			w.eval(r.node.Get("Properties", through))
		}
		reads, ok := w.evaluator.options.Peers[r.kind]
		if !ok {
			continue
		}
		if out == nil {
			out = map[string]value.Peer{}
		}
		if _, done := out[r.id]; !done {
			seen := len(w.refs)
			out[r.id] = value.Peer{Type: r.kind, Properties: w.properties(r, reads)}
			w.refs = w.refs[:seen] // a peer's own references are not the resource's
		}
	}
	return out
}

// lookThrough is which property of a type names the function behind it.
var lookThrough = map[string]string{
	"AWS::Lambda::Alias":   "FunctionName",
	"AWS::Lambda::Version": "FunctionName",
	"AWS::Lambda::Url":     "TargetFunctionArn",
}
