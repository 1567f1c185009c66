package cfn

import "github.com/truststack/truststack/value"

// invokeDestinations makes the topics and queues that EventInvokeConfig asks
// for by naming a type without a destination.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventinvokeconfiguration.html
func (x *samExpansion) invokeDestinations(s *samSource) {
	for _, outcome := range []string{"OnSuccess", "OnFailure"} {
		n := s.prop("EventInvokeConfig", "DestinationConfig", outcome)
		kind, _ := scalarText(n.Get("Type"))
		typ, suffix := "AWS::SNS::Topic", "Topic"
		switch kind {
		case "SNS":
		case "SQS":
			typ, suffix = "AWS::SQS::Queue", "Queue"
		default:
			continue
		}
		condition, made := x.destinationCondition(s, n.Get("Destination"), n.Pos)
		if !made {
			continue
		}
		id := s.id + "EventInvokeConfig" + outcome + suffix
		x.addWhen(s, n.Pos, id, typ, condition)
		x.ref(s.id, "Destination"+suffix, id)
	}
}

// addWhen is add with a condition of its own.
func (x *samExpansion) addWhen(s *samSource, pos value.Pos, id, typ, condition string) {
	if condition == "" {
		x.add(s, pos, id, typ)
		return
	}
	with := mapNode(pos, newField("Condition", textNode(pos, condition)))
	x.add(&samSource{id: s.id, resource: with}, pos, id, typ)
}

// destinationCondition is the condition under which SAM makes a destination,
// and whether it does at all: when there is none, and when one branch of an
// Fn::If has none. The function's own condition has to hold as well.
func (x *samExpansion) destinationCondition(s *samSource, destination *Node, pos value.Pos) (string, bool) {
	if known(destination) == nil {
		return "", true
	}
	name, arg := destination.Intrinsic()
	if name != "Fn::If" || !arg.Is(ListNode) || len(arg.Items) != 3 || !arg.Items[0].Is(StringNode) {
		return "", false
	}
	condition := arg.Items[0].Text
	switch {
	case isNoValue(arg.Items[1]):
	case isNoValue(arg.Items[2]):
		not := wrapped("Fn::Not", listNode(pos, conditionNode(condition, pos)))
		condition = "NOT" + condition + samHash(s.id+"EventInvokeConfig")
		x.condition(condition, not)
	default:
		return "", false
	}
	if own := s.resource.Get("Condition"); own.Is(StringNode) {
		both := listNode(pos, conditionNode(own.Text, pos), conditionNode(condition, pos))
		condition = own.Text + "AND" + condition + samHash(s.id)
		x.condition(condition, wrapped("Fn::And", both))
	}
	return condition, true
}

// condition adds a condition to the template.
func (x *samExpansion) condition(name string, n *Node) {
	x.conditions = append(x.conditions, newField(name, n))
}

func conditionNode(name string, pos value.Pos) *Node {
	return mapNode(pos, newField("Condition", textNode(pos, name)))
}

// deadLetterQueue makes the queue that a rule asks for by DeadLetterConfig with
// a type.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-deadletterconfig.html
func (x *samExpansion) deadLetterQueue(s *samSource, e *samEvent) {
	config := e.prop("DeadLetterConfig")
	if kind, _ := scalarText(config.Get("Type")); kind != "SQS" {
		return
	}
	id := e.id + "Queue"
	if text, ok := scalarText(config.Get("QueueLogicalId")); ok && text != "" {
		id = text
	}
	x.stub(s, id, "AWS::SQS::Queue")
}
