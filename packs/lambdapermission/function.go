package lambdapermission

import (
	"maps"
	"slices"
	"strings"

	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// function is what a resource says of the function that it is about.
type function struct {
	arn       value.Text // unqualified
	qualifier value.Text
	numbered  value.Tri
	owner     value.Text
	exclude   value.Text
}

// permission is a permission of the function, of which nothing else is known.
func (f function) permission() Permission {
	return Permission{Function: f.arn, Qualifier: f.qualifier, Numbered: f.numbered, Owner: f.owner, Exclude: f.exclude}
}

// functionOf reads what names a function: its name, partial ARN or ARN, with or
// without a version or alias
// (https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html,
// FunctionName).
func functionOf(t value.Text, r value.Resource, v value.Variant) function {
	owner, region, partition, rest := r.Account, r.Region, r.Partition, t
	if arn, ok := pack.ParseARN(t); ok == value.Yes {
		owner, region, partition, rest = arn.Account, arn.Region, arn.Partition, arn.Resource
		rest = after(rest, "function:")
	} else if account, name, found := partial(t); found {
		owner, rest = account, name
	} else if mayBeARN(t) && peerNamed(v, t) == "" {
		// A parameter, an import: a name, or an ARN. The deploying account owns the
		// function, since the calls behind these resources do not work across
		// accounts (https://github.com/awsdocs/aws-lambda-developer-guide/issues/139).
		f := function{arn: t, qualifier: value.Unknown("FunctionName", "the function is not known"), owner: r.Account}
		if strings.HasPrefix(t.Prefix(), "arn:") {
			f.owner = value.Unknown("FunctionName", "the account in the function's ARN is not known")
		}
		f.exclude = excludeOf(v, t, "")
		return f
	}
	name, qualifier, peer := splitName(v, rest)
	f := function{qualifier: qualifier, owner: owner}
	f.arn = value.Join(":", []value.Text{value.Literal("arn"), partition, value.Literal("lambda"), region, owner, value.Literal("function"), name})
	f.numbered = numbered(v, qualifier)
	f.exclude = excludeOf(v, t, peer)
	return f
}

// after drops a known beginning; a text without it stays as it is.
func after(t value.Text, prefix string) value.Text {
	before, rest, found := t.Cut(':')
	if s, known := before.Known(); found == value.Yes && known && s+":" == prefix {
		return rest
	}
	return t
}

// partial reads 123456789012:function:name.
func partial(t value.Text) (account, name value.Text, found bool) {
	account, rest, ok := t.Cut(':')
	if id, known := account.Known(); ok != value.Yes || known && !pack.IsAccountID(id) {
		return value.Text{}, value.Text{}, false
	}
	if h, one := account.Hole(); one && h.Class != value.Account {
		return value.Text{}, value.Text{}, false
	}
	name = after(rest, "function:")
	return account, name, name.String() != rest.String()
}

// mayBeARN reports whether the unknown parts of a text may make it an ARN or a
// partial one.
func mayBeARN(t value.Text) bool {
	if t.Absent() {
		return true
	}
	unsure := false
	for _, h := range t.Holes() {
		unsure = unsure || h.Class == value.Any
	}
	start := t.Prefix()
	return unsure && (strings.HasPrefix("arn:", start) || strings.HasPrefix(start, "arn:") || strings.Trim(start, "0123456789") == "")
}

// splitName splits a name from the version or alias after it. Where a hole may hold
// a colon, the names of the template's own functions tell; peer is the one meant.
func splitName(v value.Variant, t value.Text) (name, qualifier value.Text, peer string) {
	if id := peerNamed(v, t); id != "" {
		return t, value.Text{}, id
	}
	before, rest, found := t.Cut(':')
	switch found {
	case value.No:
		return t, value.Text{}, ""
	case value.Yes:
		return before, rest, peerNamed(v, before)
	}
	for _, id := range slices.Sorted(maps.Keys(v.Peers)) {
		p := v.Peers[id]
		own := p.Properties.Get("FunctionName").AsText()
		if !isFunction(p) || own.Absent() {
			continue
		}
		if alias, ok := strings.CutPrefix(t.String(), own.String()+":"); ok && !strings.Contains(alias, "${") {
			return own, value.Literal(alias), id
		}
	}
	return t, value.Unknown("FunctionName", "whether it names a version or alias is not known"), ""
}

func isFunction(p value.Peer) bool {
	return p.Type == "AWS::Lambda::Function" || p.Type == "AWS::Serverless::Function"
}

// peerNamed is the logical id of the function in the template that has this name,
// "" if none has.
func peerNamed(v value.Variant, name value.Text) string {
	found := ""
	for id, p := range v.Peers {
		own := p.Properties.Get("FunctionName").AsText()
		if isFunction(p) && !own.Absent() && own.Same(name) == value.Yes && (found == "" || id < found) {
			found = id
		}
	}
	return found
}

// numbered reports whether a qualifier is the number of a version.
func numbered(v value.Variant, qualifier value.Text) value.Tri {
	if s, known := qualifier.Known(); known || qualifier.Absent() {
		return value.Is(s != "" && strings.Trim(s, "0123456789") == "")
	}
	if h, one := qualifier.Hole(); one && v.Peers[h.Resource].Type == "AWS::Lambda::Version" {
		return value.Yes
	}
	return value.Maybe
}

// excludeOf is the value of the tag ts:exclude of the template's own function that
// is meant: the peer that is given, or the one that the text's holes come from,
// straight or through an alias or version. Of a function elsewhere it is unknown.
func excludeOf(v value.Variant, t value.Text, peer string) value.Text {
	if peer != "" {
		return tagOf(v.Peers[peer])
	}
	for range 4 { // an alias names a version, which names a function
		var next value.Text
		for _, h := range t.Holes() {
			p, found := v.Peers[h.Resource]
			switch {
			case !found || !names(t, h):
			case isFunction(p):
				return tagOf(p)
			default:
				next = p.Properties.Get("FunctionName").AsText()
			}
		}
		if id := peerNamed(v, next); id != "" {
			return tagOf(v.Peers[id])
		}
		t = next
	}
	return value.Unknown("Tags", "the function is not in this template")
}

// names reports whether a hole is the whole name of a function in a text, and not a
// part of another's name: the hole alone or after function:, and before nothing but
// a qualifier.
func names(t value.Text, h value.Hole) bool {
	before, after, _ := strings.Cut(t.String(), "${"+h.Name+"}")
	return (before == "" || before == "function:" || strings.HasSuffix(before, ":function:")) && (after == "" || after[0] == ':')
}

func tagOf(p value.Peer) value.Text {
	return pack.TagOf(p.Properties.Get("Tags"), pack.ExcludeTag)
}

// principalOf reads a principal. The name of a service whose Region or suffix is
// that of the deployment is known well enough: which Region it is changes nothing.
func principalOf(t value.Text, partition string) pack.Principal {
	p := pack.ParsePrincipal(t, partition)
	if p.Kind != pack.Unclear || len(t.Holes()) == 0 {
		return p
	}
	s := t.String()
	for _, h := range t.Holes() {
		switch h.Class {
		case value.Region:
			s = strings.ReplaceAll(s, "${"+h.Name+"}", anyRegion)
		case value.Suffix:
			s = strings.ReplaceAll(s, "${"+h.Name+"}", iam.Partition(partition).DNSSuffix())
		default:
			return p
		}
	}
	if !pack.IsService(s, partition) {
		return p
	}
	return pack.Principal{Kind: pack.Service, Text: t, Service: s}
}

// anyRegion stands for the deploying Region in a service's name: it has the form
// of one and is none.
const anyRegion = "aa-region-1"
