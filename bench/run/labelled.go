package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// labelled fails unless every program denies exactly the resources of
// expected.txt.
func labelled(programs []program, folder string) error {
	data, err := os.ReadFile(filepath.Join(folder, "expected.txt"))
	if err != nil {
		return err
	}
	var want []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			want = append(want, line)
		}
	}
	want = sorted(want)
	templates := filepath.Join(folder, "templates")
	entries, err := os.ReadDir(templates)
	if err != nil {
		return err
	}
	for _, p := range programs {
		r, _, err := p.check(templates)
		if err != nil {
			return err
		}
		if len(r.rejected) > 0 {
			return fmt.Errorf("labelled set: %s cannot read %v", p.name, r.rejected)
		}
		got := denied(r)
		if !slices.Equal(got, want) {
			return fmt.Errorf("labelled set: %s\n  reports, and should not: %v\n  does not report, and should: %v", p.name, less(got, want), less(want, got))
		}
	}
	fmt.Printf("Labelled set: %d templates, %d untrusted resources, the same from all %d programs.\n\n", len(entries), len(want), len(programs))
	return nil
}

// denied is whom a report denies, by the file's name alone.
func denied(r report) []string {
	var out []string
	for _, d := range r.denied {
		out = append(out, filepath.Base(d))
	}
	return sorted(out)
}

// less is the items of a that are not in b.
func less(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
