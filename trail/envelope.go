package trail

import "github.com/truststack/truststack/value"

// APICall is the detail-type of the events that carry records of API calls
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html).
const APICall = "AWS API Call via CloudTrail"

// Envelope is an event of EventBridge that carries a CloudTrail record
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html).
// Its fields are as those of Event.
type Envelope struct {
	Raw        value.Value // the whole event: a Map
	Version    value.Text
	ID         value.Text
	DetailType value.Text
	Source     value.Text // "aws.lambda"
	Account    value.Text // whose bus it came from; a forwarded event keeps it
	Time       value.Text
	Region     value.Text
	// Event is the record. Where the envelope has none its fields are unknown,
	// not absent. Its Notes are those of the envelope too.
	Event *Event
}

// ParseEnvelope reads an event of EventBridge. The error says that the text is
// not one JSON object, or is beyond the limits; nothing else is an error. See
// Carries for events that are none of CloudTrail's.
func ParseEnvelope(data []byte) (*Envelope, error) {
	v, err := parse(data, "EventBridge event")
	if err != nil {
		return nil, err
	}
	r := &reader{}
	at := object{r, v, ""}
	out := &Envelope{
		Raw:        v,
		Version:    at.text("version"),
		ID:         at.text("id"),
		DetailType: at.text("detail-type"),
		Source:     at.text("source"),
		Account:    at.text("account"),
		Time:       at.text("time"),
		Region:     at.text("region"),
	}
	detail := at.object("detail").Value
	if detail.Missing() {
		detail = value.Obscure(at.unknown("detail", detail, "a CloudTrail record"), detail.Pos)
	}
	out.Event = newEvent(detail, "detail", r.notes)
	return out, nil
}

// Carries reports whether the envelope carries the record of an API call.
// Console sign-ins, Insights and the events of other services do not.
func (v *Envelope) Carries() value.Tri { return v.DetailType.Same(value.Literal(APICall)) }
