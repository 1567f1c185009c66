package lambdavpc

// codes are the reasons that Judge gives.
var codes = map[string]string{
	"VPC-OUTSIDE":    "The function has no VPC: neither subnets nor security groups.",
	"VPC-NO-SUBNET":  "The network names no subnet.",
	"VPC-NO-GROUP":   "The network names no security group.",
	"VPC-UNAPPROVED": "The VPC is not in trustedVPCIDs.",
	"VPC-SUBNET":     "A subnet is not in trustedSubnetIDs.",
	"VPC-GROUP":      "A security group is not in trustedSecurityGroupIDs.",
}
