package presigned

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const query = "/p?X-Amz-Signature=abc"

func serve(t *testing.T, handler http.HandlerFunc) (*http.Client, string) {
	t.Helper()
	s := httptest.NewUnstartedServer(handler)
	s.Config.ErrorLog = nil
	s.StartTLS()
	t.Cleanup(s.Close)
	return client(s.Client().Transport.(*http.Transport).Clone()), s.URL + query
}

func TestGet(t *testing.T) {
	c, address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("X-Amz-Signature") != "abc" || r.Method != http.MethodGet {
			w.WriteHeader(http.StatusForbidden)
		}
		io.WriteString(w, "payload")
	})
	if data, err := get(context.Background(), c, address, 7); err != nil || string(data) != "payload" {
		t.Errorf("found %q, %v", data, err)
	}
	if data, err := get(context.Background(), c, address, 6); err == nil || !strings.Contains(err.Error(), "more than 6 bytes") {
		t.Errorf("found %q, %v", data, err)
	}
}

func TestRefused(t *testing.T) {
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if code == http.StatusFound && r.URL.Path == "/elsewhere" {
				t.Error("the redirect was followed")
			}
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(code)
		}
	}
	for name, handler := range map[string]http.HandlerFunc{
		"status 403": status(http.StatusForbidden),
		"status 500": status(http.StatusInternalServerError),
		"status 302": status(http.StatusFound),
		"status 204": status(http.StatusNoContent),
		"broke off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9")
			io.WriteString(w, "x")
		},
		"the request":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"more than 100": func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, strings.Repeat("x", 101)) },
	} {
		c, address := serve(t, handler)
		data, err := get(context.Background(), c, address, 100)
		if err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "Amz") || strings.Contains(err.Error(), "://") {
			t.Errorf("%s: found %q, %v", name, data, err)
		}
	}
}

func TestTimeout(t *testing.T) {
	c, address := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := get(ctx, c, address, 100); err == nil || strings.Contains(err.Error(), "Amz") {
		t.Errorf("found %v", err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("took %s", took)
	}
	if c.Timeout <= 0 || c.Timeout >= 20*time.Second {
		t.Errorf("the client's own timeout is %s", c.Timeout)
	}
}

func TestAddresses(t *testing.T) {
	for _, address := range []string{"", "http://127.0.0.1/", "HTTP://127.0.0.1/", "file:///etc/passwd", "ftp://h/", "https:///p", "https://u:p@127.0.0.1/", "//127.0.0.1/", "https://h\x00/", "https://[::1/"} {
		if data, err := Get(context.Background(), address, 100); err == nil || !strings.Contains(err.Error(), "no https URL") {
			t.Errorf("%q: found %q, %v", address, data, err)
		}
	}
}
