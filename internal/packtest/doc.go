// Package packtest runs a package's cases, which are data: txtar archives in the
// package's testdata folder.
//
// An archive holds section.yml, the package's section of a manifest, optionally
// spec.yml, more fields of spec, and one file for each case. A case is a template
// (or one resource of one, or a subject that no template describes) below a
// header of YAML comments:
//
//	# requirement: url.host         of requirements.txt
//	# verdict: untrusted
//	# codes: SNS-HOST               in order; none for trusted
//	# missing: UNKNOWN-ENDPOINT     for undetermined
//	# when: IsProd=false
//	# exception: SEC-1              the exception that covers it
//	# excluded: true
//	# account: 111122223333         where it is deployed; "unknown"
//	# partitions: aws               default: all three
//	# now: 2026-01-01
//	# layer: preventative           default: proactive
//	# subject: pull                 decoded by the suite, instead of a template
//	# resource: Topic               whose result counts; default: the only one
//
// PARTITION and REGION in a case stand for the partition and one of its Regions:
// each case runs in three partitions.
//
// The suite fails on a requirement without a case for a verdict that it must
// have, on two cases of one archive with the same subjects, on a code that no
// case produces, and on a code that the package does not list. For every case
// whose request is wholly known it also compares the policies with the decision:
// a difference that no residual declares fails.
package packtest
