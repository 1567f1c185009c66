package iam

import (
	"encoding/base64"
	"math/big"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// A value of the policy or of the request that is not of the operator's type
// leaves the comparison open: AWS does not say what it does with one.

// numeric compares integers and decimals, exactly.
func numeric(holds func(c int) bool) func(*evaluator, string, string) truth {
	return func(e *evaluator, policy, value string) truth {
		p, ok := decimal(policy)
		if !ok {
			return e.doubt("", "found %s, wanted a number", quote(policy))
		}
		v, ok := decimal(value)
		if !ok {
			return e.doubt("", "the request has %s, wanted a number", quote(value))
		}
		return truthOf(holds(v.Cmp(p)))
	}
}

// decimal reads a number of at most 40 characters. The bound, and that there is
// no exponent, keep hostile numbers cheap.
func decimal(s string) (*big.Rat, bool) {
	if len(s) > 40 || !number(s) || strings.ContainsAny(s, "eE") {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// dateLayouts is the W3C profile of ISO 8601 that the documentation points at
// (https://www.w3.org/TR/NOTE-datetime), without the bare year: four digits
// could be epoch time as well.
var dateLayouts = []string{"2006-01", "2006-01-02", "2006-01-02T15:04Z07:00", time.RFC3339Nano}

// date compares instants: ISO 8601 dates or seconds since 1970.
func date(holds func(c int) bool) func(*evaluator, string, string) truth {
	return func(e *evaluator, policy, value string) truth {
		p, ok := instant(policy)
		if !ok {
			return e.doubt("", "found %s, wanted an ISO 8601 date or epoch seconds", quote(policy))
		}
		v, ok := instant(value)
		if !ok {
			return e.doubt("", "the request has %s, wanted an ISO 8601 date or epoch seconds", quote(value))
		}
		return truthOf(holds(v.Compare(p)))
	}
}

func instant(s string) (time.Time, bool) {
	if n, rest := digits(s); rest == "" && n > 4 && n <= 11 {
		seconds, err := strconv.ParseInt(s, 10, 64)
		return time.Unix(seconds, 0), err == nil
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// boolean compares true and false, in lower case as the documentation has them.
func boolean(e *evaluator, policy, value string) truth {
	for _, text := range []string{policy, value} {
		if text != "true" && text != "false" {
			return e.doubt("", "found %s, wanted true or false", quote(text))
		}
	}
	return truthOf(policy == value)
}

// binaryEquals compares the request's bytes with the policy's base64 text.
func binaryEquals(e *evaluator, policy, value string) truth {
	p, err := base64.StdEncoding.Strict().DecodeString(policy)
	if err != nil || strings.ContainsAny(policy, "\r\n") {
		return e.doubt("", "found %s, wanted base64", quote(policy))
	}
	return truthOf(string(p) == value)
}

// ipAddress says whether an address lies in a range. A range without a prefix
// length is one address. Addresses of one family never lie in a range of the
// other.
func ipAddress(e *evaluator, policy, value string) truth {
	p, ok := cidr(policy)
	if !ok {
		return e.doubt("", "found %s, wanted an IP address or a range in CIDR form", quote(policy))
	}
	v, err := netip.ParseAddr(value)
	if err != nil || v.Zone() != "" || v.Is4In6() {
		return e.doubt("", "the request has %s, wanted an IP address", quote(value))
	}
	return truthOf(p.Contains(v))
}

func cidr(s string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.Masked(), !p.Addr().Is4In6()
	}
	a, err := netip.ParseAddr(s)
	if err != nil || a.Zone() != "" || a.Is4In6() {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(a, a.BitLen()), true
}
