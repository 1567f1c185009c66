package pattern

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// address reads an IP address as event-ruler does, which is as Java's
// InetAddress does once the text looks like one: octets may have leading zeros,
// groups may have more than four digits when the rest are zeros, and an IPv4
// address written as IPv6 is the IPv4 address. A dotted quad inside an IPv6
// address does not look like an address to it, nor does a zone.
func address(text string) (netip.Addr, bool) {
	if strings.ContainsRune(text, ':') {
		return address6(text)
	}
	octets := strings.Split(text, ".")
	if len(octets) != 4 || len(text) > len("255.255.255.255") {
		return netip.Addr{}, false
	}
	var bytes [4]byte
	for i, octet := range octets {
		n, ok := digits(octet, 10, 255)
		if !ok {
			return netip.Addr{}, false
		}
		bytes[i] = byte(n)
	}
	return netip.AddrFrom4(bytes), true
}

func address6(text string) (netip.Addr, bool) {
	left, right, short := strings.Cut(text, "::")
	before, ok := groups(left)
	if !ok {
		return netip.Addr{}, false
	}
	after, ok := groups(right)
	if !ok || !short && len(before) != 8 || short && len(before)+len(after) > 7 {
		return netip.Addr{}, false
	}
	var bytes [16]byte
	for i, g := range before {
		bytes[2*i], bytes[2*i+1] = byte(g>>8), byte(g)
	}
	for i, g := range after {
		at := 2 * (8 - len(after) + i)
		bytes[at], bytes[at+1] = byte(g>>8), byte(g)
	}
	return netip.AddrFrom16(bytes).Unmap(), true
}

func groups(text string) ([]uint64, bool) {
	if text == "" {
		return nil, true
	}
	var out []uint64
	for group := range strings.SplitSeq(text, ":") {
		n, ok := digits(group, 16, 0xffff)
		if !ok || len(out) == 8 {
			return nil, false
		}
		out = append(out, n)
	}
	return out, true
}

// digits reads a number without a sign, up to most.
func digits(text string, base int, most uint64) (uint64, bool) {
	if text == "" || strings.ContainsAny(text, "+-_") {
		return 0, false
	}
	n, err := strconv.ParseUint(text, base, 64)
	return n, err == nil && n <= most
}

// block reads a CIDR block; the error says what is wrong with it. event-ruler
// takes no block of a single address, and bits beyond the mask are cut off.
func block(text string) (netip.Prefix, error) {
	ip, mask, found := strings.Cut(text, "/")
	if !found {
		return netip.Prefix{}, fmt.Errorf("no mask after a slash")
	}
	a, ok := address(ip)
	if !ok {
		return netip.Prefix{}, fmt.Errorf("%s, which is no IP address", quote(ip))
	}
	most := uint64(a.BitLen() - 1)
	n, ok := digits(mask, 10, most)
	if !ok {
		return netip.Prefix{}, fmt.Errorf("a mask of %s", quote(mask))
	}
	return netip.PrefixFrom(a, int(n)).Masked(), nil
}
