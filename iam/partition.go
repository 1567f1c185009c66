package iam

// Partition is a group of AWS Regions with its own accounts and its own name in
// every ARN (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
// It is an open set: an ARN may name one that is not listed here.
type Partition string

// The partitions that the documentation lists.
const (
	PartitionAWS      Partition = "aws"
	PartitionChina    Partition = "aws-cn"
	PartitionGovCloud Partition = "aws-us-gov"
)

// Known reports whether the partition is one of those listed here.
func (p Partition) Known() bool {
	return p == PartitionAWS || p == PartitionChina || p == PartitionGovCloud
}

// DNSSuffix is the domain of the partition's service endpoints, such as
// sns.us-east-1.amazonaws.com (https://docs.amazonaws.cn/en_us/general/latest/gr/rande.html).
// Empty for a partition that is not known here.
func (p Partition) DNSSuffix() string {
	switch p {
	case PartitionChina:
		return "amazonaws.com.cn"
	case PartitionAWS, PartitionGovCloud:
		return "amazonaws.com"
	}
	return ""
}

// ServiceSuffix is the domain of a service's principal, which is not always that
// of its endpoints: in the Chinese Regions most principals end in
// amazonaws.com, and a few in amazonaws.com.cn. The service is the part before
// the domain, such as "sns". Empty for a partition that is not known here.
func (p Partition) ServiceSuffix(service string) string {
	// The names that public policies for both partitions list beside the .com
	// form. AWS publishes no full list; the services that TrustStack names itself
	// are not among them.
	if p == PartitionChina && (service == "ec2" || service == "elasticmapreduce") {
		return "amazonaws.com.cn"
	}
	if !p.Known() {
		return ""
	}
	return "amazonaws.com"
}

// ServicePrincipal is the name of a service in a Principal element, such as
// "sns.amazonaws.com". Empty for a partition that is not known here.
func (p Partition) ServicePrincipal(service string) string {
	suffix := p.ServiceSuffix(service)
	if suffix == "" {
		return ""
	}
	return service + "." + suffix
}
