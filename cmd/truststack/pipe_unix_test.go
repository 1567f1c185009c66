//go:build unix

package main

import (
	"path/filepath"
	"syscall"
	"testing"
)

// TestOpenFileDoesNotWait keeps a pipe that nobody writes to from stopping a run.
func TestOpenFileDoesNotWait(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openFile(path); err == nil {
		t.Error("a pipe was opened")
	}
}
