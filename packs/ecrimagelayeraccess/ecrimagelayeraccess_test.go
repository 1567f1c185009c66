package ecrimagelayeraccess

import (
	"testing"

	"github.com/truststack/truststack/internal/packtest"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

func TestCases(t *testing.T) {
	packtest.Suite{Package: Package, Dir: "testdata", Fewest: 190,
		Subjects: map[string]func(value.Value, string) pack.Subject{"pull": decodePull, "endpoint": decodeEndpoint}}.Run(t)
}

// decodePull reads a pull of a layer from the repository "app" of account
// 111122223333 of the organisation; the caller is in the organisation unless it
// says otherwise. What is given as {unknown: why} is not known.
func decodePull(v value.Value, partition string) pack.Subject {
	own := value.Literal("111122223333")
	s := Pull{Action: or(v.Get("action"), getDownloadURL), Repository: or(v.Get("repository"), "arn:"+partition+":ecr:us-east-1:111122223333:repository/app"),
		Owner: own, Inside: tri(v.Get("inside")), CallerARN: v.Get("caller").AsText(), CallerInside: tri(v.Get("callerInside")),
		SourceIP: v.Get("ip").AsText(), VPCEndpoint: v.Get("endpoint").AsText(), VPC: v.Get("vpc").AsText(), ViaService: v.Get("via").AsText()}
	if arn, ok := pack.ParseARN(s.Repository); ok == value.Yes {
		s.Owner = arn.Account
	}
	if arn, ok := pack.ParseARN(s.CallerARN); ok == value.Yes {
		s.CallerAccount = arn.Account
	}
	s.CallerKind = CallerOf(s.CallerARN)
	switch kind, _ := v.Get("kind").AsText().Known(); kind {
	case "service":
		s.CallerKind = ServiceCaller
	case "role":
		s.CallerKind = RoleCaller
	}
	return s
}

// decodeEndpoint reads an endpoint of which nobody read the policy.
func decodeEndpoint(v value.Value, _ string) pack.Subject {
	return Endpoint{Service: v.Get("service").AsText(), Owner: value.Literal("111122223333")}
}

func or(v value.Value, otherwise string) value.Text {
	if v.Missing() {
		return value.Literal(otherwise)
	}
	return v.AsText()
}

// tri is yes unless it says no or maybe.
func tri(v value.Value) value.Tri {
	switch s, _ := v.AsText().Known(); s {
	case "no", "false":
		return value.No
	case "maybe":
		return value.Maybe
	}
	return value.Yes
}
