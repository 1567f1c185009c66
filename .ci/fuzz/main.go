// Command fuzz runs every fuzz target of the module for an equal share of one
// budget, and fails when a target finds a fault, when it executed fewer inputs
// than it should, or when there are fewer targets than there were: a fuzz stage
// that runs nothing passes easily.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// fewestTargets is how many targets there are at least.
const fewestTargets = 17

type target struct{ folder, name string }

func main() {
	budget := flag.Duration("budget", 3*time.Minute, "time for all targets together")
	least := flag.Int("least", 10_000, "inputs that each target has to execute")
	only := flag.String("only", "", "run targets whose name matches")
	flag.Parse()
	if err := run(*budget, *least, *only); err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
		os.Exit(1)
	}
}

func run(budget time.Duration, least int, only string) error {
	targets, err := list(only)
	if err != nil {
		return err
	}
	if only == "" && len(targets) < fewestTargets {
		return fmt.Errorf("found %d targets, want at least %d", len(targets), fewestTargets)
	}
	// A target's time includes building it; what it has executed is what counts.
	share := budget / time.Duration(len(targets))
	failed := 0
	for _, t := range targets {
		executed, out, err := fuzz(t, share.String())
		if err == nil && executed < least { // a slow machine gets the time it needs
			var more int
			more, out, err = fuzz(t, fmt.Sprintf("%dx", least-executed))
			executed += more
		}
		switch {
		case err != nil:
			failed++
			fmt.Printf("%s %s FAILED\n%s\n", t.folder, t.name, out)
		case executed < least:
			failed++
			fmt.Printf("%s %s executed %d inputs in %s, want at least %d\n%s\n", t.folder, t.name, executed, share, least, out)
		default:
			fmt.Printf("%s %s executed %d inputs\n", t.folder, t.name, executed)
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d targets failed", failed, len(targets))
	}
	fmt.Printf("%d targets passed\n", len(targets))
	return nil
}

// list asks each package for its targets: go test -fuzz at the root of a module
// would find none and pass.
func list(only string) ([]target, error) {
	match, err := regexp.Compile(only)
	if err != nil {
		return nil, err
	}
	out, err := exec.Command("go", "list", "-f", "{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}{{end}}", "./...").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var targets []target
	for _, folder := range strings.Fields(string(out)) {
		names, err := functions(folder)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if match.MatchString(name) {
				targets = append(targets, target{folder, name})
			}
		}
	}
	return targets, nil
}

var declaration = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`)

func functions(folder string) ([]string, error) {
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		text, err := os.ReadFile(folder + "/" + f.Name())
		if err != nil {
			return nil, err
		}
		for _, m := range declaration.FindAllSubmatch(text, -1) {
			names = append(names, string(m[1]))
		}
	}
	return names, nil
}

var executions = regexp.MustCompile(`execs: ([0-9]+)`)

// fuzz runs one target, for a time or a number of inputs, and reads how many inputs it executed.
func fuzz(t target, share string) (int, string, error) {
	cmd := exec.Command("go", "test", "-run", "^$", "-fuzz", "^"+t.name+"$", "-fuzztime", share, ".")
	cmd.Dir = t.folder
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	most := 0
	for _, m := range executions.FindAllStringSubmatch(out.String(), -1) {
		if n, convErr := strconv.Atoi(m[1]); convErr == nil {
			most = max(most, n)
		}
	}
	return most, out.String(), err
}
