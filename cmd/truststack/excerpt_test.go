package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"syscall"
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

// TestOpenFileDoesNotWait keeps a pipe that nobody writes to from stopping a run.
func TestOpenFileDoesNotWait(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	if _, err := openFile(path); err == nil {
		t.Error("a pipe was opened")
	}
}
