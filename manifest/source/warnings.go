package source

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/truststack/truststack/manifest"
)

// soon is how long before an exception's end it is warned of.
const soon = 30 * 24 * time.Hour

// Warnings is what is surprising about a manifest at a moment: exceptions that
// have expired or soon will. It is apart from Read, which reads no clock, so that
// nothing that is generated depends on the day. Positions.Locate, with the empty
// prefix, says where they are.
func Warnings(m manifest.Manifest, now time.Time) []manifest.Fault {
	var faults []manifest.Fault
	for _, key := range slices.Sorted(maps.Keys(m.Spec.SecurityPackages)) {
		for i, e := range m.Spec.SecurityPackages[key].Exceptions {
			end, err := e.End()
			if err != nil {
				continue // an error, which Read reported
			}
			f := manifest.Fault{Path: fmt.Sprintf("%s.exceptions[%d].expires", SectionPath(key), i), Warning: true}
			switch left := end.Sub(now); {
			case left <= 0:
				f.Found = fmt.Sprintf("the exception %s ended at %s", quote(e.String()), end.Format(time.RFC3339))
				f.Hint = "it lets nothing through any more: delete it, or ask " + short(e.Owner) + " for a new decision"
			case left <= soon:
				f.Found = fmt.Sprintf("the exception %s ends at %s, in %s", quote(e.String()), end.Format(time.RFC3339), days(left))
				f.Hint = "ask " + short(e.Owner) + " for a new decision before it ends"
			default:
				continue
			}
			faults = append(faults, f)
		}
	}
	return faults
}

func days(left time.Duration) string {
	switch n := int(left / (24 * time.Hour)); n {
	case 0:
		return "less than a day"
	case 1:
		return "1 day"
	default:
		return fmt.Sprintf("%d days", n)
	}
}
