//go:build conformance

package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/truststack/truststack/trail"
	"github.com/truststack/truststack/value"
)

// trailRecords is the records of the corpus, by file and number.
func trailRecords(t testing.TB) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for name, data := range templateFiles(t, "cloudtrail", 90) {
		var log struct{ Records []json.RawMessage }
		records := &log.Records
		if err := json.Unmarshal(data, &log); err != nil {
			if err := json.Unmarshal(data, records); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		for i, record := range *records {
			out[fmt.Sprintf("%s #%d", name, i)] = record
		}
	}
	if len(out) < 2800 {
		t.Fatalf("the corpus has %d records, want at least 2,800", len(out))
	}
	return out
}

// trailTexts is every field of a record that is a text, by its path; trailValues
// is every other. Together they are all that the corpus holds.
func trailTexts(e *trail.Event) map[string]value.Text {
	u, s, i := e.UserIdentity, e.UserIdentity.Session, e.UserIdentity.Session.Issuer
	return map[string]value.Text{
		"eventVersion": e.EventVersion, "eventTime": e.EventTime, "eventSource": e.EventSource, "eventName": e.EventName, "eventID": e.EventID,
		"eventType": e.EventType, "eventCategory": e.EventCategory, "managementEvent": e.ManagementEvent, "readOnly": e.ReadOnly,
		"apiVersion": e.APIVersion, "requestID": e.RequestID, "awsRegion": e.AWSRegion, "sourceIPAddress": e.SourceIPAddress,
		"userAgent": e.UserAgent, "vpcEndpointId": e.VPCEndpointID, "errorCode": e.ErrorCode, "errorMessage": e.ErrorMessage,
		"recipientAccountId": e.RecipientAccountID, "sharedEventID": e.SharedEventID, "sessionCredentialFromConsole": e.SessionCredentialFromConsole,
		"userIdentity.type": u.Type, "userIdentity.principalId": u.PrincipalID, "userIdentity.arn": u.ARN, "userIdentity.accountId": u.AccountID,
		"userIdentity.accessKeyId": u.AccessKeyID, "userIdentity.userName": u.UserName, "userIdentity.invokedBy": u.InvokedBy,
		"userIdentity.sessionContext.sessionIssuer.type": i.Type, "userIdentity.sessionContext.sessionIssuer.principalId": i.PrincipalID,
		"userIdentity.sessionContext.sessionIssuer.arn": i.ARN, "userIdentity.sessionContext.sessionIssuer.accountId": i.AccountID,
		"userIdentity.sessionContext.sessionIssuer.userName": i.UserName, "userIdentity.sessionContext.attributes.creationDate": s.CreationDate,
		"userIdentity.sessionContext.attributes.mfaAuthenticated": s.MFAAuthenticated, "userIdentity.sessionContext.ec2RoleDelivery": s.EC2RoleDelivery,
	}
}

func trailValues(e *trail.Event) map[string]value.Value {
	return map[string]value.Value{"requestParameters": e.RequestParameters, "responseElements": e.ResponseElements,
		"additionalEventData": e.AdditionalEventData, "serviceEventDetails": e.ServiceEventDetails, "tlsDetails": e.TLSDetails}
}

// TestTrail: every record of the corpus is read, nothing in it is odd, every
// field that it holds is reachable unchanged, and every caller makes sense.
func TestTrail(t *testing.T) {
	records := trailRecords(t)
	callers, networks, paths := map[string]int{}, map[string]int{}, map[string]int{}
	for name, record := range records {
		e, err := trail.ParseEvent(record)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var generic map[string]any
		decode(t, record, &generic)
		if got := generalize(e.Raw); !reflect.DeepEqual(got, any(generic)) {
			t.Errorf("%s: Raw is not the record", name)
		}
		var written map[string]any
		if decode(t, e.JSON(), &written); !reflect.DeepEqual(written, generic) {
			t.Errorf("%s: JSON is not the record", name)
		}
		if len(e.Notes) > 0 {
			t.Errorf("%s: %v", name, e.Notes)
		}
		checkTrailFields(t, name, e, generic, paths)
		checkTrailCaller(t, name, e, callers)
		networks[e.Network().Kind.String()]++
	}
	t.Logf("%d records, %d fields, callers %v, networks %v", len(records), len(paths), callers, networks)
	if len(callers) < 5 || networks["address"] < 2000 || len(paths) < 35 {
		t.Errorf("%d kinds of caller, %d addresses, %d fields: the corpus says little", len(callers), networks["address"], len(paths))
	}
}

func decode(t *testing.T, data []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
}

// generalize is a Value as encoding/json would have read it.
func generalize(v value.Value) any {
	text, _ := v.Text.Known()
	switch v.Kind {
	case value.String:
		return text
	case value.Number:
		return json.Number(text)
	case value.Bool:
		return text == "true"
	case value.List:
		out := []any{}
		for _, item := range v.Items {
			out = append(out, generalize(item))
		}
		return out
	case value.Map:
		out := map[string]any{}
		for _, f := range v.Fields {
			out[f.Key] = generalize(f.Value)
		}
		return out
	}
	return nil
}

// checkTrailFields holds each field of the record against the field of Event:
// scalars as text, the rest as values, and nothing that Event does not know.
func checkTrailFields(t *testing.T, name string, e *trail.Event, generic map[string]any, paths map[string]int) {
	t.Helper()
	texts, values := trailTexts(e), trailValues(e)
	var walk func(path string, v any)
	walk = func(path string, v any) {
		paths[path]++
		text, isText := texts[path]
		whole, isValue := values[path]
		fields, isObject := v.(map[string]any)
		known, _ := text.Known()
		switch {
		case isText && v != nil:
			if known != fmt.Sprint(v) || text.Absent() {
				t.Errorf("%s: %s is %s, want %v", name, path, text, v)
			}
			delete(texts, path)
		case isValue:
			if !reflect.DeepEqual(generalize(whole), v) || whole.Kind == value.Absent {
				t.Errorf("%s: %s is not as in the record", name, path)
			}
			delete(values, path)
		case path == "resources":
			checkTrailResources(t, name, e.Resources, v.([]any))
		case path == "userIdentity.sessionContext.webIdFederationData" && len(fields) == 0:
		case isObject:
			for field, inner := range fields {
				walk(strings.TrimPrefix(path+"."+field, "."), inner)
			}
		default:
			t.Errorf("%s: Event has no field for %s", name, path)
		}
	}
	walk("", generic)
	for path, text := range texts {
		if !text.Absent() {
			t.Errorf("%s: %s is %s and not in the record", name, path, text)
		}
	}
	for path, v := range values {
		if v.Kind != value.Absent {
			t.Errorf("%s: %s is not in the record", name, path)
		}
	}
}

func checkTrailResources(t *testing.T, name string, got []trail.Resource, want []any) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d resources, want %d", name, len(got), len(want))
	}
	for i, r := range got {
		for field, v := range want[i].(map[string]any) {
			text := map[string]value.Text{"ARN": r.ARN, "accountId": r.AccountID, "type": r.Type}[field]
			if known, _ := text.Known(); known != v {
				t.Errorf("%s: resource %d: %s is %s, want %v", name, i, field, text, v)
			}
		}
	}
}

// checkTrailCaller: each type of the corpus has its kind of caller, and what
// such a caller has is known, or was not in the record.
func checkTrailCaller(t *testing.T, name string, e *trail.Event, callers map[string]int) {
	t.Helper()
	kinds := map[string]trail.CallerKind{"(absent)": trail.CallerUnknown, "IAMUser": trail.CallerUser, "AssumedRole": trail.CallerRole,
		"AWSService": trail.CallerService, "FederatedUser": trail.CallerFederated}
	c, kind := e.Caller(), e.UserIdentity.Type.String()
	callers[kind+" = "+c.Kind.String()]++
	if want, ok := kinds[kind]; !ok || c.Kind != want {
		t.Errorf("%s: %s is a %s (%s)", name, kind, c.Kind, slices.Sorted(maps.Keys(kinds)))
	}
	arn, known := c.ARN.Known()
	switch c.Kind {
	case trail.CallerRole:
		id, _ := c.ID.Known()
		if !strings.Contains(arn, ":role/") || !strings.HasPrefix(id, "AROA") || (c.ServiceLinked == value.Yes) != strings.Contains(arn, ":role/aws-service-role/") {
			t.Errorf("%s: role %s with id %s, service-linked %s", name, c.ARN, c.ID, c.ServiceLinked)
		}
	case trail.CallerUser:
		if known == e.UserIdentity.ARN.Absent() || known && !strings.Contains(arn, ":user/") {
			t.Errorf("%s: user %s", name, c.ARN)
		}
	case trail.CallerService:
		if _, known := c.Service.Known(); !known || !c.ARN.Absent() {
			t.Errorf("%s: service %s with %s", name, c.Service, c.ARN)
		}
	}
	if e.Succeeded() != value.Is(e.ErrorCode.Absent() && e.ErrorMessage.Absent()) {
		t.Errorf("%s: succeeded %s with %s", name, e.Succeeded(), e.ErrorCode)
	}
	if at, ok := e.Time(); !ok || at.Year() < 2020 {
		t.Errorf("%s: at %s", name, e.EventTime)
	}
}

// BenchmarkTrail parses every record of the corpus, one after the other.
func BenchmarkTrail(b *testing.B) {
	var records [][]byte
	var size int64
	for _, record := range trailRecords(b) {
		records, size = append(records, record), size+int64(len(record))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	start := time.Now()
	for b.Loop() {
		for _, record := range records {
			if _, err := trail.ParseEvent(record); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(records)*b.N)/time.Since(start).Seconds(), "records/s")
}
