package cfn

import (
	"strings"

	"github.com/truststack/truststack/value"
)

// samEvent is one entry of a function's Events.
type samEvent struct {
	id         string // function and event: the prefix of what it makes
	name       string
	typ        string
	pos        value.Pos
	node       *Node
	properties *Node
}

func (e *samEvent) prop(keys ...string) *Node { return known(e.properties.Get(keys...)) }

// pushEvents are the event types for which SAM lets a service invoke the
// function.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html
var pushEvents = map[string]func(*samExpansion, *samTarget, *samEvent){
	"AlexaSkill":      (*samExpansion).alexaEvent,
	"Api":             (*samExpansion).apiEvent,
	"CloudWatchEvent": (*samExpansion).ruleEvent,
	"CloudWatchLogs":  (*samExpansion).logsEvent,
	"Cognito":         (*samExpansion).cognitoEvent,
	"EventBridgeRule": (*samExpansion).ruleEvent,
	"HttpApi":         (*samExpansion).httpEvent,
	"IoTRule":         (*samExpansion).iotEvent,
	"S3":              (*samExpansion).s3Event,
	"SNS":             (*samExpansion).snsEvent,
	"Schedule":        (*samExpansion).ruleEvent,
}

// pullEvents are the event types that read from their source with the
// function's own role, and ScheduleV2, which invokes it with a role: none needs
// a permission.
var pullEvents = map[string]bool{
	"DocumentDB": true, "DynamoDB": true, "Kinesis": true, "MQ": true, "MSK": true,
	"SQS": true, "ScheduleV2": true, "SelfManagedKafka": true,
}

// events expands the events of a function.
func (x *samExpansion) events(s *samSource, t *samTarget) {
	events := s.prop("Events")
	if events == nil {
		return
	}
	if !events.Is(MapNode) || isIntrinsic(events) {
		x.unseen(s, events, "Events", madeByEvents, "the events of %s are not written out: what they make is not seen", s.id)
		return
	}
	for _, f := range events.Fields {
		if !x.take(1) {
			return
		}
		e, ok := x.event(s, f)
		if !ok {
			continue
		}
		if expand := pushEvents[e.typ]; expand != nil {
			expand(x, t, e)
		} else if !pullEvents[e.typ] {
			x.unseen(s, e.node, e.name, madeByEvents, "event %s of %s has the type %q, which is not known: what it makes is not seen", e.name, s.id, e.typ)
		}
	}
}

func (x *samExpansion) event(s *samSource, f NodeField) (*samEvent, bool) {
	typ := f.Value.Get("Type")
	if !typ.Is(StringNode) {
		x.unseen(s, f.Value, f.Key, madeByEvents, "event %s of %s has no type that can be read: what it makes is not seen", f.Key, s.id)
		return nil, false
	}
	e := &samEvent{id: s.id + f.Key, name: f.Key, typ: typ.Text, node: f.Value, properties: f.Value.Get("Properties")}
	if e.pos = f.KeyPos; e.pos == (value.Pos{}) {
		e.pos = f.Value.Pos
	}
	return e, true
}

// permission lets a service invoke the target.
func (x *samExpansion) permission(t *samTarget, pos value.Pos, id, service string, more ...NodeField) {
	x.add(t.fn, pos, id, "AWS::Lambda::Permission", permissionFields(t, pos, service, more...)...)
}

func permissionFields(t *samTarget, pos value.Pos, service string, more ...NodeField) []NodeField {
	fields := []NodeField{
		newField("Action", textNode(pos, "lambda:InvokeFunction")),
		newField("FunctionName", t.name(pos)),
		newField("Principal", textNode(pos, service)),
	}
	return append(fields, more...)
}

// alexaEvent: anyone's skill may call unless SkillId names one.
func (x *samExpansion) alexaEvent(t *samTarget, e *samEvent) {
	x.permission(t, e.pos, e.id+"Permission", "alexa-appkit.amazon.com", field("EventSourceToken", e.prop("SkillId")))
}

// ruleEvent makes the EventBridge rule of a pattern or a schedule.
func (x *samExpansion) ruleEvent(t *samTarget, e *samEvent) {
	name := e.prop("RuleName")
	if e.typ == "Schedule" {
		name = e.prop("Name")
	}
	x.add(t.fn, e.pos, e.id, "AWS::Events::Rule", field("Name", name), field("EventBusName", e.prop("EventBusName")))
	x.deadLetterQueue(t.fn, e)
	x.permission(t, e.pos, e.id+"Permission", "events.amazonaws.com", newField("SourceArn", getAttNode(e.pos, e.id, "Arn")))
}

// logsEvent lets CloudWatch Logs send a log group's events.
func (x *samExpansion) logsEvent(t *samTarget, e *samEvent) {
	group := e.prop("LogGroupName")
	if group == nil {
		x.problem(e.node, "event %s of %s names no log group", e.name, t.fn.id)
		group = textNode(e.pos, "*")
	}
	x.add(t.fn, e.pos, e.id, "AWS::Logs::SubscriptionFilter", newField("LogGroupName", group))
	arn := subNode(e.pos, x.arn("logs", "log-group:${__LogGroupName__}:*"), newField("__LogGroupName__", group))
	x.permission(t, e.pos, e.id+"Permission", "logs.amazonaws.com", newField("SourceArn", arn))
}

// iotEvent makes an IoT topic rule.
func (x *samExpansion) iotEvent(t *samTarget, e *samEvent) {
	x.add(t.fn, e.pos, e.id, "AWS::IoT::TopicRule")
	arn := subNode(e.pos, x.arn("iot", "rule/${RuleName}"), newField("RuleName", refNode(e.pos, e.id)))
	x.permission(t, e.pos, e.id+"Permission", "iot.amazonaws.com",
		newField("SourceAccount", subNode(e.pos, "${AWS::AccountId}")), newField("SourceArn", arn))
}

// s3Event lets any bucket of the deploying account notify the function. The
// notification itself SAM adds to the bucket, which no rule reads.
func (x *samExpansion) s3Event(t *samTarget, e *samEvent) {
	x.permission(t, e.pos, e.id+"Permission", "s3.amazonaws.com",
		newField("SourceAccount", refNode(e.pos, "AWS::AccountId")))
}

// cognitoEvent lets a user pool call its triggers. A function has one such
// permission however many triggers it serves: that of the last event.
func (x *samExpansion) cognitoEvent(t *samTarget, e *samEvent) {
	pool := refTarget(e.prop("UserPool"))
	if pool == "" {
		x.problem(e.node, "event %s of %s does not name its user pool by Ref, as SAM needs it", e.name, t.fn.id)
	}
	id := t.id + "CognitoPermission"
	var arn *Node
	if pool != "" {
		arn = getAttNode(e.pos, pool, "Arn")
	}
	x.replace(t.fn, e.pos, id, "AWS::Lambda::Permission",
		permissionFields(t, e.pos, "cognito-idp.amazonaws.com", field("SourceArn", arn))...)
}

// snsEvent subscribes the function to a topic, directly or through a queue.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sns.html
func (x *samExpansion) snsEvent(t *samTarget, e *samEvent) {
	topic := e.prop("Topic")
	if topic == nil {
		x.problem(e.node, "event %s of %s names no topic", e.name, t.fn.id)
	}
	queue := e.prop("SqsSubscription")
	switch text, scalar := scalarText(queue); {
	case queue == nil || scalar && !strings.EqualFold(text, "true"):
		x.subscription(t, e, "lambda", t.arn(e.pos))
		x.permission(t, e.pos, e.id+"Permission", "sns.amazonaws.com", field("SourceArn", topic))
	case scalar:
		x.subscribedQueue(t, e, topic)
		x.subscription(t, e, "sqs", getAttNode(e.pos, e.id+"Queue", "Arn"))
	case queue.Is(MapNode) && !isIntrinsic(queue):
		x.subscription(t, e, "sqs", known(queue.Get("QueueArn")))
	default:
		x.problem(queue, "SqsSubscription of event %s of %s is not written out: the subscription's endpoint is not seen", e.name, t.fn.id)
		x.subscription(t, e, "sqs", queue)
	}
}

// subscription is the AWS::SNS::Subscription of an event.
func (x *samExpansion) subscription(t *samTarget, e *samEvent, protocol string, endpoint *Node) {
	fields := []NodeField{
		newField("Protocol", textNode(e.pos, protocol)),
		field("Endpoint", endpoint),
		field("TopicArn", e.prop("Topic")),
	}
	for _, name := range []string{"Region", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"} {
		fields = append(fields, field(name, e.prop(name)))
	}
	x.add(t.fn, e.pos, e.id, "AWS::SNS::Subscription", fields...)
}

// subscribedQueue is the queue that SqsSubscription: true makes; the queue of a
// FIFO topic is one too.
func (x *samExpansion) subscribedQueue(t *samTarget, e *samEvent, topic *Node) {
	var fifo *Node
	if source := x.byID[refTarget(topic)]; source != nil {
		if n := x.resolved(source.prop("FifoTopic")); isTrue(n) {
			fifo = boolNode(n.Pos, true)
		}
	}
	x.add(t.fn, e.pos, e.id+"Queue", "AWS::SQS::Queue", field("FifoQueue", fifo))
	x.stub(t.fn, e.id+"QueuePolicy", "AWS::SQS::QueuePolicy")
}
