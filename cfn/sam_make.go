package cfn

import (
	"fmt"

	"github.com/truststack/truststack/value"
)

// passedOn are the attributes that a serverless resource hands to what it makes.
var passedOn = []string{"Condition", "DeletionPolicy", "UpdateReplacePolicy"}

// add makes a resource out of a source: its type, the source's attributes, and
// the properties that are there.
func (x *samExpansion) add(from *samSource, pos value.Pos, id, typ string, properties ...NodeField) {
	x.addField(madeField(from, pos, id, typ, properties))
}

// replace is add for a resource that SAM makes several times under one name,
// the last time counting.
func (x *samExpansion) replace(from *samSource, pos value.Pos, id, typ string, properties ...NodeField) {
	f := madeField(from, pos, id, typ, properties)
	if at, ok := x.madeAt[id]; ok && resourceType(x.made[at].Value) == typ {
		x.made[at] = f
		return
	}
	x.addField(f)
}

func madeField(from *samSource, pos value.Pos, id, typ string, properties []NodeField) NodeField {
	fields := []NodeField{newField("Type", textNode(pos, typ))}
	for _, name := range passedOn {
		fields = append(fields, field(name, from.resource.Get(name)))
	}
	fields = append(fields, newField("Properties", mapNode(pos, properties...)))
	f := NodeField{Key: id, KeyPos: pos, Value: mapNode(pos, fields...)}
	if id == from.id {
		f.KeyPos = from.idPos
	}
	return f
}

// addField puts a resource into the result. Two of one name are a fault of the
// template; SAM refuses it or lets the later one win. Here the later one is kept
// beside the first under a name that no template can write: both are judged.
func (x *samExpansion) addField(f NodeField) {
	if !x.take(1 + len(f.Value.Get("Properties").fields())) {
		return
	}
	if _, taken := x.madeAt[f.Key]; taken {
		x.problem(f.Value, "the name %s is made twice: both are kept", f.Key)
		x.again[f.Key]++
		f.Key = fmt.Sprintf("%s#%d", f.Key, x.again[f.Key]+1)
	}
	x.madeAt[f.Key] = len(x.made)
	x.made = append(x.made, f)
}

// take counts n nodes that are about to be made and reports whether there is
// room for them. What Globals says is made for every resource, so a short
// template could ask for any number.
func (x *samExpansion) take(n int) bool { return x.globals.take(n) }

// arn is the text of an ARN in the deploying account and Region, for Fn::Sub.
func (x *samExpansion) arn(service, resource string) string {
	partition := x.opts.partition
	if partition == "" {
		partition = "${AWS::Partition}"
	}
	return "arn:" + partition + ":" + service + ":${AWS::Region}:${AWS::AccountId}:" + resource
}

// ownARN is arn with the partition left to CloudFormation, as SAM's newer
// resources have it.
func ownARN(service, resource string) string {
	return "arn:${AWS::Partition}:" + service + ":${AWS::Region}:${AWS::AccountId}:" + resource
}
