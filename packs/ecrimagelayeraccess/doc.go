// Package ecrimagelayeraccess guards the way in which the layers of a container
// image leave an AWS organisation.
//
// # Threat
//
// ecr:GetDownloadUrlForLayer gives a presigned URL to a layer in a bucket that
// the service owns. Whoever holds the URL can fetch the layer from anywhere: the
// service signed it, so no policy of the organisation sees the download
// (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetDownloadUrlForLayer.html).
// Only the call that hands the URL out can be guarded. A URL that was handed out,
// and an authorization token that was issued, live on until they expire.
//
// # Rule
//
// For a repository of the organisation:
//
//   - The caller is a role of allowedRoleNames, of an account of the organisation
//     or a trusted one. IAM users, federated users and root are not.
//   - The call comes from an expected network: an address of allowedNetworks, or
//     an endpoint of allowedVPCEndpoints, or a VPC of allowedVPCs; roles of
//     networkExemptRoleNames may call from anywhere.
//
// Each half holds only if its lists are set. AWS services and service-linked
// roles are trusted. Repositories of other organisations, and of AWS itself (EKS
// add-ons, SageMaker images), are not the package's subject.
// ecr:BatchGetImage gives an image's manifest and no layer: it is judged only
// with restrictBatchGetImage, in all layers alike.
//
// Side doors, judged whatever the lists say:
//
//   - Replication to a registry that is neither the replicating account's own
//     nor trusted.
//   - A policy that opens pulls to outsiders: of a repository, of a registry
//     (which covers every ECR action since its version 2:
//     https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html),
//     or of a repository creation template. A service may pull under a condition
//     that says for whom.
//   - A public repository: everyone pulls from it, and no policy can keep anyone
//     out. Its RepositoryPolicyText governs pushing, so it is not read.
//   - A VPC endpoint of ecr.api or ecr.dkr without a policy, or with one that
//     lets in a principal outside the organisation. AWS' example pairs the
//     organisation of the principal with that of the resource
//     (https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/vpc_endpoint_policies/ecr.api_endpoint_policy.json);
//     the rule asks for the principal's.
//
// An endpoint of S3 that lets outsiders in is trusted with a note: it carries
// more than image layers, so closing it is not for this package to demand.
// Other endpoints are no subject. Deny statements of a policy are not weighed:
// an Allow for everyone is untrusted even with a Deny beside it.
//
// # Layers
//
// Preventative: a service control policy on ecr:GetDownloadUrlForLayer and, by
// option, ecr:BatchGetImage: one Deny for the caller, one for the network. It is
// limited to repositories of the organisation by StringEquals aws:ResourceOrgID,
// without IfExists. The key is there whenever the owner of the repository is in
// an organisation
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceorgid);
// with IfExists the policy would stop every pull from a registry of AWS that is
// in none, and with it every EKS node. The price is a residual: where AWS does
// not state the organisation, the policy lets through. Callers of other
// organisations, and of the management account, no such policy binds. Nothing
// sees the doors: no condition key holds a replication's destination or a
// policy's text.
//
// The network half looks at aws:SourceIp, aws:SourceVpce and aws:SourceVpc.
// aws:SourceIp is a public address and absent behind an endpoint, so a private
// range never matches. A pull calls ecr.api and ecr.dkr, which are two endpoints:
// both ids must be listed. VPC ids are unique in one Region only. What a service
// calls on someone's behalf has none of the keys and is denied, unless
// allowViaAWSService is set; whether a docker pull counts as such a call is not
// documented, so the option may open the network half to every docker pull.
//
// By option a resource control policy denies pulls to principals outside the
// organisation and the trusted accounts.
//
// Artifacts to attach: policies for the endpoints of ecr.api and ecr.dkr. They
// let principals of the organisation do everything in its own registries, and
// pull, but not push, in any other: the registries of AWS have other owners in
// every Region. And one statement to merge into the policy of an S3 gateway
// endpoint, never to attach alone: reading the layer buckets, with no condition
// on the organisation, since it is the service that signs the URL.
//
// Proactive: AWS::ECR::Repository, AWS::ECR::PublicRepository,
// AWS::ECR::RegistryPolicy, AWS::ECR::RepositoryCreationTemplate,
// AWS::ECR::ReplicationConfiguration and AWS::EC2::VPCEndpoint. No template
// describes a pull. It does not see the caller's role, so an exception for a
// principal does not apply there.
package ecrimagelayeraccess
