package manifest

import (
	"fmt"
	"time"
)

// Mode says what a layer does with what it finds.
type Mode string

// The modes. Empty means: not set, take the default.
const (
	Enforce Mode = "enforce"
	Audit   Mode = "audit"
	Off     Mode = "off"
)

// Layer is one of the places where a package acts.
type Layer string

// The layers. Sweep is the detective layer's look at what already exists; it
// has the detective layer's mode.
const (
	Preventative Layer = "preventative"
	Proactive    Layer = "proactive"
	Detective    Layer = "detective"
	Responsive   Layer = "responsive"
	Sweep        Layer = "sweep"
)

// Layers is the layers whose mode a manifest can set, in the order they act.
func Layers() []Layer { return []Layer{Preventative, Proactive, Detective, Responsive} }

// Policy is what pack.Decide needs of a section beside the rule: the modes and
// the exceptions.
type Policy struct {
	Modes      map[Layer]Mode
	Exceptions []Exception
	// TagExcludes is true when the tag ts:exclude is honoured: where the guard
	// is enforced, since otherwise anyone could set it.
	TagExcludes bool
}

// ModeOf is the layer's mode.
func (p Policy) ModeOf(layer Layer) Mode {
	if layer == Sweep {
		layer = Detective
	}
	if m := p.Modes[layer]; m != "" {
		return m
	}
	return Enforce
}

// Policy is the section's policy with defaults filled in.
func (s Section) Policy(c Common) Policy {
	p := Policy{Modes: map[Layer]Mode{}, Exceptions: s.Exceptions, TagExcludes: c.GuardMode() == Enforce}
	for _, layer := range Layers() {
		switch {
		case !s.Enabled:
			p.Modes[layer] = Off
		case s.Controls[layer] != "":
			p.Modes[layer] = s.Controls[layer]
		case s.Mode != "":
			p.Modes[layer] = s.Mode
		default:
			p.Modes[layer] = Enforce
		}
	}
	return p
}

// Exception lets something through although it is untrusted. All selectors that
// are given must match; at least one is.
type Exception struct {
	Resource  string `json:"resource,omitempty" jsonschema:"example=arn:aws:sns:*:123456789012:build-status" jsonschema_description:"ARN pattern of the repository, layer version, unqualified function or topic."`
	Principal string `json:"principal,omitempty" jsonschema:"example=arn:aws:iam::*:role/release-manager" jsonschema_description:"ARN pattern of the caller's role or user."`
	Grantee   string `json:"grantee,omitempty" jsonschema:"example=https://status.example.net/*" jsonschema_description:"Pattern of the permission's principal or the subscription's endpoint."`
	Account   string `json:"account,omitempty" jsonschema:"pattern=^[0-9]{12}$,example=123456789012" jsonschema_description:"Account that owns the resource: 12 digits in quotes."`
	Reason    string `json:"reason" jsonschema:"required,minLength=1,example=The status page is hosted outside; its messages hold no data." jsonschema_description:"Why this is let through."`
	Owner     string `json:"owner" jsonschema:"required,minLength=1,example=platform-team@example.com" jsonschema_description:"Who answers for it."`
	Ticket    string `json:"ticket,omitempty" jsonschema:"example=SEC-1270" jsonschema_description:"Reference to the decision."`
	Expires   string `json:"expires" jsonschema:"required,pattern=^[0-9]{4}-[0-9]{2}-[0-9]{2}$,example=2030-12-31" jsonschema_description:"Last day on which it holds, YYYY-MM-DD in UTC, in quotes."`
}

// End is the first moment at which the exception no longer holds: 00:00:00Z of
// the day after Expires. An unreadable date is an error and has ended long ago.
func (e Exception) End() (time.Time, error) {
	day, err := time.Parse(time.DateOnly, e.Expires)
	if err != nil {
		return time.Time{}, fmt.Errorf("expires: found %q, want a date as YYYY-MM-DD", e.Expires)
	}
	return day.AddDate(0, 0, 1), nil
}

// String names the exception in reports: its ticket, or else its owner and
// reason.
func (e Exception) String() string {
	if e.Ticket != "" {
		return e.Ticket
	}
	return fmt.Sprintf("%s: %s", e.Owner, e.Reason)
}
