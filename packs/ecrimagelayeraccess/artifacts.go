package ecrimagelayeraccess

import (
	"github.com/truststack/truststack/iam"
	"github.com/truststack/truststack/pack"
)

// artifacts is what people attach or merge themselves: endpoints belong to
// networks, not to the organisation's policies.
func (p preventative) artifacts(t pack.Target) []pack.Policy {
	return []pack.Policy{
		{Kind: pack.EndpointPolicy, Name: "endpoint-ecr-api", Statements: append(p.registryAccess(), p.allow("AllowOrganizationToLogIn", p.principals(), "ecr:GetAuthorizationToken")),
			Description: "Policy to attach to VPC endpoints of ecr.api."},
		{Kind: pack.EndpointPolicy, Name: "endpoint-ecr-dkr", Statements: p.registryAccess(),
			Description: "Policy to attach to VPC endpoints of ecr.dkr."},
		{Kind: pack.EndpointFragment, Name: "endpoint-s3-statement", Statements: []iam.Statement{p.layerBuckets(t.Partition)},
			Description: "Statement to merge into the policies of S3 endpoints, so that layers can be downloaded."},
	}
}

// registryAccess is what both endpoints of ECR let through, after AWS' example
// (https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/vpc_endpoint_policies/ecr.api_endpoint_policy.json).
// That one lists the accounts of AWS' registries, which differ by Region; here
// pulls go to any registry, since what comes in takes nothing out, and pushes to
// the organisation's only. Services call in their own name.
func (p preventative) registryAccess() []iam.Statement {
	ours := pack.MustAnd(p.principals(), "StringEquals", "aws:ResourceOrgID", p.org)
	services := pack.MustAnd(nil, "Bool", "aws:PrincipalIsAWSService", "true")
	return []iam.Statement{
		p.allow("AllowOrganizationInItsRegistries", ours, "ecr:*"),
		p.allow("AllowOrganizationToPull", p.principals(), "ecr:BatchCheckLayerAvailability", batchGetImage, getDownloadURL),
		p.allow("AllowServices", services, "ecr:*"),
	}
}

// principals is met by principals of the organisation.
func (p preventative) principals() iam.Condition {
	return pack.MustAnd(nil, "StringEquals", "aws:PrincipalOrgID", p.org)
}

func (p preventative) allow(sid string, c iam.Condition, actions ...string) iam.Statement {
	st := pack.Deny(sid, c, actions...)
	st.Effect, st.Principal = iam.Allow, &iam.Principal{Everyone: true}
	return st
}

// layerBuckets lets layers be read from the buckets in which ECR keeps them: one
// in each Region. The URL is signed by the service, so no condition on the
// organisation would hold. Where the manifest names no Regions the Region is a
// wildcard: the statement then covers any bucket that someone names so, for
// reading only.
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html, "Minimum Amazon S3 bucket permissions")
func (p preventative) layerBuckets(partition iam.Partition) iam.Statement {
	regions := p.regions
	if len(regions) == 0 {
		regions = []string{"*"}
	}
	var arns []string
	for _, region := range regions {
		arns = append(arns, "arn:"+string(partition)+":s3:::prod-"+region+layerBuckets)
	}
	st := p.allow("AllowDownloadOfImageLayers", nil, "s3:GetObject")
	st.Resource = iam.List(arns...)
	if len(arns) == 1 {
		st.Resource = iam.One(arns[0])
	}
	return st
}
