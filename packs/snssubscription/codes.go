package snssubscription

// codes are the reasons that Judge gives.
var codes = map[string]string{
	"SNS-PROTOCOL":         "The protocol is not in trustedProtocols.",
	"SNS-PROTOCOL-UNKNOWN": "The protocol is none that SNS has.",
	"SNS-ENDPOINT-MISSING": "The subscription has no endpoint.",
	"SNS-EMAIL":            "The endpoint is no e-mail address with exactly one @.",
	"SNS-EMAIL-DOMAIN":     "The e-mail domain is not in trustedEmailDomains.",
	"SNS-URL":              "The endpoint is not an absolute URL of the protocol's scheme.",
	"SNS-USERINFO":         "The URL has user info before its host.",
	"SNS-HOST":             "The URL's host is not in trustedHTTPDomains.",
	"SNS-HOST-AMBIGUOUS":   "The host or domain is none that every parser reads alike.",
	"SNS-ARN":              "The endpoint is no ARN of the protocol's service.",
	"SNS-ACCOUNT":          "The endpoint belongs to an account that is not trusted.",
	"SNS-PHONE":            "The endpoint is no phone number in E.164 form.",
	"SNS-PHONE-PREFIX":     "The phone number has no trusted prefix.",
	"SNS-TOPIC-POLICY":     "The topic's policy lets an outsider subscribe.",
}
