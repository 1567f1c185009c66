package hook_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/truststack/truststack/hook"
)

// FuzzHandle: whatever event and payload, there is a well-formed answer, and what
// is no JSON object is never SUCCESS.
func FuzzHandle(f *testing.F) {
	var handlers []hook.Handler
	for _, file := range archives(f) {
		a := readArchive(f, file)
		handlers = append(handlers, a.handler)
		for _, name := range a.order {
			f.Add(a.cases[name].event, a.cases[name].payload)
		}
	}
	f.Fuzz(func(t *testing.T, event, payload []byte) {
		for _, h := range handlers {
			h.Fetch = func(context.Context, string, int64) ([]byte, error) { return payload, nil }
			began := time.Now()
			r := wellFormed(t, h.Handle(context.Background(), event))
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("took %s for %d and %d bytes", took, len(event), len(payload))
			}
			var object map[string]json.RawMessage
			if err := json.Unmarshal(event, &object); (err != nil || object == nil) && r.HookStatus == hook.Success {
				t.Errorf("%q: SUCCESS for what cannot be read (%v): %+v", event, err, r)
			}
		}
	})
}

func BenchmarkHandle(b *testing.B) {
	for _, file := range []string{"resource", "changeset"} {
		a := readArchive(b, "testdata/"+file+".txtar")
		for _, name := range []string{"trusted", "untrusted", "many"} {
			c := a.cases[name]
			if c == nil {
				continue
			}
			b.Run(file+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					a.answer(c)
				}
			})
		}
	}
}
