// Package report says what was found: as text that a developer can act on, and as
// JSON that other tools build on. The JSON is a contract (truststack.report/v1):
// fields are added, never changed or taken away.
package report
