package pack

import (
	"net/netip"
	"regexp"
	"strings"

	"golang.org/x/net/idna"
)

// lookup is UTS #46 as browsers use it; transitional is the older mapping that
// some resolvers still apply. A name that the two read differently is not one
// name.
var (
	lookup       = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.VerifyDNSLength(true), idna.Transitional(false))
	transitional = idna.New(idna.MapForLookup(), idna.StrictDomainName(false), idna.Transitional(true))
)

// label is one part of a host name: letters, digits and inner hyphens (RFC 1123,
// section 2.1).
var label = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)

// ASCIIHost is a host name in the one form that rules compare: lower case, IDNA
// applied. Problem says why it is no name that every parser reads alike: an IP
// literal, a trailing dot, a character that is mapped away, a look-alike form.
// It is "" when the name is good.
func ASCIIHost(host string) (ascii, problem string) {
	switch {
	case host == "":
		return "", "the host is empty"
	case len(host) > 253:
		return "", "the host is longer than 253 characters"
	case strings.HasSuffix(host, "."):
		return "", "the host ends in a dot"
	case strings.ContainsAny(host, "\\%@ \t\r\n"):
		return "", "the host holds a character that parsers read differently"
	case isIP(host):
		return "", "the host is an IP address, not a name"
	}
	lower := strings.ToLower(host)
	switch {
	case isASCII(host):
		return checkLabels(lower)
	case isASCII(lower): // the Kelvin sign is a k then
		return "", "the host holds characters that are mapped to others, so parsers read different names"
	}
	ascii, err := lookup.ToASCII(lower)
	if err != nil {
		return "", "the host is not a valid internationalised name"
	}
	if back, err := lookup.ToUnicode(ascii); err != nil || back != lower {
		return "", "the host holds characters that are mapped to others, so parsers read different names"
	}
	if old, err := transitional.ToASCII(lower); err != nil || old != ascii {
		return "", "the host holds characters that older and newer resolvers map differently"
	}
	return checkLabels(ascii)
}

func checkLabels(host string) (string, string) {
	for _, l := range strings.Split(host, ".") {
		switch {
		case len(l) > 63:
			return "", "a part of the host is longer than 63 characters"
		case !label.MatchString(l):
			return "", "the host holds a character that no host name has, or an empty part"
		}
		if !strings.HasPrefix(l, "xn--") {
			continue
		}
		if _, err := lookup.ToUnicode(l); err != nil {
			return "", "a part of the host that starts with xn-- is not valid Punycode"
		}
	}
	return host, ""
}

// isIP also knows the forms that only some parsers take for an address: one
// number, hexadecimal or octal parts, fewer than four parts.
func isIP(host string) bool {
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil || strings.ContainsAny(host, "[]:") {
		return true
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	return last != "" && numeric.MatchString(last)
}

// numeric is a last part that makes the WHATWG URL Standard ("ends in a number")
// read the whole host as an IPv4 address.
var numeric = regexp.MustCompile(`^([0-9]+|0[xX][0-9a-fA-F]*)$`)

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
