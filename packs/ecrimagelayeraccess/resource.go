package ecrimagelayeraccess

import (
	"github.com/truststack/truststack/pack"
	"github.com/truststack/truststack/value"
)

// proactive turns what a template or plan describes into cases: policies of
// repositories and registries, replication, and VPC endpoints.
type proactive struct{ *rule }

// Reads implements pack.Proactive.
func (p proactive) Reads() map[string][]string {
	return map[string][]string{
		"AWS::ECR::Repository":                 {"RepositoryName", "RepositoryPolicyText"},
		"AWS::ECR::PublicRepository":           {"RepositoryName"},
		"AWS::ECR::RegistryPolicy":             {"PolicyText"},
		"AWS::ECR::RepositoryCreationTemplate": {"Prefix", "RepositoryPolicy"},
		"AWS::ECR::ReplicationConfiguration":   {"ReplicationConfiguration"},
		"AWS::EC2::VPCEndpoint":                {"PolicyDocument", "ServiceName"},
	}
}

// Peers implements pack.Proactive: each resource tells all there is to know.
func (p proactive) Peers() map[string][]string { return nil }

// Cases implements pack.Proactive.
func (p proactive) Cases(r value.Resource) []pack.Case {
	var out []pack.Case
	for _, v := range r.Variants {
		name := v.Properties.Get("RepositoryName").AsText()
		switch r.Type {
		case "AWS::ECR::Repository":
			out = append(out, p.policy(r, v, RepositoryPolicy, "RepositoryPolicyText", repositoryARN(r, "ecr", orID(name, r)))...)
		case "AWS::ECR::PublicRepository":
			out = append(out, public(r, v, orID(name, r)))
		case "AWS::ECR::RegistryPolicy":
			out = append(out, p.policy(r, v, RegistryPolicy, "PolicyText", repositoryARN(r, "ecr", value.Literal("*")))...)
		case "AWS::ECR::RepositoryCreationTemplate":
			out = append(out, p.policy(r, v, CreationTemplate, "RepositoryPolicy", repositoryARN(r, "ecr", underPrefix(v.Properties.Get("Prefix").AsText())))...)
		case "AWS::ECR::ReplicationConfiguration":
			out = append(out, p.replicationOf(r, v)...)
		case "AWS::EC2::VPCEndpoint":
			out = append(out, p.endpointOf(r, v)...)
		}
	}
	return out
}

// orID is a repository's name, or a hole for the one that AWS makes up.
func orID(name value.Text, r value.Resource) value.Text {
	if name.Absent() {
		return value.Of(value.Hole{Class: value.Name, Name: r.ID, Resource: r.ID, AfterApply: true})
	}
	return name
}

// underPrefix is the pattern of the repositories that a creation template is
// for; ROOT stands for all that no other template is for
// (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepositoryCreationTemplate.html).
func underPrefix(prefix value.Text) value.Text {
	if s, known := prefix.Known(); known && s == "ROOT" {
		return value.Literal("*")
	}
	return value.Concat(prefix, value.Literal("/*"))
}

// repositoryARN is the ARN of a repository in the deploying account
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html).
func repositoryARN(r value.Resource, service string, name value.Text) value.Text {
	region := r.Region
	if service == "ecr-public" {
		region = value.Literal("")
	}
	return value.Concat(value.Literal("arn:"), r.Partition, value.Literal(":"+service+":"), region, value.Literal(":"), r.Account, value.Literal(":repository/"), name)
}

// policy is one case for each statement and principal that may be given pulls. A
// resource without a policy gives nobody anything: it is no subject.
func (p proactive) policy(r value.Resource, v value.Variant, door Door, property string, repository value.Text) []pack.Case {
	document := v.Properties.Get(property)
	grants, complete, why := pack.Grants(document, p.partition)
	if !complete {
		grants = append(grants, pack.Grant{Unclear: why, At: document.Pos, Principal: pack.Principal{Text: value.Unknown("Principal", why)}})
	}
	var out []pack.Case
	for _, g := range grants {
		if givesPulls(g) == value.No {
			continue
		}
		out = append(out, pack.Case{When: v.When, At: at(g.At, document, r),
			Subject: RepositoryGrant{Door: door, Path: property, Repository: repository, Owner: r.Account, Grant: g}})
	}
	return out
}

// public is the grant that a public repository is: everyone may pull.
func public(r value.Resource, v value.Variant, name value.Text) pack.Case {
	everyone := pack.Grant{Principal: pack.Principal{Kind: pack.Everyone, Text: value.Literal("*")},
		Actions: []value.Text{value.Literal(batchGetImage), value.Literal(getDownloadURL)}}
	return pack.Case{When: v.When, At: r.Pos, Subject: RepositoryGrant{Door: PublicRepository, Path: "Type",
		Repository: repositoryARN(r, "ecr-public", name), Owner: r.Account, Grant: everyone}}
}

// replicationOf is one case for each destination of each rule. What filters a
// rule has does not matter: what passes them leaves.
func (p proactive) replicationOf(r value.Resource, v value.Variant) []pack.Case {
	all := repositoryARN(r, "ecr", value.Literal("*"))
	rules := v.Properties.Get("ReplicationConfiguration", "Rules")
	items, complete := rules.AsList()
	if !complete {
		items = append(items, value.Obscure(value.Hole{Name: "Rules", Why: "the rules are not wholly known"}, rules.Pos))
	}
	var out []pack.Case
	for _, item := range items {
		list := item.Get("Destinations")
		destinations, complete := list.AsList()
		if !complete {
			destinations = append(destinations, value.Obscure(value.Hole{Name: "Destinations", Why: "the destinations are not wholly known"}, list.Pos))
		}
		for _, d := range destinations {
			id := d.Get("RegistryId")
			out = append(out, pack.Case{When: v.When, At: at(id.Pos, rules, r),
				Subject: Replication{Repositories: all, Owner: r.Account, Destination: id.AsText()}})
		}
	}
	return out
}

// at is the position, or that of the value around it, or the resource's.
func at(pos value.Pos, around value.Value, r value.Resource) value.Pos {
	switch {
	case pos.Line > 0:
		return pos
	case around.Pos.Line > 0:
		return around.Pos
	}
	return r.Pos
}
