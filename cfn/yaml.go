package cfn

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/truststack/truststack/value"
)

// yamlReader turns YAML's nodes into ours.
type yamlReader struct {
	nodes    int
	depth    int
	open     map[*yaml.Node]bool // aliases that are being followed
	problems []Problem
}

// parseYAML reads one YAML document.
func parseYAML(data []byte) (*Node, []Problem, error) {
	document, err := loadYAML(data)
	if err != nil {
		return nil, nil, err
	}
	r := &yamlReader{open: map[*yaml.Node]bool{}}
	root, err := r.read(document)
	if err != nil {
		return nil, nil, err
	}
	return root, r.problems, nil
}

// loadYAML returns the only document's root.
func loadYAML(data []byte) (*yaml.Node, error) {
	if busy(data) {
		return nil, problem(value.Pos{}, "split the template into nested stacks", "found more than %d values", maxNodes)
	}
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, problem(value.Pos{}, "", "YAML: %v", err)
	}
	var first, second yaml.Node
	if err := loader.Load(&first); errors.Is(err, io.EOF) {
		return nil, problem(value.Pos{Line: 1, Column: 1}, "", "found no YAML document where a template was wanted")
	} else if err != nil {
		return nil, yamlError(err)
	}
	switch err := loader.Load(&second); {
	case err == nil:
		return nil, problem(value.Pos{Line: second.Line, Column: second.Column}, "write one file for each template",
			"found a second YAML document; a template is one document")
	case !errors.Is(err, io.EOF):
		return nil, yamlError(err)
	}
	if first.Kind != yaml.DocumentNode || len(first.Content) != 1 {
		return nil, problem(value.Pos{Line: 1, Column: 1}, "", "found no YAML document where a template was wanted")
	}
	return first.Content[0], nil
}

// busy reports whether the text has more than maxNodes characters that begin or
// end something. The library uses a kilobyte and more for each, so this is
// asked first.
func busy(data []byte) bool {
	total, before := 0, byte(' ')
	for _, c := range data {
		switch c {
		case '\n', ',', '[', '{':
			total++
		case '&', '*', '!', '"', '\'', '-', '?', ':':
			if before == ' ' || before == '\n' || c == before {
				total++
			}
		}
		before = c
	}
	return total > maxNodes
}

// yamlError keeps the library's position and words.
func yamlError(err error) error {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		return problem(value.Pos{}, "", "YAML: %v", err)
	}
	message := load.Message
	if load.ContextMsg != "" {
		message += " (" + load.ContextMsg + ")"
	}
	return problem(value.Pos{Line: load.Mark.Line, Column: load.Mark.Column}, "correct the YAML", "YAML: %s", message)
}

func at(n *yaml.Node) value.Pos { return value.Pos{Line: n.Line, Column: n.Column} }

// read turns n, and what lies in it, into a Node, with the function that n's
// tag stands for around it.
func (r *yamlReader) read(n *yaml.Node) (*Node, error) {
	if r.depth++; r.depth > maxDepth {
		return nil, problem(at(n), "", "found lists and maps nested deeper than %d", maxDepth)
	}
	defer func() { r.depth-- }()
	if r.nodes++; r.nodes > maxNodes {
		return nil, problem(at(n), "use fewer aliases", "found more than %d values", maxNodes)
	}
	switch n.Kind {
	case yaml.AliasNode:
		return r.alias(n)
	case yaml.ScalarNode:
		return r.scalar(n), nil
	case yaml.SequenceNode:
		out, err := r.sequence(n)
		return tagged(n, out), err
	case yaml.MappingNode:
		out, err := r.mapping(n)
		return tagged(n, out), err
	}
	return nil, problem(at(n), "", "found a YAML node of an unknown kind")
}

func (r *yamlReader) alias(n *yaml.Node) (*Node, error) {
	if n.Alias == nil {
		return nil, problem(at(n), "", "found an alias of nothing")
	}
	if r.open[n.Alias] {
		return nil, problem(at(n), "", "found the alias *%s inside its own value", shorten(n.Value))
	}
	r.open[n.Alias] = true
	defer delete(r.open, n.Alias)
	return r.read(n.Alias)
}

func (r *yamlReader) sequence(n *yaml.Node) (*Node, error) {
	out := &Node{Kind: ListNode, Pos: at(n), Items: make([]*Node, 0, len(n.Content))}
	for _, c := range n.Content {
		item, err := r.read(c)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

func (r *yamlReader) mapping(n *yaml.Node) (*Node, error) {
	out := &Node{Kind: MapNode, Pos: at(n), Fields: make([]NodeField, 0, len(n.Content)/2)}
	fields := fieldSet{node: out}
	var merges []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, v := n.Content[i], n.Content[i+1]
		if isMerge(key) {
			merges = append(merges, v)
			continue
		}
		if key.Kind == yaml.AliasNode && key.Alias != nil {
			key = key.Alias
		}
		if key.Kind != yaml.ScalarNode {
			return nil, problem(at(key), "put quotes around it if it is a text",
				"found a list or map where a key was wanted")
		}
		child, err := r.read(v)
		if err != nil {
			return nil, err
		}
		if !fields.add(NodeField{Key: key.Value, KeyPos: at(key), Value: child}) {
			r.problems = addProblem(r.problems, duplicate(key.Value, at(key)))
		}
	}
	// Of several merge keys the last one wins, as PyYAML reads them.
	for _, m := range slices.Backward(merges) {
		if err := r.merge(&fields, m); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// isMerge reports whether a key is YAML 1.1's merge key: << without quotes.
func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Value == "<<" && (key.Style == 0 || key.Tag == "!!merge")
}

// merge adds the fields of a merge key's map, or list of maps, that are not
// there yet: a map's own keys win, then the first of the list.
// https://yaml.org/type/merge.html
func (r *yamlReader) merge(fields *fieldSet, n *yaml.Node) error {
	merged, err := r.read(n)
	if err != nil {
		return err
	}
	sources := []*Node{merged}
	if merged.Kind == ListNode {
		sources = merged.Items
	}
	for _, source := range sources {
		if source.Kind != MapNode {
			return problem(at(n), "", "found %s where << wants a map or a list of maps", describe(source))
		}
		for _, f := range source.Fields {
			if fields.find(f.Key) < 0 {
				fields.add(f)
			}
		}
	}
	return nil
}

// scalar reads a scalar with its tag.
func (r *yamlReader) scalar(n *yaml.Node) *Node {
	out := &Node{Kind: StringNode, Text: n.Value, Pos: at(n)}
	if n.Style&yaml.TaggedStyle != 0 {
		switch tag := n.ShortTag(); tag {
		case "!!null":
			return &Node{Kind: NullNode, Pos: at(n)}
		case "!!bool", "!!int", "!!float":
			out.Kind, out.Text = plain(n.Value)
			return out
		}
		return tagged(n, out)
	}
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0 {
		out.Kind, out.Text = plain(n.Value)
	}
	return out
}

// tagged writes the function that a node's tag stands for: !Sub x as
// {"Fn::Sub": x}. YAML's own tags for strings, lists and maps say what the node
// is already. A tag that CloudFormation does not have becomes a function that
// it does not have, so that the value is unknown.
func tagged(n *yaml.Node, inner *Node) *Node {
	if inner == nil || n.Style&yaml.TaggedStyle == 0 {
		return inner
	}
	tag := n.ShortTag()
	switch tag {
	case "", "!", "!!str", "!!seq", "!!map", "!!timestamp":
		return inner
	}
	name := longForm(strings.TrimLeft(tag, "!"))
	if name == "Fn::GetAtt" && inner.Kind == StringNode {
		if id, attribute, ok := strings.Cut(inner.Text, "."); ok {
			inner = listNode(inner.Pos, textNode(inner.Pos, id), textNode(inner.Pos, attribute))
		}
	}
	return mapNode(at(n), NodeField{Key: name, KeyPos: at(n), Value: inner})
}

// longForm is the name of the function that a tag stands for.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
func longForm(tag string) string {
	if tag == "Ref" || tag == "Condition" || strings.HasPrefix(tag, "Fn::") {
		return tag
	}
	return "Fn::" + tag
}
