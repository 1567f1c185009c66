package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestExcerptsAreShort keeps a minified template, which is one line, from being
// kept once for each result.
func TestExcerptsAreShort(t *testing.T) {
	excerpt := excerpts(append(bytes.Repeat([]byte("x"), 1<<20), "\nsecond  \r\n"...))
	if got := excerpt(1); len(got) > maxExcerpt || !strings.HasPrefix(got, "xxx") {
		t.Errorf("line 1: %d bytes", len(got))
	}
	for line, want := range map[int]string{0: "", 2: "second", 3: "", 4: ""} {
		if got := excerpt(line); got != want {
			t.Errorf("line %d: %q, want %q", line, got, want)
		}
	}
}
