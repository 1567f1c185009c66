// Package snssubscription guards the way in which an SNS subscription sends data
// out of an AWS organisation.
//
// # Threat
//
// sns:Subscribe can send every message of a topic to an address that IAM does
// not govern: a mailbox, a web server, a phone, a queue in a foreign account.
// The topic is the resource of the call, so aws:ResourceOrgID says nothing about
// the endpoint.
//
// # Rule
//
// The protocol is trusted; then, by protocol:
//
//   - email, email-json: exactly one @, and a domain of trustedEmailDomains.
//   - http, https: an absolute URL of that scheme without user info, whose host
//     is of trustedHTTPDomains, on any port.
//   - sqs, lambda, firehose, application: an ARN of that service whose account
//     is the topic's, trusted, or the caller's own.
//   - sms: E.164, with a prefix of trustedPhonePrefixes.
//
// Domains are compared in lower case with IDNA applied; a name that two parsers
// read differently is untrusted. *.example.com means subdomains only. A topic's
// policy gives sns:Subscribe to nobody outside the trusted accounts. A topic that
// belongs to another organisation is not judged, unless the endpoint is in an
// untrusted account.
//
// # Layers
//
// Preventative: a service control policy on sns:Subscribe by sns:Protocol and
// sns:Endpoint. It denies, beyond the rule: domains written with capital letters
// or in Unicode, URLs that name a trusted parent again after their authority,
// and, where the topic's organisation cannot be seen, subscriptions to foreign
// topics. It lets through what no parser accepts as a name or number under a
// trusted one. It does not see topic policies: no condition key holds them.
//
// Proactive: AWS::SNS::Subscription, the subscriptions inside AWS::SNS::Topic,
// SAM's SNS events, AWS::SNS::TopicPolicy and AWS::SNS::TopicInlinePolicy. It
// does not see the caller's role, so an exception for a principal does not apply
// there. Of a topic's policy it weighs Allow statements only.
package snssubscription
