package iam

// truth is the three-valued logic of the evaluation. maybe stands for a value
// that is one of the other two, but not known which.
type truth int8

const (
	no truth = iota
	maybe
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// and, or and not are Kleene's strong connectives: a definite operand decides
// where it can. With no < maybe < yes they are the smaller, the larger and the
// mirror image.
func (t truth) and(u truth) truth { return min(t, u) }
func (t truth) or(u truth) truth  { return max(t, u) }
func (t truth) not() truth        { return yes - t }

func (t truth) String() string { return [...]string{"no", "maybe", "yes"}[t] }
