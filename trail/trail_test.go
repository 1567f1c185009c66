package trail_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/truststack/truststack/trail"
	"github.com/truststack/truststack/value"
)

var update = flag.Bool("update", false, "write the answers in testdata anew")

// TestRecords: what each record says, as text.
func TestRecords(t *testing.T) {
	golden(t, "records", 21, func(data []byte) (string, error) {
		e, err := trail.ParseEvent(data)
		if err != nil {
			return "", err
		}
		return describe(e), nil
	})
}

// TestEnvelopes: what each event of EventBridge says.
func TestEnvelopes(t *testing.T) {
	golden(t, "envelopes", 5, func(data []byte) (string, error) {
		v, err := trail.ParseEnvelope(data)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("carries %s, source %s, account %s, region %s, id %s, time %s, version %s\n", v.Carries(), show(v.Source), show(v.Account),
			show(v.Region), show(v.ID), show(v.Time), show(v.Version)) + describe(v.Event), nil
	})
}

func golden(t *testing.T, folder string, atLeast int, answer func([]byte) (string, error)) {
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	if err != nil || len(files) < atLeast {
		t.Fatalf("testdata/%s has %d archives, want at least %d (%v)", folder, len(files), atLeast, err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil || len(archive.Files) != 2 {
			t.Fatalf("%s: %d files, want record.json and want.txt (%v)", file, len(archive.Files), err)
		}
		got, err := answer(archive.Files[0].Data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		want := &archive.Files[1]
		if *update {
			want.Data = []byte(got)
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if got != string(want.Data) {
			t.Errorf("%s: got\n%swant\n%s", file, got, want.Data)
		}
	}
}

// describe is all that is derived from a record, and its notes.
func describe(e *trail.Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "name %s, succeeded %s", show(e.Name()), e.Succeeded())
	if at, ok := e.Time(); ok {
		fmt.Fprintf(&b, ", at %s", at.Format(time.RFC3339))
	}
	c := e.Caller()
	fmt.Fprintf(&b, "\ncaller %s\n", c.Kind)
	for _, f := range []struct {
		name string
		text value.Text
	}{{"arn", c.ARN}, {"account", c.Account}, {"id", c.ID}, {"session", c.Session}, {"issuer", c.Issuer}, {"service", c.Service}} {
		fmt.Fprintf(&b, "    %s %s\n", f.name, show(f.text))
	}
	fmt.Fprintf(&b, "    service-linked %s\n", c.ServiceLinked)
	n := e.Network()
	fmt.Fprintf(&b, "network %s", n.Kind)
	if n.Address.IsValid() {
		fmt.Fprintf(&b, " %s", n.Address)
	}
	fmt.Fprintf(&b, ", service %s, endpoint %s of %s\n", show(n.Service), show(n.Endpoint), show(n.EndpointAccount))
	for _, r := range e.Resources {
		fmt.Fprintf(&b, "resource %s of %s, type %s\n", show(r.ARN), show(r.AccountID), show(r.Type))
	}
	fmt.Fprintf(&b, "request %s, response %s\n", seen(e.RequestParameters), seen(e.ResponseElements))
	for _, note := range e.Notes {
		fmt.Fprintf(&b, "note: %s\n", note)
	}
	return b.String()
}

func show(t value.Text) string {
	if hole, ok := t.Hole(); ok {
		return fmt.Sprintf("?(%s: %s)", hole.Name, hole.Why)
	}
	if t.Absent() {
		return "-"
	}
	return fmt.Sprintf("%q", t)
}

func seen(v value.Value) string {
	switch v.Kind {
	case value.Absent:
		return "absent"
	case value.Null:
		return "null"
	case value.Obscured:
		return "unknown"
	}
	return "read"
}

// TestErrors: text that is not one JSON object, and what is beyond the limits.
func TestErrors(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200)
	for name, text := range map[string]string{
		"nothing": "", "space": " \n", "null": "null", "a list": `[{}]`, "a string": `"{}"`, "cut off": `{"a":1`, "two": `{} {}`, "more": `{}x`,
		"too deep": deep, "too long": `{"a":"` + strings.Repeat("x", trail.MaxEvent) + `"}`,
	} {
		if e, err := trail.ParseEvent([]byte(text)); err == nil || e != nil || !strings.HasPrefix(err.Error(), "CloudTrail record: ") {
			t.Errorf("%s: %v, %v", name, e, err)
		}
		if v, err := trail.ParseEnvelope([]byte(text)); err == nil || v != nil || !strings.HasPrefix(err.Error(), "EventBridge event: ") {
			t.Errorf("%s in an envelope: %v, %v", name, v, err)
		}
	}
}

// TestMasked: what has to be looked up.
func TestMasked(t *testing.T) {
	for _, c := range []struct {
		text value.Text
		want bool
	}{
		{value.Text{}, true}, {value.Literal(""), true}, {value.Unknown("x", "y"), true}, {value.Literal("HIDDEN_DUE_TO_SECURITY_REASONS"), true},
		{value.Literal("a***@example.com"), true}, {value.Literal("***"), true}, {value.Literal("a@example.com"), false},
		{value.Literal("https://example.com/x"), false},
	} {
		if got := trail.MaskedOrMissing(c.text); got != c.want {
			t.Errorf("%s: %t", show(c.text), got)
		}
	}
}

// TestWrite: a record is written as it was, minified; of a name that stands
// twice the last value counts.
func TestWrite(t *testing.T) {
	const text = `{ "b": [1.50, 1e400, -0, null, true, "<&>\u00e9\n", {}, []], "a": {"x": 1, "y": 2, "x": "z"}, "eventName": "N" }`
	const want = `{"b":[1.50,1e400,-0,null,true,"<&>é\n",{},[]],"a":{"x":"z","y":2},"eventName":"N"}`
	e, err := trail.ParseEvent([]byte(text))
	if err != nil || string(e.JSON()) != want {
		t.Errorf("%v\ngot  %s\nwant %s", err, e.JSON(), want)
	}
	if got := e.Field("a", "x").AsText(); got.String() != "z" {
		t.Errorf("a.x is %s", got)
	}
}

// FuzzParseEvent: nothing panics, and what is read is written and read as the
// same.
func FuzzParseEvent(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*", "*.txtar"))
	if err != nil || len(files) < 26 {
		f.Fatalf("%d archives (%v)", len(files), err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if v, err := trail.ParseEnvelope(data); err == nil {
			_, _ = v.Carries(), describe(v.Event)
		}
		e, err := trail.ParseEvent(data)
		if err != nil {
			return
		}
		_ = describe(e)
		text := e.JSON()
		if len(text) > trail.MaxEvent {
			return // an escape of JSON can grow when it is written
		}
		again, err := trail.ParseEvent(text)
		if err != nil || !json.Valid(text) || !reflect.DeepEqual(again, e) || string(again.JSON()) != string(text) {
			t.Fatalf("%q is written as %q and read as %+v, %v", data, text, again, err)
		}
	})
}

// BenchmarkParseEvent is one record on one core.
func BenchmarkParseEvent(b *testing.B) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "records", "role.txtar"))
	if err != nil {
		b.Fatal(err)
	}
	data := archive.Files[0].Data
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		e, err := trail.ParseEvent(data)
		if err != nil || e.Caller().Kind != trail.CallerRole {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
