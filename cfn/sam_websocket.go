package cfn

import "strings"

// webSocketAPI expands AWS::Serverless::WebSocketApi: each route's function may
// be called by that route of the one stage.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-websocketapi.html
func (x *samExpansion) webSocketAPI(s *samSource) {
	x.checkAuth(s)
	x.add(s, s.resource.Pos, s.id, "AWS::ApiGatewayV2::Api", field("Name", s.prop("Name")))
	x.stage(s, "AWS::ApiGatewayV2::Stage", "DefaultStage")
	x.webSocketAuthorizer(s)
	routes := s.prop("Routes")
	if routes == nil {
		return
	}
	if !writtenOut(routes) {
		x.unseen(s, routes, "Routes", madeByAuth, "the routes of %s are not written out: the permissions they make are not seen", s.id)
		return
	}
	for _, f := range routes.Fields {
		x.webSocketRoute(s, f)
	}
}

func (x *samExpansion) webSocketRoute(s *samSource, f NodeField) {
	function := known(f.Value.Get("FunctionArn"))
	if function == nil {
		x.unseen(s, f.Value, f.Key, madeByAuth, "route %s of %s names no function", f.Key, s.id)
		return
	}
	pos := f.KeyPos
	stage, variables := "default", []NodeField(nil)
	if n := s.prop("StageName"); n.Is(StringNode) {
		stage = n.Text
	} else if n != nil {
		stage, variables = "${__StageName__}", []NodeField{newField("__StageName__", n)}
	}
	arn := ownARN("execute-api", "${"+s.id+".ApiId}/"+stage+"/"+f.Key)
	x.add(s, pos, s.id+routeName(f.Key)+"Permission", "AWS::Lambda::Permission",
		newField("Action", textNode(pos, "lambda:InvokeFunction")),
		newField("FunctionName", function),
		newField("Principal", textNode(pos, "apigateway.amazonaws.com")),
		newField("SourceArn", subNode(pos, arn, variables...)))
}

// routeName is a route's key as part of a logical id: $connect is Connect.
func routeName(key string) string {
	key = strings.TrimPrefix(key, "$")
	if key == "" {
		return ""
	}
	return strings.ToUpper(key[:1]) + strings.ToLower(key[1:])
}

// webSocketAuthorizer lets the API call its authorizer, unless it does so with
// a role.
func (x *samExpansion) webSocketAuthorizer(s *samSource) {
	auth := s.prop("Auth")
	if auth == nil {
		return
	}
	if !writtenOut(auth) {
		x.unseen(s, auth, "Auth", madeByAuth, "the authorizer of %s is not written out: the permission it makes is not seen", s.id)
		return
	}
	function := known(auth.Get("AuthArn"))
	if function != nil && known(auth.Get("InvokeRole")) == nil {
		x.authorizerPermission(s, auth.Pos, s.id+"AuthorizerPermission", function, ownARN)
	}
}
