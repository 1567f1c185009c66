package cfn

import (
	"slices"

	"github.com/truststack/truststack/value"
)

// world is one run of an explorer: what was decided so far, and what the run
// came by.
type world struct {
	*explorer
	next       int // of path
	decided    map[string]decision
	peeked     map[string]int // variables that were read before they were decided, and when
	peeks      int
	conditions map[string]outcome
	testing    []string // conditions that are being evaluated, outermost first
	consulted  int      // how often anything undecided was asked for
	when       value.When
	refs       []string        // resources that were referred to
	naming     map[string]bool // resources whose name is being worked out
	calls      int
	impossible bool // CloudFormation would refuse to deploy
	exhausted  bool
}

// decision is how a variable turned out: a literal, or something else.
type decision struct {
	literal string
	other   bool
	choice  bool // it could have turned out otherwise
}

// outcome is how a condition turned out, and whether it could have turned out
// otherwise.
type outcome struct{ holds, chosen bool }

func newWorld(x *explorer) *world {
	return &world{
		explorer:   x,
		decided:    map[string]decision{},
		peeked:     map[string]int{},
		conditions: map[string]outcome{},
		naming:     map[string]bool{},
	}
}

// pick takes the next decision of the path, or the first option beyond it.
func (w *world) pick(options int) int {
	if options < 2 {
		return 0
	}
	if w.next == len(w.path) {
		w.path = append(w.path, step{0, options})
	}
	option := w.path[w.next].option
	w.next++
	return min(option, options-1)
}

// decide says how a variable turns out: one of literals, or, where other is
// true, something else.
func (w *world) decide(variable string, literals []string, other bool) decision {
	if d, ok := w.decided[variable]; ok {
		w.consult(d)
		return d
	}
	if w.peeked[variable] > 0 {
		// What was read as unknown is now to be known: read it again, knowing.
		w.eager[variable] = true
		w.restart = true
	}
	options := len(literals)
	if other {
		options++
	}
	d := decision{other: true, choice: options > 1}
	if i := w.pick(options); i < len(literals) {
		d.literal, d.other = literals[i], false
	}
	w.decided[variable] = d
	w.consult(d)
	return d
}

// consult counts a decision that was asked for, if it could be otherwise.
func (w *world) consult(d decision) {
	if d.choice {
		w.consulted++
	}
}

// unknown is a hole as this world fills it: with a literal when it was decided
// that the variable behind it is one.
func (w *world) unknown(h value.Hole) value.Text {
	d, ok := w.decided[h.Name]
	switch {
	case ok:
		w.consult(d)
	case w.eager[h.Name]:
		d = w.decide(h.Name, w.literals[h.Name], true)
	default:
		if w.peeks++; w.peeked[h.Name] == 0 {
			w.peeked[h.Name] = w.peeks
		}
		return value.Of(h)
	}
	if d.other {
		return value.Of(h)
	}
	w.note(h.Name, d.literal)
	return value.Literal(d.literal)
}

// note records a choice that the resource itself depends on. What a condition
// consults is not the resource's: its When names the condition.
func (w *world) note(name, literal string) {
	if len(w.testing) > 0 {
		return
	}
	c := value.Choice{Name: name, Value: literal}
	if !slices.Contains(w.when, c) {
		w.when = append(w.when, c)
	}
}

// enter counts one evaluation; false when a limit is reached. Each enter that
// returned true is left with leave.
func (w *world) enter() bool {
	w.cost(1)
	if w.calls >= maxCall {
		w.exhausted = true
	}
	if w.exhausted {
		return false
	}
	w.calls++
	return true
}

func (w *world) leave() { w.calls-- }

// cost counts work against the limits.
func (w *world) cost(n int) {
	w.spent += n
	w.steps += n
	if w.spent > maxSteps || w.steps > maxAllSteps {
		w.exhausted = true
	}
}
