// Package source reads a deployment manifest as a person writes it: YAML, or
// JSON, which is YAML too. It says everything that is wrong at once, each fault
// with its line, its column and the next step.
//
//	m, positions, faults := source.Read(data, definitions)
//	for key, section := range m.Spec.SecurityPackages {
//		_, more := packages[key].Configure(m.Spec.Common, section)
//		faults = append(faults, positions.Locate(more, source.SectionPath(key))...)
//	}
//	faults = append(faults, positions.Locate(source.Warnings(m, time.Now()), "")...)
//
// Read reads no clock and does no I/O: the same bytes give the same faults.
// What it reads may be hostile. A manifest is at most 1 MiB and 50 levels deep;
// anchors, aliases, merge keys and tags are errors, so nothing can expand.
//
// Schema and Init derive the JSON Schema and the commented manifest from the
// same Go types that Read checks against, so the three cannot drift.
package source
