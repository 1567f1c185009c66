package pattern

import (
	"errors"
	"fmt"
)

// Fault is one thing that the service would refuse, or read otherwise than its
// author means.
type Fault struct {
	// Path is the place: "detail.eventName[1]", and for a Choice
	// "detail.$or[0].errorCode". It is empty for the pattern as a whole.
	Path   string
	Found  string
	Wanted string
	// Fix is what to do next.
	Fix string
}

func (f *Fault) Error() string {
	at := f.Path
	if at == "" {
		at = "the pattern"
	}
	return fmt.Sprintf("event pattern: %s: found %s, want %s; %s", at, f.Found, f.Wanted, f.Fix)
}

// join is the faults as one error, nil when there are none.
func join(faults []*Fault) error {
	errs := make([]error, len(faults))
	for i, f := range faults {
		errs[i] = f
	}
	return errors.Join(errs...)
}

// quote shows a text in a message, cut where it is long.
func quote(s string) string {
	const most = 60
	if len(s) > most {
		return fmt.Sprintf("%.*q…", most, s)
	}
	return fmt.Sprintf("%q", s)
}
