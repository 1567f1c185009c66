// Package truststack is the root of TrustStack, which keeps data inside an AWS
// organisation: one manifest becomes policies, checks and verdicts.
//
// There is nothing to import here. docs/architecture.md says what lies where.
package truststack
