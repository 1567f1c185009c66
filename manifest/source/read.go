package source

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/value"
)

// MaxSize is how many bytes a manifest may have.
const MaxSize = 1 << 20

const (
	maxDepth  = 50  // levels of nesting; the manifest's own types need 8
	maxFaults = 200 // beyond it a file is not a manifest with mistakes
)

// Read reads a manifest and says what is wrong with it, in the order of the
// file. The manifest is good when no fault is an error. Otherwise it holds what
// could be read, with every list's items at their own index, so that packages
// can say what else is wrong; it is good for nothing more.
func Read(data []byte, defs []manifest.Definition) (manifest.Manifest, *Positions, []manifest.Fault) {
	r := &reader{
		defs:      defs,
		positions: &Positions{at: map[string]place{}, wrong: map[string]bool{}},
	}
	m := r.read(data)
	Sort(r.faults)
	return m, r.positions, r.faults
}

// reader collects the faults of one manifest.
type reader struct {
	defs      []manifest.Definition
	def       *manifest.Definition // of the section that is being read
	positions *Positions
	faults    []manifest.Fault
	full      bool
	known     []knownKey // see knownKeys
}

func (r *reader) read(data []byte) manifest.Manifest {
	var m manifest.Manifest
	data, ok := r.text(data)
	if !ok {
		return m
	}
	root, ok := r.parse(data)
	if !ok {
		return m
	}
	tree, ok := r.value(root, reflect.TypeFor[manifest.Manifest](), rules{}, "")
	if !ok {
		return m
	}
	// The tree was checked against the types, so it decodes; if it does not,
	// the check has a gap, and saying so beats a manifest half read.
	checked, err := json.Marshal(tree)
	if err == nil {
		err = json.Unmarshal(checked, &m)
	}
	if err != nil {
		r.fault("", root.pos, "a value that was checked but cannot be decoded: "+err.Error(), "", "this is a mistake of this program: please report it with the manifest")
		return manifest.Manifest{}
	}
	r.check(m)
	return m
}

// fault reports an error. Errors after the first at one path are left out: they
// follow from it. The exception is an error with no path at all.
func (r *reader) fault(path string, pos value.Pos, found, wanted, hint string) {
	if path != "" && r.positions.wrong[path] {
		return
	}
	r.positions.wrong[path] = true
	r.add(manifest.Fault{Path: path, Line: pos.Line, Column: pos.Column, Found: found, Wanted: wanted, Hint: hint})
}

// faultAt reports an error where the part with this path was written.
func (r *reader) faultAt(path, found, wanted, hint string) {
	r.fault(path, r.positions.Of(path), found, wanted, hint)
}

// warnAt reports a warning where the part with this path was written.
func (r *reader) warnAt(path, found, wanted, hint string) {
	pos := r.positions.Of(path)
	r.add(manifest.Fault{Path: path, Line: pos.Line, Column: pos.Column, Found: found, Wanted: wanted, Hint: hint, Warning: true})
}

func (r *reader) add(f manifest.Fault) {
	if r.full {
		return
	}
	if len(r.faults) == maxFaults {
		r.full = true
		f = manifest.Fault{
			Line: f.Line, Column: f.Column,
			Found: fmt.Sprintf("more than %d faults; the rest is not listed", maxFaults),
			Hint:  "mend the first ones, or check that this file is a deployment manifest",
		}
	}
	r.faults = append(r.faults, f)
}
