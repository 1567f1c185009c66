package report

import (
	"cmp"
	"slices"

	"github.com/truststack/truststack/engine"
	"github.com/truststack/truststack/pack"
)

// Schema names the form of the JSON.
const Schema = "truststack.report/v1"

// Report is everything that one run has to say.
type Report struct {
	Schema  string   `json:"schema"`
	Summary Summary  `json:"summary"`
	Results []Result `json:"results"`
	Errors  []Error  `json:"errors"`
	// Warnings are parts of inputs that could not be read the way
	// CloudFormation would; the rest was judged all the same.
	Warnings []Error `json:"warnings,omitempty"`
}

// Summary counts. Trusted, Untrusted, Undetermined and Excepted count results,
// of which there is one for each package and resource; a result that an
// exception covers counts as excepted and not as untrusted.
type Summary struct {
	Read         int `json:"read"`      // inputs read
	Skipped      int `json:"skipped"`   // files in folders that are no template
	Resources    int `json:"resources"` // resources that at least one package judged
	Trusted      int `json:"trusted"`
	Untrusted    int `json:"untrusted"`
	Undetermined int `json:"undetermined"`
	Excepted     int `json:"excepted"`
}

// Result is what one package says of one resource.
type Result struct {
	Package   string    `json:"package"`
	Layer     string    `json:"layer"`
	Verdict   string    `json:"verdict"`
	Resource  Resource  `json:"resource"`
	Location  Location  `json:"location"`
	Codes     []string  `json:"codes"`
	Reasons   []string  `json:"reasons"`
	Fix       string    `json:"fix"`
	When      []string  `json:"when"`
	Missing   []Missing `json:"missing"`
	Exception *string   `json:"exception"`
	// Mode is given where the layer does not enforce: the result then fails
	// nothing.
	Mode string `json:"mode,omitempty"`

	details []pack.Reason
	excerpt string
}

// Resource is what was judged.
type Resource struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// Location is where it stands; line and column from 1, 0 where nobody knows.
type Location struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// Missing is a fact that is wanting for a verdict.
type Missing struct {
	Code string `json:"code"`
	Path string `json:"path"`
	Why  string `json:"why"`
}

// Error is an input that could not be read, or a part of one, and what to do.
type Error struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// New is an empty report.
func New() *Report {
	return &Report{Schema: Schema, Results: []Result{}, Errors: []Error{}}
}

// Add takes the results on one file. Excerpt gives the text of a line of it, for
// people; nil for none. Trusted results are counted, and kept only with all.
func (r *Report) Add(file string, results []engine.Result, excerpt func(line int) string, all bool) {
	seen := map[string]bool{}
	for _, x := range results {
		if !seen[x.Resource.ID] {
			seen[x.Resource.ID] = true
			r.Summary.Resources++
		}
		r.count(x.Decision)
		out := newResult(file, x)
		if x.Decision.Verdict.Kind == pack.Trusted {
			r.advise(out)
			if !all {
				continue
			}
		}
		if excerpt != nil {
			out.excerpt = excerpt(out.Location.Line)
		}
		r.Results = append(r.Results, out)
	}
}

// advise turns the notes of a trusted result into warnings.
func (r *Report) advise(x Result) {
	for _, note := range x.details {
		r.Warn(Error{File: x.Location.File, Line: x.Location.Line, Column: x.Location.Column,
			Message: note.Code + ": " + note.Text, Hint: note.Fix})
	}
}

func (r *Report) count(d pack.Decision) {
	switch {
	case d.Exception != nil:
		r.Summary.Excepted++
	case d.Verdict.Kind == pack.Trusted:
		r.Summary.Trusted++
	case d.Verdict.Kind == pack.Untrusted:
		r.Summary.Untrusted++
	default:
		r.Summary.Undetermined++
	}
}

func newResult(file string, x engine.Result) Result {
	d := x.Decision
	at := d.At
	if at.Line == 0 {
		at = x.Resource.Pos
	}
	out := Result{
		Package: d.Package.Name, Layer: string(d.Layer), Verdict: d.Verdict.Kind.String(),
		Resource: Resource{ID: x.Resource.ID, Type: x.Resource.Type},
		Location: Location{File: file, Line: at.Line, Column: at.Column},
		Codes:    []string{}, Reasons: []string{}, When: d.When.Strings(), Missing: []Missing{},
		details: d.Verdict.Reasons,
	}
	for _, reason := range d.Verdict.Reasons {
		out.Codes = append(out.Codes, reason.Code)
		out.Reasons = append(out.Reasons, reason.Text)
		if out.Fix == "" {
			out.Fix = reason.Fix
		}
	}
	for _, m := range d.Verdict.Missing {
		out.Missing = append(out.Missing, Missing{m.Code, m.Path, m.Why})
	}
	if d.Exception != nil {
		name := d.Exception.String()
		out.Exception = &name
	}
	if d.Mode == "audit" {
		out.Mode = string(d.Mode)
	}
	return out
}

// Fail notes an input that could not be read.
func (r *Report) Fail(e Error) { r.Errors = append(r.Errors, e) }

// Warn notes a part of an input that could not be read.
func (r *Report) Warn(e Error) { r.Warnings = append(r.Warnings, e) }

// Merge adds another report's results, errors and counts.
func (r *Report) Merge(o *Report) {
	r.Results = append(r.Results, o.Results...)
	r.Errors = append(r.Errors, o.Errors...)
	r.Warnings = append(r.Warnings, o.Warnings...)
	r.Summary.Read += o.Summary.Read
	r.Summary.Skipped += o.Summary.Skipped
	r.Summary.Resources += o.Summary.Resources
	r.Summary.Trusted += o.Summary.Trusted
	r.Summary.Untrusted += o.Summary.Untrusted
	r.Summary.Undetermined += o.Summary.Undetermined
	r.Summary.Excepted += o.Summary.Excepted
}

// Sort puts results and errors in the order of files, lines and packages, so that
// two runs say the same however the work was shared out.
func (r *Report) Sort() {
	slices.SortStableFunc(r.Results, func(a, b Result) int {
		return cmp.Or(cmp.Compare(a.Location.File, b.Location.File), cmp.Compare(a.Location.Line, b.Location.Line),
			cmp.Compare(a.Location.Column, b.Location.Column), cmp.Compare(a.Resource.ID, b.Resource.ID), cmp.Compare(a.Package, b.Package))
	})
	slices.SortStableFunc(r.Errors, byPlace)
	slices.SortStableFunc(r.Warnings, byPlace)
}

func byPlace(a, b Error) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
}

// Violations is how many results fail: untrusted, not excepted, not of a layer
// that only audits.
func (r *Report) Violations() int {
	n := 0
	for _, x := range r.Results {
		if x.Verdict == pack.Untrusted.String() && x.Exception == nil && x.Mode == "" {
			n++
		}
	}
	return n
}

// DropUndetermined leaves out the undetermined results; the summary still counts
// them.
func (r *Report) DropUndetermined() {
	r.Results = slices.DeleteFunc(r.Results, func(x Result) bool { return x.Verdict == pack.Undetermined.String() })
}
