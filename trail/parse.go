package trail

import (
	"bytes"
	"fmt"

	"github.com/truststack/truststack/value"
)

// MaxEvent is how many bytes a record may have. EventBridge and CloudTrail log
// files hold smaller ones.
const MaxEvent = 1 << 20

// Note is something odd in a record: a field that could not be taken at its
// word.
type Note struct {
	// Path is the field: "userIdentity.accountId".
	Path string
	// Found is what stands there, and Wanted what was expected.
	Found, Wanted string
}

func (n Note) String() string {
	return fmt.Sprintf("%s: found %s, want %s; it counts as unknown", n.Path, n.Found, n.Wanted)
}

// ParseEvent reads one record of CloudTrail. The error says that the text is not
// one JSON object, or is beyond the limits; nothing else is an error.
func ParseEvent(data []byte) (*Event, error) {
	v, err := parse(data, "CloudTrail record")
	if err != nil {
		return nil, err
	}
	return newEvent(v, "", nil), nil
}

func parse(data []byte, what string) (value.Value, error) {
	if len(data) > MaxEvent {
		return value.Value{}, fmt.Errorf("%s: found %d bytes, want at most %d; read it without its largest fields", what, len(data), MaxEvent)
	}
	if first := bytes.TrimLeft(data, " \t\r\n"); len(first) == 0 || first[0] != '{' {
		return value.Value{}, fmt.Errorf("%s: found text that does not begin with a brace, want one JSON object; "+
			"give the records of a log file one by one", what)
	}
	v, err := value.ParseJSON(data)
	if err != nil {
		return value.Value{}, fmt.Errorf("%s: %w; want one JSON object, nested at most 100 deep: see what cut or changed it", what, err)
	}
	return v, nil
}

// newEvent reads the fields of a record that stands at path.
func newEvent(v value.Value, path string, notes []Note) *Event {
	r := &reader{notes: notes}
	at := object{r, v, path}
	e := &Event{
		Raw:                          v,
		EventVersion:                 at.text("eventVersion"),
		EventTime:                    at.text("eventTime"),
		EventSource:                  at.text("eventSource"),
		EventName:                    at.text("eventName"),
		EventID:                      at.text("eventID"),
		EventType:                    at.text("eventType"),
		EventCategory:                at.text("eventCategory"),
		ManagementEvent:              at.flag("managementEvent"),
		ReadOnly:                     at.flag("readOnly"),
		APIVersion:                   at.text("apiVersion"),
		RequestID:                    at.text("requestID"),
		AWSRegion:                    at.text("awsRegion"),
		SourceIPAddress:              at.text("sourceIPAddress"),
		UserAgent:                    at.text("userAgent"),
		VPCEndpointID:                at.text("vpcEndpointId"),
		VPCEndpointAccountID:         at.text("vpcEndpointAccountId"),
		ErrorCode:                    at.text("errorCode"),
		ErrorMessage:                 at.text("errorMessage"),
		RecipientAccountID:           at.text("recipientAccountId"),
		SharedEventID:                at.text("sharedEventID"),
		SessionCredentialFromConsole: at.flag("sessionCredentialFromConsole"),
		UserIdentity:                 at.identity(),
		Resources:                    at.resources(),
		RequestParameters:            at.object("requestParameters").Value,
		ResponseElements:             at.object("responseElements").Value,
		AdditionalEventData:          at.object("additionalEventData").Value,
		ServiceEventDetails:          at.object("serviceEventDetails").Value,
		TLSDetails:                   at.object("tlsDetails").Value,
	}
	e.Notes = r.notes
	return e
}

// reader collects notes.
type reader struct{ notes []Note }

// object is a map of the record and the place it stands at.
type object struct {
	r *reader
	value.Value
	path string
}

func (o object) at(name string) string {
	if o.path == "" {
		return name
	}
	return o.path + "." + name
}

// unknown notes an odd field and returns the hole that stands for it.
func (o object) unknown(name string, v value.Value, wanted string) value.Hole {
	path := o.at(name)
	o.r.notes = append(o.r.notes, Note{Path: path, Found: kind(v), Wanted: wanted})
	return value.Hole{Name: path, Why: kind(v) + " where " + wanted + " was expected"}
}

// text is a field that holds a string.
func (o object) text(name string) value.Text {
	switch v := o.Get(name); v.Kind {
	case value.Absent, value.Null:
		return value.Text{}
	case value.String:
		return v.Text
	case value.Obscured: // inside something odd, which has its note
		return value.Of(v.Hole)
	default:
		return value.Of(o.unknown(name, v, "a string"))
	}
}

// flag is a field that holds true or false, which some fields hold as strings.
func (o object) flag(name string) value.Text {
	v := o.Get(name)
	if text, known := v.Text.Known(); v.Kind == value.Bool || v.Kind == value.String && known && (text == "true" || text == "false") {
		return v.Text
	}
	switch v.Kind {
	case value.Absent, value.Null:
		return value.Text{}
	case value.Obscured:
		return value.Of(v.Hole)
	}
	return value.Of(o.unknown(name, v, "true or false"))
}

// object is a field that holds an object. An odd one is unknown, and so is all
// that would be in it.
func (o object) object(name string) object {
	v := o.Get(name)
	switch v.Kind {
	case value.Absent, value.Null, value.Map, value.Obscured:
	default:
		v = value.Obscure(o.unknown(name, v, "an object"), v.Pos)
	}
	return object{o.r, v, o.at(name)}
}

// resources reads the list of resources. An odd list is one of which nothing is
// known: there may be any number of them.
func (o object) resources() []Resource {
	v := o.Get("resources")
	switch v.Kind {
	case value.Absent, value.Null:
		return nil
	case value.List:
	case value.Obscured:
		return []Resource{unknownResource(v.Hole)}
	default:
		return []Resource{unknownResource(o.unknown("resources", v, "a list"))}
	}
	out := make([]Resource, 0, len(v.Items))
	for i, item := range v.Items {
		name := fmt.Sprintf("resources[%d]", i)
		if item.Kind != value.Map {
			out = append(out, unknownResource(o.unknown(name, item, "an object")))
			continue
		}
		at := object{o.r, item, o.at(name)}
		out = append(out, Resource{ARN: at.text("ARN"), AccountID: at.text("accountId"), Type: at.text("type")})
	}
	return out
}

func unknownResource(h value.Hole) Resource {
	return Resource{ARN: value.Of(h), AccountID: value.Of(h), Type: value.Of(h)}
}

func kind(v value.Value) string {
	switch v.Kind {
	case value.Null:
		return "null"
	case value.String:
		return "a string"
	case value.Number:
		return "a number"
	case value.Bool:
		return "true or false"
	case value.List:
		return "a list"
	case value.Map:
		return "an object"
	}
	return "nothing"
}
