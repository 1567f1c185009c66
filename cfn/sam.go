package cfn

import (
	"fmt"
	"strings"

	"github.com/truststack/truststack/value"
)

// samPrefix starts the types that the SAM transform replaces.
const samPrefix = "AWS::Serverless::"

// samOptions is where a template will be deployed. SAM writes the partition
// into some ARNs; an empty one is written as ${AWS::Partition}, which means the
// same wherever the stack is made.
type samOptions struct {
	partition, region string
}

// expandSAM does what the transform AWS::Serverless-2016-10-31 does before
// CloudFormation looks at a template: it applies Globals and puts AWS::*
// resources in the place of AWS::Serverless::* ones. Intrinsic functions are
// left as they are.
//
// Only what a rule judges, or what such a resource refers to, is made in full:
// functions, aliases, permissions, URLs, layer versions, subscriptions and
// topic policies. Roles, rules, APIs and their like are there by their logical
// ids and types. What cannot be known for certain is a Problem, and the rest is
// made nonetheless.
//
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
func expandSAM(root *Node) (*Node, []Problem) {
	return expandSAMFor(root, samOptions{})
}

func expandSAMFor(root *Node, opts samOptions) (*Node, []Problem) {
	if !usesSAM(root) {
		return root, nil
	}
	x := newSAMExpansion(root, opts)
	x.connectorsOfResources()
	x.expandAll()
	if x.globals.full {
		x.tooLarge()
	}
	return x.template(), x.problems
}

// Expanded is a template's tree after SAM's transform, as it would be in the
// given partition and Region.
func Expanded(data []byte, partition, region string) (*Node, error) {
	t, err := Parse(data)
	if err != nil {
		return nil, err
	}
	out, _ := expandSAMFor(t.Root(), samOptions{partition: partition, region: region})
	return out, nil
}

// usesSAM reports whether the transform would change anything.
func usesSAM(root *Node) bool {
	resources := root.Get("Resources")
	if !resources.Is(MapNode) {
		return false
	}
	for _, f := range resources.Fields {
		if strings.HasPrefix(resourceType(f.Value), samPrefix) || f.Value.Get("Connectors") != nil {
			return true
		}
	}
	return false
}

// resourceType is a resource's type, or "" when it has none that can be read.
func resourceType(resource *Node) string {
	if t := resource.Get("Type"); t.Is(StringNode) {
		return t.Text
	}
	return ""
}

// samExpansion is one run of the transform.
type samExpansion struct {
	opts     samOptions
	root     *Node
	globals  globalMerger
	problems []Problem

	// sources are the resources as written, with Globals applied.
	sources []samSource
	byID    map[string]*samSource

	// made are the resources of the result; madeAt finds them by logical id.
	made   []NodeField
	madeAt map[string]int
	again  map[string]int // how often a name was made once more

	conditions []NodeField
	hashed     int                          // bytes, for logical ids
	moved      map[string]string            // a logical id that SAM changes
	refs       map[string]map[string]string // Ref: Function.Alias and the like
	defaults   map[string]map[string]bool   // function: the HTTP APIs whose default route it serves
	connectors []samSource
}

// samSource is a resource of the template.
type samSource struct {
	id         string
	idPos      value.Pos
	typ        string
	resource   *Node
	properties *Node
}

// prop is one property, nil when it is absent or AWS::NoValue.
func (s *samSource) prop(keys ...string) *Node { return known(s.properties.Get(keys...)) }

// known is n, or nil when n says that there is nothing.
func known(n *Node) *Node {
	if n.Is(NullNode) || isNoValue(n) {
		return nil
	}
	return n
}

func newSAMExpansion(root *Node, opts samOptions) *samExpansion {
	x := &samExpansion{
		opts: opts, root: root,
		globals:  globalMerger{globals: root.Get("Globals")},
		byID:     map[string]*samSource{},
		madeAt:   map[string]int{},
		again:    map[string]int{},
		moved:    map[string]string{},
		refs:     map[string]map[string]string{},
		defaults: map[string]map[string]bool{},
	}
	resources := root.Get("Resources")
	for _, f := range resources.Fields {
		s := samSource{id: f.Key, idPos: f.KeyPos, typ: resourceType(f.Value), resource: f.Value}
		s.properties = x.globals.properties(s.typ, f.Value)
		x.sources = append(x.sources, s)
	}
	x.addImplicitAPIs()
	for i := range x.sources {
		x.byID[x.sources[i].id] = &x.sources[i]
	}
	return x
}

// samOrder is the order in which SAM expands: a function's events add to the
// APIs, and a connector looks at what all others became.
var samOrder = []struct {
	typ    string
	expand func(*samExpansion, *samSource)
}{
	{samPrefix + "Function", (*samExpansion).function},
	{samPrefix + "StateMachine", (*samExpansion).stateMachine},
	{samPrefix + "Api", (*samExpansion).restAPI},
	{samPrefix + "HttpApi", (*samExpansion).httpAPI},
	{samPrefix + "WebSocketApi", (*samExpansion).webSocketAPI},
	{samPrefix + "LayerVersion", (*samExpansion).layerVersion},
	{samPrefix + "SimpleTable", (*samExpansion).simpleTable},
	{samPrefix + "Application", (*samExpansion).application},
	{samPrefix + "CapacityProvider", (*samExpansion).capacityProvider},
	{samPrefix + "GraphQLApi", (*samExpansion).graphQLAPI},
}

func (x *samExpansion) expandAll() {
	known := map[string]bool{samPrefix + "Connector": true}
	for _, step := range samOrder {
		known[step.typ] = true
	}
	for i := range x.sources {
		switch s := &x.sources[i]; {
		case !strings.HasPrefix(s.typ, samPrefix):
			x.addField(NodeField{Key: s.id, KeyPos: s.idPos, Value: withoutConnectors(s.resource)})
		case !known[s.typ]:
			x.problem(s.resource, "%s is not a type whose expansion is known: what it makes is not seen", s.typ)
			x.addField(NodeField{Key: s.id, KeyPos: s.idPos, Value: s.resource})
		}
	}
	for _, step := range samOrder {
		for i := range x.sources {
			if x.sources[i].typ == step.typ {
				step.expand(x, &x.sources[i])
			}
		}
	}
	x.expandConnectors()
}

// problem records what could not be done, at the position of n.
func (x *samExpansion) problem(n *Node, format string, args ...any) {
	p := Problem{Text: fmt.Sprintf(format, args...)}
	if n != nil {
		p.Pos = n.Pos
	}
	x.problems = append(x.problems, p)
}

// ref declares that SAM lets a template write id.name for another resource.
func (x *samExpansion) ref(id, name, target string) {
	if x.refs[id] == nil {
		x.refs[id] = map[string]string{}
	}
	x.refs[id][name] = target
}

// template is the whole result: the sections of the source but Globals and the
// transform, with the new resources and conditions.
func (x *samExpansion) template() *Node {
	out := &Node{Kind: MapNode, Pos: x.root.Pos}
	rewrite := newRefRewriter(x.moved, x.refs)
	conditions := false
	for _, f := range x.root.Fields {
		switch f.Key {
		case "Globals":
			continue
		case "Resources":
			f.Value = &Node{Kind: MapNode, Fields: x.made, Pos: f.Value.Pos}
		case "Conditions":
			conditions = true
			f.Value = &Node{Kind: MapNode, Fields: joinFields(f.Value, x.conditions), Pos: f.Value.Pos}
		}
		out.Fields = append(out.Fields, NodeField{Key: f.Key, KeyPos: f.KeyPos, Value: rewrite.node(f.Value)})
	}
	if !conditions && len(x.conditions) > 0 {
		out.Fields = append(out.Fields, newField("Conditions", mapNode(x.root.Pos, x.conditions...)))
	}
	return out
}

// joinFields is the fields of n and those of more that n does not have.
func joinFields(n *Node, more []NodeField) []NodeField {
	var out []NodeField
	if n.Is(MapNode) {
		out = append(out, n.Fields...)
	}
	for _, f := range more {
		if n.Get(f.Key) == nil {
			out = append(out, f)
		}
	}
	return out
}
