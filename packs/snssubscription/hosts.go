package snssubscription

import (
	"fmt"
	"strings"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// hosts is a list of trusted domains: names, and parents whose subdomains are
// meant, all in the one form that rules compare.
type hosts struct{ exact, parents []string }

// newHosts reads a list of the manifest. A domain that no parser reads alike is
// a fault.
func newHosts(path string, list []string) (hosts, []manifest.Fault) {
	var h hosts
	var faults []manifest.Fault
	for i, entry := range list {
		name, sub := strings.CutPrefix(entry, "*.")
		ascii, problem := pack.ASCIIHost(name)
		if problem == "" && sub && !strings.Contains(ascii, ".") {
			problem = "every subdomain of a top-level domain would be trusted"
		}
		if problem != "" {
			faults = append(faults, manifest.Fault{Path: fmt.Sprintf("%s[%d]", path, i), Found: fmt.Sprintf("%q: %s", entry, problem),
				Wanted: "a domain name such as api.example.com, or *.example.com for its subdomains",
				Hint:   "write the name alone: no scheme, port, path, address or trailing dot"})
			continue
		}
		if sub {
			h.parents = append(h.parents, ascii)
		} else {
			h.exact = append(h.exact, ascii)
		}
	}
	return h, faults
}

// String says what the list trusts, for messages.
func (h hosts) String() string {
	var all []string
	all = append(all, h.exact...)
	for _, p := range h.parents {
		all = append(all, "*."+p)
	}
	return pack.OneOf(all)
}
