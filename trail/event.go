package trail

import (
	"regexp"
	"time"

	"github.com/truststack/truststack/value"
)

// Event is a CloudTrail record. A Text is absent where the record has no such
// field or null, and unknown where the field is of an unexpected type; a Value
// is as the record has it. Flags are texts, "true" or "false", since a flag that
// is absent is not false
// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
type Event struct {
	// Raw is the whole record: a Map, in the order it was written.
	Raw value.Value
	// Notes is what was odd about the record.
	Notes []Note

	EventVersion         value.Text
	EventTime            value.Text
	EventSource          value.Text // "lambda.amazonaws.com"
	EventName            value.Text // as logged; see Name
	EventID              value.Text
	EventType            value.Text // "AwsApiCall"
	EventCategory        value.Text // "Management"
	ManagementEvent      value.Text // a flag
	ReadOnly             value.Text // a flag
	APIVersion           value.Text
	RequestID            value.Text
	AWSRegion            value.Text
	SourceIPAddress      value.Text // an address, or a service's name; see Network
	UserAgent            value.Text
	VPCEndpointID        value.Text // see Network
	VPCEndpointAccountID value.Text
	ErrorCode            value.Text // see Succeeded
	ErrorMessage         value.Text
	// RecipientAccountID is the account that received this record. It can
	// differ from the caller's: both get one, with the same SharedEventID.
	RecipientAccountID value.Text
	SharedEventID      value.Text
	// SessionCredentialFromConsole is a flag; absent outside the console.
	SessionCredentialFromConsole value.Text

	UserIdentity UserIdentity
	Resources    []Resource

	// RequestParameters holds what the call set, and ResponseElements what
	// came of it. Both are left out above 100 KB, and ResponseElements is null
	// for a call that only reads.
	RequestParameters   value.Value
	ResponseElements    value.Value
	AdditionalEventData value.Value
	ServiceEventDetails value.Value
	TLSDetails          value.Value
}

// Resource is one of the resources that the call was about.
type Resource struct {
	ARN, AccountID, Type value.Text
}

// suffix is the version of the API, which some services append to the name of
// the call: AddPermission20150331v2
// (https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html).
var suffix = regexp.MustCompile(`^(.+)20\d{6}(v\d+)?$`)

// Name is the call, without the version that Lambda appends to it.
func (e *Event) Name() value.Text {
	name, known := e.EventName.Known()
	if !known {
		return e.EventName
	}
	if m := suffix.FindStringSubmatch(name); m != nil {
		return value.Literal(m[1])
	}
	return e.EventName
}

// Succeeded is No when the record has an error: such a call changed nothing. It
// is Maybe when the field is there and cannot be read. Null responseElements say
// nothing: many calls that succeed have no response.
func (e *Event) Succeeded() value.Tri {
	return empty(e.ErrorCode).And(empty(e.ErrorMessage))
}

func empty(t value.Text) value.Tri {
	if t.Absent() {
		return value.Yes
	}
	text, known := t.Known()
	if !known {
		return value.Maybe
	}
	return value.Is(text == "")
}

// Time is when the call was made; false when the record does not say so in the
// form that CloudTrail uses, RFC 3339.
func (e *Event) Time() (time.Time, bool) {
	text, _ := e.EventTime.Known()
	t, err := time.Parse(time.RFC3339, text)
	return t, err == nil
}

// Field is any field of the record, by name: for what Event has no field for.
func (e *Event) Field(names ...string) value.Value { return e.Raw.Get(names...) }
