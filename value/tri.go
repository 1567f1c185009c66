package value

// Tri is an answer that may not be known. Its zero value is Maybe, so that an
// answer nobody gave is not a yes and not a no.
type Tri uint8

// The three answers.
const (
	Maybe Tri = iota
	No
	Yes
)

// Is turns a known answer into a Tri.
func Is(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// Not inverts a known answer and leaves Maybe alone.
func (t Tri) Not() Tri {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Maybe
}

// And is No when either is, Yes when both are, else Maybe.
func (t Tri) And(u Tri) Tri {
	switch {
	case t == No || u == No:
		return No
	case t == Yes && u == Yes:
		return Yes
	}
	return Maybe
}

// Or is Yes when either is, No when both are, else Maybe.
func (t Tri) Or(u Tri) Tri {
	return t.Not().And(u.Not()).Not()
}

func (t Tri) String() string {
	switch t {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "maybe"
}
