package main

import (
	"context"
	"strings"
	"testing"

	"github.com/truststack/truststack/report"
)

// TestFaultOfOneInput: what goes wrong on one input is an error of that input.
func TestFaultOfOneInput(t *testing.T) {
	inputs := make(chan input, 3)
	for _, path := range []string{"a", "bad", "c"} {
		inputs <- input{path: path}
	}
	close(inputs)
	r := work(context.Background(), inputs, func(in input, r *report.Report) {
		if in.path == "bad" {
			panic("out of range")
		}
		r.Summary.Read++
	})
	if r.Summary.Read != 2 || len(r.Errors) != 1 || r.Errors[0].File != "bad" || !strings.Contains(r.Errors[0].Message, "internal error: out of range") {
		t.Errorf("found %+v", r)
	}
}
