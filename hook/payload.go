package hook

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/truststack/truststack/value"
)

// changeSet answers CHANGE_SET.
func (h Handler) changeSet(ctx context.Context, e event) Response {
	root, err := h.fetch(ctx, e)
	if err != nil {
		return failure(err.Error() + ".")
	}
	r := reader{}
	list := r.field(root, "changedResources")
	if r.err == nil && list.Kind != value.List {
		r.fail(fmt.Errorf("changedResources is %s; wanted a list", kindOf(list)))
	}
	var subjects []subject
	for i, item := range list.Items {
		s, judged, err := h.changed(e, item)
		if err != nil {
			r.fail(fmt.Errorf("changedResources[%d]: %w", i, err))
			break
		}
		if judged {
			subjects = append(subjects, s)
		}
	}
	if r.err != nil {
		return failure("the change set's payload cannot be read: " + r.err.Error() + ".")
	}
	return h.all(subjects, nil)
}

// changed is one changed resource; false for one that is deleted, or that no rule
// reads.
func (h Handler) changed(e event, item value.Value) (s subject, judged bool, err error) {
	r := reader{}
	id, kind, action := r.text(item, "logicalResourceId"), r.text(item, "resourceType"), r.text(item, "action")
	after := r.field(item, "afterContext")
	switch {
	case r.err != nil:
		return subject{}, false, r.err
	case item.Kind != value.Map:
		return subject{}, false, fmt.Errorf("found %s; wanted an object", kindOf(item))
	case kind == "":
		return subject{}, false, errors.New("resourceType is missing")
	}
	kind, reads := h.reads(kind)
	if !reads || strings.EqualFold(action, "DELETE") {
		return subject{}, false, nil
	}
	if after.Kind == value.String {
		text, _ := after.Text.Known()
		if after, err = parse([]byte(text)); err != nil {
			return subject{}, false, fmt.Errorf("afterContext: %w", err)
		}
	}
	if after.Kind != value.Map {
		return subject{}, false, fmt.Errorf("afterContext of %s is %s; wanted an object in a string", kind, kindOf(after))
	}
	properties, err := propertiesOf(after)
	if err != nil {
		return subject{}, false, err
	}
	a := adapter{later: true}
	return subject{resource: h.resource(e, id, kind, a.adapt(properties)), later: true, redact: redactor{long: a.long}}, true, nil
}

// propertiesOf is a description's Properties. One that has none has empty ones:
// a template may leave them out.
func propertiesOf(v value.Value) (value.Value, error) {
	properties := v.Get("Properties")
	switch {
	case properties.Kind == value.Map:
		return properties, nil
	case properties.Missing():
		return value.Value{Kind: value.Map}, nil
	}
	return value.Value{}, fmt.Errorf("its Properties are %s; wanted an object", kindOf(properties))
}

// stack answers STACK.
func (h Handler) stack(ctx context.Context, e event) Response {
	root, err := h.fetch(ctx, e)
	if err != nil {
		return failure(err.Error() + ".")
	}
	r := reader{}
	text := r.text(root, "template")
	switch {
	case r.err != nil:
		return failure("the stack's payload cannot be read: " + r.err.Error() + ".")
	case strings.TrimSpace(text) == "":
		return failure("the stack's payload has no template.")
	case !strings.HasPrefix(strings.TrimSpace(text), "{"):
		return failure("the template is not JSON, and this hook does not read YAML: stacks are not its target. " +
			"Register the hook for RESOURCE and CHANGE_SET, and take STACK out of its TargetOperations.")
	}
	template, err := parse([]byte(text))
	if err != nil {
		return failure("the stack's template cannot be read: " + err.Error() + ".")
	}
	subjects, notes, err := h.template(e, template)
	if err != nil {
		return failure("the stack's template cannot be read: " + err.Error() + ".")
	}
	return h.all(subjects, notes)
}

// template is the resources of a template that rules read, and notes on what it
// may hold beside them.
func (h Handler) template(e event, template value.Value) (subjects []subject, notes []string, err error) {
	resources := template.Get("Resources")
	if resources.Kind != value.Map {
		return nil, nil, fmt.Errorf("its Resources are %s; wanted an object", kindOf(resources))
	}
	doubt := ""
	if !template.Get("Transform").Missing() {
		doubt = "a transform may rewrite the template"
	}
	for _, f := range resources.Fields {
		if strings.HasPrefix(f.Key, "Fn::") {
			doubt = f.Key + " makes resources of the template"
		}
	}
	if doubt != "" {
		notes = append(notes, "What is not written out ("+doubt+") is judged when it is provisioned.")
	}
	for _, f := range resources.Fields {
		if strings.HasPrefix(f.Key, "Fn::") {
			continue
		}
		kind, known := f.Value.Get("Type").AsText().Known()
		if f.Value.Kind != value.Map || !known {
			return nil, nil, fmt.Errorf("resource %q has no Type", clip(f.Key, 60))
		}
		kind, reads := h.reads(kind)
		if !reads {
			continue
		}
		properties, err := propertiesOf(f.Value)
		if err != nil {
			return nil, nil, fmt.Errorf("resource %q: %w", clip(f.Key, 60), err)
		}
		a := adapter{later: true}
		s := subject{resource: h.resource(e, f.Key, kind, a.adapt(properties)), later: true, redact: redactor{long: a.long}}
		s.resource.Doubt = doubt
		s.condition, _ = f.Value.Get("Condition").AsText().Known()
		subjects = append(subjects, s)
	}
	return subjects, notes, nil
}

// all answers for several resources.
func (h Handler) all(subjects []subject, notes []string) Response {
	var out []outcome
	for _, s := range subjects {
		out = append(out, h.judge(s)...)
	}
	return h.respond(out, notes)
}

// fetch gets and reads the payload. Its errors never hold the URL, which gives the
// payload to whoever has it.
func (h Handler) fetch(ctx context.Context, e event) (value.Value, error) {
	switch {
	case e.payload == "":
		return value.Value{}, fmt.Errorf("the event cannot be read: requestData.payload of %s is missing", e.target)
	case h.Fetch == nil:
		return value.Value{}, fmt.Errorf("this hook reads no payloads. Take %s out of its TargetOperations", e.target)
	}
	data, err := h.Fetch(ctx, e.payload, MaxPayload)
	if err != nil {
		return value.Value{}, fmt.Errorf("the payload of %s could not be got: %s. Try again; if it happens again, tell the security team", e.target, unaddressed(err, e.payload))
	}
	if len(data) > MaxPayload {
		return value.Value{}, fmt.Errorf("the payload of %s has more than %d bytes", e.target, MaxPayload)
	}
	root, err := parse(data)
	if err == nil && root.Kind != value.Map {
		err = fmt.Errorf("it is %s; wanted an object", kindOf(root))
	}
	if err != nil {
		return value.Value{}, fmt.Errorf("the payload of %s cannot be read: %w", e.target, err)
	}
	return root, nil
}

// unaddressed is an error's text without the URL, or a few words where it still
// holds what may be a part of one.
func unaddressed(err error, url string) string {
	s := strings.ReplaceAll(err.Error(), url, "its URL")
	if lower := strings.ToLower(s); strings.Contains(lower, "://") || strings.Contains(lower, "x-amz-") {
		return "the request failed"
	}
	return clip(s, 200)
}
