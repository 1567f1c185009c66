package cfn

import (
	"strings"

	"github.com/truststack/truststack/value"
)

// ref evaluates Ref.
func (w *world) ref(arg *Node, pos value.Pos) value.Value {
	if arg == nil || arg.Kind == ListNode || arg.Kind == NullNode {
		return w.malformed("Ref", "the name of a parameter or resource", pos)
	}
	if arg.Kind == MapNode { // AWS::LanguageExtensions take a function here
		if name, known := w.eval(arg).AsText().Known(); known {
			return w.reference(name, pos)
		}
		return value.Obscure(value.Hole{Name: "Ref", Why: "refers to a name that is not known"}, pos)
	}
	return w.reference(strings.TrimSpace(arg.Text), pos)
}

// reference is what Ref gives for a name.
func (w *world) reference(name string, pos value.Pos) value.Value {
	if w.loops[name] {
		return value.Scalar(w.unknown(loopHole(name)), pos)
	}
	if p := w.parameters[name]; p != nil {
		return w.parameter(p, pos)
	}
	if v, ok := w.pseudo(name, pos); ok {
		return v
	}
	if r := w.resources[name]; r != nil {
		return w.attribute(r, "", pos)
	}
	w.tell(problem(pos, "define it, or correct the name", "found a reference to %q, which is no parameter and no resource", shorten(name)))
	return value.Obscure(value.Hole{Name: name, Why: "refers to nothing in the template"}, pos)
}

// getAtt evaluates Fn::GetAtt: ["Id", "Attribute"] or "Id.Attribute".
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html
func (w *world) getAtt(arg *Node, pos value.Pos) value.Value {
	if arg.Is(StringNode) {
		id, attribute, _ := strings.Cut(arg.Text, ".")
		return w.attributeOf(id, attribute, pos)
	}
	if !arg.Is(ListNode) || len(arg.Items) < 2 {
		return w.malformed("Fn::GetAtt", "a resource and an attribute", pos)
	}
	var names []string
	for _, item := range arg.Items {
		name, known := w.eval(item).AsText().Known()
		if !known {
			return value.Obscure(value.Hole{Name: "Fn::GetAtt", Why: "names an attribute that is not known"}, pos)
		}
		names = append(names, name)
	}
	return w.attributeOf(names[0], strings.Join(names[1:], "."), pos)
}

// attributeOf is what GetAtt gives for the names of a resource and an
// attribute.
func (w *world) attributeOf(id, attribute string, pos value.Pos) value.Value {
	r := w.resources[id]
	if r == nil {
		w.tell(problem(pos, "define it, or correct the name", "found a reference to an attribute of %q, which is no resource", shorten(id)))
		return value.Obscure(value.Hole{Name: id + "." + attribute, Why: "refers to nothing in the template"}, pos)
	}
	return w.attribute(r, attribute, pos)
}

// attribute is an attribute of a resource of this template, or what Ref gives
// for it when name is empty. The resource belongs to the deploying account.
func (w *world) attribute(r *entry, name string, pos value.Pos) value.Value {
	if len(w.naming) == 0 {
		w.refs = append(w.refs, r.id)
	}
	row := attributes[r.kind]
	pattern := row.ref
	if name != "" {
		pattern = row.get[name]
	}
	if pattern == "" {
		return value.Obscure(made(r, value.Any, name), pos)
	}
	return value.Scalar(w.fill(pattern, &owner{r, row}), pos)
}

// made is the hole of an attribute that the deployment makes known.
func made(r *entry, class value.Class, attribute string) value.Hole {
	name := r.id
	if attribute != "" {
		name += "." + attribute
	}
	return value.Hole{Class: class, Name: name, Why: "known after deployment", Resource: r.id, AfterApply: true}
}

// owner is the resource whose attribute a pattern describes.
type owner struct {
	*entry
	row attributeRow
}

// fill writes a pattern of the attributes' table out.
func (w *world) fill(pattern string, r *owner) value.Text {
	if !w.enter() {
		return value.Of(tooMuch)
	}
	defer w.leave()
	var out []value.Text
	for pattern != "" {
		before, after, found := strings.Cut(pattern, "{")
		out = append(out, value.Literal(before))
		if !found {
			break
		}
		name, rest, _ := strings.Cut(after, "}")
		out = append(out, w.filler(name, r))
		pattern = rest
	}
	return w.concat("", out)
}

// filler is what stands in a pattern's braces; see attributes.
func (w *world) filler(name string, r *owner) value.Text {
	switch name {
	case "P":
		return w.place(w.options.Partition, value.Partition, "AWS::Partition")
	case "R":
		return w.place(w.options.Region, value.Region, "AWS::Region")
	case "A":
		return w.place(w.options.Account, value.Account, "AWS::AccountId")
	case "S":
		t, _ := w.pseudoText("AWS::URLSuffix")
		return t
	case "N":
		return w.nameOf(r)
	case "F":
		return w.functionOf(r)
	case "path":
		if t, ok := w.property(r, "Path"); ok && !t.Absent() {
			return t
		}
		return value.Literal("/")
	}
	if id, any := strings.CutPrefix(name, "*"); any {
		return w.unknown(made(r.entry, value.Any, id))
	}
	return w.unknown(made(r.entry, value.Name, name))
}

// property evaluates a property that a name is made of. It is false when the
// property depends on itself.
func (w *world) property(r *owner, key string) (value.Text, bool) {
	if w.naming[r.id] {
		return value.Text{}, false
	}
	w.naming[r.id] = true
	defer delete(w.naming, r.id)
	section := r.node.Get("Properties")
	v := w.eval(section.Get(key))
	if v.Missing() && section != nil && section.Kind == MapNode && open(section) != nil {
		v = value.Obscure(*open(section), section.Pos)
	}
	return v.AsText(), true
}

// nameOf is the resource's name: the property that gives it, or a hole for the
// one that CloudFormation will choose.
func (w *world) nameOf(r *owner) value.Text {
	t, ok := w.property(r, r.row.name)
	if !ok || t.Absent() {
		return w.unknown(made(r.entry, value.Name, r.row.name))
	}
	if s, known := t.Known(); known && strings.Contains(s, ":") {
		// An ARN in place of a name, which some APIs take.
		return w.unknown(made(r.entry, value.Any, r.row.name))
	}
	if h, whole := t.Hole(); whole && h.Class == value.Any && !r.row.free {
		// The service takes no other name, so that much is known of it.
		h.Class = value.Name
		return value.Of(h)
	}
	return t
}

// functionOf is the ARN of the function that an alias, version or URL is of:
// the property gives its name or its ARN.
func (w *world) functionOf(r *owner) value.Text {
	t, ok := w.property(r, lookThrough[r.kind])
	if ok && strings.HasPrefix(t.Prefix(), "arn:") {
		return t
	}
	prefix := w.fill("arn:{P}:lambda:{R}:{A}:function:", r)
	if !ok || t.Absent() {
		return value.Concat(prefix, w.unknown(made(r.entry, value.Name, "FunctionName")))
	}
	if _, _, found := t.Cut(':'); found != value.No {
		// It may be an ARN, or a part of one that names another account
		// (123456789012:function:name), which Lambda takes as well.
		return w.unknown(made(r.entry, value.Any, "FunctionName"))
	}
	return value.Concat(prefix, t)
}
