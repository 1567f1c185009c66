// Package pattern writes, reads and answers for the event patterns of Amazon
// EventBridge: the filters that decide which CloudTrail records reach a rule.
//
// # Use
//
// A pattern is written in Go as it reads in JSON:
//
//	p := pattern.New(
//		pattern.Field("source", pattern.Exact("aws.lambda")),
//		pattern.Object("detail",
//			pattern.Field("eventName", pattern.Prefix("AddPermission")),
//			pattern.Field("errorCode", pattern.Exists(false))))
//	text, err := p.JSON()        // what goes into the rule
//	ok, err := pattern.Match(p, event)
//
// Who asks one pattern about many events compiles it first. Parse reads a
// pattern that somebody else wrote.
//
// # Meaning
//
// Fields of one object must all match; of a field's matchers one is enough; of
// an Or's patterns one is enough. The meaning is that of event-ruler, the
// matcher that AWS publishes (https://github.com/aws/event-ruler); a test holds
// this package against it. What may surprise:
//
//   - An array in the event stands for each of its elements. Fields that match
//     inside an array of objects must match inside the same element.
//   - Only a scalar is there: exists is false for an object, for [] and for {},
//     and true for null. Inside an array, exists false asks about the element
//     in which the fields before it matched; fields are taken in the order of
//     their paths, whatever order they were written in.
//   - anything-but matches any value that is not excluded, also null, booleans
//     and numbers, and of an array any element.
//   - Numbers are equal as numbers: 1, 1.0 and 1e0. One that float64 cannot
//     hold to the digit equals only its own spelling.
//   - An exact string that is an IP address equals every spelling of it.
//   - "a.b" and a inside b are the same field. Of two equal fields in one
//     object the last wins, in patterns and in events.
//   - Strings are compared as UTF-8 with their quotes, so a prefix that ends in
//     a quotation mark also matches the string that ends before it.
//
// # Where event-ruler errs
//
// Its answers follow from how it compares, digit by digit, and this package does
// not copy the accidents of that: to event-ruler the number 121 lies in
// 18.0.0.0/8, and an IPv6 address in an IPv4 block that its digits begin with.
// Here a number is never an address, and the versions are apart.
//
// It also errs where several kinds of matcher share a field, in some machines of
// a pattern and not in others. A pattern that must not miss an event keeps to
// one kind in each field: a numeric range beside two strings, or anything-but
// with a wildcard that begins with an asterisk beside a comparison that ignores
// case, can lose matches or gain them. Strings, prefixes and exists false do not
// disturb each other. A field written both nested and with a dot in one event is
// found by one of its two ways to search and not by the other.
//
// A half of a surrogate pair in an event counts as U+FFFD.
//
// # Limits
//
// Parse and JSON refuse what the service refuses, and what it accepts and reads
// otherwise than anybody means: see Pattern.Check. What they cannot know is how
// complex a set of wildcards the service takes; it does not say. Events may have
// 1 MiB and be nested 100 deep.
package pattern
