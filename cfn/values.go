package cfn

import (
	"fmt"
	"strings"
)

// ParseParameters reads a file of parameter values, in JSON or YAML, in any of
// the forms that tools take: a map of names to values; the list of ParameterKey
// and ParameterValue of the AWS CLI
// (https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/); a
// list of Name=value strings; or a map whose key Parameters holds one of these,
// as CodePipeline's configuration does. A list as a value is joined by commas.
//
// Errors are Problems with a position.
func ParseParameters(data []byte) (map[string]string, error) {
	root, _, err := parseNodes(data)
	if err != nil {
		return nil, err
	}
	if inner := root.Get("Parameters"); inner != nil {
		root = inner
	}
	out := map[string]string{}
	switch root.Kind {
	case MapNode:
		for _, f := range root.Fields {
			if err := addValue(out, f.Key, f.Value); err != nil {
				return nil, err
			}
		}
	case ListNode:
		for _, item := range root.Items {
			if err := addItem(out, item); err != nil {
				return nil, err
			}
		}
	default:
		return nil, problem(root.Pos, "", "found %s where a map or list of parameters was wanted", describe(root))
	}
	return out, nil
}

func addItem(out map[string]string, item *Node) error {
	if item.Is(StringNode) {
		if name, text, ok := strings.Cut(item.Text, "="); ok && name != "" {
			out[name] = text
			return nil
		}
	}
	key := item.Get("ParameterKey")
	if !key.Is(StringNode) {
		return problem(item.Pos, "", "found %s where ParameterKey and ParameterValue were wanted", describe(item))
	}
	if previous := item.Get("UsePreviousValue"); previous.Is(BoolNode) && previous.Text == "true" {
		return nil // the value is in the account: unknown here
	}
	text := item.Get("ParameterValue")
	if text == nil {
		return problem(item.Pos, "add ParameterValue", "found a parameter %q without a value", key.Text)
	}
	return addValue(out, key.Text, text)
}

func addValue(out map[string]string, name string, n *Node) error {
	switch n.Kind {
	case StringNode, NumberNode, BoolNode:
		out[name] = n.Text
		return nil
	case ListNode:
		texts := make([]string, len(n.Items))
		for i, item := range n.Items {
			one := map[string]string{}
			if item.Kind == ListNode {
				return problem(item.Pos, "", "found a list in a list as the value of parameter %q", name)
			}
			if err := addValue(one, name, item); err != nil {
				return err
			}
			texts[i] = one[name]
		}
		out[name] = strings.Join(texts, ",")
		return nil
	}
	return problem(n.Pos, "", "%s", fmt.Sprintf("found %s as the value of parameter %q, want a string, number or list", describe(n), name))
}
