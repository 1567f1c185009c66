package pattern

// Pattern is what must all be true of one object of an event, in the order it
// was written; order changes the text and never the meaning, but for a field
// that stands twice. The top-level Pattern is an event pattern
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html).
//
// A Pattern is never changed after it was made.
type Pattern []Node

// Node is one part of a Pattern: a Leaf, a Branch or a Choice.
//
//sumtype:decl
type Node interface{ node() }

// Leaf is a field and what may stand in it: one matcher is enough. The name may
// hold dots, which stand for nesting.
type Leaf struct {
	Name     string
	Matchers []Matcher
}

// Branch is a field that holds an object.
type Branch struct {
	Name    string
	Pattern Pattern
}

// Choice is $or: one of its patterns is enough
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).
type Choice []Pattern

func (Leaf) node()   {}
func (Branch) node() {}
func (Choice) node() {}

// New is a pattern of these parts.
func New(nodes ...Node) Pattern { return nodes }

// Field is a field and what may stand in it.
func Field(name string, matchers ...Matcher) Leaf { return Leaf{name, matchers} }

// Object is a field that holds an object, and what must be true of that.
func Object(name string, nodes ...Node) Branch { return Branch{name, nodes} }

// Or is true when one of the patterns is.
func Or(patterns ...Pattern) Choice { return patterns }

// Limits of the service, and of this package.
const (
	// MaxLength is how many characters a pattern may have as it is submitted
	// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html).
	// It is a quota that can be raised, so JSON does not apply it; Parse does.
	MaxLength = 2048
	// MaxCombinations is how many combinations the Choices of a pattern may
	// make: alternatives of one add, Choices side by side multiply
	// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).
	MaxCombinations = 1000
	// MaxDepth is how deeply patterns and events may be nested.
	MaxDepth = 100
	// MaxEvent is how many bytes an event may have: more than any rule is given.
	MaxEvent = 1 << 20
)

// Combinations is how many combinations the pattern's Choices make, and 1 for a
// pattern without any. It stops counting above MaxCombinations.
func (p Pattern) Combinations() int { return p.combinations(0) }

func (p Pattern) combinations(depth int) int {
	product := 1
	if depth > MaxDepth {
		return product // Check refuses it
	}
	for _, n := range p {
		switch n := n.(type) {
		case Leaf:
		case Branch:
			product *= n.Pattern.combinations(depth + 1)
		case Choice:
			sum := 0
			for _, q := range n {
				sum = min(sum+q.combinations(depth+1), MaxCombinations+1)
			}
			product *= max(sum, 1)
		}
		product = min(product, MaxCombinations+1)
	}
	return product
}
