package generate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Write puts the files under dir. Everything is written to a folder beside its
// place first and moved then, so a failure leaves dir as it was, or, should the
// machine stop in the middle of the moves, with an old index that still lists
// what to remove. It removes what the index of an earlier run lists and this run
// did not make, and refuses to touch a file that no index lists.
func Write(dir string, files []File) error {
	old, err := oldIndex(dir)
	if err != nil {
		return err
	}
	if err := refuseForeign(dir, files, old); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the output folder: %w", err)
	}
	staging, err := os.MkdirTemp(dir, ".truststack-")
	if err != nil {
		return fmt.Errorf("making a folder for the new files: %w", err)
	}
	defer os.RemoveAll(staging)
	for _, f := range files {
		if err := stage(staging, f); err != nil {
			return err
		}
	}
	return move(dir, staging, files, old)
}

// oldIndex is the paths that an earlier run's index lists; empty without one.
func oldIndex(dir string) (map[string]bool, error) {
	data, err := os.ReadFile(filepath.Join(dir, IndexName))
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]bool{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the index of an earlier run: %w", err)
	}
	var index Index
	if err := json.Unmarshal(data, &index); err != nil || index.Schema != IndexSchema {
		return nil, fmt.Errorf("%s is not an index that truststack wrote: choose another folder by -o, or remove the file", filepath.Join(dir, IndexName))
	}
	out := map[string]bool{IndexName: true}
	for _, e := range index.Files {
		if !filepath.IsLocal(filepath.FromSlash(e.Path)) {
			return nil, fmt.Errorf("%s lists %q, which lies outside the folder: remove the index", filepath.Join(dir, IndexName), e.Path)
		}
		out[e.Path] = true
	}
	return out, nil
}

func refuseForeign(dir string, files []File, old map[string]bool) error {
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if _, err := os.Lstat(path); err == nil && !old[f.Path] {
			return fmt.Errorf("%s exists and no index of truststack lists it: choose another folder by -o, or remove the file", path)
		}
	}
	return nil
}

func stage(staging string, f File) error {
	path := filepath.Join(staging, filepath.FromSlash(f.Path))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("writing %s: %w", f.Path, err)
	}
	if err := os.WriteFile(path, f.Data, 0o644); err != nil {
		return fmt.Errorf("writing %s: %w", f.Path, err)
	}
	return nil
}

// move puts the staged files in their places, the index last, and then removes
// what is no longer made.
func move(dir, staging string, files []File, old map[string]bool) error {
	made := map[string]bool{}
	for _, f := range files {
		made[f.Path] = true
		from, to := filepath.Join(staging, filepath.FromSlash(f.Path)), filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return fmt.Errorf("writing %s: %w", f.Path, err)
		}
		if f.Path == IndexName {
			if err := removeStale(dir, old, made); err != nil {
				return err
			}
		}
		if err := os.Rename(from, to); err != nil {
			return fmt.Errorf("writing %s: %w", f.Path, err)
		}
	}
	return nil
}

// removeStale also removes folders that are empty then.
func removeStale(dir string, old, made map[string]bool) error {
	for path := range old {
		if made[path] {
			continue
		}
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.Remove(full); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing a file of an earlier run: %w", err)
		}
		for parent := filepath.Dir(full); strings.HasPrefix(parent, dir+string(filepath.Separator)); parent = filepath.Dir(parent) {
			if os.Remove(parent) != nil {
				break
			}
		}
	}
	return nil
}
