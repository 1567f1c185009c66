package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/truststack/truststack/manifest"
)

func (r *reader) checkSection(c manifest.Common, s manifest.Section, path string) {
	r.checkTargets(c, s.DeploymentTargets, path+".deploymentTargets")
	r.checkDomains(s, path)
	for i, e := range s.Exceptions {
		r.checkException(c, e, fmt.Sprintf("%s.exceptions[%d]", path, i))
	}
	if !s.Enabled && !r.positions.wrong[path+".enabled"] && saysSomething(s.Configuration) {
		r.warnAt(path+".configuration", "the configuration of a package that is not enabled", "", "it has no effect until enabled is true")
	}
}

// saysSomething reports whether a configuration holds more than empty lists: a
// disabled package with those is what the original's example looks like.
func saysSomething(configuration json.RawMessage) bool {
	var fields map[string]json.RawMessage
	if json.Unmarshal(configuration, &fields) != nil {
		return false
	}
	for _, v := range fields {
		if !bytes.Equal(v, []byte("[]")) {
			return true
		}
	}
	return false
}

func (r *reader) checkException(c manifest.Common, e manifest.Exception, path string) {
	selectors := e.Resource + e.Principal + e.Grantee + e.Account
	if selectors == "" && !r.anySelectorWrong(path) {
		r.faultAt(path, "an exception for everything", "at least one of resource, principal, grantee, account", "say what is let through; all selectors that are given must match")
	}
	if e.Principal != "" && !r.checkVariables(e.Principal, path+".principal") {
		r.checkPrincipal(c, e.Principal, path+".principal", false)
	}
	if e.Resource != "" && !r.checkVariables(e.Resource, path+".resource") {
		r.checkResource(c, e, path+".resource")
	}
	r.checkGrantee(e, path+".grantee")
	if _, err := e.End(); err != nil && e.Expires != "" {
		r.faultAt(path+".expires", quote(e.Expires), `a date such as "2027-06-30"`, "this day is in no calendar: write year, month and day")
	}
}

func (r *reader) anySelectorWrong(path string) bool {
	w := r.positions.wrong
	return w[path+".resource"] || w[path+".principal"] || w[path+".grantee"] || w[path+".account"]
}

// checkResource checks the ARN pattern of an exception's resource. Which
// services have resources is the packages' matter.
func (r *reader) checkResource(c manifest.Common, e manifest.Exception, path string) {
	const wanted = "an ARN pattern such as arn:aws:sns:*:123456789012:alerts"
	parts := strings.SplitN(e.Resource, ":", 6)
	switch {
	case strings.Trim(e.Resource, "*") == "":
		r.warnAt(path, quote(e.Resource), wanted, "this matches every resource, so it selects nothing: name the resource, or delete it and keep the other selectors")
	case strings.HasPrefix(e.Resource, "arn:*") && len(parts) < 6 && strings.Trim(e.Resource[4:], "*:") == "":
		r.warnAt(path, quote(e.Resource), wanted, "this matches every resource, so it selects nothing: name the resource")
	case len(parts) < 6 || parts[0] != "arn":
		r.faultAt(path, quote(e.Resource), wanted, "write all six parts of the ARN, arn:partition:service:region:account:resource; * stands for any text inside a part")
	case strings.ContainsAny(e.Resource, " \t"):
		r.faultAt(path, quote(e.Resource), wanted, "an ARN has no white space")
	case r.otherPartition(c, parts[1]):
		r.faultAt(path, quote(e.Resource), "an ARN of "+c.Partition()+", the organisation's partition", "it can never match: write arn:"+c.Partition()+":…")
	case parts[4] != "" && !strings.ContainsAny(parts[4], "*?") && !isAccountID(parts[4]):
		r.faultAt(path, quote(e.Resource), "12 digits or * as the account", "it can never match: mend the fifth part")
	case e.Account != "" && isAccountID(parts[4]) && parts[4] != e.Account:
		r.warnAt(path, fmt.Sprintf("a resource of %s beside account %s", parts[4], quote(e.Account)), "one account", "both selectors must match, so it can never match: delete account, or mend one of the two")
	case parts[2] == "lambda" && strings.HasPrefix(parts[5], "function:") && strings.Count(parts[5], ":") > 1:
		r.warnAt(path, quote(e.Resource), "a function's ARN without version or alias", "exceptions name unqualified functions, so it can never match: take the last part off")
	}
}
