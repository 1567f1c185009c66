package cfn

import (
	"fmt"
	"strings"

	"github.com/truststack/truststack/value"
)

// doubts is why resources may turn out otherwise than they are written.
type doubts struct {
	all   string // holds for every resource
	spans []span
}

// span is the text of one resource: from its key up to the next one's.
type span struct {
	from, to value.Pos
	why      string
}

// doubts looks for what makes the template mean more than it says: a macro of the
// author's own, which is given the whole template, and keys that stand twice,
// where nobody says which of the two CloudFormation takes. Macros of AWS are
// taken at their word: SAM and loops are expanded, the others make resources of
// their own
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html).
func (t *Template) doubts() doubts {
	var d doubts
	for _, section := range []string{"Transform", "Fn::Transform"} {
		for _, n := range listOf(t.root.Get(section)) {
			name := n
			if n.Is(MapNode) {
				name = n.Get("Name")
			}
			if !name.Is(StringNode) || !strings.HasPrefix(name.Text, "AWS::") {
				d.all = "a macro of the template can rewrite it at deployment: check the processed template"
			}
		}
	}
	for _, p := range t.found {
		if !p.twice {
			continue
		}
		why := fmt.Sprintf("a key stands twice at %d:%d, and nobody says which of the two CloudFormation takes", p.Pos.Line, p.Pos.Column)
		if at, inside := t.spanOf(p.Pos); inside {
			at.why = why
			d.spans = append(d.spans, at)
			continue
		}
		d.all = why
	}
	return d
}

// spanOf is the resource that a position stands in, by its place in the text.
func (t *Template) spanOf(pos value.Pos) (span, bool) {
	resources := t.root.Get("Resources")
	if !resources.Is(MapNode) || before(pos, resources.Pos) {
		return span{}, false
	}
	var s span
	for _, f := range resources.Fields { // a key that stands twice has its last place
		switch {
		case before(pos, f.KeyPos):
			if s.to.Line == 0 || before(f.KeyPos, s.to) {
				s.to = f.KeyPos
			}
		case before(s.from, f.KeyPos):
			s.from = f.KeyPos
		}
	}
	for _, f := range t.root.Fields { // a section after Resources ends the last one
		if s.to.Line == 0 && before(resources.Pos, f.KeyPos) && !before(pos, f.KeyPos) {
			return span{}, false
		}
	}
	return s, s.from.Line > 0
}

// on is why the resource whose key stands at pos is in doubt; "" when it is not.
func (d doubts) on(pos value.Pos) string {
	for _, s := range d.spans {
		if !before(pos, s.from) && (s.to.Line == 0 || before(pos, s.to)) {
			return s.why
		}
	}
	return d.all
}

// before reports whether a stands before b in the text.
func before(a, b value.Pos) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column
}

// readElsewhere tells of resources that stand for others, which another template
// describes.
func (e *evaluator) readElsewhere(kind string, pos value.Pos) {
	switch {
	case kind == "AWS::CloudFormation::Stack", kind == "AWS::CloudFormation::StackSet", kind == "AWS::Serverless::Application",
		strings.HasSuffix(kind, "::MODULE"):
		e.tell(problem(pos, "check that template too", "the resources of %s are in another template and are not judged here", shorten(kind)))
	}
}
