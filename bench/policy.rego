# The SNS subscription rule as an engineer would write it for conftest and
# `opa exec`: the same text for both. It reports a subscription whose protocol,
# web host or e-mail domain is not trusted. What truststack's rule knows beyond
# that (accounts in ARNs, conditions, parameters' allowed values, topic policies)
# is left out, so the peers do less work, not more.
package main

import rego.v1

# The same lists as in manifest.json.
protocols := {"https", "email", "sqs", "lambda"}

web := {"hooks.example.com"}

web_parents := {"events.example.com"}

mail := {"example.com"}

deny contains {"msg": sprintf("%s: %s", [s.id, problem]), "resource": s.id} if {
	some s in subscriptions
	some problem in problems(s)
}

# A subscription of its own, or one in a topic's list.
subscriptions contains {"id": id, "protocol": r.Properties.Protocol, "endpoint": object.get(r.Properties, "Endpoint", "")} if {
	some id, r in input.Resources
	r.Type == "AWS::SNS::Subscription"
}

subscriptions contains {"id": id, "protocol": s.Protocol, "endpoint": object.get(s, "Endpoint", "")} if {
	some id, r in input.Resources
	r.Type == "AWS::SNS::Topic"
	some s in r.Properties.Subscription
}

problems(s) := {p |
	literal(s.protocol)
	not s.protocol in protocols
	p := sprintf("the protocol %s is not trusted", [s.protocol])
} | {p |
	s.protocol == "https"
	literal(s.endpoint)
	authority := regex.find_all_string_submatch_n(`^(?i:https)://([^/?#]*)`, s.endpoint, 1)[0][1]
	not trusted_authority(lower(authority))
	p := sprintf("the host in %s is not trusted", [authority])
} | {p |
	s.protocol == "email"
	literal(s.endpoint)
	[_, domain] := split(s.endpoint, "@")
	not lower(domain) in mail
	p := sprintf("the e-mail domain %s is not trusted", [domain])
}

# The host of an authority without user info, on any port.
trusted_authority(authority) if {
	not contains(authority, "@")
	trusted_host(split(authority, ":")[0])
}

trusted_host(host) if host in web

trusted_host(host) if {
	some parent in web_parents
	endswith(host, concat("", [".", parent]))
}

# A text that is known. The peers' YAML readers drop tags, so !Ref Name arrives as
# the string "Name" and !Sub as its pattern: a text that holds ${ or is the name of
# a parameter is taken for one of those.
literal(x) if {
	is_string(x)
	not contains(x, "${")
	not x in object.keys(object.get(input, "Parameters", {}))
}
