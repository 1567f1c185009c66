// Package trail reads CloudTrail records: what an API call did, who made it and
// from where.
//
// # Use
//
//	e, err := trail.ParseEvent(record)       // one record, as in a log file
//	v, err := trail.ParseEnvelope(event)     // one event of EventBridge; v.Event
//	if name, known := e.Name().Known(); known && name == "AddPermission" &&
//		e.Succeeded() == value.Yes {
//		principal := e.RequestParameters.Get("principal").AsText()
//		caller := e.Caller()
//	}
//
// # Unknown
//
// Every field is optional, and records differ between services and versions. A
// field that is not there is absent; one of an unexpected type is unknown, with
// a Note that says so, and never makes the record unreadable. Event.Raw holds
// the whole record as it was written. Only text that is not one JSON object, or
// is beyond MaxEvent or 100 levels of nesting, is an error.
//
// # What a record cannot say
//
// Callers are judged by the ARN that aws:PrincipalArn holds, which for a session
// is its role's: sessionContext.sessionIssuer.arn. The ARN of the session lacks
// the role's path, so a role is never read out of it, and a record without
// sessionIssuer has a caller whose ARN is unknown.
//
// A call that one service makes for a caller has the service's name where the
// address would be; then the network is unknown. What CloudTrail masks is as
// unknown as what it leaves out: see MaskedOrMissing.
//
// The facts are from
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
// and
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html.
package trail
