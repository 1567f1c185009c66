package source

import (
	"cmp"
	"slices"
	"strings"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/value"
)

// Positions knows where each part of a manifest was written.
type Positions struct {
	at map[string]place
	// wrong holds the paths that Read reported an error at, so that a package
	// does not report a second one for the same value.
	wrong map[string]bool
}

// place is where a part was written; key is zero for an item of a list.
type place struct {
	key, value value.Pos
	scalar     bool
}

// SectionPath is the path of a package's section: the prefix that Locate needs
// for the faults of the package with this key.
func SectionPath(key string) string { return "spec.securityPackages." + key }

// Of is where the part with this path was written. A part that is not there is
// at its nearest ancestor that is, in the end at the first line.
func (p *Positions) Of(path string) value.Pos {
	if p == nil {
		return value.Pos{Line: 1, Column: 1}
	}
	for whole := path; path != ""; path = parent(path) {
		at, ok := p.at[path]
		switch {
		case !ok:
		case at.key == (value.Pos{}) || at.scalar && path == whole:
			return at.value
		default:
			return at.key
		}
	}
	return value.Pos{Line: 1, Column: 1}
}

// Locate gives faults their place in the file. The paths of what a package
// reports start at its section, so prefix is SectionPath of its key. An error
// for a value that Read found wrong already is left out.
func (p *Positions) Locate(faults []manifest.Fault, prefix string) []manifest.Fault {
	located := make([]manifest.Fault, 0, len(faults))
	for _, f := range faults {
		f.Path = join(prefix, f.Path)
		if p != nil && !f.Warning && p.wrong[f.Path] {
			continue
		}
		if f.Line == 0 {
			at := p.Of(f.Path)
			f.Line, f.Column = at.Line, at.Column
		}
		located = append(located, f)
	}
	Sort(located)
	return located
}

// Sort puts faults in the order of the file, errors before warnings at the same
// place.
func Sort(faults []manifest.Fault) {
	slices.SortStableFunc(faults, func(a, b manifest.Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), compareBool(a.Warning, b.Warning))
	})
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func join(prefix, path string) string {
	switch {
	case prefix == "":
		return path
	case path == "":
		return prefix
	case path[0] == '[':
		return prefix + path
	}
	return prefix + "." + path
}

func parent(path string) string {
	i := strings.LastIndexAny(path, ".[")
	if i < 0 {
		return ""
	}
	return path[:i]
}
