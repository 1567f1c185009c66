// Package manifest is the deployment manifest: what an engineer writes once and
// every layer is configured from. It holds the types, the vocabulary that the
// packages share (modes, layers, exceptions) and config.json, the form in which
// a Lambda function carries the manifest. Reading YAML, with positions and
// hints, is manifest/source; a Lambda function needs none of it.
//
// The types are also the manifest's JSON Schema: a field's jsonschema tags say
// what is allowed, its jsonschema_description what it means.
//
// Compatibility: a manifest of version v1 that validates today validates with
// every later release of the same major version and keeps its meaning. New
// fields are optional. What would change a meaning is a new version string.
package manifest
