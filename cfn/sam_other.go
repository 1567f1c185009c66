package cfn

import (
	"fmt"
	"strings"
)

// layerVersion expands AWS::Serverless::LayerVersion. Its logical id has a hash
// of what was written, so that a change makes a new version.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-layerversion.html
func (x *samExpansion) layerVersion(s *samSource) {
	x.checkProperties(s)
	pos := s.resource.Pos
	written := mapNode(pos, newField("Type", textNode(pos, s.typ)), newField("Properties", x.layerProperties(s)),
		field("Condition", s.resource.Get("Condition")), field("DependsOn", s.resource.Get("DependsOn")))
	id := s.id + x.hashOf(mapNode(pos, newField(s.id, written)))
	x.moved[s.id] = id
	name := s.prop("LayerName")
	if name == nil {
		name = textNode(pos, s.id)
	}
	fields := []NodeField{newField("LayerName", name), field("Content", codeOf(s.prop("ContentUri")))}
	for _, key := range []string{"CompatibleArchitectures", "CompatibleRuntimes", "Description", "LicenseInfo"} {
		fields = append(fields, field(key, s.prop(key)))
	}
	x.add(s, pos, id, "AWS::Lambda::LayerVersion", fields...)
}

// layerProperties is what the hash is made of: SAM knows the parameters by then,
// but leaves lists as they are.
func (x *samExpansion) layerProperties(s *samSource) *Node {
	out := &Node{Kind: MapNode}
	if s.properties.Is(MapNode) {
		for _, f := range s.properties.Fields {
			if f.Key != "CompatibleArchitectures" && f.Key != "CompatibleRuntimes" {
				f.Value = x.resolved(f.Value)
			}
			out.Fields = append(out.Fields, f)
		}
	}
	return out
}

// stateMachine expands AWS::Serverless::StateMachine. Its events call it with a
// role, so it makes nothing that a rule judges.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html
func (x *samExpansion) stateMachine(s *samSource) {
	x.add(s, s.resource.Pos, s.id, "AWS::StepFunctions::StateMachine", field("StateMachineName", s.prop("Name")))
	if s.prop("Role") == nil {
		x.stub(s, s.id+"Role", "AWS::IAM::Role")
	}
	for _, f := range s.prop("Events").fields() {
		x.stateMachineEvent(s, &samEvent{id: s.id + f.Key, pos: f.KeyPos, node: f.Value, properties: f.Value.Get("Properties")})
	}
	if alias, ok := scalarText(x.resolved(s.prop("AutoPublishAlias"))); ok {
		x.stub(s, s.id+"Version", "AWS::StepFunctions::StateMachineVersion")
		x.stub(s, s.id+"Alias"+alias, "AWS::StepFunctions::StateMachineAlias")
		x.ref(s.id, "Version", s.id+"Version")
		x.ref(s.id, "Alias", s.id+"Alias"+alias)
	}
}

// stateMachineEvent makes the rule of an event and the role by which it starts
// the state machine.
func (x *samExpansion) stateMachineEvent(s *samSource, e *samEvent) {
	switch typ, _ := scalarText(e.node.Get("Type")); typ {
	case "CloudWatchEvent", "EventBridgeRule", "Schedule":
		x.stub(s, e.id, "AWS::Events::Rule")
		x.deadLetterQueue(s, e)
	}
	x.stub(s, e.id+"Role", "AWS::IAM::Role")
}

// simpleTable expands AWS::Serverless::SimpleTable.
func (x *samExpansion) simpleTable(s *samSource) {
	x.add(s, s.resource.Pos, s.id, "AWS::DynamoDB::Table", field("TableName", s.prop("TableName")))
}

// application expands AWS::Serverless::Application. What the nested stack makes
// is judged where its own template is.
func (x *samExpansion) application(s *samSource) {
	x.add(s, s.resource.Pos, s.id, "AWS::CloudFormation::Stack",
		field("TemplateURL", s.prop("Location")), field("Parameters", s.prop("Parameters")))
}

// graphQLAPI expands AWS::Serverless::GraphQLApi. It calls the functions of its
// data sources with a role, and those that authorize its callers by permission,
// which SAM makes as a connector does.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html
func (x *samExpansion) graphQLAPI(s *samSource) {
	x.checkProperties(s)
	x.add(s, s.resource.Pos, s.id, "AWS::AppSync::GraphQLApi", field("Name", s.prop("Name")))
	auth := s.prop("Auth")
	providers := []*Node{auth}
	additional := known(auth.Get("Additional"))
	if additional.Is(ListNode) {
		providers = append(providers, additional.Items...)
	}
	for _, n := range []*Node{auth, additional} {
		if n != nil && n.Kind != ListNode && !writtenOut(n) {
			x.unseen(s, n, "Auth", madeByAuth, "the authorizers of %s are not written out: the permissions they make are not seen", s.id)
		}
	}
	made := 0
	for _, p := range providers {
		if function := known(p.Get("LambdaAuthorizer", "AuthorizerUri")); function != nil {
			made++
			x.graphQLAuthorizer(s, function, fmt.Sprintf("%sToLambdaAuthConnector%d", s.id, made))
		}
	}
}

func (x *samExpansion) graphQLAuthorizer(s *samSource, function *Node, connector string) {
	pos := function.Pos
	x.connectorPermission(&samSource{id: connector, idPos: pos, resource: s.resource},
		connectorEnd{id: s.id, typ: "AWS::AppSync::GraphQLApi"},
		connectorEnd{node: wrapped("Arn", function)}, "appsync.amazonaws.com", "")
}

// capacityProvider expands AWS::Serverless::CapacityProvider, whose VPC is that
// of the functions that run on it.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-capacityprovider.html
func (x *samExpansion) capacityProvider(s *samSource) {
	x.checkProperties(s)
	fields := make([]NodeField, 0, 3)
	for _, name := range []string{"CapacityProviderName", "KmsKeyArn", "VpcConfig"} {
		fields = append(fields, field(name, s.prop(name)))
	}
	x.add(s, s.resource.Pos, s.id, "AWS::Lambda::CapacityProvider", fields...)
	if s.prop("OperatorRole") == nil {
		x.stub(s, s.id+"OperatorRole", "AWS::IAM::Role")
	}
}

// withoutConnectors is a resource without the attribute Connectors, which is
// SAM's own.
func withoutConnectors(n *Node) *Node {
	if n.Get("Connectors") == nil {
		return n
	}
	out := &Node{Kind: MapNode, Pos: n.Pos}
	for _, f := range n.Fields {
		if f.Key != "Connectors" {
			out.Fields = append(out.Fields, f)
		}
	}
	return out
}

// connectorsOfResources finds the connectors written within another resource.
// They are named after it.
func (x *samExpansion) connectorsOfResources() {
	for i := range x.sources {
		s := &x.sources[i]
		if s.typ == samPrefix+"Connector" {
			x.connectors = append(x.connectors, *s)
		}
	}
	for i := range x.sources {
		s := &x.sources[i]
		within := s.resource.Get("Connectors")
		if within == nil || within.Is(NullNode) {
			continue
		}
		if !writtenOut(within) {
			x.unseen(s, within, "Connectors", madeByConnectors, "the connectors of %s are not written out: what they make is not seen", s.id)
			continue
		}
		for _, f := range within.Fields {
			x.connectors = append(x.connectors, embeddedConnector(s, f))
		}
	}
}

// embeddedConnector is a connector with its surrounding resource as the source.
func embeddedConnector(s *samSource, f NodeField) samSource {
	from := mapNode(f.KeyPos, newField("Id", textNode(f.KeyPos, s.id)))
	if q := known(f.Value.Get("Properties", "SourceReference", "Qualifier")); q != nil {
		from.Fields = append(from.Fields, newField("Qualifier", q))
	}
	properties := mapNode(f.KeyPos, newField("Source", from))
	for _, name := range []string{"Destination", "Permissions"} {
		if n := f.Value.Get("Properties", name); n != nil {
			properties.Fields = append(properties.Fields, newField(name, n))
		}
	}
	return samSource{
		id: s.id + f.Key, idPos: f.KeyPos, typ: samPrefix + "Connector",
		resource: f.Value, properties: properties,
	}
}

// plainType is the type that a serverless type becomes, as far as connectors
// know one.
func plainType(typ string) string {
	switch strings.TrimPrefix(typ, samPrefix) {
	case "Function":
		return "AWS::Lambda::Function"
	case "Api":
		return "AWS::ApiGateway::RestApi"
	case "HttpApi", "WebSocketApi":
		return "AWS::ApiGatewayV2::Api"
	case "StateMachine":
		return "AWS::StepFunctions::StateMachine"
	case "SimpleTable":
		return "AWS::DynamoDB::Table"
	case "GraphQLApi":
		return "AWS::AppSync::GraphQLApi"
	}
	return typ
}
