package cfn

import "strings"

// The Globals section gives properties to every resource of one serverless
// type. Scalars and intrinsic functions are replaced by the resource's own,
// maps are merged, and lists are joined, the global items first.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html

// globalReplaced are the lists that a resource replaces although they are lists.
var globalReplaced = map[string]bool{
	"Function.Architectures":                              true,
	"CapacityProvider.InstanceRequirements.Architectures": true,
}

// globalPruned are the maps of which a resource that has its own keeps only its
// own keys.
const globalPruned = "CapacityProvider.ManagedResourceTags"

// maxMade bounds what merging and the rest of the transform may make, so that a
// large Globals section and many resources cannot multiply.
const maxMade = 1 << 20

// globalMerger merges one template's Globals section.
type globalMerger struct {
	globals *Node
	made    int
	full    bool
}

// properties is the properties of a resource of the given type after Globals.
// The resource may leave globals out with the attribute IgnoreGlobals.
func (g *globalMerger) properties(typ string, resource *Node) *Node {
	own := resource.Get("Properties")
	section, ok := strings.CutPrefix(typ, samPrefix)
	if !ok {
		return own
	}
	global := withoutIgnored(g.globals.Get(section), resource.Get("IgnoreGlobals"))
	if !global.Is(MapNode) {
		return own
	}
	if own == nil || own.Is(NullNode) {
		return global
	}
	return g.merge(global, own, section)
}

// withoutIgnored leaves the properties out that IgnoreGlobals names, all of
// them when it is "*".
func withoutIgnored(global, ignore *Node) *Node {
	if !global.Is(MapNode) || ignore == nil {
		return global
	}
	if ignore.Is(StringNode) && ignore.Text == "*" {
		return nil
	}
	names := map[string]bool{}
	if ignore.Is(ListNode) {
		for _, item := range ignore.Items {
			if item.Is(StringNode) {
				names[item.Text] = true
			}
		}
	}
	kept := &Node{Kind: MapNode, Pos: global.Pos}
	for _, f := range global.Fields {
		if !names[f.Key] {
			kept.Fields = append(kept.Fields, f)
		}
	}
	return kept
}

// merge gives what own says over global; path names the property for the
// exceptions above.
func (g *globalMerger) merge(global, own *Node, path string) *Node {
	switch {
	case global.Is(ListNode) && own.Is(ListNode):
		if globalReplaced[path] {
			return own
		}
		return g.lists(global, own)
	case global.Is(MapNode) && own.Is(MapNode) && !isIntrinsic(global) && !isIntrinsic(own):
		return g.maps(global, own, path)
	}
	return own
}

func (g *globalMerger) lists(global, own *Node) *Node {
	if !g.take(len(global.Items) + len(own.Items)) {
		return own
	}
	items := make([]*Node, 0, len(global.Items)+len(own.Items))
	items = append(append(items, global.Items...), own.Items...)
	return &Node{Kind: ListNode, Items: items, Pos: own.Pos}
}

func (g *globalMerger) maps(global, own *Node, path string) *Node {
	if !g.take(len(global.Fields) + len(own.Fields)) {
		return own
	}
	mine := make(map[string]NodeField, len(own.Fields))
	for _, f := range own.Fields {
		mine[f.Key] = f
	}
	prune := path == globalPruned && len(own.Fields) > 0
	out := &Node{Kind: MapNode, Pos: own.Pos}
	theirs := make(map[string]bool, len(global.Fields))
	for _, f := range global.Fields {
		theirs[f.Key] = true
		o, both := mine[f.Key]
		switch {
		case both:
			o.Value = g.merge(f.Value, o.Value, path+"."+f.Key)
			out.Fields = append(out.Fields, o)
		case !prune:
			out.Fields = append(out.Fields, f)
		}
	}
	for _, f := range own.Fields {
		if !theirs[f.Key] {
			out.Fields = append(out.Fields, f)
		}
	}
	return out
}

// take counts n new nodes and reports whether there is still room.
func (g *globalMerger) take(n int) bool {
	if g.made+n > maxMade {
		g.full = true
		return false
	}
	g.made += n
	return true
}
