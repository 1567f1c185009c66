package cfn

import (
	"regexp"
	"strings"
)

// implicitREST and implicitHTTP are the APIs that SAM makes for events that
// name none.
const (
	implicitREST = "ServerlessRestApi"
	implicitHTTP = "ServerlessHttpApi"
)

// restParameter and httpParameter are {name} or {name+} in a path. A permission
// has * for it. Of an HTTP API's, SAM knows only {proxy+} of the second kind.
var (
	restParameter = regexp.MustCompile(`\{[A-Za-z0-9._-]+\+?\}`)
	httpParameter = regexp.MustCompile(`\{(?:[A-Za-z0-9._-]+|proxy\+)\}`)
)

// permittedPath is a path as the ARN in a permission has it: API Gateway does
// away with a slash at the end.
func permittedPath(path string, parameter *regexp.Regexp) string {
	if len(path) > 1 {
		path = strings.TrimSuffix(path, "/")
	}
	return parameter.ReplaceAllLiteralString(path, "*")
}

// permittedMethod is a method as the ARN in a permission has it.
func permittedMethod(method string) string {
	switch strings.ToLower(method) {
	case "any", anyMethod:
		return "*"
	}
	return strings.ToUpper(method)
}

// eventText is a property of an event that SAM needs as text. When it is not
// known, everything is assumed to be permitted.
func (x *samExpansion) eventText(t *samTarget, e *samEvent, name, otherwise string) string {
	n := e.prop(name)
	if text, ok := scalarText(n); ok {
		return text
	}
	at := n
	if at == nil {
		at = e.node
	}
	x.problem(at, "%s of event %s of %s is not written out: taken as %s", name, e.name, t.fn.id, otherwise)
	return otherwise
}

// apiEvent lets a stage of a REST API call the function for one method and path.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html
func (x *samExpansion) apiEvent(t *samTarget, e *samEvent) {
	api := e.prop("RestApiId")
	if api == nil {
		api = refNode(e.pos, implicitREST)
	}
	path := permittedPath(x.eventText(t, e, "Path", "/*"), restParameter)
	method := permittedMethod(x.eventText(t, e, "Method", "any"))
	arn := subNode(e.pos, x.arn("execute-api", "${__ApiId__}/${__Stage__}/"+method+path),
		newField("__ApiId__", api), newField("__Stage__", textNode(e.pos, "*")))
	suffix := x.stageSuffix(e, api)
	if !isAlphanumeric(suffix) {
		suffix = samHash(suffix)
	}
	x.permission(t, e.pos, e.id+"Permission"+suffix, "apigateway.amazonaws.com", newField("SourceArn", arn))
}

// stageSuffix ends the logical id of an API event's permission: the stage of
// the API, if it is literal.
func (x *samExpansion) stageSuffix(e *samEvent, api *Node) string {
	id := refTarget(api)
	if text, ok := scalarText(api); ok {
		id = text
	}
	if id == "" {
		return "AllStages"
	}
	source := x.byID[id]
	if source == nil {
		x.problem(api, "event %s names the API %s, which the template does not have: SAM would refuse it", e.name, id)
		return "AllStages"
	}
	if stage := source.properties.Get("StageName"); stage.Is(StringNode) {
		return stage.Text
	}
	return "Stage"
}

const (
	defaultPath = "$default"
	anyMethod   = "x-amazon-apigateway-any-method"
)

// httpEvent lets an HTTP API call the function for one route. A function that
// serves the default route needs nothing more for others of the same API.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html
func (x *samExpansion) httpEvent(t *samTarget, e *samEvent) {
	api := e.prop("ApiId")
	if api == nil {
		api = refNode(e.pos, implicitHTTP)
	}
	path, method := x.httpRoute(t, e)
	if path != defaultPath && !t.alias && x.servesDefault(t.fn, api) {
		return
	}
	resource := "${__ApiId__}/${__Stage__}"
	switch shown := permittedPath(path, httpParameter); {
	case path == defaultPath:
		resource += "/" + permittedMethod(method)
	case strings.EqualFold(method, "any") && shown == "/"+defaultPath:
		resource += shown
	default:
		resource += "/" + permittedMethod(method) + shown
	}
	arn := subNode(e.pos, ownARN("execute-api", resource),
		newField("__ApiId__", api), newField("__Stage__", textNode(e.pos, "*")))
	x.permission(t, e.pos, e.id+"Permission", "apigateway.amazonaws.com", newField("SourceArn", arn))
}

// httpRoute is the path and method of an event; without either it is the route
// for all that no other one takes.
func (x *samExpansion) httpRoute(t *samTarget, e *samEvent) (path, method string) {
	if e.prop("Path") == nil && e.prop("Method") == nil {
		return defaultPath, anyMethod
	}
	return x.eventText(t, e, "Path", "/*"), x.eventText(t, e, "Method", "any")
}

// servesDefault reports whether the function serves the default route of the
// API, by an event or in the API's own definition.
func (x *samExpansion) servesDefault(fn *samSource, api *Node) bool {
	served, done := x.defaults[fn.id]
	if !done {
		served = x.defaultRoutes(fn)
		x.defaults[fn.id] = served
	}
	return served[refTarget(api)] || x.defaultRouteOf(api) == fn.id
}

// defaultRoutes are the APIs whose default route an event of the function takes.
func (x *samExpansion) defaultRoutes(fn *samSource) map[string]bool {
	out := map[string]bool{}
	if !x.take(len(fn.prop("Events").fields())) {
		return out
	}
	for _, f := range fn.prop("Events").fields() {
		if typ := f.Value.Get("Type"); !typ.Is(StringNode) || typ.Text != "HttpApi" {
			continue
		}
		p := f.Value.Get("Properties")
		api, path, method := known(p.Get("ApiId")), known(p.Get("Path")), known(p.Get("Method"))
		catches := path == nil && method == nil
		if path.Is(StringNode) && path.Text == defaultPath {
			text, ok := scalarText(method)
			catches = !ok || permittedMethod(text) == "*"
		}
		switch {
		case catches && api == nil:
			out[implicitHTTP] = true
		case catches && refTarget(api) != "":
			out[refTarget(api)] = true
		}
	}
	return out
}

// integratedFunction is the function in the address of an integration.
var integratedFunction = regexp.MustCompile(`functions/\$\{([A-Za-z0-9]+)\.Arn\}/`)

// defaultRouteOf is the function that an HTTP API's own definition calls for
// its default route.
func (x *samExpansion) defaultRouteOf(api *Node) string {
	source := x.byID[refTarget(api)]
	if source == nil {
		return ""
	}
	uri := source.properties.Get("DefinitionBody", "paths", defaultPath, anyMethod,
		"x-amazon-apigateway-integration", "uri", "Fn::Sub")
	if !uri.Is(StringNode) {
		return ""
	}
	if m := integratedFunction.FindStringSubmatch(uri.Text); m != nil {
		return m[1]
	}
	return ""
}
