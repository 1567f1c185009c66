package report

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/truststack/truststack/pack"
)

// Style is how text is set off on a terminal; the zero Style is plain.
type Style struct{ Bold, Red, Yellow, Dim, Reset string }

// Colour is the style for a terminal.
var Colour = Style{"\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[2m", "\x1b[0m"}

// Text writes the report for a person: for each result the place, the line, the
// reason and the fix, then the counts.
func (r *Report) Text(w io.Writer, s Style) error {
	var b strings.Builder
	for _, x := range r.Results {
		x.text(&b, s)
	}
	sum := r.Summary
	fmt.Fprintf(&b, "%s judged in %s: %s%d untrusted%s, %d undetermined, %d trusted, %d excepted",
		plural(sum.Resources, "resource"), plural(sum.Read, "input"), s.Bold, sum.Untrusted, s.Reset, sum.Undetermined, sum.Trusted, sum.Excepted)
	if sum.Skipped > 0 {
		fmt.Fprintf(&b, "; %s skipped", plural(sum.Skipped, "file"))
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (x Result) text(b *strings.Builder, s Style) {
	colour := s.Yellow
	if x.Verdict == pack.Untrusted.String() {
		colour = s.Red
	}
	if x.Verdict == pack.Trusted.String() {
		colour = s.Dim
	}
	fmt.Fprintf(b, "%s%s%s: %s%s%s: %s %s (%s)\n", s.Bold, x.Location, s.Reset, colour, x.headline(), s.Reset,
		x.Resource.Type, clean(x.Resource.ID), x.Package)
	if x.excerpt != "" && x.Verdict != pack.Trusted.String() {
		fmt.Fprintf(b, "  %s%5d | %s%s\n", s.Dim, x.Location.Line, clean(x.excerpt), s.Reset)
	}
	for _, d := range x.details {
		fmt.Fprintf(b, "  %s: %s\n", d.Code, clean(d.Text))
		if d.Wanted != "" {
			fmt.Fprintf(b, "    found %s; wanted %s\n", clean(d.Found), clean(d.Wanted))
		}
		if d.Fix != "" {
			fmt.Fprintf(b, "    fix: %s\n", clean(d.Fix))
		}
	}
	for _, m := range x.Missing {
		fmt.Fprintf(b, "  %s: %s\n", m.Code, clean(strings.TrimPrefix(m.Path+": "+m.Why, ": ")))
	}
	if len(x.When) > 0 {
		fmt.Fprintf(b, "  when %s\n", clean(strings.Join(x.When, " and ")))
	}
}

func (x Result) headline() string {
	switch {
	case x.Exception != nil:
		return "untrusted, excepted by " + clean(*x.Exception)
	case x.Mode != "":
		return x.Verdict + " (" + x.Mode + ")"
	}
	return x.Verdict
}

func (l Location) String() string {
	if l.Line == 0 {
		return clean(l.File)
	}
	return fmt.Sprintf("%s:%d:%d", clean(l.File), l.Line, l.Column)
}

// clean keeps what a hostile template says from moving the cursor or faking
// output: control characters show as they are written in Go, long text is cut.
func clean(s string) string {
	const most = 400
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
