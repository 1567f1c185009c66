package cfn

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/truststack/truststack/value"
)

// explorer evaluates one resource in every world that matters to it.
//
// A world fixes how each variable turns out: a parameter, a pseudo parameter, a
// comparison that nothing decides. Evaluation asks the world only when it needs
// one, so only variables that the resource consults multiply. It is run again
// and again, depth first; path is the decisions of the run, in the order they
// were met:
//
//	run 1: IsProd? yes  Env? dev        path [0/2 0/3]
//	run 2: IsProd? yes  Env? test       path [0/2 1/3]
//	run 4: IsProd? no                   path [1/2]
//
// Evaluation is deterministic, so a run that takes the same decisions meets the
// same variables; that is what makes a path enough to come back to a world. The
// alternative, listing the variables first and taking their product, multiplies
// what no branch consults and needs a second evaluator to find them.
//
// Which values a variable has is learnt on the way: literals are those that it
// was compared with. A run that learns something makes the search start again,
// since earlier runs may have read the variable as unknown where later ones
// know it.
type explorer struct {
	*evaluator
	path     []step
	literals map[string][]string // what a variable is compared with
	eager    map[string]bool     // variables decided wherever they are met
	restart  bool
	possible bool // try worlds that CloudFormation would refuse to deploy
	runs     int
	spent    int
}

// step is one decision: the option taken, of how many.
type step struct{ option, options int }

// explore runs evaluate in every world and returns the variants that differ. It
// is false when there are too many.
func (x *explorer) explore(evaluate func(*world) (value.Variant, bool)) ([]value.Variant, bool) {
	x.literals, x.eager = map[string][]string{}, map[string]bool{}
	variants, refused, ok := x.all(evaluate)
	if ok && len(variants) == 0 && refused {
		// Every world would be refused, or so it seems: do not let a mistake
		// in reading make a resource vanish.
		x.possible = true
		variants, _, ok = x.all(evaluate)
	}
	return variants, ok
}

// all runs evaluate in every world, starting again whenever it learns a value.
// refused is true when some world is one that cannot be deployed.
func (x *explorer) all(evaluate func(*world) (value.Variant, bool)) (out []value.Variant, refused, ok bool) {
	x.path = x.path[:0]
	seen := map[string]bool{}
	for {
		if x.runs++; x.runs > maxRuns || x.spent > maxSteps || x.steps > maxAllSteps {
			return nil, refused, false
		}
		w := newWorld(x)
		v, exists := evaluate(w)
		if w.exhausted {
			return nil, refused, false
		}
		if x.restart {
			x.restart, x.path, out, refused = false, x.path[:0], nil, false
			clear(seen)
			continue
		}
		if exists && len(x.path) == 0 && !w.impossible {
			return []value.Variant{v}, false, true // the only world: nothing to compare with
		}
		if w.impossible && !x.possible {
			refused = true
		} else if exists {
			key := identity(v)
			if w.cost(len(key) / 64); !seen[key] {
				seen[key] = true
				out = append(out, v)
			}
		}
		if len(out) > value.MaxVariants {
			return nil, refused, false
		}
		if !x.advance() {
			return out, refused, true
		}
	}
}

// advance moves path to the next world; false after the last one.
func (x *explorer) advance() bool {
	for n := len(x.path); n > 0; n-- {
		if last := &x.path[n-1]; last.option+1 < last.options {
			last.option++
			return true
		}
		x.path = x.path[:n-1]
	}
	return false
}

// learn adds a literal that a variable is compared with. The search starts
// again when it is new.
func (x *explorer) learn(variable, literal string) {
	if !slices.Contains(x.literals[variable], literal) {
		x.literals[variable] = append(x.literals[variable], literal)
		x.restart = true
	}
}

// identity tells variants apart: equal ones are equal in their choices and
// their content. Positions do not count within equal choices.
func identity(v value.Variant) string {
	var b strings.Builder
	for _, c := range v.When {
		writeQuoted(&b, c.Name)
		writeQuoted(&b, c.Value)
	}
	writeValue(&b, v.Properties)
	ids := make([]string, 0, len(v.Peers))
	for id := range v.Peers {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		writeQuoted(&b, id)
		writeValue(&b, v.Peers[id].Properties)
	}
	return b.String()
}

func writeQuoted(b *strings.Builder, s string) {
	q, _ := json.Marshal(s) // a string always marshals
	b.Write(q)
}

// writeValue writes a value so that different values have different text.
func writeValue(b *strings.Builder, v value.Value) {
	b.WriteByte("axsnblmo"[min(int(v.Kind), 7)])
	switch v.Kind {
	case value.String, value.Number, value.Bool:
		writeText(b, v.Text)
	case value.List:
		b.WriteByte('[')
		for _, item := range v.Items {
			writeValue(b, item)
		}
		b.WriteByte(']')
	case value.Map:
		b.WriteByte('{')
		for _, f := range v.Fields {
			writeQuoted(b, f.Key)
			writeValue(b, f.Value)
		}
		b.WriteByte('}')
	case value.Obscured:
		writeQuoted(b, v.Hole.Name)
		if v.Filled {
			b.WriteByte('+')
		}
	}
	if v.Open != nil {
		writeQuoted(b, v.Open.Name)
	}
}

// writeText writes a text with its holes told apart from its literals.
func writeText(b *strings.Builder, t value.Text) {
	writeQuoted(b, t.String())
	for _, h := range t.Holes() {
		b.WriteByte(byte('0' + h.Class))
		writeQuoted(b, h.Name)
	}
	writeQuoted(b, t.Prefix())
	writeQuoted(b, t.Tail())
}
