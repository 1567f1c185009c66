// Package presigned gets what a presigned URL leads to: the payload that
// CloudFormation gives a hook for a change set or a stack. It is apart from package
// hook so that a function whose hook is registered for resources alone need not
// carry net/http.
package presigned

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Timeout is how long a request takes at most, headers and body: a hook has to
// answer within 20 s, and judges after it.
const Timeout = 10 * time.Second

// Get gets at most limit bytes from an https URL with a client of its own. It
// follows no redirect, and no error of it holds the URL.
func Get(ctx context.Context, address string, limit int64) ([]byte, error) {
	return get(ctx, client(nil), address, limit)
}

// client is a client for one request. base is nil but in tests.
func client(base *http.Transport) *http.Client {
	if base == nil {
		base = &http.Transport{Proxy: http.ProxyFromEnvironment, TLSHandshakeTimeout: 5 * time.Second}
	}
	base.DisableKeepAlives = true
	base.DisableCompression = true // what is counted is what was sent
	base.MaxResponseHeaderBytes = 64 << 10
	return &http.Client{
		Transport:     base,
		Timeout:       Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func get(ctx context.Context, c *http.Client, address string, limit int64) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil, errors.New("its address is no https URL of a host")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errors.New("its address cannot be requested")
	}
	response, err := c.Do(request)
	if err != nil {
		return nil, fmt.Errorf("the request failed: %w", inner(err))
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("it was answered with HTTP status %d", response.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("the answer broke off: %w", inner(err))
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("it has more than %d bytes", limit)
	}
	return data, nil
}

// inner is the error without the URL that a url.Error carries.
func inner(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
