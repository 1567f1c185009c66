package value

// Pos is where a value was written: line and column, both from 1. The zero Pos
// says that nobody wrote it: it was derived, or came from an API.
type Pos struct{ Line, Column int }

// Kind is what a Value is.
type Kind uint8

// The kinds. The zero kind is Absent: the property is not there, or is
// AWS::NoValue.
const (
	Absent   Kind = iota
	Null          // a literal null
	String        // also every scalar of a source that does not tell them apart
	Number        // the text is the number as written
	Bool          // the text is "true" or "false"
	List          //
	Map           //
	Obscured      // there may be something here; nobody can know what
)

// Value is a node of a resource's properties.
type Value struct {
	Kind   Kind
	Text   Text    // of a String, Number or Bool
	Items  []Value // of a List
	Fields []Field // of a Map, in the order written
	// Open, on a List or Map, says why it may hold more than is listed: an
	// include, a loop over an unknown collection, a property nobody read.
	Open *Hole
	// Hole, on an Obscured value, says why it is unknown.
	Hole Hole
	// Filled, on an Obscured value, is true when the value is known to be
	// there and not empty: a parameter of type List<AWS::EC2::Subnet::Id>.
	Filled bool
	Pos    Pos
}

// Field is one key of a Map.
type Field struct {
	Key    string
	KeyPos Pos
	Value  Value
}

// Scalar is a String value written at pos.
func Scalar(t Text, pos Pos) Value {
	if t.Absent() {
		return Value{Pos: pos}
	}
	return Value{Kind: String, Text: t, Pos: pos}
}

// Obscure is a value of which nothing is known but why.
func Obscure(h Hole, pos Pos) Value {
	return Value{Kind: Obscured, Hole: h, Pos: pos}
}

// Get follows keys into nested maps. What lies inside an unknown value is
// unknown; a key that an open map does not list is unknown; anything else that
// is not there is Absent, with the position of the nearest value that is.
func (v Value) Get(keys ...string) Value {
	for _, key := range keys {
		v = v.field(key)
	}
	return v
}

func (v Value) field(key string) Value {
	switch v.Kind {
	case Obscured:
		h := v.Hole
		h.Name += "." + key
		return Obscure(h, v.Pos)
	case Map:
		for _, f := range v.Fields {
			if f.Key == key {
				return f.Value
			}
		}
		if v.Open != nil {
			return Obscure(*v.Open, v.Pos)
		}
	case String, Number, Bool, List:
		// A map was expected. The service would refuse the call, but nobody
		// here can be sure, so it is unknown and not absent.
		return Obscure(Hole{Name: key, Why: "inside a value that is not a map"}, v.Pos)
	}
	return Value{Pos: v.Pos}
}

// AsText is the value as a string. Lists and maps, where the reader wanted a
// string, are unknown: the service would refuse them, but no one here can be
// sure of it. Null is absent, as CloudFormation treats it for properties.
func (v Value) AsText() Text {
	switch v.Kind {
	case Absent, Null:
		return Text{}
	case String, Number, Bool:
		return v.Text
	case Obscured:
		return Of(v.Hole)
	}
	return Unknown("", "a list or map where a string was expected")
}

// AsList is the value as a list. A scalar is a list of one, as AWS reads it in
// policies and CloudFormation in most list properties; an absent or null value
// is empty. Complete is false when there may be more items than are returned.
func (v Value) AsList() (items []Value, complete bool) {
	switch v.Kind {
	case Absent, Null:
		return nil, true
	case List:
		return v.Items, v.Open == nil
	case Obscured:
		return nil, false
	}
	return []Value{v}, true
}

// Missing reports whether the value is absent or null.
func (v Value) Missing() bool { return v.Kind == Absent || v.Kind == Null }
