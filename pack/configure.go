package pack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/truststack/truststack/manifest"
)

// DecodeConfig reads a section's configuration into a package's Config. The
// manifest's reader has checked keys and types already; what fails here comes
// from a config.json that something else wrote.
func DecodeConfig(section manifest.Section, config any) []manifest.Fault {
	if len(section.Configuration) == 0 {
		return nil
	}
	if err := json.Unmarshal(section.Configuration, config); err != nil {
		return []manifest.Fault{{Path: "configuration", Found: err.Error(), Wanted: "the fields of this package",
			Hint: "truststack schema lists them"}}
	}
	return nil
}

// AnyError reports whether any of the faults is more than a warning.
func AnyError(faults []manifest.Fault) bool {
	return slices.ContainsFunc(faults, func(f manifest.Fault) bool { return !f.Warning })
}

// OneOf lists trusted values for a message: some of them, when there are many.
func OneOf(list []string) string {
	const most = 8
	switch {
	case len(list) == 0:
		return "nothing: the list is empty"
	case len(list) > most:
		return fmt.Sprintf("one of %s and %d more", strings.Join(list[:most], ", "), len(list)-most)
	case len(list) == 1:
		return list[0]
	}
	return "one of " + strings.Join(list, ", ")
}

// Because is a reason as the end of a sentence: ": why", or nothing.
func Because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}
