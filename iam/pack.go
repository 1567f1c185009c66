package iam

import (
	"slices"
	"unicode/utf8"
)

// exactStatements is the number of statements up to which Pack searches for the
// fewest documents. The search is exponential in the worst case; real sets of
// statements have a few dozen.
const exactStatements = 40

// searchSteps bounds the exact search. It counts steps and not time, so that the
// answer is the same on every machine.
const searchSteps = 2_000_000

// Pack puts statements into the fewest documents whose minified size is within
// the quota, each of the newer language version. Inside a document the
// statements keep their order; documents come in the order of their first
// statement. The same input always gives the same output. No statement at all
// gives no document.
//
// Beyond 40 statements, or where the search does not end in a fixed number of
// steps, the documents are those of the best-fit-decreasing rule, which is
// never far from the fewest and still within the quota.
//
// Errors: [*SidError] for a Sid that occurs twice or is not alphanumeric,
// [*SyntaxError] for a statement that is not valid, [*StatementTooLargeError]
// for one that fits no document, [*AttachmentsError] for more documents than
// the quota leaves free.
func Pack(statements []Statement, q Quotas) ([]Document, error) {
	if err := checkSids(statements); err != nil {
		return nil, err
	}
	empty := Document{Version: Version2012}.Size()
	weights := make([]int, len(statements))
	for i, st := range statements {
		alone := Document{Version: Version2012, Statements: statements[i : i+1]}
		if err := alone.Validate(); err != nil {
			return nil, err
		}
		if size := alone.Size(); size > q.Characters {
			return nil, tooLarge(i, st, size, q)
		}
		weights[i] = utf8.RuneCount(minifiedStatement(st)) + 1 // and its comma
	}
	// n statements have n-1 commas: the capacity gains one for the last.
	bins := fewestBins(weights, q.Characters-empty+1)
	if len(bins) > q.Free() {
		return nil, &AttachmentsError{Documents: len(bins), Quotas: q}
	}
	docs := make([]Document, len(bins))
	for i, bin := range bins {
		docs[i].Version = Version2012
		for _, at := range bin {
			docs[i].Statements = append(docs[i].Statements, statements[at])
		}
	}
	return docs, nil
}

func checkSids(statements []Statement) error {
	first := map[string]int{}
	for i, st := range statements {
		if st.Sid == "" {
			continue
		}
		if !AlphanumericSid(st.Sid) {
			return &SidError{Sid: st.Sid, First: i, Second: -1}
		}
		if at, ok := first[st.Sid]; ok {
			return &SidError{Sid: st.Sid, First: at, Second: i}
		}
		first[st.Sid] = i
	}
	return nil
}

// fewestBins partitions the items 0..len(weights)-1 into bins of the capacity;
// no weight exceeds it. Items ascend in a bin, bins ascend by their first item.
func fewestBins(weights []int, capacity int) [][]int {
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return weights[b] - weights[a] })
	sorted := make([]int, len(order))
	for i, at := range order {
		sorted[i] = weights[at]
	}
	bin, count := bestFit(sorted, capacity)
	if len(sorted) <= exactStatements {
		search := &binSearch{weights: sorted, capacity: capacity, bin: make([]int, len(sorted)), steps: searchSteps}
		for k := lowerBound(sorted, capacity); k < count; k++ {
			if search.fits(k) {
				bin, count = search.bin, k
			}
		}
	}
	bins := make([][]int, count)
	for i, b := range bin {
		bins[b] = append(bins[b], order[i])
	}
	for _, b := range bins {
		slices.Sort(b)
	}
	slices.SortFunc(bins, func(a, b []int) int { return a[0] - b[0] })
	return bins
}

// bestFit puts each weight, heaviest first, into the fullest bin that takes it.
func bestFit(weights []int, capacity int) (bin []int, count int) {
	bin = make([]int, len(weights))
	var free []int
	for i, w := range weights {
		best := -1
		for b, f := range free {
			if f >= w && (best < 0 || f < free[best]) {
				best = b
			}
		}
		if best < 0 {
			best = len(free)
			free = append(free, capacity)
		}
		free[best] -= w
		bin[i] = best
	}
	return bin, len(free)
}

// lowerBound is a number of bins below which the weights, heaviest first, cannot
// fit: what their sum needs, and one for each weight above half of a bin.
func lowerBound(weights []int, capacity int) int {
	sum, halves := 0, 0
	for _, w := range weights {
		sum += w
		if 2*w > capacity {
			halves++
		}
	}
	return max((sum+capacity-1)/max(1, capacity), halves)
}

// binSearch is a depth-first search for a partition into a given number of bins.
type binSearch struct {
	weights  []int // heaviest first
	capacity int
	bin      []int // where each weight lies
	free     []int // room left in each open bin
	steps    int   // left before the search gives up
}

// fits reports whether a partition into k bins was found; bin holds it.
func (s *binSearch) fits(k int) bool {
	s.free = make([]int, 0, k)
	rest := 0
	for _, w := range s.weights {
		rest += w
	}
	return s.place(0, k, k*s.capacity-rest)
}

// place puts weight i and all after it. slack is the room that may still be
// wasted: a bin whose room no later weight can use takes from it.
func (s *binSearch) place(i, k, slack int) bool {
	if i == len(s.weights) {
		return true
	}
	if s.steps--; s.steps < 0 || s.wasted() > slack {
		return false
	}
	w := s.weights[i]
	for b, f := range s.free {
		// Two bins with the same room are the same to every later weight.
		if f < w || slices.Contains(s.free[:b], f) {
			continue
		}
		s.free[b] -= w
		s.bin[i] = b
		if s.place(i+1, k, slack) {
			return true
		}
		s.free[b] += w
		if f == w {
			return false // a weight that fills a bin is never better elsewhere
		}
	}
	if len(s.free) == k {
		return false
	}
	s.free = append(s.free, s.capacity-w)
	s.bin[i] = len(s.free) - 1
	if s.place(i+1, k, slack) {
		return true
	}
	s.free = s.free[:len(s.free)-1]
	return false
}

// wasted is the room in open bins that even the lightest weight cannot use.
func (s *binSearch) wasted() int {
	lightest := s.weights[len(s.weights)-1]
	sum := 0
	for _, f := range s.free {
		if f < lightest {
			sum += f
		}
	}
	return sum
}
