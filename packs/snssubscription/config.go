package snssubscription

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// Config is the package's configuration in the manifest. Each list is an
// allow-list: empty or absent, it trusts nothing.
type Config struct {
	TrustedEmailDomains  []string `json:"trustedEmailDomains,omitempty" jsonschema_description:"Domains of e-mail addresses that may subscribe. A bare name is that name only; *.example.com is its subdomains only. Empty: no e-mail address is trusted."`
	TrustedHTTPDomains   []string `json:"trustedHTTPDomains,omitempty" jsonschema_description:"Hosts of HTTP and HTTPS endpoints that may subscribe. A bare name is that name only; *.example.com is its subdomains only. Empty: no URL is trusted."`
	TrustedProtocols     []string `json:"trustedProtocols,omitempty" jsonschema:"enum=application,enum=email,enum=email-json,enum=firehose,enum=http,enum=https,enum=lambda,enum=sms,enum=sqs" jsonschema_description:"Protocols that may subscribe at all. Empty: no subscription is trusted."`
	TrustedAccountIDs    []string `json:"trustedAccountIDs,omitempty" jsonschema_description:"Accounts whose queues, functions, delivery streams and platform endpoints may subscribe, beside the topic's own account. 12 digits in quotes."`
	TrustedPhonePrefixes []string `json:"trustedPhonePrefixes,omitempty" jsonschema_description:"Beginnings of phone numbers in E.164 form, such as +4420, that may subscribe by sms. Empty: no phone number is trusted."`
}

// protocols is every protocol that SNS takes
// (https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html).
var protocols = []string{"application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"}

var phonePrefix = regexp.MustCompile(`^\+[1-9][0-9]{0,14}$`)

// rule is the package configured: its Judge and its layers.
type rule struct {
	protocols map[string]bool
	web       hosts
	mail      hosts
	accounts  pack.Accounts
	orgs      pack.Organizations
	members   pack.Members
	phones    []string
	partition string
	org       string // the organisation's id

	mailMatcher, phoneMatcher *regexp.Regexp
	webMatchers               map[string]*regexp.Regexp // by scheme
}

// name of the package and of its policy.
const name = "sns-subscription-security"

// Package is the SNS subscription package.
var Package = &pack.Package{
	Name:      name,
	Key:       "snsSubscriptionSecurity",
	Tag:       "SNSSubscriptionSecurity",
	Title:     "SNS subscription",
	Codes:     codes,
	Config:    func() any { return new(Config) },
	Configure: configure,
}

func configure(common manifest.Common, section manifest.Section) (pack.Rule, []manifest.Fault) {
	var c Config
	if faults := pack.DecodeConfig(section, &c); faults != nil {
		return pack.Rule{}, faults
	}
	r := &rule{
		protocols: map[string]bool{},
		accounts:  pack.NewAccounts(common, c.TrustedAccountIDs),
		orgs:      pack.NewOrganizations(common, []string{common.AWSOrganizationID}),
		members:   pack.NewMembers(common),
		phones:    c.TrustedPhonePrefixes,
		partition: common.Partition(),
		org:       common.AWSOrganizationID,
	}
	var faults []manifest.Fault
	for i, p := range c.TrustedProtocols {
		if !slices.Contains(protocols, p) {
			faults = append(faults, manifest.Fault{Path: fmt.Sprintf("configuration.trustedProtocols[%d]", i),
				Found: fmt.Sprintf("%q", p), Wanted: "one of " + strings.Join(protocols, ", "), Hint: "write the protocol as sns:Subscribe takes it, in lower case"})
		}
		r.protocols[p] = true
	}
	var more []manifest.Fault
	r.mail, more = newHosts("configuration.trustedEmailDomains", c.TrustedEmailDomains)
	faults = append(faults, more...)
	r.web, more = newHosts("configuration.trustedHTTPDomains", c.TrustedHTTPDomains)
	faults = append(faults, more...)
	for i, p := range c.TrustedPhonePrefixes {
		if !phonePrefix.MatchString(p) {
			faults = append(faults, manifest.Fault{Path: fmt.Sprintf("configuration.trustedPhonePrefixes[%d]", i),
				Found: fmt.Sprintf("%q", p), Wanted: "+ and 1 to 15 digits, the first not 0", Hint: "write the prefix in E.164 form: +4420"})
		}
	}
	faults = append(faults, warnings(c, section)...)
	if pack.AnyError(faults) {
		return pack.Rule{}, faults
	}
	return r.build(), faults
}

func (r *rule) build() pack.Rule {
	r.mailMatcher = r.mail.mailLanguage().Matcher()
	r.phoneMatcher = phoneLanguage(r.phones).Matcher()
	r.webMatchers = map[string]*regexp.Regexp{"http": r.web.webLanguage("http").Matcher(), "https": r.web.webLanguage("https").Matcher()}
	return pack.Rule{
		Judge:        r.Judge,
		Preventative: pack.Layer[pack.Preventative]{Impl: preventative{r}},
		Proactive:    pack.Layer[pack.Proactive]{Impl: proactive{r}},
		Residuals:    residuals(r),
	}
}

// warnings is what is legal in the lists but cannot work or may surprise.
func warnings(c Config, section manifest.Section) []manifest.Fault {
	var out []manifest.Fault
	warn := func(field, found, hint string) {
		out = append(out, manifest.Fault{Path: "configuration." + field, Found: found, Hint: hint, Warning: true})
	}
	if !section.Enabled {
		return nil
	}
	has := func(names ...string) bool {
		return slices.ContainsFunc(c.TrustedProtocols, func(p string) bool { return slices.Contains(names, p) })
	}
	needs := func(field string, list []string, names ...string) {
		switch {
		case len(list) > 0 && !has(names...):
			warn(field, "has entries that can never be used: trustedProtocols lacks "+strings.Join(names, " and "),
				"add the protocol to trustedProtocols, or remove the entries")
		case len(list) == 0 && has(names...):
			warn(field, "is empty while trustedProtocols has "+strings.Join(names, " or ")+": every such subscription is untrusted",
				"add what is trusted, or remove the protocol")
		}
	}
	if len(c.TrustedProtocols) == 0 {
		warn("trustedProtocols", "is empty: every subscription is untrusted", "list the protocols that may subscribe")
	}
	needs("trustedEmailDomains", c.TrustedEmailDomains, "email", "email-json")
	needs("trustedHTTPDomains", c.TrustedHTTPDomains, "http", "https")
	needs("trustedPhonePrefixes", c.TrustedPhonePrefixes, "sms")
	for i, d := range c.TrustedEmailDomains {
		if !strings.HasPrefix(d, "*.") {
			warn(fmt.Sprintf("trustedEmailDomains[%d]", i), fmt.Sprintf("%q is this domain only; the original's hook took subdomains too, its policy did not", d),
				"add *."+d+" if subdomains are meant")
		}
	}
	if has("http") {
		warn("trustedProtocols", "has http: messages travel unencrypted", "prefer https")
	}
	return out
}
