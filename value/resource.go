package value

// MaxVariants is how many consistent ways to turn out a resource may have
// before it is given up as undetermined.
const MaxVariants = 256

// Choice is one way in which a condition, or a parameter with a list of allowed
// values, can turn out: {"IsProd", "false"}.
type Choice struct{ Name, Value string }

func (c Choice) String() string { return c.Name + "=" + c.Value }

// When is the set of choices under which something holds, in the order the
// resource met them. Empty: always.
type When []Choice

// Strings is the choices as "name=value".
func (w When) Strings() []string {
	out := make([]string, len(w))
	for i, c := range w {
		out[i] = c.String()
	}
	return out
}

// Holds reports whether every choice of w is among those of world.
func (w When) Holds(world When) bool {
	for _, c := range w {
		if !world.has(c) {
			return false
		}
	}
	return true
}

func (w When) has(c Choice) bool {
	for _, d := range w {
		if c == d {
			return true
		}
	}
	return false
}

// Resource is a resource as some source describes it: a template, a plan, a
// hook's payload.
type Resource struct {
	ID   string // logical id, or the address in a plan
	Type string // CloudFormation's name: "AWS::SNS::Subscription"
	Pos  Pos
	// Where it will be: the deploying account, Region and partition, as
	// literals where they are known and holes of that class where not.
	Account, Region, Partition Text
	// Variants is never empty for a resource that can exist.
	Variants []Variant
	// Overflow is true when there would be more than MaxVariants; Variants is
	// then one, with properties of which nothing is known.
	Overflow bool
	// Doubt is why the resource may turn out otherwise than it is written: a
	// macro can rewrite the template, a key stands twice. It may be untrusted
	// then, and never trusted. Empty: it is as it is written.
	Doubt string
}

// Variant is one consistent way in which a resource can turn out.
type Variant struct {
	When       When
	Properties Value
	// Peers are the resources of the same template that the properties refer
	// to, by logical id, as they are in this variant. Only the types and
	// properties that a rule asked for are there.
	Peers map[string]Peer
}

// Peer is a resource that another one refers to.
type Peer struct {
	Type       string
	Properties Value
}
