package snssubscription

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// email judges an address: exactly one @, and a domain of the list. Of an
// address that is known in part, the known domain at its end can make it
// untrusted; nothing makes it trusted, since what is unknown may hold an @.
func (r *rule) email(f *pack.Findings, t value.Text) {
	address, known := t.Known()
	if at := strings.LastIndexByte(t.Tail(), '@'); !known && at >= 0 {
		var end pack.Findings
		r.email(&end, value.Literal("x"+t.Tail()[at:]))
		f.Reasons = append(f.Reasons, end.Reasons...)
	}
	if !known {
		f.Unknown("UNKNOWN-ENDPOINT", "Endpoint", t)
		return
	}
	local, domain, found := strings.Cut(address, "@")
	if !found || local == "" || strings.Contains(domain, "@") {
		f.Add(pack.Reason{Code: "SNS-EMAIL", Path: "Endpoint", Found: address, Wanted: "an address with exactly one @",
			Text: fmt.Sprintf("%q is no e-mail address that every mail system reads alike.", address), Fix: "Write a plain address: name@example.com."})
		return
	}
	ascii, problem := pack.ASCIIHost(domain)
	if problem != "" {
		f.Add(ambiguous(address, "e-mail domain", problem))
		return
	}
	if !r.mailMatcher.MatchString(local + "@" + ascii) {
		f.Add(pack.Reason{Code: "SNS-EMAIL-DOMAIN", Path: "Endpoint", Found: ascii, Wanted: r.mail.String(),
			Text: fmt.Sprintf("The e-mail domain %q is not trusted.", ascii),
			Fix:  "Use an address in a trusted domain, or ask the security team to add the domain to trustedEmailDomains."})
	}
}

// url judges an absolute URL of the scheme by its host. What comes after the
// authority does not matter, known or not: no parser looks for the host there.
func (r *rule) url(f *pack.Findings, scheme string, t value.Text) {
	text, known := t.Known()
	if !known {
		text = t.Prefix()
	}
	rest, found := cutScheme(text, scheme)
	if !found {
		if !known && strings.HasPrefix(scheme+"://", strings.ToLower(text)) {
			f.Unknown("UNKNOWN-ENDPOINT", "Endpoint", t)
			return
		}
		f.Add(pack.Reason{Code: "SNS-URL", Path: "Endpoint", Found: t.String(), Wanted: scheme + "://…",
			Text: fmt.Sprintf("%q is not an absolute URL of the scheme %s.", t, scheme), Fix: "Write the whole URL: " + scheme + "://host/path."})
		return
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
		if !known {
			f.Unknown("UNKNOWN-ENDPOINT", "Endpoint", t)
			return
		}
	}
	authority, tail := rest[:end], rest[end:]
	host, port, reason := splitAuthority(authority, t.String())
	if reason != nil {
		f.Add(*reason)
		return
	}
	ascii, problem := pack.ASCIIHost(host)
	if problem != "" {
		f.Add(ambiguous(t.String(), "host", problem))
		return
	}
	if !r.webMatchers[scheme].MatchString(scheme + "://" + ascii + port + tail) {
		f.Add(pack.Reason{Code: "SNS-HOST", Path: "Endpoint", Found: ascii, Wanted: r.web.String(),
			Text: fmt.Sprintf("The host %q is not trusted.", ascii),
			Fix:  "Use an endpoint on a trusted host, or ask the security team to add the host to trustedHTTPDomains."})
	}
}

func cutScheme(text, scheme string) (rest string, found bool) {
	n := len(scheme) + len("://")
	if len(text) < n || !strings.EqualFold(text[:n], scheme+"://") {
		return "", false
	}
	return text[n:], true
}

// splitAuthority splits host and port; the port keeps its colon. A reason comes
// back for user info and for what parsers read differently.
func splitAuthority(authority, whole string) (host, port string, reason *pack.Reason) {
	if strings.Contains(authority, "@") {
		return "", "", &pack.Reason{Code: "SNS-USERINFO", Path: "Endpoint", Found: whole, Wanted: "a URL without user info",
			Text: "The URL has user info before its host, which is a way to make one host look like another.", Fix: "Remove everything up to the @."}
	}
	if strings.HasPrefix(authority, "[") {
		r := ambiguous(whole, "host", "the host is an IP address, not a name")
		return "", "", &r
	}
	host, digits, found := strings.Cut(authority, ":")
	if !found {
		return host, "", nil
	}
	if n, err := strconv.Atoi(digits); digits != "" && (err != nil || n > 65535 || digits[0] == '+' || digits[0] == '-') {
		r := ambiguous(whole, "port", "the port is not a number from 0 to 65535")
		return "", "", &r
	}
	return host, ":" + digits, nil
}

func ambiguous(found, part, problem string) pack.Reason {
	return pack.Reason{Code: "SNS-HOST-AMBIGUOUS", Path: "Endpoint", Found: found, Wanted: "a plain host name",
		Text: fmt.Sprintf("The %s cannot be trusted: %s.", part, problem), Fix: "Write the host as a plain name, in lower-case letters, digits and hyphens."}
}

// account judges an ARN by the account in it: the topic's own, a trusted one, or
// the caller's own where the caller is in the organisation.
func (r *rule) account(f *pack.Findings, protocol string, s Subscription) {
	arn, ok := pack.ParseARN(s.Endpoint)
	if problem := r.malformed(arn, ok, protocol); problem != "" {
		f.Add(pack.Reason{Code: "SNS-ARN", Path: "Endpoint", Found: s.Endpoint.String(), Wanted: forms[protocol].example(r.partition),
			Text: fmt.Sprintf("%q cannot be the endpoint of the protocol %s: %s.", s.Endpoint, protocol, problem), Fix: "Write the ARN of the endpoint."})
		return
	}
	own := s.CallerInside.And(arn.Account.Same(s.Caller))
	switch r.accounts.Trusts(arn.Account, s.Owner).Or(own) {
	case value.Yes:
		if !sure(arn, protocol) {
			f.Unknown("UNKNOWN-ENDPOINT", "Endpoint", s.Endpoint)
		}
	case value.Maybe:
		f.Unknown("UNKNOWN-ACCOUNT", "Endpoint", s.Endpoint)
	default:
		f.Add(pack.Reason{Code: "SNS-ACCOUNT", Path: "Endpoint", Found: arn.Account.String(), Wanted: "the topic's own account, or " + pack.OneOf(r.accounts.IDs()),
			Text: fmt.Sprintf("The endpoint belongs to account %s, which is not trusted.", arn.Account),
			Fix:  "Subscribe an endpoint of the topic's own account, or ask the security team to add the account to trustedAccountIDs. If it is the account that deploys this, say so with --account."})
	}
}

// form is what the ARNs of a protocol's endpoints look like: the service, and
// what the resource starts with.
type form struct {
	service  string
	prefixes []string
}

func (f form) example(partition string) string {
	return "arn:" + partition + ":" + f.service + ":REGION:ACCOUNT:" + f.prefixes[0] + "NAME"
}

// forms of the endpoints, by protocol
// (https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html; the forms of
// the ARNs are in the Service Authorization Reference of each service).
var forms = map[string]form{
	"sqs":         {"sqs", []string{""}},
	"lambda":      {"lambda", []string{"function:"}},
	"firehose":    {"firehose", []string{"deliverystream/"}},
	"application": {"sns", []string{"endpoint/"}},
}

// malformed says why an endpoint's ARN is known not to be one of the protocol's,
// "" when it is or may be.
func (r *rule) malformed(arn pack.ARN, ok value.Tri, protocol string) string {
	if ok == value.No {
		return "it is not an ARN"
	}
	want := forms[protocol]
	if p, known := arn.Partition.Known(); known && p != r.partition {
		return fmt.Sprintf("it is in partition %q, not %q", p, r.partition)
	}
	if s, known := arn.Service.Known(); known && s != want.service {
		return fmt.Sprintf("it is of the service %q, not %q", s, want.service)
	}
	if id, known := arn.Account.Known(); known && !pack.IsAccountID(id) {
		return fmt.Sprintf("its account is %q, not 12 digits", id)
	}
	if region, known := arn.Region.Known(); known && (region == "" || strings.ContainsAny(region, "*?")) {
		return "it names no Region"
	}
	if resource, known := arn.Resource.Known(); known && !want.holds(resource) {
		return fmt.Sprintf("%q is not a %s", resource, strings.Join(want.prefixes, " or ")+"NAME")
	}
	return ""
}

func (f form) holds(resource string) bool {
	for _, prefix := range f.prefixes {
		rest, found := strings.CutPrefix(resource, prefix)
		colons := strings.Count(rest, ":")
		if found && rest != "" && (colons == 0 || f.service == "lambda" && colons == 1) {
			return true
		}
	}
	return false
}

// sure reports whether the service of an endpoint whose account is trusted is
// known too.
func sure(arn pack.ARN, protocol string) bool {
	s, known := arn.Service.Known()
	return known && s == forms[protocol].service
}

// phone judges a number: E.164, with a trusted prefix.
func (r *rule) phone(f *pack.Findings, t value.Text) {
	number, known := t.Known()
	switch {
	case !known:
		f.Unknown("UNKNOWN-ENDPOINT", "Endpoint", t)
	case !phonePrefix.MatchString(number):
		f.Add(pack.Reason{Code: "SNS-PHONE", Path: "Endpoint", Found: number, Wanted: "a number in E.164 form: +442071234567",
			Text: fmt.Sprintf("%q is no phone number in E.164 form.", number), Fix: "Write + and the digits, without spaces or hyphens."})
	case !r.phoneMatcher.MatchString(number):
		f.Add(pack.Reason{Code: "SNS-PHONE-PREFIX", Path: "Endpoint", Found: number, Wanted: "a number that starts with " + pack.OneOf(r.phones),
			Text: "The phone number does not start with a trusted prefix.",
			Fix:  "Use a number with a trusted prefix, or ask the security team to add the prefix to trustedPhonePrefixes."})
	}
}
