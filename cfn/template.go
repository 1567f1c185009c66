package cfn

import (
	"maps"
	"slices"
	"strings"

	"github.com/truststack/truststack/value"
)

// Options say what to work out and where the template will be deployed.
type Options struct {
	// Reads is which resource types are wanted and which of their top-level
	// properties rules read.
	Reads map[string][]string
	// Peers is which types' properties are wanted when a resource of a type in
	// Reads refers to one of them.
	Peers map[string][]string
	// Parameters are the values that will be given; those of list types are
	// separated by commas.
	Parameters map[string]string
	// Where it will be deployed; empty is unknown. A Region implies its
	// partition.
	Account, Region, Partition string
}

// Resources returns the resources of the types in o.Reads, in the template's
// order, each as it can turn out. A resource whose condition can never hold is
// not among them. It may be called again with other options; Problems then
// tells of the last call.
//
// A variant's Properties is a map with every property that o.Reads names for
// the type, those that are not there as Absent values. It is open, so a
// property that o.Reads does not name is unknown.
func (t *Template) Resources(o Options) []value.Resource {
	e := newEvaluator(t, o)
	doubts := t.doubts()
	var out []value.Resource
	for i := range e.order {
		entry := e.order[i]
		reads, ok := o.Reads[entry.kind]
		if !ok {
			continue
		}
		if r, exists := e.resource(entry, reads); exists {
			r.Doubt = doubts.on(entry.pos)
			out = append(out, r)
		}
	}
	t.mu.Lock()
	t.resolved = e.problems
	t.mu.Unlock()
	return out
}

// evaluator is a template with the options it is evaluated for.
type evaluator struct {
	options    Options
	parameters map[string]*parameter
	mappings   *Node
	conditions *Node
	order      []*entry
	resources  map[string]*entry
	loops      map[string]bool // variables of loops over unknown collections
	problems   []Problem
	told       map[Problem]bool
	steps      int // over all resources
}

// entry is one resource of the template.
type entry struct {
	id, kind string
	pos      value.Pos
	node     *Node
}

func newEvaluator(t *Template, o Options) *evaluator {
	if o.Partition == "" && o.Region != "" {
		o.Partition = partitionOf(o.Region)
	}
	e := &evaluator{options: o, resources: map[string]*entry{}, loops: map[string]bool{}, told: map[Problem]bool{}}
	e.parameters = e.readParameters(t.root.Get("Parameters"))
	e.mappings = t.root.Get("Mappings")
	e.readTransforms(t.root.Get("Transform"))
	e.readTransforms(t.root.Get("Fn::Transform"))
	root := t.root
	root = e.expandLoops(root)
	if transforms(root, samTransform) {
		expanded, problems := expandSAM(root)
		root = expanded
		for _, p := range problems {
			e.tell(p)
		}
	}
	e.mappings = root.Get("Mappings")
	e.conditions = root.Get("Conditions")
	e.readResources(root)
	return e
}

// tell keeps a problem once.
func (e *evaluator) tell(p Problem) {
	if len(e.problems) >= maxProblems || e.told[p] {
		return
	}
	e.told[p] = true
	e.problems = append(e.problems, p)
}

// samTransform is the macro that expands serverless resources.
const samTransform = "AWS::Serverless-2016-10-31"

// transforms reports whether the template's Transform, a string or a list,
// names the macro.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-section-structure.html
func transforms(root *Node, macro string) bool {
	for _, n := range listOf(root.Get("Transform")) {
		if n.Is(StringNode) && n.Text == macro || n.Get("Name").Is(StringNode) && n.Get("Name").Text == macro {
			return true
		}
	}
	return false
}

// listOf is a list's items, or the one node that stands for a list of one.
func listOf(n *Node) []*Node {
	switch {
	case n == nil || n.Kind == NullNode:
		return nil
	case n.Kind == ListNode:
		return n.Items
	}
	return []*Node{n}
}

// readTransforms tells of macros whose effect nobody can know offline.
func (e *evaluator) readTransforms(n *Node) {
	for _, item := range listOf(n) {
		name := item
		if item.Is(MapNode) {
			name = item.Get("Name")
		}
		switch {
		case !name.Is(StringNode):
			e.tell(problem(item.Pos, "", "found %s where the name of a macro was wanted", describe(item)))
		case name.Text != samTransform && name.Text != "AWS::LanguageExtensions":
			e.tell(problem(item.Pos, "check the processed template too",
				"the macro %s runs at deployment and can change the template; it was read as written", shorten(name.Text)))
		}
	}
}

// readResources lists the resources of the template after loops and SAM.
func (e *evaluator) readResources(root *Node) {
	section := root.Get("Resources")
	if section == nil || section.Kind == NullNode {
		e.tell(problem(root.Pos, "", "found no Resources"))
		return
	}
	if section.Kind != MapNode {
		e.tell(problem(section.Pos, "", "found %s where the map of Resources was wanted", describe(section)))
		return
	}
	for i := range section.Fields {
		f := &section.Fields[i]
		if strings.HasPrefix(f.Key, "Fn::") {
			e.tell(problem(f.KeyPos, "check the processed template too",
				"%s adds resources that are known at deployment only", shorten(f.Key)))
			continue
		}
		kind := f.Value.Get("Type")
		if !kind.Is(StringNode) {
			e.tell(problem(f.KeyPos, "give the resource a Type", "the resource %q has no Type that is a string", shorten(f.Key)))
			continue
		}
		e.readElsewhere(kind.Text, f.KeyPos)
		for _, kind := range e.kinds(strings.TrimSpace(kind.Text), f.KeyPos) {
			entry := &entry{id: f.Key, kind: kind, pos: f.KeyPos, node: f.Value}
			e.order = append(e.order, entry)
			e.resources[f.Key] = entry
		}
	}
}

// kinds is the type of a resource. Where a loop over an unknown collection makes
// the type, it is every type of the rules that it can become.
func (e *evaluator) kinds(written string, pos value.Pos) []string {
	if len(e.loops) == 0 || !strings.Contains(written, "{") {
		return []string{written}
	}
	known := written
	for variable := range e.loops {
		for _, form := range []string{"${" + variable + "}", "&{" + variable + "}"} {
			known = strings.ReplaceAll(known, form, "\x00")
		}
	}
	pieces := strings.Split(known, "\x00")
	if len(pieces) == 1 {
		return []string{written}
	}
	e.tell(problem(pos, "give the loop's collection by --parameters", "the type %s depends on a loop over an unknown collection", shorten(written)))
	out := []string{written}
	for _, kind := range slices.Sorted(maps.Keys(e.options.Reads)) {
		if fits(kind, pieces) {
			out = append(out, kind)
		}
	}
	return out
}

// fits reports whether a text has the pieces in their order, the first at its
// beginning and the last at its end.
func fits(text string, pieces []string) bool {
	rest, ok := strings.CutPrefix(text, pieces[0])
	for _, piece := range pieces[1 : len(pieces)-1] {
		i := strings.Index(rest, piece)
		if i < 0 {
			return false
		}
		rest = rest[i+len(piece):]
	}
	return ok && strings.HasSuffix(rest, pieces[len(pieces)-1])
}

// resource works out one resource; exists is false when its condition never
// holds.
func (e *evaluator) resource(r *entry, reads []string) (out value.Resource, exists bool) {
	out = value.Resource{ID: r.id, Type: r.kind, Pos: r.pos}
	out.Account = place(e.options.Account, value.Account, "AWS::AccountId")
	out.Region = place(e.options.Region, value.Region, "AWS::Region")
	out.Partition = place(e.options.Partition, value.Partition, "AWS::Partition")
	x := &explorer{evaluator: e}
	variants, ok := x.explore(func(w *world) (value.Variant, bool) { return w.variant(r, reads) })
	if ok {
		out.Variants = variants
		return out, len(variants) > 0
	}
	hole := value.Hole{Name: r.id, Why: "more ways to turn out than are tried", Resource: r.id}
	out.Overflow = true
	out.Variants = []value.Variant{{Properties: value.Value{Kind: value.Map, Open: &hole, Pos: r.node.Pos}}}
	return out, true
}

// place is where the template will be deployed: a literal when it is known.
func place(known string, class value.Class, name string) value.Text {
	if known != "" {
		return value.Literal(known)
	}
	return value.Of(placeHole(class, name))
}

func placeHole(class value.Class, name string) value.Hole {
	return value.Hole{Class: class, Name: name, Why: "depends on where the template is deployed"}
}
