package hook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// maxEvent is how many bytes an event may have: Lambda itself takes 6 MB, a
// resource's properties are far fewer.
const maxEvent = 1 << 20

// event is what is read of an invocation.
type event struct {
	account   value.Text
	stackID   string
	point     string // CREATE_PRE_PROVISION
	target    string // a type's name, STACK or CHANGE_SET
	logicalID string
	// properties is Absent where the event has none.
	properties value.Value
	payload    string // the payload's URL
}

func (e event) deletes() bool             { return strings.EqualFold(e.point, "DELETE_PRE_PROVISION") }
func (e event) isTarget(name string) bool { return strings.EqualFold(e.target, name) }

func readEvent(data []byte) (event, error) {
	if len(data) > maxEvent {
		return event{}, fmt.Errorf("it has %d bytes; wanted at most %d", len(data), maxEvent)
	}
	root, err := parse(data)
	if err != nil {
		return event{}, err
	}
	if root.Kind != value.Map {
		return event{}, fmt.Errorf("it is %s; wanted an object", kindOf(root))
	}
	r := reader{}
	request := r.field(root, "requestData")
	model := r.field(request, "targetModel")
	e := event{
		stackID:    r.text(root, "stackId"),
		point:      r.text(root, "actionInvocationPoint"),
		target:     r.text(request, "targetName"),
		logicalID:  r.text(request, "targetLogicalId"),
		payload:    r.text(request, "payload"),
		properties: r.field(model, "resourceProperties"),
	}
	e.account = accountOf(r.text(root, "awsAccountId"), e.stackID)
	if r.err != nil {
		return event{}, r.err
	}
	if e.target == "" {
		return event{}, errors.New("requestData.targetName is missing")
	}
	return e, nil
}

// accountOf is the deploying account. One that the event does not tell is unknown,
// and never taken for the deploying account of a template, which is trusted.
func accountOf(id, stackID string) value.Text {
	for _, s := range []string{id, arnPart(stackID, 4)} {
		if pack.IsAccountID(s) {
			return value.Literal(s)
		}
	}
	return value.Unknown("AWS::AccountId", "the event does not say in which account")
}

// arnPart is a part of an ARN, counted from 0; "" if s is none.
func arnPart(s string, i int) string {
	parts := strings.SplitN(s, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" {
		return ""
	}
	return parts[i]
}

// reader takes fields of an object by name, without regard to case. It keeps the
// first error.
type reader struct{ err error }

// field is Absent where there is none; null is Null. A name that stands twice is
// an error, since readers differ in which one counts.
func (r *reader) field(v value.Value, name string) value.Value {
	var found value.Value
	n := 0
	if v.Kind == value.Map {
		for _, f := range v.Fields {
			if strings.EqualFold(f.Key, name) {
				found, n = f.Value, n+1
			}
		}
	}
	switch {
	case n > 1:
		r.fail(fmt.Errorf("%s stands %d times", name, n))
	case n == 0 && !v.Missing() && v.Kind != value.Map:
		r.fail(fmt.Errorf("found %s around %s; wanted an object", kindOf(v), name))
	}
	return found
}

// text is a field's scalar; "" where there is none or null.
func (r *reader) text(v value.Value, name string) string {
	f := r.field(v, name)
	switch f.Kind {
	case value.Absent, value.Null:
		return ""
	case value.String, value.Number, value.Bool:
		s, _ := f.Text.Known()
		return s
	}
	r.fail(fmt.Errorf("%s is %s; wanted a string", name, kindOf(f)))
	return ""
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func kindOf(v value.Value) string {
	switch v.Kind {
	case value.Absent:
		return "missing"
	case value.Null:
		return "null"
	case value.String:
		return "a string"
	case value.Number:
		return "a number"
	case value.Bool:
		return "a boolean"
	case value.List:
		return "a list"
	case value.Map:
		return "an object"
	}
	return "unknown"
}

// parse reads JSON as value.ParseJSON does, and refuses a key that stands twice in
// one object: of the two, another reader may take the other.
func parse(data []byte) (value.Value, error) {
	v, err := value.ParseJSON(data)
	if err != nil {
		return value.Value{}, err
	}
	return v, unique(data)
}

// unique goes over the tokens of what ParseJSON could read.
func unique(data []byte) error {
	type level struct {
		keys  map[string]bool // nil in a list
		isKey bool
	}
	var stack []level
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	for {
		token, err := d.Token()
		if err != nil {
			return nil // the end
		}
		top := len(stack) - 1
		if delim, ok := token.(json.Delim); ok && (delim == '}' || delim == ']') {
			stack = stack[:top]
			continue
		}
		if top >= 0 && stack[top].keys != nil {
			if stack[top].isKey {
				key, _ := token.(string)
				if stack[top].keys[key] {
					return fmt.Errorf("the key %q stands twice", clip(key, 60))
				}
				stack[top].keys[key] = true
			}
			stack[top].isKey = !stack[top].isKey
		}
		switch token {
		case json.Delim('{'):
			stack = append(stack, level{map[string]bool{}, true})
		case json.Delim('['):
			stack = append(stack, level{})
		}
	}
}

// tokenOf is the event's clientRequestToken, which every answer must carry, read
// from as much of the event as can be read: also from one that is cut off, too
// large or too deep.
func tokenOf(data []byte) string {
	d := json.NewDecoder(bytes.NewReader(data[:min(len(data), maxEvent)]))
	d.UseNumber()
	depth, isKey, wanted := 0, false, false
	for {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		switch t := token.(type) {
		case json.Delim:
			switch {
			case depth == 0 && t != '{':
				return ""
			case t == '{' || t == '[':
				depth++
				isKey = depth == 1
			default:
				depth--
				isKey = depth == 1
			}
			wanted = false
			continue
		case string:
			if depth == 1 && isKey {
				wanted, isKey = strings.EqualFold(t, "clientRequestToken"), false
				continue
			}
		}
		if wanted && depth == 1 {
			if s := scalar(token); s != "" && len(s) <= maxToken {
				return s
			}
		}
		wanted, isKey = false, depth == 1
		if depth == 0 {
			return ""
		}
	}
}

func scalar(token json.Token) string {
	switch t := token.(type) {
	case string:
		return t
	case json.Number:
		return t.String()
	}
	return ""
}
