package cfn

import (
	"slices"
	"strings"

	"github.com/truststack/truststack/value"
)

// parameter is an entry of the template's Parameters.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
type parameter struct {
	name    string
	list    bool        // its value is a list
	class   value.Class // of its value, or of each of the list's items
	filled  bool        // the list has at least one item
	given   bool        // text is the value that will be given
	text    string
	allowed []string // of a parameter that is not given
	why     string   // it is unknown
	empty   bool     // its value may be empty
}

func (e *evaluator) readParameters(section *Node) map[string]*parameter {
	out := map[string]*parameter{}
	for _, f := range sectionFields(section) {
		out[f.Key] = e.readParameter(f)
	}
	return out
}

func (e *evaluator) readParameter(f NodeField) *parameter {
	p := &parameter{name: f.Key, why: "parameter without a value"}
	kind := "String"
	if n := f.Value.Get("Type"); n.Is(StringNode) {
		kind = strings.TrimSpace(n.Text)
	}
	secret := f.Value.Get("NoEcho").truthy()
	if n := f.Value.Get("Default"); n != nil && !secret && n.Kind < ListNode && n.Kind != NullNode {
		p.why += " (default " + shorten(n.Text) + ")"
	}
	// The value of a parameter of Systems Manager is the parameter's name; what
	// the template sees is what is stored under it.
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
	inner, stored := strings.CutPrefix(kind, "AWS::SSM::Parameter::Value<")
	if stored {
		kind = strings.TrimSuffix(inner, ">")
		p.why = "its value is stored in Systems Manager"
	}
	p.typed(kind)
	p.empty = kind == "String" && !stored && !atLeastOne(f.Value)
	var allowed []string
	certain := true
	for _, n := range listOf(f.Value.Get("AllowedValues")) {
		certain = certain && (n.Kind != NumberNode || canonical(n.Text))
		if n.Kind == StringNode || n.Kind == NumberNode || n.Kind == BoolNode {
			allowed = append(allowed, n.Text)
		}
	}
	text, given := e.options.Parameters[f.Key]
	switch {
	case given && !stored:
		p.given, p.text = true, text
		e.checkAllowed(p, allowed, f.KeyPos)
	case secret:
		p.why = "its value is not shown (NoEcho)"
	case !given && !stored && !p.list && certain:
		p.allowed = allowed
	}
	return p
}

// atLeastOne reports whether a parameter's value has a character at least: where
// MinLength says so. What an AllowedPattern lets in is not worked out.
func atLeastOne(n *Node) bool {
	least := n.Get("MinLength")
	return least != nil && (least.Kind == NumberNode || least.Kind == StringNode) && strings.Trim(least.Text, "0 ") != ""
}

// typed sets what a parameter type says of the values. Values of types that
// name a resource are checked against the account when the stack is made, so
// they are there.
func (p *parameter) typed(kind string) {
	inner, list := strings.CutPrefix(kind, "List<")
	inner = strings.TrimSuffix(inner, ">")
	p.list = list || kind == "CommaDelimitedList"
	switch inner {
	case "AWS::EC2::Subnet::Id", "AWS::EC2::VPC::Id", "AWS::EC2::SecurityGroup::Id", "AWS::EC2::Volume::Id",
		"AWS::EC2::Image::Id", "AWS::EC2::Instance::Id", "AWS::Route53::HostedZone::Id", "AWS::EC2::AvailabilityZone::Name":
		p.class = value.Name
	}
	p.filled = list && strings.HasPrefix(inner, "AWS::")
}

// checkAllowed tells of a given value that CloudFormation would refuse.
func (e *evaluator) checkAllowed(p *parameter, allowed []string, pos value.Pos) {
	if len(allowed) == 0 {
		return
	}
	values := []string{p.text}
	if p.list {
		values = splitList(p.text)
	}
	for _, v := range values {
		if !slices.Contains(allowed, v) {
			e.tell(problem(pos, "give one of: "+shorten(strings.Join(allowed, ", ")),
				"the value given for the parameter %s is not among its AllowedValues", shorten(p.name)))
		}
	}
}

// splitList splits the value of a list parameter; spaces around items go.
func splitList(s string) []string {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	items := strings.Split(s, ",")
	for i := range items {
		items[i] = strings.TrimSpace(items[i])
	}
	return items
}

// truthy reports whether a node is true, as a boolean or as a string.
func (n *Node) truthy() bool {
	return n != nil && (n.Kind == BoolNode || n.Kind == StringNode) && strings.EqualFold(n.Text, "true")
}

// parameter evaluates a reference to a parameter.
func (w *world) parameter(p *parameter, pos value.Pos) value.Value {
	switch {
	case p.given && p.list:
		out := value.Value{Kind: value.List, Pos: pos}
		for _, s := range splitList(p.text) {
			out.Items = append(out.Items, value.Scalar(w.dynamic(value.Literal(s)), pos))
		}
		return out
	case p.given:
		return value.Scalar(w.dynamic(value.Literal(p.text)), pos)
	case len(p.allowed) > 0:
		d := w.decide(p.name, p.allowed, false)
		if len(p.allowed) > 1 {
			w.note(p.name, d.literal)
		}
		return value.Scalar(w.dynamic(value.Literal(d.literal)), pos)
	case p.list:
		v := value.Obscure(p.hole(), pos)
		v.Filled = p.filled
		return v
	}
	return value.Scalar(w.unknown(p.hole()), pos)
}

func (p *parameter) hole() value.Hole {
	return value.Hole{Class: p.class, Name: p.name, Why: p.why, MayBeEmpty: p.empty}
}
