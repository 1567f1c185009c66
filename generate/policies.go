package generate

import (
	"encoding/json"
	"fmt"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/manifest"
	"github.com/truststack/truststack/pack"
)

// owned is a policy and the package that it belongs to.
type owned struct {
	pack.Policy
	pkg  string // "" for the guard
	rule *pack.Rule
}

// policiesOf is every policy that the manifest asks for, the guard's last.
func policiesOf(in Input, variables bool) []owned {
	var out []owned
	for i := range in.Rules {
		rule := in.Rules[i]
		if !rule.Preventative.Applies() || rule.Policy.ModeOf(manifest.Preventative) == manifest.Off {
			continue
		}
		for _, p := range rule.Preventative.Impl.Policies(target(in, rule, variables)) {
			if len(p.Statements) > 0 {
				out = append(out, owned{p, rule.Package.Name, &in.Rules[i]})
			}
		}
	}
	if g := Guard(in); len(g.Statements) > 0 {
		out = append(out, owned{g, "", nil})
	}
	return out
}

// policyFiles is the policies, each by itself: to read, to attach one by one, to
// test. Where one does not fit a document it is split over several.
func policyFiles(in Input) ([]File, error) {
	var out []File
	for _, p := range policiesOf(in, true) {
		quotas, ending := quotasOf(in.Manifest.Spec.Common, p.Kind)
		docs, err := iam.Pack(p.Statements, quotas)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		for i, doc := range docs {
			name := p.Name
			if i > 0 {
				name = fmt.Sprintf("%s-%d", p.Name, i+1)
			}
			data, err := content(p.Kind, doc)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.Name, err)
			}
			out = append(out, File{Path: "policies/" + name + ending, Kind: string(p.Kind), Package: p.pkg, Data: data})
		}
	}
	return out, nil
}

// content is a document as its file holds it. Statements to merge are a bare JSON
// array: attached by mistake it is refused, where a whole policy would replace
// the one that is there.
func content(kind pack.PolicyKind, doc iam.Document) ([]byte, error) {
	if kind != pack.EndpointFragment {
		return doc.Minified(), nil
	}
	var parts struct{ Statement json.RawMessage }
	if err := json.Unmarshal(doc.Minified(), &parts); err != nil {
		return nil, fmt.Errorf("internal error: the document is not JSON: %w", err)
	}
	return parts.Statement, nil
}

// quotasOf is the limits of a kind of policy, and how its file's name ends.
func quotasOf(common manifest.Common, kind pack.PolicyKind) (iam.Quotas, string) {
	switch kind {
	case pack.SCP:
		return scpQuotas(common), ".scp.json"
	case pack.RCP:
		return iam.RCP, ".rcp.json"
	}
	return iam.EndpointPolicy, ".json"
}
