package hook

import (
	"encoding/json"

	"github.com/truststack/truststack/manifest"
)

// Status is a hook's answer. IN_PROGRESS exists and is never given.
type Status string

// The answers. FAILURE is no value of the wire format.
const (
	Success Status = "SUCCESS"
	Failed  Status = "FAILED"
)

// ErrorCode says what kind of failure FAILED is.
type ErrorCode string

// The error codes that are given: the resource is at fault, or this hook, its
// event or its payload.
const (
	NonCompliant    ErrorCode = "NonCompliant"
	InternalFailure ErrorCode = "InternalFailure"
)

// Response is what CloudFormation is answered.
type Response struct {
	HookStatus           Status       `json:"hookStatus"`
	ErrorCode            ErrorCode    `json:"errorCode,omitempty"`
	Message              string       `json:"message"`
	ClientRequestToken   string       `json:"clientRequestToken"`
	CallbackDelaySeconds int          `json:"callbackDelaySeconds"`
	Annotations          []Annotation `json:"annotations,omitempty"`
}

// AnnotationStatus is the outcome of one check.
type AnnotationStatus string

// The outcomes.
const (
	AnnotationPassed  AnnotationStatus = "PASSED"
	AnnotationFailed  AnnotationStatus = "FAILED"
	AnnotationSkipped AnnotationStatus = "SKIPPED"
)

// Annotation is what one security package says of all that the event holds.
type Annotation struct {
	Name        string            `json:"annotationName"`
	Status      AnnotationStatus  `json:"status"`
	Message     string            `json:"statusMessage,omitempty"`
	Remediation string            `json:"remediationMessage,omitempty"`
	Severity    manifest.Severity `json:"severityLevel,omitempty"`
}

// Limits of what is written, in bytes. CloudFormation cuts a message at 4,096
// characters, Cloud Control at 1,024; the limits of annotations are not documented.
const (
	maxMessage    = 1024
	maxAnnotation = 1000
	maxToken      = 1024
)

// failure is the answer to what could not be judged at all.
func failure(message string) Response {
	r := redactor{}
	return Response{HookStatus: Failed, ErrorCode: InternalFailure, Message: clip(r.clean("TrustStack could not judge this, so it is refused: "+message), maxMessage)}
}

// encode never fails: a Response holds strings and numbers alone.
func (r Response) encode() []byte {
	data, err := json.Marshal(r)
	if err != nil {
		return []byte(`{"hookStatus":"FAILED","errorCode":"InternalFailure","message":"TrustStack could not write its answer.","clientRequestToken":"","callbackDelaySeconds":0}`)
	}
	return data
}
