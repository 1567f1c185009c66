package iam

import (
	"fmt"
	"unicode/utf8"
)

// SidError is a Sid that Organizations would not take: Sids are unique within a
// document and have the characters A-Z, a-z and 0-9
// (reference_policies_elements_sid.html).
type SidError struct {
	Sid string
	// First is the index of the statement with the Sid; Second is the index of
	// the next one with it, -1 where the fault is in its characters.
	First, Second int
}

func (e *SidError) Error() string {
	if e.Second >= 0 {
		return fmt.Sprintf("packing statements %d and %d: found the Sid %s on both, wanted each Sid once; rename one", e.First, e.Second, quote(e.Sid))
	}
	return fmt.Sprintf("packing statement %d: found the Sid %s, wanted letters A-Z, a-z and digits only; rename it", e.First, quote(e.Sid))
}

// AttachmentsError is a set of statements that needs more documents than can be
// attached to one node.
type AttachmentsError struct {
	// Documents is how many are needed.
	Documents int
	Quotas    Quotas
}

func (e *AttachmentsError) Error() string {
	return fmt.Sprintf("packing for %s: found statements for %d documents, wanted at most %d (%d attachments, %d of them taken); "+
		"shorten the lists in the configuration, or attach some policies at another level of the organisation",
		e.Quotas.Name, e.Documents, e.Quotas.Free(), e.Quotas.Attachments, e.Quotas.Reserved)
}

// Part is a part of a statement that could be shortened.
type Part struct {
	// Element is "Action", "Resource" and so on, or "Condition", which has an
	// Operator and a Key.
	Element, Operator, Key string
	// Values is how many values it holds; Characters what they take, with quotes
	// and commas.
	Values, Characters int
}

func (p Part) String() string {
	name := p.Element
	if p.Operator != "" {
		name += " " + p.Operator + " " + p.Key
	}
	return fmt.Sprintf("%s has %d values, %d characters", name, p.Values, p.Characters)
}

// StatementTooLargeError is one statement that fits no document by itself.
type StatementTooLargeError struct {
	// Index counts from 0; Sid may be empty.
	Index int
	Sid   string
	// Size is the characters of a document with this statement alone, and Over
	// how many of them are above the quota.
	Size, Over int
	Quotas     Quotas
	// Largest is the largest part, which is the one to shorten.
	Largest Part
}

func (e *StatementTooLargeError) Error() string {
	return fmt.Sprintf("packing for %s: found statement %d (Sid %s) with %d characters alone in a document, wanted at most %d, which is %d fewer; "+
		"shorten or split its largest part: %s", e.Quotas.Name, e.Index, quote(e.Sid), e.Size, e.Quotas.Characters, e.Over, e.Largest)
}

func tooLarge(i int, st Statement, size int, q Quotas) error {
	return &StatementTooLargeError{Index: i, Sid: st.Sid, Size: size, Over: size - q.Characters, Quotas: q, Largest: LargestPart(st)}
}

// LargestPart is the list of values that takes the most characters in the
// statement; the first of them where several are as large.
func LargestPart(st Statement) Part {
	var largest Part
	consider := func(s Strings, p Part) {
		w := &writer{fresh: true}
		w.strings("", s)
		p.Values, p.Characters = s.Len(), max(0, utf8.RuneCount(w.out)-len(`"":`))
		if p.Characters > largest.Characters {
			largest = p
		}
	}
	consider(st.Action, Part{Element: "Action"})
	consider(st.NotAction, Part{Element: "NotAction"})
	consider(st.Resource, Part{Element: "Resource"})
	consider(st.NotResource, Part{Element: "NotResource"})
	for _, t := range principalTypes {
		consider(st.Principal.IDs(t), Part{Element: "Principal"})
		consider(st.NotPrincipal.IDs(t), Part{Element: "NotPrincipal"})
	}
	for _, op := range st.Condition {
		for _, k := range op.Keys {
			consider(k.Values, Part{Element: "Condition", Operator: op.Name, Key: k.Name})
		}
	}
	return largest
}
