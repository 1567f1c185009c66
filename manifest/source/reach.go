package source

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/truststack/truststack/manifest"
)

// checkVariables refuses policy variables: ${aws:PrincipalTag/x} in a pattern
// would let a caller's own tag decide, in policies alone.
func (r *reader) checkVariables(text, path string) bool {
	if !strings.Contains(text, "${") {
		return false
	}
	r.faultAt(path, quote(text), "a pattern with * and ? only", "policy variables have a meaning in policies and none elsewhere: write the value out")
	return true
}

// checkGrantee warns of a grantee that reaches further than it looks.
func (r *reader) checkGrantee(e manifest.Exception, path string) {
	if e.Grantee == "" || r.checkVariables(e.Grantee, path) {
		return
	}
	name := e.Grantee
	for _, scheme := range []string{"https://", "http://", "http*://", "arn:"} {
		name = strings.TrimPrefix(name, scheme)
	}
	host, _, path2 := strings.Cut(name, "/")
	switch {
	case strings.Trim(name, "*?:/") == "":
		hint := "this lets everyone in: name the grantee"
		if e.Resource == "" && e.Account == "" && e.Principal == "" {
			hint = "this lets everyone in, for every resource: name a resource or an account beside it"
		}
		r.warnAt(path, quote(e.Grantee), "", hint)
	case name != e.Grantee && strings.HasSuffix(host, "*") && !path2 && !strings.HasPrefix(e.Grantee, "arn:"):
		r.warnAt(path, quote(e.Grantee), "", fmt.Sprintf("* also matches the rest of another host's name, such as %s.evil.test: end the host with a slash, %s/*",
			short(strings.TrimRight(host, "*")), short(strings.TrimRight(e.Grantee, "*"))))
	}
}

// checkDomains refuses, in lists of domains, names under which anyone can have
// one of their own: public suffixes (https://publicsuffix.org) and the shared
// domains of AWS' endpoints.
func (r *reader) checkDomains(s manifest.Section, path string) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(s.Configuration, &fields) != nil {
		return
	}
	var keys []string
	for key := range fields {
		if strings.HasSuffix(key, "Domains") {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		var list []string
		if json.Unmarshal(fields[key], &list) != nil {
			continue // reported already
		}
		for i, entry := range list {
			r.checkDomain(entry, fmt.Sprintf("%s.configuration.%s[%d]", path, key, i))
		}
	}
}

func (r *reader) checkDomain(entry, path string) {
	name, below := strings.CutPrefix(strings.ToLower(entry), "*.")
	name = strings.TrimSuffix(name, ".")
	suffix, icann := publicsuffix.PublicSuffix(name)
	switch {
	case below && (suffix == name && strings.Contains(name, ".") || shared(name)):
		r.faultAt(path, quote(entry), "a domain of your own", "anyone can have a name under "+short(name)+": list the names that are yours, one by one")
	case !below && suffix == name && (icann || !strings.Contains(name, ".")):
		r.faultAt(path, quote(entry), "a domain of your own", "write the whole name, such as api.example.com")
	}
}

// shared reports whether a domain is one under which AWS names its customers'
// endpoints.
func shared(name string) bool {
	for _, domain := range []string{"amazonaws.com", "amazonaws.com.cn", "on.aws", "api.aws", "cloudfront.net"} {
		if name == domain || strings.HasSuffix(name, "."+domain) {
			return true
		}
	}
	return false
}
