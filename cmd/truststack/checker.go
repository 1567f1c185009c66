package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/truststack/truststack/cfn"
	"github.com/truststack/truststack/engine"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/report"
)

// input is one thing to read. Named says that the user named it, rather than the
// folder that it is in.
type input struct {
	path  string
	named bool
	skip  bool  // it is a link in a folder
	err   error // the folder it stands for could not be read
}

// checker judges templates.
type checker struct {
	rules    []pack.Rule
	options  cfn.Options
	all      bool
	excerpts bool
	now      time.Time
	stdin    io.Reader
}

// maxTemplate is the largest template that is read, in bytes. CloudFormation
// takes 1 MB; assemblies of many templates and generated ones are larger.
const maxTemplate = 10 << 20

func (k *checker) run(ctx context.Context, args []string) *report.Report {
	inputs := make(chan input, 1024)
	go func() {
		defer close(inputs)
		for _, arg := range args {
			walk(arg, inputs)
		}
	}()
	return work(ctx, inputs, k.input)
}

// walk sends what an argument names: itself, or the files of a folder that may be
// templates. Links are not followed, so a folder cannot lead out of itself.
func walk(arg string, inputs chan<- input) {
	if arg == "-" {
		inputs <- input{path: "-", named: true}
		return
	}
	_ = filepath.WalkDir(arg, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			inputs <- input{path: path, named: true, err: err}
			return nil
		case d.IsDir():
			if path != arg && skippedFolder[d.Name()] {
				return filepath.SkipDir
			}
		case path == arg:
			inputs <- input{path: path, named: true}
		case d.Type()&fs.ModeSymlink != 0 && ending[strings.ToLower(filepath.Ext(path))]:
			inputs <- input{path: path, skip: true}
		case d.Type().IsRegular() && ending[strings.ToLower(filepath.Ext(path))]:
			inputs <- input{path: path}
		}
		return nil
	})
}

// skippedFolder holds what a project's dependencies and its history are kept in.
var skippedFolder = map[string]bool{".git": true, "node_modules": true, ".terraform": true}

// ending is the endings of templates.
var ending = map[string]bool{".yaml": true, ".yml": true, ".json": true, ".template": true}

// input judges one input. What is broken is reported and stops nothing else.
func (k *checker) input(in input, r *report.Report) {
	name := in.path
	if name == "-" {
		name = "<stdin>"
	}
	if in.skip {
		r.Summary.Skipped++
		return
	}
	data, err := k.read(in)
	if err != nil {
		r.Fail(report.Error{File: name, Message: err.Error(), Hint: "check the path and its permissions"})
		return
	}
	if !in.named && !cfn.MayDeclare(data) {
		r.Summary.Skipped++
		return
	}
	template, err := cfn.Parse(data)
	switch {
	case err != nil && (in.named || cfn.Declares(data)):
		r.Fail(problem(name, err))
		return
	case err == nil && in.named && !template.Declares():
		r.Fail(report.Error{File: name, Message: "it is not a template: it has no Resources with a Type",
			Hint: "name a CloudFormation or SAM template"})
		return
	case err != nil || !template.Declares():
		r.Summary.Skipped++
		return
	}
	r.Summary.Read++
	results := engine.Check(k.rules, template.Resources(k.options), k.now)
	for _, p := range template.Problems() {
		r.Warn(problem(name, p))
	}
	var excerpt func(int) string
	if k.excerpts {
		excerpt = excerpts(data)
	}
	r.Add(name, results, excerpt, k.all)
}

func (k *checker) read(in input) ([]byte, error) {
	if in.err != nil {
		return nil, in.err
	}
	if in.path == "-" {
		return readAll(k.stdin, maxTemplate)
	}
	f, err := openFile(in.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f, maxTemplate)
}

func problem(file string, err error) report.Error {
	var p cfn.Problem
	if errors.As(err, &p) {
		return report.Error{File: file, Line: p.Pos.Line, Column: p.Pos.Column, Message: p.Text, Hint: p.Fix}
	}
	return report.Error{File: file, Message: err.Error()}
}

// excerpts gives lines of a text by their number, counted from 1; "" where there
// is none. The text is looked through once, and of a line only what a report
// shows is kept: a minified template is one line, and each result would keep all
// of it.
func excerpts(data []byte) func(line int) string {
	var starts []int // of lines, found at the first call
	return func(line int) string {
		if starts == nil {
			starts = []int{0}
			for i, c := range data {
				if c == '\n' {
					starts = append(starts, i+1)
				}
			}
		}
		if line < 1 || line > len(starts) {
			return ""
		}
		text := data[starts[line-1]:]
		text, _, _ = bytes.Cut(text[:min(len(text), maxExcerpt)], []byte("\n"))
		return strings.TrimRight(string(text), "\r ")
	}
}

// maxExcerpt is how much of a line is kept; more than report shows, so that it
// says that there is more.
const maxExcerpt = 512
