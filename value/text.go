package value

import "strings"

// Class says what is known of the characters that a hole may be filled with.
type Class uint8

// The classes. Only Any may hold a separator (":", "/", "@" and the like) or be
// empty; every other class is at least one character out of letters, digits,
// "-", "_" and ".", so a string can be split around it.
const (
	Any       Class = iota // nothing is known
	Name                   // the name or id of some resource
	Account                // the deploying account's 12 digits
	Region                 // the deploying Region
	Partition              // the deploying partition
	Suffix                 // the deploying partition's DNS suffix
)

// Hole is a part of a string that cannot be known yet.
type Hole struct {
	Class Class
	// Name is what the author wrote, without the braces: "Host",
	// "AWS::AccountId", "Topic.TopicName".
	Name string
	// Why says in a few words why it is unknown: "parameter without a value".
	Why string
	// Resource is the logical id of the resource that the hole comes from,
	// if it comes from one of the same template.
	Resource string
	// AfterApply is true when a deployment will make it known.
	AfterApply bool
	// MayBeEmpty is true of what may turn out to be no characters at all, such
	// as a parameter of type String: nothing, where a name is wanted.
	MayBeEmpty bool
}

// Text is a string that is absent, known, or known in part. The zero Text is
// absent. A Text is never changed after it was made.
type Text struct {
	present bool
	parts   []part
}

// part is a literal, or a hole when hole is not nil.
type part struct {
	literal string
	hole    *Hole
}

// Literal is the known string s.
func Literal(s string) Text {
	if s == "" {
		return Text{present: true}
	}
	return Text{present: true, parts: []part{{literal: s}}}
}

// Of is a Text that is one hole.
func Of(h Hole) Text {
	return Text{present: true, parts: []part{{hole: &h}}}
}

// Unknown is a Text of which nothing is known; name and why are as in Hole.
func Unknown(name, why string) Text {
	return Of(Hole{Name: name, Why: why})
}

// Concat joins texts. An absent text adds nothing; the result is never absent.
func Concat(texts ...Text) Text {
	out := Text{present: true}
	for _, t := range texts {
		for _, p := range t.parts {
			out.add(p)
		}
	}
	return out
}

// Join joins texts with a separator between them, as Fn::Join does.
func Join(sep string, texts []Text) Text {
	out := Text{present: true}
	for i, t := range texts {
		if i > 0 && sep != "" {
			out.add(part{literal: sep})
		}
		for _, p := range t.parts {
			out.add(p)
		}
	}
	return out
}

// add appends p, keeping neighbouring literals as one part: two equal texts
// then have equal parts.
func (t *Text) add(p part) {
	if p.hole == nil && p.literal == "" {
		return
	}
	if n := len(t.parts); p.hole == nil && n > 0 && t.parts[n-1].hole == nil {
		t.parts[n-1].literal += p.literal
		return
	}
	t.parts = append(t.parts, p)
}

// Absent reports whether there is no string at all.
func (t Text) Absent() bool { return !t.present }

// Known returns the string when all of it is known. It is false for an absent
// text and for one with a hole.
func (t Text) Known() (string, bool) {
	switch {
	case !t.present:
		return "", false
	case len(t.parts) == 0:
		return "", true
	case len(t.parts) == 1 && t.parts[0].hole == nil:
		return t.parts[0].literal, true
	}
	return "", false
}

// Hole returns the hole when the text is one hole and nothing else.
func (t Text) Hole() (Hole, bool) {
	if len(t.parts) == 1 && t.parts[0].hole != nil {
		return *t.parts[0].hole, true
	}
	return Hole{}, false
}

// Holes returns the holes in the order they stand in.
func (t Text) Holes() []Hole {
	var out []Hole
	for _, p := range t.parts {
		if p.hole != nil {
			out = append(out, *p.hole)
		}
	}
	return out
}

// Prefix returns the known characters before the first hole.
func (t Text) Prefix() string {
	if len(t.parts) > 0 && t.parts[0].hole == nil {
		return t.parts[0].literal
	}
	return ""
}

// Tail returns the known characters after the last hole: all of a known text.
func (t Text) Tail() string {
	if n := len(t.parts); n > 0 && t.parts[n-1].hole == nil {
		return t.parts[n-1].literal
	}
	return ""
}

// Lower is the text with its known characters in lower case.
func (t Text) Lower() Text {
	out := Text{present: t.present}
	for _, p := range t.parts {
		p.literal = strings.ToLower(p.literal)
		out.add(p)
	}
	return out
}

// Cut splits the text at the first sep. The answer is Maybe when a hole that
// could hold sep stands before the first one that is known; then before and
// after mean nothing.
func (t Text) Cut(sep byte) (before, after Text, found Tri) {
	before = Text{present: true}
	for i, p := range t.parts {
		if p.hole != nil {
			if p.hole.Class == Any {
				return Text{}, Text{}, Maybe
			}
			before.add(p)
			continue
		}
		left, right, ok := strings.Cut(p.literal, string(sep))
		before.add(part{literal: left})
		if ok {
			after = Text{present: true}
			after.add(part{literal: right})
			for _, q := range t.parts[i+1:] {
				after.add(q)
			}
			return before, after, Yes
		}
	}
	return before, Text{}, No
}

// Split splits the text at every sep (one or more characters), as Fn::Split
// does. It is false when a hole could hold sep, or part of it.
func (t Text) Split(sep string) ([]Text, bool) {
	if sep == "" || !t.present {
		return nil, false
	}
	out := []Text{{present: true}}
	for _, p := range t.parts {
		last := &out[len(out)-1]
		if p.hole != nil {
			if p.hole.Class == Any || !separates(sep) {
				return nil, false
			}
			last.add(p)
			continue
		}
		for i, piece := range strings.Split(p.literal, sep) {
			if i > 0 {
				out = append(out, Text{present: true})
				last = &out[len(out)-1]
			}
			last.add(part{literal: piece})
		}
	}
	return out, true
}

// separates reports whether sep is one character that no class but Any holds.
func separates(sep string) bool {
	return len(sep) == 1 && strings.Contains(":/@|,; ", sep)
}

// Same reports whether two texts stand for the same string whatever their holes
// are filled with. Two holes are the same when they are of the same class and
// have the same name; one without a name is the same as no other; the deploying account is taken to differ from every account that is
// written out (see Literally).
func (t Text) Same(u Text) Tri {
	if !t.present || !u.present {
		return Is(t.present == u.present)
	}
	a, okA := t.Known()
	b, okB := u.Known()
	if okA && okB {
		return Is(a == b)
	}
	if equalParts(t.parts, u.parts) {
		return Yes
	}
	if t.literally() && (okB || u.literally()) || u.literally() && okA {
		return No
	}
	if differ(t, u) {
		return No
	}
	return Maybe
}

// literally is true for a text that is the deploying account, Region or
// partition and nothing else. Who judges a template without saying where it
// will be deployed asks about a deployment that the template does not name, so
// such a hole equals no literal. Of what is unknown it may be the value.
func (t Text) literally() bool {
	h, ok := t.Hole()
	return ok && (h.Class == Account || h.Class == Region || h.Class == Partition || h.Class == Suffix)
}

func equalParts(a, b []part) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, y := a[i], b[i]
		switch {
		case (x.hole == nil) != (y.hole == nil):
			return false
		case x.hole == nil && x.literal != y.literal:
			return false
		case x.hole != nil && (x.hole.Name == "" || x.hole.Class != y.hole.Class || x.hole.Name != y.hole.Name):
			return false // two unknowns without a name may be anything
		}
	}
	return true
}

// differ reports whether the known ends alone rule equality out.
func differ(t, u Text) bool {
	p, q := t.Prefix(), u.Prefix()
	n := min(len(p), len(q))
	if p[:n] != q[:n] {
		return true
	}
	p, q = t.Tail(), u.Tail()
	n = min(len(p), len(q))
	return p[len(p)-n:] != q[len(q)-n:]
}

// String shows the text as a person would write it: holes as ${Name}. It is for
// messages; an absent text shows as "(absent)".
func (t Text) String() string {
	if !t.present {
		return "(absent)"
	}
	var b strings.Builder
	for _, p := range t.parts {
		if p.hole == nil {
			b.WriteString(p.literal)
			continue
		}
		b.WriteString("${")
		b.WriteString(p.hole.Name)
		b.WriteString("}")
	}
	return b.String()
}
