package pattern_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/truststack/truststack/pattern"
)

// seeds are patterns and events of the cases.
func seeds(f *testing.F, add func(p, event string)) {
	f.Helper()
	add(`{"a":[{"numeric":[">",0]}],"$or":[{"b":["x"]},{"c":[{"exists":false}]}]}`, `{"a":[1,{"b":"x"}]}`)
	add(`{"r":{"a":["x"],"b":[{"exists":false}]}}`, `{"r":[{"a":"x"},{"b":1}]}`)
	add(`{"a":[{"cidr":"::/0"},{"wildcard":"*a\\*"},{"anything-but":{"suffix":["x"]}}]}`, `{"a":"::1","a":{"b":[[]]}}`)
	add(`{"a.b":[{"prefix":{"equals-ignore-case":"é"}},{"anything-but":[1,2]},null,true,1e5]}`, `{"a":{"b":"É"},"a.b":1.0e5}`)
	add(sample, sampleEvent)
}

// FuzzParsePattern: what is parsed is written and read back as the same, every
// time as the same bytes.
func FuzzParsePattern(f *testing.F) {
	seeds(f, func(p, _ string) { f.Add([]byte(p)) })
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := pattern.Parse(data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "event pattern: ") {
				t.Fatalf("%q: %v", data, err)
			}
			return
		}
		text, err := p.JSON()
		if err != nil || !json.Valid(text) {
			t.Fatalf("%q is written as %q, %v", data, text, err)
		}
		if p.Length() > pattern.MaxLength {
			return // an escape of JSON can grow when it is written
		}
		again, err := pattern.Parse(text)
		if err != nil || !reflect.DeepEqual(again, p) || again.String() != string(text) {
			t.Fatalf("%q is written as %q and read as %s, %v", data, text, again, err)
		}
	})
}

// FuzzMatch: no pattern with no event panics or hangs; the answer does not
// depend on how the event is spelled; exists true and false exclude each other.
func FuzzMatch(f *testing.F) {
	seeds(f, func(p, event string) { f.Add([]byte(p), []byte(event)) })
	absent, err := pattern.New(pattern.Field("a.b", pattern.Exists(false))).Compile()
	if err != nil {
		f.Fatal(err)
	}
	present, err := pattern.New(pattern.Field("a.b", pattern.Exists(true))).Compile()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, event []byte) {
		if p, err := pattern.Parse(text); err == nil {
			matched, err := pattern.Match(p, event)
			if err != nil && matched {
				t.Fatalf("%q with %q: matched, and %v", text, event, err)
			}
			if err == nil {
				checkRespelled(t, p, event, matched)
			}
		}
		yes, err := present.Match(event)
		no, err2 := absent.Match(event)
		if (err == nil) != (err2 == nil) || err == nil && yes == no {
			t.Fatalf("%q: exists %t, does not %t (%v, %v)", event, yes, no, err, err2)
		}
	})
}

// checkRespelled: other space in the event changes nothing. The event has been
// matched, so it is not too deep to be indented.
func checkRespelled(t *testing.T, p pattern.Pattern, event []byte, matched bool) {
	t.Helper()
	spelled, err := json.MarshalIndent(json.RawMessage(event), " \t", "\r\n ")
	if err != nil || len(spelled) > pattern.MaxEvent {
		return
	}
	if again, err := pattern.Match(p, spelled); err != nil || again != matched {
		t.Fatalf("%s with %q: %t, and with %q: %t, %v", p, event, matched, spelled, again, err)
	}
}
