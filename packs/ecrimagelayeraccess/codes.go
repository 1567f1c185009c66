package ecrimagelayeraccess

// codes are the reasons that Judge gives.
var codes = map[string]string{
	"ECR-CALLER-KIND":    "The caller is an IAM user, a federated user or root where only roles are allowed.",
	"ECR-ROLE":           "The caller's role is not in allowedRoleNames.",
	"ECR-CALLER-OUTSIDE": "The caller has an allowed role's name, in an account outside the organisation.",
	"ECR-NETWORK":        "The call comes from no expected network.",
	"ECR-REPLICATION":    "The registry replicates to an account that is not trusted.",
	"ECR-POLICY-OPEN":    "A policy lets an outsider pull.",
	"ECR-PUBLIC":         "The repository is public: everyone can pull.",
	"ECR-ENDPOINT-NONE":  "The VPC endpoint has no policy, so every principal may use it.",
	"ECR-ENDPOINT-OPEN":  "The VPC endpoint's policy lets in a principal outside the organisation.",
	"ECR-ENDPOINT-S3":    "A note, no violation: the S3 endpoint lets in principals outside the organisation.",
}
