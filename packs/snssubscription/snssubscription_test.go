package snssubscription

import (
	"testing"

	"github.com/truststack/truststack/internal/packtest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

func TestCases(t *testing.T) {
	packtest.Suite{Package: Package, Dir: "testdata", Fewest: 140,
		Subjects: map[string]func(value.Value, string) pack.Subject{"subscription": decodeSubscription}}.Run(t)
}

// decodeSubscription reads a subscription that a role makes in account
// 111122223333 of the organisation.
func decodeSubscription(v value.Value, _ string) pack.Subject {
	own := value.Literal("111122223333")
	return Subscription{Protocol: v.Get("protocol").AsText(), Endpoint: v.Get("endpoint").AsText(), Topic: v.Get("topic").AsText(),
		Owner: own, TopicInside: value.Yes, Caller: own, CallerInside: value.Yes, CallerARN: v.Get("caller").AsText()}
}
