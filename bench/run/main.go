// Command run measures truststack check beside conftest and opa exec.
//
// First all three must report the same resources on bench/labelled; otherwise the
// run fails and nothing is measured. Then the corpus is timed, all cores and one
// core, and one template in a process of its own. Last, files that are hostile or
// broken are put among good ones, and the run fails if one of them stops
// truststack. Times and ratios are printed, never asserted.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

type options struct {
	bench, corpus, truststack, conftest, opa string
	inputs                                   string
	runs                                     int
}

func main() {
	var o options
	flag.StringVar(&o.bench, "bench", "bench", "this folder")
	flag.StringVar(&o.corpus, "corpus", "", "folder of real templates")
	flag.StringVar(&o.truststack, "truststack", "", "the shipped binary")
	flag.StringVar(&o.conftest, "conftest", "", "conftest's binary")
	flag.StringVar(&o.opa, "opa", "", "opa's binary")
	flag.IntVar(&o.runs, "runs", 11, "how often each program is timed")
	flag.StringVar(&o.inputs, "inputs", "", "only write the hostile inputs into this folder")
	flag.Parse()
	act := run
	if o.inputs != "" {
		act = writeInputs
	}
	if err := act(o); err != nil {
		fmt.Fprintln(os.Stderr, "bench: error:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	temp, err := os.MkdirTemp("", "truststack-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	programs, packages, err := prepare(o, temp)
	if err != nil {
		return err
	}
	fmt.Printf("%s, %s/%s, %d cores; %d packages enabled: %s\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH,
		runtime.NumCPU(), len(packages), strings.Join(packages, ", "))
	if err := labelled(programs, filepath.Join(o.bench, "labelled")); err != nil {
		return err
	}
	if o.corpus != "" {
		if err := timeAll(programs, o, temp); err != nil {
			return err
		}
	}
	return hostile(programs, o, temp)
}

// prepare writes the manifest and the policy's bundle and lists the programs,
// truststack first.
func prepare(o options, temp string) ([]program, []string, error) {
	manifest, packages, err := manifestFor(o)
	if err != nil {
		return nil, nil, err
	}
	path := filepath.Join(temp, "manifest.json")
	if err := os.WriteFile(path, manifest, 0o600); err != nil {
		return nil, nil, err
	}
	policy, bundle := filepath.Join(o.bench, "policy.rego"), filepath.Join(temp, "bundle")
	if err := errors.Join(os.Mkdir(bundle, 0o700), copyFile(policy, filepath.Join(bundle, "policy.rego"))); err != nil {
		return nil, nil, err
	}
	programs := []program{truststack(o.truststack, path)}
	if o.conftest != "" {
		programs = append(programs, conftest(o.conftest, policy))
	}
	if o.opa != "" {
		programs = append(programs, opaExec(o.opa, bundle))
	}
	return programs, packages, nil
}

// manifestFor is manifest.json with the packages that the binary knows: its
// schema names them.
func manifestFor(o options) (text []byte, packages []string, err error) {
	data, err := os.ReadFile(filepath.Join(o.bench, "manifest.json"))
	if err != nil {
		return nil, nil, err
	}
	var manifest struct {
		Version string         `json:"version"`
		Spec    map[string]any `json:"spec"`
	}
	if err := json.Unmarshal(data, &manifest); err != nil {
		return nil, nil, err
	}
	out, err := start(o.truststack, "schema").capture()
	if err != nil {
		return nil, nil, fmt.Errorf("%s schema: %w", o.truststack, err)
	}
	sections, _ := manifest.Spec["securityPackages"].(map[string]any)
	for key := range sections {
		if !strings.Contains(string(out.stdout), `"`+key+`"`) {
			delete(sections, key)
			continue
		}
		packages = append(packages, key)
	}
	text, err = json.Marshal(manifest)
	return text, sorted(packages), err
}
