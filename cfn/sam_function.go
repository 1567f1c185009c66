package cfn

import (
	"strings"

	"github.com/truststack/truststack/value"
)

// functionProperties are the properties of a serverless function that
// AWS::Lambda::Function has under the same name.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
var functionProperties = []string{
	"Architectures", "CodeSigningConfigArn", "Description", "DurableConfig", "Environment",
	"EphemeralStorage", "FileSystemConfigs", "FunctionName", "FunctionScalingConfig", "Handler",
	"ImageConfig", "KmsKeyArn", "Layers", "LoggingConfig", "MemorySize", "PackageType",
	"PublishToLatestPublished", "RecursiveLoop", "ReservedConcurrentExecutions", "Runtime",
	"RuntimeManagementConfig", "SnapStart", "TenancyConfig", "Timeout", "VpcConfig",
}

// samTarget is what an event invokes: a function, or the alias of one that is
// published automatically.
type samTarget struct {
	fn    *samSource
	id    string // of the function or the alias
	alias bool
}

// name is how a permission names the target, arn how a subscription does.
func (t *samTarget) name(pos value.Pos) *Node { return refNode(pos, t.id) }

func (t *samTarget) arn(pos value.Pos) *Node {
	if t.alias {
		return refNode(pos, t.id)
	}
	return getAttNode(pos, t.id, "Arn")
}

// function expands AWS::Serverless::Function.
func (x *samExpansion) function(s *samSource) {
	x.checkFunction(s)
	pos := s.resource.Pos
	code := x.code(s)
	fields := []NodeField{}
	for _, name := range functionProperties {
		if n := s.properties.Get(name); n != nil && !n.Is(NullNode) {
			fields = append(fields, newField(name, n))
		}
	}
	fields = append(fields,
		field("Code", code),
		field("CapacityProviderConfig", x.capacityProviderConfig(s.prop("CapacityProviderConfig"))),
		field("DeadLetterConfig", deadLetterConfig(s.prop("DeadLetterQueue"))),
		field("TracingConfig", x.tracing(s)),
		field("Role", x.role(s)),
		field("Tags", x.tags(s, pos)),
	)
	x.add(s, pos, s.id, "AWS::Lambda::Function", append(fields, unread(s)...)...)

	target := &samTarget{fn: s, id: s.id}
	if alias := x.alias(s, code); alias != "" {
		target.id, target.alias = alias, true
	}
	x.functionURL(s, target)
	x.invokeDestinations(s)
	x.events(s, target)
}

// writtenOut reports whether all keys of a map are there to be read: it is no
// intrinsic function, and none is among its keys.
func writtenOut(n *Node) bool {
	for _, f := range n.fields() {
		if strings.HasPrefix(f.Key, "Fn::") {
			return false
		}
	}
	return n.Is(MapNode) && !isIntrinsic(n)
}

// field is newField for a value that may be absent.
func field(key string, v *Node) NodeField {
	if v == nil {
		return NodeField{Key: key}
	}
	return newField(key, v)
}

// wrapped is {key: n}, or nothing.
func wrapped(key string, n *Node) *Node {
	if n == nil {
		return nil
	}
	return mapNode(n.Pos, newField(key, n))
}

// tracing is Tracing as Lambda's own property, which knows no Disabled.
func (x *samExpansion) tracing(s *samSource) *Node {
	n := s.prop("Tracing")
	if text, ok := scalarText(x.resolved(n)); ok && text == "Disabled" {
		return nil
	}
	return wrapped("Mode", n)
}

// deadLetterConfig is DeadLetterQueue as Lambda's own property.
func deadLetterConfig(n *Node) *Node {
	return wrapped("TargetArn", known(n.Get("TargetArn")))
}

// capacityProviderConfig is SAM's short form of Lambda's
// LambdaManagedInstancesCapacityProviderConfig.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-capacityproviderconfig.html
func (x *samExpansion) capacityProviderConfig(n *Node) *Node {
	if !n.Is(MapNode) || isIntrinsic(n) || !x.take(len(n.Fields)) {
		return n
	}
	inner := &Node{Kind: MapNode, Pos: n.Pos}
	for _, f := range n.Fields {
		if f.Key == "Arn" {
			f.Key = "CapacityProviderArn"
		}
		inner.Fields = append(inner.Fields, f)
	}
	return wrapped("LambdaManagedInstancesCapacityProviderConfig", inner)
}

// code is the property Code. An s3:// address becomes a bucket and a key, as
// the id of a published version is made from it.
func (x *samExpansion) code(s *samSource) *Node {
	for _, name := range []string{"ImageUri", "InlineCode"} {
		if n := s.prop(name); n != nil {
			return wrapped(map[string]string{"ImageUri": "ImageUri", "InlineCode": "ZipFile"}[name], n)
		}
	}
	code := codeOf(s.prop("CodeUri"))
	key := s.prop("SourceKMSKeyArn")
	if key == nil || !writtenOut(code) {
		return code
	}
	return mapNode(code.Pos, append(append([]NodeField(nil), code.Fields...), newField("SourceKMSKeyArn", key))...)
}

// codeOf reads an s3:// address or a map of bucket, key and version.
func codeOf(n *Node) *Node {
	if n.Is(MapNode) && !isIntrinsic(n) {
		out := &Node{Kind: MapNode, Pos: n.Pos}
		for _, name := range []string{"Bucket", "Key", "Version"} {
			if v := known(n.Get(name)); v != nil {
				out.Fields = append(out.Fields, newField(s3Property[name], v))
			}
		}
		return out
	}
	if !n.Is(StringNode) {
		return n
	}
	rest, ok := strings.CutPrefix(n.Text, "s3://")
	bucket, key, slash := strings.Cut(rest, "/")
	if !ok || !slash {
		return n
	}
	key, version, versioned := strings.Cut(key, "?versionId=")
	out := mapNode(n.Pos, newField("S3Bucket", textNode(n.Pos, bucket)), newField("S3Key", textNode(n.Pos, key)))
	if versioned {
		out.Fields = append(out.Fields, newField("S3ObjectVersion", textNode(n.Pos, version)))
	}
	return out
}

var s3Property = map[string]string{"Bucket": "S3Bucket", "Key": "S3Key", "Version": "S3ObjectVersion"}

// role is the function's own role, or the one that SAM makes for it, also where
// a condition gives it none.
func (x *samExpansion) role(s *samSource) *Node {
	own := s.prop("Role")
	name, arg := own.Intrinsic()
	choice := name == "Fn::If" && arg.Is(ListNode) && len(arg.Items) == 3
	if own != nil && (!choice || !isNoValue(arg.Items[1]) && !isNoValue(arg.Items[2])) {
		return own
	}
	x.stub(s, s.id+"Role", "AWS::IAM::Role")
	made := getAttNode(s.resource.Pos, s.id+"Role", "Arn")
	if !choice {
		return made
	}
	branches := []*Node{arg.Items[0], arg.Items[1], arg.Items[2]}
	for i := range branches {
		if isNoValue(branches[i]) {
			branches[i] = made
		}
	}
	return mapNode(own.Pos, NodeField{Key: name, KeyPos: own.Fields[0].KeyPos, Value: listNode(arg.Pos, branches...)})
}

// stub makes a resource of which only the name, type and condition are needed.
// A resource that the template has under that name is left alone.
func (x *samExpansion) stub(s *samSource, id, typ string) {
	if _, taken := x.madeAt[id]; !taken {
		x.add(s, s.resource.Pos, id, typ)
	}
}

// tags is the function's tags as the list that Lambda takes, after the tag by
// which SAM marks what it made. PropagateTags replaces that mark.
func (x *samExpansion) tags(s *samSource, pos value.Pos) *Node {
	out := listNode(pos, tagNode(textNode(pos, "lambda:createdBy"), textNode(pos, "SAM")))
	tags := s.prop("Tags")
	if tags != nil && isTrue(s.prop("PropagateTags")) {
		out = listNode(pos)
	}
	switch {
	case tags == nil:
	case !x.take(tagNodes * len(tags.fields())):
	case tags.Is(MapNode) && !isIntrinsic(tags):
		for _, f := range tags.Fields {
			out.Items = append(out.Items, tagNode(textNode(f.KeyPos, f.Key), f.Value))
		}
	default:
		x.problem(tags, "the tags of %s are not written out as a map: they are not seen", s.id)
		out.Items = append(out.Items, tags)
	}
	return out
}

// tagNodes is how many nodes a tag is made of.
const tagNodes = 3

func tagNode(key, v *Node) *Node {
	return mapNode(key.Pos, newField("Key", key), field("Value", v))
}
