package generate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// Target is something that files are generated for.
type Target string

// The targets.
const (
	LZA Target = "lza" // Landing Zone Accelerator
)

// Targets is every target there is.
func Targets() []Target { return []Target{LZA} }

// Input is what files are made from.
type Input struct {
	Manifest manifest.Manifest
	Rules    []pack.Rule
	Targets  []Target
}

// File is one generated file. Path is relative, with slashes.
type File struct {
	Path    string
	Kind    string // "scp", "rcp", "endpoint-policy", "endpoint-statement", "lza-config"
	Package string // the package it belongs to; "" for what is common to all
	Data    []byte
}

// Entry is a file in the index.
type Entry struct {
	Path    string `json:"path"`
	Kind    string `json:"kind"`
	Package string `json:"package,omitempty"`
	SHA256  string `json:"sha256"`
}

// Index is index.json: every file that was generated.
type Index struct {
	Schema string  `json:"schema"`
	Files  []Entry `json:"files"`
}

// IndexSchema names the form of index.json.
const IndexSchema = "truststack.index/v1"

// Files makes every file, index.json last. Nothing is written.
//
// Errors say which policy does not fit its quota, by how much, and what to
// shorten.
func Files(in Input) ([]File, error) {
	policies, err := policyFiles(in)
	if err != nil {
		return nil, err
	}
	files := policies
	if slices.Contains(in.Targets, LZA) {
		more, err := lzaFiles(in)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	slices.SortFunc(files, func(a, b File) int {
		if a.Path < b.Path {
			return -1
		}
		return 1
	})
	index, err := indexOf(files)
	if err != nil {
		return nil, err
	}
	return append(files, index), nil
}

func indexOf(files []File) (File, error) {
	index := Index{Schema: IndexSchema, Files: []Entry{}}
	for i, f := range files {
		if i > 0 && files[i-1].Path == f.Path {
			return File{}, fmt.Errorf("internal error: two files would be %s", f.Path)
		}
		sum := sha256.Sum256(f.Data)
		index.Files = append(index.Files, Entry{Path: f.Path, Kind: f.Kind, Package: f.Package, SHA256: hex.EncodeToString(sum[:])})
	}
	data, err := json.MarshalIndent(index, "", "  ")
	if err != nil {
		return File{}, fmt.Errorf("writing the index: %w", err)
	}
	return File{Path: IndexName, Data: append(data, '\n')}, nil
}

// IndexName is the index's file name.
const IndexName = "index.json"

// scpQuotas is the quotas that the manifest says hold.
func scpQuotas(common manifest.Common) iam.Quotas {
	if common.PolicyQuotas == manifest.QuotasBefore2026May {
		return iam.SCPBefore202605
	}
	return iam.CurrentSCP
}

// target is what a rule's policies are written for.
func target(in Input, rule pack.Rule, variables bool) pack.Target {
	return pack.Target{Partition: iam.Partition(in.Manifest.Spec.Common.Partition()), Variables: variables,
		Exempt: exempt(in), Exceptions: rule.Policy.Exceptions}
}
