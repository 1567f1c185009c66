package cfn

import (
	"fmt"
	"sort"

	"github.com/truststack/truststack/value"
)

// restAPI expands AWS::Serverless::Api.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html
func (x *samExpansion) restAPI(s *samSource) {
	x.checkAuth(s)
	x.add(s, s.resource.Pos, s.id, "AWS::ApiGateway::RestApi", field("Name", s.prop("Name")))
	x.partOf(s, "Deployment", "AWS::ApiGateway::Deployment")
	x.stage(s, "AWS::ApiGateway::Stage", "Stage")
	if s.prop("Domain") != nil {
		x.partOf(s, "DomainName", "AWS::ApiGateway::DomainName")
		x.partOf(s, "DomainNameV2", "AWS::ApiGateway::DomainNameV2")
	}
	if s.prop("Auth", "UsagePlan") != nil {
		for _, part := range []string{"ApiKey", "UsagePlan", "UsagePlanKey"} {
			x.partOf(s, part, "AWS::ApiGateway::"+part)
		}
	}
	x.authorizers(s, x.arn, func(a *Node) bool { return !isTrue(x.resolved(a.Get("DisableFunctionDefaultPermissions"))) })
}

// partOf makes a resource that a template may refer to as Api.part. In SAM some
// of these ids have hashes of the API's definition; no rule reads them.
func (x *samExpansion) partOf(s *samSource, part, typ string) {
	x.stub(s, s.id+part, typ)
	x.ref(s.id, part, s.id+part)
}

// httpAPI expands AWS::Serverless::HttpApi. Its authorizers get no permission
// unless they ask for one.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html
func (x *samExpansion) httpAPI(s *samSource) {
	x.checkAuth(s)
	x.add(s, s.resource.Pos, s.id, "AWS::ApiGatewayV2::Api", field("Name", s.prop("Name")))
	x.stage(s, "AWS::ApiGatewayV2::Stage", "ApiGatewayDefaultStage")
	x.authorizers(s, ownARN, func(a *Node) bool { return isTrue(x.resolved(a.Get("EnableFunctionDefaultPermissions"))) })
}

// stage makes the API's stage; otherwise ends its id when none is named.
func (x *samExpansion) stage(s *samSource, typ, otherwise string) {
	id := s.id + otherwise
	switch name := s.prop("StageName"); {
	case name.Is(StringNode) && isAlphanumeric(name.Text):
		id = s.id + name.Text + "Stage"
	case name.Is(StringNode) && name.Text != defaultPath:
		id = s.id + "Stage" + samHash(name.Text)
	case name != nil && !name.Is(StringNode):
		id = s.id + "Stage"
	}
	x.stub(s, id, typ)
	x.ref(s.id, "Stage", id)
}

// authorizers lets the API call the functions that authorize its callers.
func (x *samExpansion) authorizers(s *samSource, arn func(service, resource string) string, wanted func(*Node) bool) {
	auth := s.prop("Auth")
	authorizers := known(auth.Get("Authorizers"))
	for _, n := range []*Node{auth, authorizers} {
		if n != nil && !writtenOut(n) {
			x.unseen(s, n, "Auth", madeByAuth, "the authorizers of %s are not written out: the permissions they make are not seen", s.id)
			return
		}
	}
	if authorizers == nil {
		return
	}
	for _, f := range authorizers.Fields {
		if !writtenOut(f.Value) {
			x.unseen(s, f.Value, f.Key, madeByAuth, "authorizer %s of %s is not written out: the permission it makes is not seen", f.Key, s.id)
			continue
		}
		if function := known(f.Value.Get("FunctionArn")); function != nil && wanted(f.Value) {
			x.authorizerPermission(s, f.KeyPos, s.id+f.Key+"AuthorizerPermission", function, arn)
		}
	}
}

func (x *samExpansion) authorizerPermission(s *samSource, pos value.Pos, id string, function *Node, arn func(service, resource string) string) {
	source := subNode(pos, arn("execute-api", "${__ApiId__}/authorizers/*"), newField("__ApiId__", refNode(pos, s.id)))
	x.add(s, pos, id, "AWS::Lambda::Permission",
		newField("Action", textNode(pos, "lambda:InvokeFunction")),
		newField("FunctionName", function),
		newField("Principal", textNode(pos, "apigateway.amazonaws.com")),
		newField("SourceArn", source))
}

// addImplicitAPIs puts the APIs of events that name none among the sources, with
// what Globals says of APIs. Such an API exists when any of its events does.
func (x *samExpansion) addImplicitAPIs() {
	for _, api := range []struct{ id, typ, event, property string }{
		{implicitREST, samPrefix + "Api", "Api", "RestApiId"},
		{implicitHTTP, samPrefix + "HttpApi", "HttpApi", "ApiId"},
	} {
		first, conditions := x.implicitUsers(api.event, api.property, api.id)
		if first == nil {
			continue
		}
		x.replaced(api.id)
		r := mapNode(first.Pos, newField("Type", textNode(first.Pos, api.typ)))
		if api.event == "Api" {
			stage := mapNode(r.Pos, newField("StageName", textNode(r.Pos, "Prod")))
			r.Fields = append(r.Fields, newField("Properties", stage))
		}
		if name := x.anyOf(api.id+"Condition", conditions, r.Pos); name != "" {
			r.Fields = append(r.Fields, newField("Condition", textNode(r.Pos, name)))
		}
		s := samSource{id: api.id, idPos: r.Pos, typ: api.typ, resource: r}
		s.properties = x.globals.properties(s.typ, r)
		x.sources = append(x.sources, s)
	}
}

// replaced takes the resource away that the template has under the name of an
// implicit API, as SAM does.
func (x *samExpansion) replaced(id string) {
	for i := range x.sources {
		if x.sources[i].id == id {
			x.problem(x.sources[i].resource, "SAM replaces the resource %s by the API it makes for events that name none", id)
			x.sources = append(x.sources[:i], x.sources[i+1:]...)
			return
		}
	}
}

// implicitUsers is the first resource with an event of an implicit API, and the
// conditions of all of them: none when one of them always exists.
func (x *samExpansion) implicitUsers(event, property, id string) (*Node, []string) {
	var first *Node
	conditions := map[string]bool{}
	always := false
	for i := range x.sources {
		s := &x.sources[i]
		if !x.hasImplicitEvent(s, event, property, id) {
			continue
		}
		if first == nil {
			first = s.resource
		}
		if c := s.resource.Get("Condition"); c.Is(StringNode) {
			conditions[c.Text] = true
		} else {
			always = true
		}
	}
	if always {
		return first, nil
	}
	names := make([]string, 0, len(conditions))
	for name := range conditions {
		names = append(names, name)
	}
	sort.Strings(names)
	return first, names
}

func (x *samExpansion) hasImplicitEvent(s *samSource, event, property, id string) bool {
	events := s.prop("Events")
	if s.typ != samPrefix+"Function" && s.typ != samPrefix+"StateMachine" || !x.take(len(events.fields())) {
		return false
	}
	for _, f := range events.fields() {
		if typ := f.Value.Get("Type"); typ.Is(StringNode) && typ.Text == event {
			if api := known(f.Value.Get("Properties", property)); api == nil || refTarget(api) == id {
				return true
			}
		}
	}
	return false
}

// maxOr is how many conditions Fn::Or takes.
const maxOr = 10

// anyOf is the name of the condition that holds when any of the named ones does.
func (x *samExpansion) anyOf(name string, conditions []string, pos value.Pos) string {
	switch len(conditions) {
	case 0:
		return ""
	case 1:
		return conditions[0]
	}
	level := conditions
	for n := 1; len(level) > maxOr; {
		var next []string
		for len(level) > 0 {
			group := level[:min(maxOr, len(level))]
			level = level[len(group):]
			if len(group) == 1 {
				next = append(next, group[0])
				continue
			}
			part := fmt.Sprintf("%s%d", name, n)
			x.condition(part, orNode(group, pos))
			next = append(next, part)
			n++
		}
		level = next
	}
	x.condition(name, orNode(level, pos))
	return name
}

func orNode(conditions []string, pos value.Pos) *Node {
	list := listNode(pos)
	for _, name := range conditions {
		list.Items = append(list.Items, conditionNode(name, pos))
	}
	return mapNode(pos, newField("Fn::Or", list))
}
