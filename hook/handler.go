package hook

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// MaxDeadline is how long an answer takes at most: CloudFormation waits 30 s, and
// asks three times.
const MaxDeadline = 20 * time.Second

// MaxPayload is how many bytes a payload may have. A template has at most 1 MB; a
// change set has two contexts for each resource beside it.
const MaxPayload = 8 << 20

// Handler answers events. Its zero value judges nothing and passes everything but
// what it cannot read.
type Handler struct {
	Rules []pack.Rule
	// Spec is the manifest's: its partition, and the severities of its sections.
	Spec manifest.Spec
	// Region is the function's own, AWS_REGION in Lambda: a hook runs where the
	// resource will be. Empty: taken from the stack's ARN.
	Region string
	// Own is the ARNs of TrustStack's own functions, exactly: they pass.
	Own []string
	// Fetch gets the payload of a change set or a stack, at most limit bytes of
	// it. presigned.Get is one. Nil: these targets cannot be judged, and fail.
	Fetch func(ctx context.Context, url string, limit int64) ([]byte, error)
	// Now is the time that exceptions are measured by; nil: time.Now.
	Now func() time.Time
	// Deadline is how long an answer may take; 0, or more than MaxDeadline, is
	// MaxDeadline. The context's deadline holds as well.
	Deadline time.Duration
}

// Handle answers an event. The answer is a well-formed response whatever the event
// is, and comes before the deadline whatever a rule or Fetch does.
func (h Handler) Handle(ctx context.Context, event []byte) []byte {
	if ctx == nil {
		ctx = context.Background()
	}
	token := tokenOf(event)
	limit := h.limit(ctx)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done := make(chan Response, 1)
	go func() { done <- h.answer(ctx, event) }()
	var r Response
	select {
	case r = <-done:
	case <-ctx.Done():
		r = failure(fmt.Sprintf("it took longer than %s, or was called off. Try again; if it happens again, tell the security team.", limit.Round(time.Millisecond)))
	}
	r.ClientRequestToken = token
	return r.encode()
}

// limit is how long there is to answer: a little less than until the context's
// deadline, at which nobody would hear the answer.
func (h Handler) limit(ctx context.Context) time.Duration {
	limit := h.Deadline
	if limit <= 0 || limit > MaxDeadline {
		limit = MaxDeadline
	}
	if end, ok := ctx.Deadline(); ok {
		left := time.Until(end)
		limit = min(limit, left-min(left/10, 500*time.Millisecond))
	}
	return max(limit, 0)
}

func (h Handler) answer(ctx context.Context, data []byte) (r Response) {
	defer func() {
		if broken := recover(); broken != nil {
			r = failure("the hook itself broke. Tell the security team: " + describe(broken))
		}
	}()
	e, err := readEvent(data)
	if err != nil {
		return failure("the event cannot be read: " + err.Error() + ".")
	}
	if e.deletes() {
		return Response{HookStatus: Success, Message: "TrustStack judges what is created or updated; a deletion passes."}
	}
	switch {
	case e.isTarget("CHANGE_SET"):
		return h.changeSet(ctx, e)
	case e.isTarget("STACK"):
		return h.stack(ctx, e)
	}
	return h.single(e)
}

// single answers RESOURCE and CLOUD_CONTROL.
func (h Handler) single(e event) Response {
	kind, read := h.reads(e.target)
	if !read {
		return Response{HookStatus: Success, Message: fmt.Sprintf("No security package judges %s.", clip((&redactor{}).clean(e.target), 200))}
	}
	if e.properties.Kind != value.Map {
		return failure(fmt.Sprintf("the event cannot be read: targetModel.resourceProperties of %s is %s; wanted an object.", kind, kindOf(e.properties)))
	}
	a := adapter{}
	out := h.judge(subject{resource: h.resource(e, e.logicalID, kind, a.adapt(e.properties)), redact: redactor{long: a.long}})
	return h.respond(out, nil)
}

// resource is a resource of the event's account and Region.
func (h Handler) resource(e event, id, kind string, properties value.Value) value.Resource {
	region := value.Of(value.Hole{Class: value.Region, Name: "AWS::Region", Why: "the event does not say"})
	if r := h.Region; r != "" {
		region = value.Literal(r)
	} else if r := arnPart(e.stackID, 3); r != "" {
		region = value.Literal(r)
	}
	return value.Resource{ID: id, Type: kind, Account: e.account, Region: region, Partition: value.Literal(h.Spec.Partition()),
		Variants: []value.Variant{{Properties: properties}}}
}

// reads reports whether any rule that is not off judges a type, and how the type
// is spelt.
func (h Handler) reads(kind string) (string, bool) {
	for _, rule := range h.Rules {
		if !active(rule) {
			continue
		}
		for own := range rule.Proactive.Impl.Reads() {
			if strings.EqualFold(own, kind) {
				return own, true
			}
		}
	}
	return "", false
}

func active(rule pack.Rule) bool {
	return rule.Proactive.Applies() && rule.Policy.ModeOf(manifest.Proactive) != manifest.Off
}

func (h Handler) now() time.Time {
	if h.Now == nil {
		return time.Now()
	}
	return h.Now()
}

func describe(broken any) string {
	return clip(fmt.Sprint(broken), 200)
}
