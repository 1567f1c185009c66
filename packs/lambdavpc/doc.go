// Package lambdavpc guards the way in which a Lambda function reaches the internet
// past an AWS organisation's network.
//
// # Threat
//
// A function outside a customer VPC has the internet and none of the network
// perimeter: no firewall, no flow log, no VPC endpoint and no endpoint policy sees
// what it sends.
//
// # Rule
//
//   - A function is in a VPC: it has at least one subnet and one security group.
//   - Where trustedVPCIDs, trustedSubnetIDs or trustedSecurityGroupIDs list any,
//     every VPC, subnet and group used is one of them.
//
// The subject is the function and version: a published version keeps the network it
// was published with. A managed-instance function has the network of its capacity
// provider, and is judged by it; a provider that is not described is undetermined. A
// capacity provider is judged by the lists alone, since AWS makes none without
// subnets, and without a group only where groups are listed: it then takes the
// VPC's default group, which no list can name for every VPC.
//
// Subnets and groups do not say which VPC they are in. Where trustedVPCIDs is set and
// the VPC is not seen, subnets that are all in trustedSubnetIDs settle it: a subnet
// is in one VPC, and who approved it knew which. A VPC that is seen is always
// compared. Ids are unique within a Region only; the lists hold for every Region.
//
// The tag ts:exclude excludes a function, not a capacity provider, which many
// functions share. The caller is not judged: whoever makes it, a function outside a
// VPC is outside.
//
// # Layers
//
// Preventative: a service control policy on lambda:CreateFunction and
// lambda:UpdateFunctionConfiguration by lambda:VpcIds, lambda:SubnetIds and
// lambda:SecurityGroupIds, and on lambda:CreateCapacityProvider by the latter two
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html).
// AWS says that a function which has a VPC may be updated without naming it again
// (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html). One that has
// none can be changed only into a VPC, unless requireVpcOnUpdate is false. The policy
// honours the tag by aws:RequestTag on creation and by aws:ResourceTag afterwards,
// where the guard is enforced: only then can nobody else set it. The name of a
// condition key knows no case, so the policy takes a tag TS:Exclude for ts:exclude,
// which no other layer does: the guard has to refuse every spelling.
//
// It denies, beyond the rule, managed-instance functions, whose provider no key
// shows, and functions with the tag in a rare form. It lets through capacity
// providers in subnets of a VPC that is not in trustedVPCIDs, and networks that
// Lambda itself refuses. It binds neither service-linked roles nor the management
// account.
//
// Proactive: AWS::Lambda::Function, which SAM's functions become with their Globals,
// and AWS::Lambda::CapacityProvider. It sees a VPC only where a subnet or security
// group of the same template names it; a hook, which sees one resource, does not. It
// does not see the caller, so an exception for a principal does not apply there.
//
// # What ordinary frameworks put outside a VPC
//
// Each needs three things to come in: VpcConfig, a role with
// AWSLambdaVPCAccessExecutionRole, and a way to the AWS APIs that it calls: VPC
// endpoints, or NAT behind a firewall. A custom resource answers CloudFormation by a
// presigned URL of Amazon S3, so it needs the S3 endpoint
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cfn-customresource.html).
//
//   - CDK's Provider framework, AwsCustomResource, BucketDeployment: the properties
//     vpc and vpcSubnets (https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources-readme.html).
//   - CDK's built-in handlers (autoDeleteObjects, LogRetention, bucket notifications,
//     cross-Region references): no property. An Aspect that sets VpcConfig on every
//     AWS::Lambda::Function of the app, plain CfnResources included; or the tag.
//   - CloudWatch Synthetics canaries: VPCConfig of AWS::Synthetics::Canary; their
//     functions are named cwsyn-* and are made in the creator's name.
//   - Control Tower's aws-controltower-NotificationForwarder: made by
//     AWSControlTowerExecution, which is exempt from the policy, and overwritten by
//     each landing zone update. An exception for its name.
//   - Landing Zone Accelerator's and StackSets' own functions: their roles are exempt
//     where files are generated for them. Exceptions for AWSAccelerator-*.
//   - Lambda@Edge: cannot be in a VPC
//     (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html).
//     The tag or an exception.
//   - Functions that AWS services make in an account by a service-linked role: no
//     policy binds it; an exception for their names keeps the sweep quiet.
//
// Start with mode audit, and with requireVpcOnUpdate false: the sweep groups what is
// outside by name before anyone is stopped.
//
// # Differences from the original
//
// The original's hook asked EC2 for the VPC of each subnet; here hooks make no calls.
// Its policy knew neither lists nor the tag, so a function that its hook let through
// was denied all the same; its tag's value * is not honoured, write ALL. Its responder
// put functions into the default VPC; here they are stopped until someone does.
package lambdavpc
