// Package logssubscription is a sixth package as small as one can be: a
// subscription filter of CloudWatch Logs sends to a trusted account only. A test
// adds it to a clone of the module to show that nothing else has to change.
package logssubscription

import (
	"encoding/json"
	"fmt"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// Config is the package's configuration in the manifest.
type Config struct {
	TrustedAccountIDs []string `json:"trustedAccountIDs,omitempty" jsonschema_description:"Accounts that log groups may send to. 12 digits in quotes."`
}

const name = "logs-subscription-security"

// Package is the sixth package.
var Package = &pack.Package{
	Name: name, Key: "logsSubscriptionSecurity", Tag: "LogsSubscriptionSecurity", Title: "Logs subscription",
	Codes:     map[string]string{"LOGS-ACCOUNT": "The destination belongs to an account that is not trusted."},
	Config:    func() any { return new(Config) },
	Configure: configure,
}

// Filter is a subscription filter.
type Filter struct{ LogGroup, Destination, Owner value.Text }

// Identity implements pack.Subject.
func (f Filter) Identity() pack.Identity {
	return pack.Identity{Resource: f.LogGroup, Account: f.Owner, Grantee: f.Destination}
}

type rule struct {
	accounts  pack.Accounts
	partition string
}

func configure(common manifest.Common, section manifest.Section) (pack.Rule, []manifest.Fault) {
	var c Config
	if len(section.Configuration) > 0 {
		if err := json.Unmarshal(section.Configuration, &c); err != nil {
			return pack.Rule{}, []manifest.Fault{{Path: "configuration", Found: err.Error()}}
		}
	}
	r := &rule{pack.NewAccounts(common, c.TrustedAccountIDs), common.Partition()}
	return pack.Rule{
		Judge:        r.judge,
		Preventative: pack.Layer[pack.Preventative]{Impl: r},
		Proactive:    pack.Layer[pack.Proactive]{Impl: r},
	}, nil
}

func (r *rule) judge(s pack.Subject) pack.Verdict {
	f, is := s.(Filter)
	if !is {
		return pack.CannotKnow(pack.Missing{Code: "UNKNOWN-SUBJECT", Why: fmt.Sprintf("%T", s)})
	}
	arn, ok := pack.ParseARN(f.Destination)
	switch ok.And(r.accounts.Trusts(arn.Account, f.Owner)) {
	case value.Yes:
		return pack.Trust()
	case value.Maybe:
		return pack.CannotKnow(pack.NotKnown("UNKNOWN-ACCOUNT", "DestinationArn", f.Destination))
	}
	return pack.Distrust(pack.Reason{Code: "LOGS-ACCOUNT", Path: "DestinationArn", Found: f.Destination.String(), Wanted: "a trusted account",
		Text: "The destination is in an account that is not trusted.", Fix: "Send to a trusted account."})
}

// Policies implements pack.Preventative.
func (r *rule) Policies(t pack.Target) []pack.Policy {
	c := pack.MustAnd(nil, "ArnNotLike", "logs:DestinationArn", "arn:"+r.partition+":*:*:111122223333:*")
	return []pack.Policy{{Kind: pack.SCP, Name: name, Statements: t.Bind(pack.Deny("DenyUntrustedLogDestinations", c, "logs:PutSubscriptionFilter"), pack.Selects{})}}
}

// Requests implements pack.Preventative.
func (r *rule) Requests(pack.Subject) ([]iam.Request, bool) { return nil, false }

// Reads implements pack.Proactive.
func (r *rule) Reads() map[string][]string {
	return map[string][]string{"AWS::Logs::SubscriptionFilter": {"DestinationArn", "LogGroupName"}}
}

// Peers implements pack.Proactive.
func (r *rule) Peers() map[string][]string { return nil }

// Cases implements pack.Proactive.
func (r *rule) Cases(resource value.Resource) []pack.Case {
	var out []pack.Case
	for _, v := range resource.Variants {
		at := v.Properties.Get("DestinationArn")
		out = append(out, pack.Case{Subject: Filter{v.Properties.Get("LogGroupName").AsText(), at.AsText(), resource.Account}, When: v.When, At: at.Pos})
	}
	return out
}
