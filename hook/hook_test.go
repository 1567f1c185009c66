package hook_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/truststack/truststack/hook"
	"github.com/truststack/truststack/manifest/source"
	"github.com/truststack/truststack/packs"
)

var update = flag.Bool("update", false, "write the answers into testdata")

// fewest is how many wire cases there are at least: a harness that reads none
// passes as well.
const fewest = 110

// handlerOf configures the real packages from a manifest, as of 2026-06-15.
func handlerOf(tb testing.TB, text []byte) hook.Handler {
	tb.Helper()
	m, _, faults := source.Read(text, packs.Definitions())
	rules, more := packs.Configure(m)
	for _, f := range append(faults, more...) {
		if !f.Warning {
			tb.Fatal(f)
		}
	}
	return hook.Handler{Rules: rules, Spec: m.Spec, Now: func() time.Time { return time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC) }}
}

// files of an archive: manifest.yml, own, and for each case NAME/event, NAME/payload
// or NAME/fetch-error, NAME/want.
type wireCase struct{ event, payload, fetchError, want []byte }

type wireArchive struct {
	handler hook.Handler
	order   []string
	cases   map[string]*wireCase
}

func readArchive(tb testing.TB, file string) wireArchive {
	tb.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	out := wireArchive{cases: map[string]*wireCase{}}
	var own []string
	for _, f := range a.Files {
		name, part, isCase := strings.Cut(f.Name, "/")
		if !isCase {
			switch f.Name {
			case "manifest.yml":
				out.handler = handlerOf(tb, f.Data)
			case "own":
				own = strings.Fields(string(f.Data))
			default:
				tb.Fatalf("%s: no use for %s", file, f.Name)
			}
			continue
		}
		c := out.cases[name]
		if c == nil {
			c = &wireCase{}
			out.cases[name] = c
			out.order = append(out.order, name)
		}
		switch part {
		case "event":
			c.event = f.Data
		case "payload":
			c.payload = f.Data
		case "fetch-error":
			c.fetchError = bytes.TrimSpace(f.Data)
		case "want":
			c.want = f.Data
		default:
			tb.Fatalf("%s: no use for %s", file, f.Name)
		}
	}
	out.handler.Own = own
	return out
}

func (a wireArchive) answer(c *wireCase) []byte {
	h := a.handler
	h.Fetch = func(_ context.Context, url string, limit int64) ([]byte, error) {
		switch {
		case c.fetchError != nil:
			return nil, errors.New(string(c.fetchError))
		case c.payload == nil:
			return nil, errors.New("the case has no payload")
		}
		return c.payload, nil
	}
	return h.Handle(context.Background(), c.event)
}

func archives(tb testing.TB) []string {
	tb.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 5 {
		tb.Fatalf("found %d archives: %v", len(files), err)
	}
	return files
}

// TestWire answers every case. -update writes what is answered, for a person to
// read before it is kept.
func TestWire(t *testing.T) {
	n := 0
	for _, file := range archives(t) {
		a := readArchive(t, file)
		for _, name := range a.order {
			c := a.cases[name]
			n++
			got := a.answer(c)
			r := wellFormed(t, got)
			if strings.Contains(string(got), "secret") {
				t.Errorf("%s %s: a secret is repeated: %s", file, name, got)
			}
			if bytes.Contains(c.event, []byte(`"token-1"`)) && r.ClientRequestToken != "token-1" {
				t.Errorf("%s %s: token %q", file, name, r.ClientRequestToken)
			}
			var pretty bytes.Buffer
			if err := json.Indent(&pretty, got, "", " "); err != nil {
				t.Fatal(err)
			}
			pretty.WriteByte('\n')
			if *update {
				c.want = pretty.Bytes()
			} else if !bytes.Equal(pretty.Bytes(), c.want) {
				t.Errorf("%s %s: found\n%swant\n%s", file, name, pretty.Bytes(), c.want)
			}
		}
		if *update {
			write(t, file, a)
		}
	}
	if n < fewest {
		t.Errorf("found %d cases, want at least %d", n, fewest)
	}
	t.Logf("%d cases", n)
}

func write(t *testing.T, file string, a wireArchive) {
	t.Helper()
	old, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out := txtar.Archive{Comment: old.Comment}
	last := map[string]int{}
	for _, f := range old.Files {
		if !strings.HasSuffix(f.Name, "/want") {
			if name, _, isCase := strings.Cut(f.Name, "/"); isCase {
				last[name] = len(out.Files)
			}
			out.Files = append(out.Files, f)
		}
	}
	var files []txtar.File
	for i, f := range out.Files {
		files = append(files, f)
		if name, _, isCase := strings.Cut(f.Name, "/"); isCase && last[name] == i {
			files = append(files, txtar.File{Name: name + "/want", Data: a.cases[name].want})
		}
	}
	out.Files = files
	if err := os.WriteFile(file, txtar.Format(&out), 0o644); err != nil {
		t.Fatal(err)
	}
}

// wellFormed fails on an answer that CloudFormation would not take.
func wellFormed(tb testing.TB, data []byte) hook.Response {
	tb.Helper()
	var r hook.Response
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		tb.Fatalf("%v: %s", err, data)
	}
	switch {
	case !utf8.Valid(data):
		tb.Errorf("not UTF-8: %q", data)
	case r.HookStatus != hook.Success && r.HookStatus != hook.Failed:
		tb.Errorf("status %q", r.HookStatus)
	case (r.HookStatus == hook.Failed) != (r.ErrorCode == hook.NonCompliant || r.ErrorCode == hook.InternalFailure),
		r.HookStatus == hook.Success && r.ErrorCode != "":
		tb.Errorf("status %s with error code %q", r.HookStatus, r.ErrorCode)
	case r.Message == "" || len(r.Message) > 1024:
		tb.Errorf("a message of %d bytes: %s", len(r.Message), r.Message)
	case strings.ContainsFunc(r.Message, func(c rune) bool { return c < ' ' }):
		tb.Errorf("a control character in %q", r.Message)
	case r.CallbackDelaySeconds != 0:
		tb.Errorf("callbackDelaySeconds %d", r.CallbackDelaySeconds)
	}
	names := map[string]bool{}
	for _, a := range r.Annotations {
		if names[a.Name] || a.Name == "" || len(a.Message) > 1000 || len(a.Remediation) > 1000 || a.Message == "" {
			tb.Errorf("annotation %+v", a)
		}
		names[a.Name] = true
		if a.Status != hook.AnnotationPassed && a.Status != hook.AnnotationFailed && a.Status != hook.AnnotationSkipped {
			tb.Errorf("annotation status %q", a.Status)
		}
	}
	return r
}
