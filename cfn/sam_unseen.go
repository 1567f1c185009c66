package cfn

import (
	"fmt"
	"strings"
)

// What a part of a template makes cannot be told when it is not written out: a
// macro or a function gives it at deployment. A resource of each type that it
// may make then stands in its place, with properties of which nothing is known,
// so that a rule finds it undetermined instead of finding nothing.

// madeByEvents are the judged types that a function's events make.
var madeByEvents = []string{"AWS::Lambda::Permission", "AWS::SNS::Subscription"}

// madeByAuth is the judged type that an API's authorizers and routes make.
var madeByAuth = []string{"AWS::Lambda::Permission"}

// madeByConnectors are the judged types that connectors make.
var madeByConnectors = []string{"AWS::Lambda::Permission", "AWS::SNS::TopicPolicy"}

// madeByURL are the judged types that FunctionUrlConfig makes.
var madeByURL = []string{"AWS::Lambda::Url", "AWS::Lambda::Permission"}

// madeByAll are the judged types that SAM makes at all.
var madeByAll = []string{
	"AWS::Lambda::Function", "AWS::Lambda::Permission", "AWS::Lambda::Url",
	"AWS::SNS::Subscription", "AWS::SNS::TopicPolicy",
}

// unseen reports a part of a source that cannot be read, and puts the resources
// that it may make in its place. No template can write their names.
func (x *samExpansion) unseen(s *samSource, n *Node, part string, types []string, format string, args ...any) {
	x.problem(n, format, args...)
	if n == nil {
		n = s.resource
	}
	for _, typ := range types {
		f := unseenField(s, n, part, typ)
		if _, taken := x.madeAt[f.Key]; !taken {
			x.addField(f)
		}
	}
}

func unseenField(s *samSource, n *Node, part, typ string) NodeField {
	id := fmt.Sprintf("%s#%s/%s", s.id, part, typ[strings.LastIndex(typ, ":")+1:])
	return madeField(s, n.Pos, id, typ, []NodeField{newField("Fn::Transform", n)})
}

// unread are the fields of a source's properties that a macro or a loop stands
// for. They go to what the source becomes: there they say that more may come.
func unread(s *samSource) []NodeField {
	var out []NodeField
	for _, f := range s.properties.fields() {
		if strings.HasPrefix(f.Key, "Fn::") {
			out = append(out, f)
		}
	}
	return out
}

// checkProperties reports properties that are not written out.
func (x *samExpansion) checkProperties(s *samSource) {
	if s.properties == nil || s.properties.Is(NullNode) || writtenOut(s.properties) {
		return
	}
	x.problem(s.properties, "the properties of %s are not written out: what it makes is seen only in part", s.id)
}

// checkFunction is checkProperties for a function, of which events and a URL
// may be among what is not written out.
func (x *samExpansion) checkFunction(s *samSource) {
	if s.properties == nil || s.properties.Is(NullNode) || writtenOut(s.properties) {
		return
	}
	if s.properties.Get("Events") == nil {
		x.unseen(s, s.properties, "Events", madeByEvents, "the properties of %s are not written out: its events are not seen", s.id)
	}
	if s.properties.Get("FunctionUrlConfig") == nil {
		x.unseen(s, s.properties, "FunctionUrlConfig", madeByURL, "the properties of %s are not written out: whether it has a URL is not seen", s.id)
	}
}

// checkAuth is checkProperties for an API, of which authorizers may be among
// what is not written out.
func (x *samExpansion) checkAuth(s *samSource) {
	if s.properties == nil || s.properties.Is(NullNode) || writtenOut(s.properties) {
		return
	}
	x.unseen(s, s.properties, "Properties", madeByAuth, "the properties of %s are not written out: whom it lets authorize its callers is not seen", s.id)
}

// tooLarge says that there was no room for all that the template makes.
func (x *samExpansion) tooLarge() {
	x.problem(x.root, "the template asks SAM for more than %d nodes: what is beyond is not seen", maxMade)
	s := &samSource{resource: x.root}
	for _, typ := range madeByAll {
		x.made = append(x.made, unseenField(s, x.root, "Rest", typ))
	}
}
