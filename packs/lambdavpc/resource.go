package lambdavpc

import (
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// proactive turns what a template or plan describes into cases: functions, and the
// capacity providers that functions run on.
type proactive struct{ *rule }

const (
	functionType = "AWS::Lambda::Function"
	providerType = "AWS::Lambda::CapacityProvider"
)

// Reads implements pack.Proactive.
func (p proactive) Reads() map[string][]string {
	return map[string][]string{
		functionType: {"CapacityProviderConfig", "FunctionName", "Tags", "VpcConfig"},
		providerType: {"CapacityProviderName", "VpcConfig"},
	}
}

// Peers implements pack.Proactive: subnets and groups say which VPC they are in,
// and a capacity provider has the network of the functions on it.
func (p proactive) Peers() map[string][]string {
	return map[string][]string{
		"AWS::EC2::Subnet":        {"VpcId"},
		"AWS::EC2::SecurityGroup": {"VpcId"},
		providerType:              {"CapacityProviderName", "VpcConfig"},
	}
}

// Cases implements pack.Proactive.
func (p proactive) Cases(r value.Resource) []pack.Case {
	var out []pack.Case
	for _, v := range r.Variants {
		var n Network
		switch r.Type {
		case functionType:
			n = function(r, v)
		case providerType:
			n = Network{Kind: Provider, ARN: arn(r, "capacity-provider", "CapacityProviderName", v.Properties)}
			n.connect(v.Properties.Get("VpcConfig"), v.Peers)
		default:
			return nil
		}
		n.Owner = r.Account
		pos := v.Properties.Get("VpcConfig").Pos
		if pos.Line == 0 {
			pos = r.Pos
		}
		out = append(out, pack.Case{Subject: n, When: v.When, At: pos})
	}
	return out
}

func function(r value.Resource, v value.Variant) Network {
	props := v.Properties
	n := Network{ARN: arn(r, "function", "FunctionName", props), Exclude: pack.TagOf(props.Get("Tags"), pack.ExcludeTag)}
	config := props.Get("CapacityProviderConfig")
	if config.Missing() {
		n.connect(props.Get("VpcConfig"), v.Peers)
		return n
	}
	n.Provider = config.Get("LambdaManagedInstancesCapacityProviderConfig", "CapacityProviderArn").AsText()
	if n.Provider.Absent() {
		n.Provider = value.Unknown("CapacityProviderArn", "the configuration names no capacity provider")
	}
	if peer, found := providerOf(r, n.Provider, v.Peers); found {
		n.Read = true
		n.connect(peer.Properties.Get("VpcConfig"), v.Peers)
	}
	return n
}

// connect reads a VpcConfig. That of a function and that of a capacity provider
// have the same two lists
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-vpcconfig.html).
func (n *Network) connect(config value.Value, peers map[string]value.Peer) {
	n.Subnets = listOf(config.Get("SubnetIds"))
	n.Groups = listOf(config.Get("SecurityGroupIds"))
	n.VPCs = append(vpcsOf(n.Subnets, peers), vpcsOf(n.Groups, peers)...)
}

// listOf reads a list of ids. An empty string, which a parameter without a value
// often is, names nothing; an item that a macro makes may turn out to be none.
func listOf(v value.Value) List {
	items, complete := v.AsList()
	out := List{Complete: complete, Filled: v.Filled}
	for _, item := range items {
		t := item.AsText()
		id, known := t.Known()
		switch {
		case t.Absent() || known && id == "":
		case mayBeEmpty(t):
			out.Complete = false
		case item.Kind == value.Obscured && item.Hole.Resource == "" && !item.Filled:
			out.Complete = false
		default:
			out.IDs = append(out.IDs, t)
		}
	}
	return out
}

// mayBeEmpty reports whether a text may turn out to name nothing.
func mayBeEmpty(t value.Text) bool {
	h, whole := t.Hole()
	return whole && h.MayBeEmpty
}

// vpcsOf is the VPCs of those members that are resources of the same template.
func vpcsOf(l List, peers map[string]value.Peer) []value.Text {
	var out []value.Text
	for _, t := range l.IDs {
		hole, one := t.Hole()
		if !one || hole.Resource == "" {
			continue
		}
		peer := peers[hole.Resource]
		if peer.Type != "AWS::EC2::Subnet" && peer.Type != "AWS::EC2::SecurityGroup" {
			continue
		}
		if vpc := peer.Properties.Get("VpcId").AsText(); !vpc.Absent() {
			out = append(out, vpc)
		}
	}
	return out
}

// providerOf finds the capacity provider of the same template that an ARN, or a
// name, stands for.
func providerOf(r value.Resource, provider value.Text, peers map[string]value.Peer) (value.Peer, bool) {
	for id, peer := range peers {
		if peer.Type != providerType {
			continue
		}
		own := r
		own.ID = id
		name := nameOf(own, "CapacityProviderName", peer.Properties)
		if provider.Same(name) == value.Yes || provider.Same(arn(own, "capacity-provider", "CapacityProviderName", peer.Properties)) == value.Yes {
			return peer, true
		}
	}
	return value.Peer{}, false
}

// arn is the ARN that a resource of Lambda will have.
func arn(r value.Resource, kind, property string, props value.Value) value.Text {
	return value.Join(":", []value.Text{value.Literal("arn"), r.Partition, value.Literal("lambda"), r.Region, r.Account,
		value.Literal(kind), nameOf(r, property, props)})
}

func nameOf(r value.Resource, property string, props value.Value) value.Text {
	if name := props.Get(property).AsText(); !name.Absent() {
		return name
	}
	return value.Of(value.Hole{Class: value.Name, Name: r.ID + "." + property, Why: "known after deployment", Resource: r.ID, AfterApply: true})
}
