package cfn

import (
	"fmt"

	"github.com/truststack/truststack/value"
)

// A connector lets one resource use another. Most of what it makes are policies
// of the first one's role; the second one's own policy is changed only for the
// pairs below.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html

// connectorCallers are the types that may call a function through a connector,
// and the service that each calls as.
var connectorCallers = map[string]string{
	"AWS::ApiGateway::RestApi": "apigateway.amazonaws.com",
	"AWS::ApiGatewayV2::Api":   "apigateway.amazonaws.com",
	"AWS::AppSync::GraphQLApi": "appsync.amazonaws.com",
	"AWS::Events::Rule":        "events.amazonaws.com",
	"AWS::S3::Bucket":          "s3.amazonaws.com",
	"AWS::SNS::Topic":          "sns.amazonaws.com",
}

// connectorEnd is the source or the destination of a connector.
type connectorEnd struct {
	node *Node
	id   string
	typ  string
}

// expandConnectors expands all connectors, when everything else is.
func (x *samExpansion) expandConnectors() {
	for i := range x.connectors {
		c := &x.connectors[i]
		destination := c.prop("Destination")
		if !destination.Is(ListNode) {
			x.connect(c, destination, "")
			continue
		}
		for n, d := range destination.Items {
			x.connect(c, d, fmt.Sprintf("Destination%d", n))
		}
	}
}

// connect expands one connector with one destination.
func (x *samExpansion) connect(c *samSource, destination *Node, suffix string) {
	from, ok1 := x.end(c, c.prop("Source"), "source")
	to, ok2 := x.end(c, destination, "destination")
	if !ok1 || !ok2 || !x.writes(c) {
		return
	}
	service := connectorCallers[from.typ]
	switch {
	case to.typ == "AWS::Lambda::Function" && service != "":
		x.connectorPermission(c, from, to, service, suffix)
	case to.typ == "AWS::SNS::Topic" && from.typ == "AWS::Events::Rule":
		x.connectorTopicPolicy(c, from, to, suffix)
	}
}

// writes reports whether a connector asks for the permission Write, which is
// the one that makes what rules judge. One that cannot be read may.
func (x *samExpansion) writes(c *samSource) bool {
	permissions := c.prop("Permissions")
	if !permissions.Is(ListNode) {
		x.problem(c.resource, "the permissions of connector %s are not written out: taken as Write", c.id)
		return true
	}
	for _, p := range permissions.Items {
		if text, ok := scalarText(p); !ok || text == "Write" {
			return true
		}
	}
	return false
}

// end finds what a connector's source or destination is: by Id a resource of
// the template, or by Type one elsewhere.
func (x *samExpansion) end(c *samSource, n *Node, which string) (connectorEnd, bool) {
	e := connectorEnd{node: n}
	if id := known(n.Get("Id")); id != nil {
		e.id, _ = scalarText(id)
		if at, ok := x.madeAt[e.id]; ok {
			e.typ = resourceType(x.made[at].Value)
		}
	} else if typ := n.Get("Type"); typ.Is(StringNode) {
		e.typ = typ.Text
	}
	e.typ = plainType(e.typ)
	if e.typ == "" {
		at := n
		if at == nil {
			at = c.resource
		}
		x.unseen(c, at, which, madeByConnectors, "the type of the %s of connector %s is not known: what it makes is not seen", which, c.id)
	}
	return e, e.typ != ""
}

// arn is the end's ARN: as written, or an attribute of its resource.
func (e connectorEnd) arn(pos value.Pos) *Node {
	if n := known(e.node.Get("Arn")); n != nil || e.id == "" {
		return n
	}
	if e.typ == "AWS::SNS::Topic" {
		return refNode(pos, e.id)
	}
	return getAttNode(pos, e.id, "Arn")
}

// resource is the id that an API's ARN has in it.
func (e connectorEnd) resource(pos value.Pos) *Node {
	if n := known(e.node.Get("ResourceId")); n != nil {
		return n
	}
	if e.typ == "AWS::AppSync::GraphQLApi" {
		return getAttNode(pos, e.id, "ApiId")
	}
	return refNode(pos, e.id)
}

func (x *samExpansion) connectorPermission(c *samSource, from, to connectorEnd, service, suffix string) {
	pos := c.idPos
	fields := []NodeField{
		newField("Action", textNode(pos, "lambda:InvokeFunction")),
		field("FunctionName", to.arn(pos)),
		newField("Principal", textNode(pos, service)),
	}
	switch service {
	case "apigateway.amazonaws.com":
		qualifier := known(from.node.Get("Qualifier"))
		if qualifier == nil {
			qualifier = textNode(pos, "*")
		}
		fields = append(fields, newField("SourceArn", subNode(pos, ownARN("execute-api", "${SourceResourceId}/${SourceQualifier}"),
			newField("SourceResourceId", from.resource(pos)), newField("SourceQualifier", qualifier))))
	case "appsync.amazonaws.com":
		fields = append(fields, newField("SourceArn", subNode(pos, ownARN("appsync", "apis/${SourceResourceId}"),
			newField("SourceResourceId", from.resource(pos)))))
	case "s3.amazonaws.com":
		fields = append(fields, newField("SourceAccount", subNode(pos, "${AWS::AccountId}")), field("SourceArn", from.arn(pos)))
	default:
		fields = append(fields, field("SourceArn", from.arn(pos)))
	}
	x.add(c, pos, c.id+"WriteLambdaPermission"+suffix, "AWS::Lambda::Permission", fields...)
}

func (x *samExpansion) connectorTopicPolicy(c *samSource, from, to connectorEnd, suffix string) {
	pos := c.idPos
	topic := to.arn(pos)
	statement := mapNode(pos,
		newField("Effect", textNode(pos, "Allow")),
		newField("Principal", wrapped("Service", textNode(pos, "events.amazonaws.com"))),
		field("Resource", topic),
		newField("Action", textNode(pos, "sns:Publish")),
		newField("Condition", wrapped("ArnEquals", mapNode(pos, field("aws:SourceArn", from.arn(pos))))))
	document := mapNode(pos,
		newField("Version", textNode(pos, "2012-10-17")),
		newField("Statement", listNode(pos, statement)))
	x.add(c, pos, c.id+"TopicPolicy"+suffix, "AWS::SNS::TopicPolicy",
		newField("PolicyDocument", document), newField("Topics", listNode(pos, topic)))
}
