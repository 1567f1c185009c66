package cfn

// attributeRow is what Ref and Fn::GetAtt give for a type, as patterns. Those
// that are not here are unknown as a whole.
//
//	{P} {R} {A} {S}  the deploying partition, Region, account, DNS suffix
//	{N}              the resource's name: the property called name, or a hole
//	{F}              the ARN of the function behind an alias, version or URL
//	{path}           the property Path of IAM's resources, or /
//	{Attribute}      an id without separators, known after deployment
//	{*Attribute}     anything, known after deployment
type attributeRow struct {
	name string
	free bool // the name may hold separators, such as /
	ref  string
	get  map[string]string
}

// attributes says what belongs to the deploying account, which is what most
// rules ask. Each row rests on the section "Return values" of the type's page
// under https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
// (aws-resource-sns-topic.html and so on), and its ARN's form on
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
var attributes = map[string]attributeRow{
	"AWS::SNS::Topic": {name: "TopicName", ref: topicARN,
		get: map[string]string{"TopicArn": topicARN, "TopicName": "{N}"}},
	"AWS::SQS::Queue": {name: "QueueName", ref: queueURL,
		get: map[string]string{"Arn": "arn:{P}:sqs:{R}:{A}:{N}", "QueueName": "{N}", "QueueUrl": queueURL}},

	"AWS::Lambda::Function":     functionRow,
	"AWS::Serverless::Function": functionRow,
	"AWS::Lambda::Version": {ref: "{F}:{Version}",
		get: map[string]string{"FunctionArn": "{F}:{Version}", "Version": "{Version}"}},
	"AWS::Lambda::Alias": {name: "Name", ref: "{F}:{N}",
		get: map[string]string{"AliasArn": "{F}:{N}"}},
	"AWS::Lambda::LayerVersion": {name: "LayerName", ref: layerARN,
		get: map[string]string{"LayerVersionArn": layerARN}},
	"AWS::Serverless::LayerVersion": {name: "LayerName", ref: layerARN,
		get: map[string]string{"LayerVersionArn": layerARN}},
	"AWS::Lambda::Url": {ref: "{F}",
		get: map[string]string{"FunctionArn": "{F}", "FunctionUrl": "https://{FunctionUrl}.lambda-url.{R}.on.aws/"}},
	"AWS::Lambda::CapacityProvider": {name: "CapacityProviderName", ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:lambda:{R}:{A}:capacity-provider:{N}"}},

	"AWS::S3::Bucket": {name: "BucketName", ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:s3:::{N}"}},
	"AWS::ECR::Repository": {name: "RepositoryName", free: true, ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:ecr:{R}:{A}:repository/{N}", "RepositoryUri": "{A}.dkr.ecr.{R}.{S}/{N}"}},
	"AWS::KinesisFirehose::DeliveryStream": {name: "DeliveryStreamName", ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:firehose:{R}:{A}:deliverystream/{N}"}},
	"AWS::Kinesis::Stream": {name: "Name", ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:kinesis:{R}:{A}:stream/{N}"}},
	"AWS::DynamoDB::Table":       tableRow,
	"AWS::DynamoDB::GlobalTable": tableRow,
	"AWS::Serverless::SimpleTable": {name: "TableName", ref: "{N}",
		get: map[string]string{"Arn": tableARN}},

	// A rule of another bus than the default one has the bus in its ARN.
	"AWS::Events::Rule": {get: map[string]string{"Arn": "arn:{P}:events:{R}:{A}:rule/{*Name}"}},
	"AWS::Events::EventBus": {name: "Name", ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:events:{R}:{A}:event-bus/{N}", "Name": "{N}"}},
	"AWS::Scheduler::Schedule":      {get: map[string]string{"Arn": "arn:{P}:scheduler:{R}:{A}:schedule/{*Name}"}},
	"AWS::Scheduler::ScheduleGroup": {get: map[string]string{"Arn": "arn:{P}:scheduler:{R}:{A}:schedule-group/{*Name}"}},
	"AWS::Pipes::Pipe": {name: "Name", ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:pipes:{R}:{A}:pipe/{N}"}},
	"AWS::StepFunctions::StateMachine": {name: "StateMachineName", ref: machineARN,
		get: map[string]string{"Arn": machineARN, "Name": "{N}"}},
	"AWS::Serverless::StateMachine": {name: "Name", ref: machineARN,
		get: map[string]string{"Arn": machineARN, "Name": "{N}"}},
	"AWS::IoT::TopicRule": {name: "RuleName", ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:iot:{R}:{A}:rule/{N}"}},

	"AWS::IAM::Role": {name: "RoleName", ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:iam::{A}:role{path}{N}", "RoleId": "{RoleId}"}},
	"AWS::IAM::User": {name: "UserName", ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:iam::{A}:user{path}{N}"}},
	"AWS::IAM::Group": {name: "GroupName", ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:iam::{A}:group{path}{N}"}},
	"AWS::IAM::ManagedPolicy": {name: "ManagedPolicyName", ref: "arn:{P}:iam::{A}:policy{path}{N}",
		get: map[string]string{"PolicyArn": "arn:{P}:iam::{A}:policy{path}{N}"}},

	"AWS::EC2::VPC": {ref: "{VpcId}",
		get: map[string]string{"VpcId": "{VpcId}", "DefaultSecurityGroup": "{DefaultSecurityGroup}"}},
	"AWS::EC2::Subnet": {ref: "{SubnetId}",
		get: map[string]string{"SubnetId": "{SubnetId}", "VpcId": "{VpcId}"}},
	"AWS::EC2::SecurityGroup": {ref: "{GroupId}",
		get: map[string]string{"GroupId": "{GroupId}", "Id": "{GroupId}", "VpcId": "{VpcId}"}},
	"AWS::EC2::VPCEndpoint": {ref: "{Id}", get: map[string]string{"Id": "{Id}"}},

	"AWS::Logs::LogGroup": {name: "LogGroupName", free: true, ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:logs:{R}:{A}:log-group:{N}:*"}},
	"AWS::CloudWatch::Alarm": {name: "AlarmName", free: true, ref: "{N}",
		get: map[string]string{"Arn": "arn:{P}:cloudwatch:{R}:{A}:alarm:{N}"}},
	"AWS::ApiGateway::RestApi": {ref: "{RestApiId}",
		get: map[string]string{"RestApiId": "{RestApiId}", "RootResourceId": "{RootResourceId}"}},
	"AWS::Serverless::Api": {ref: "{RestApiId}",
		get: map[string]string{"RootResourceId": "{RootResourceId}"}},
	"AWS::ApiGateway::Authorizer":   {ref: "{AuthorizerId}", get: map[string]string{"AuthorizerId": "{AuthorizerId}"}},
	"AWS::ApiGateway::Resource":     {ref: "{ResourceId}", get: map[string]string{"ResourceId": "{ResourceId}"}},
	"AWS::ApiGatewayV2::Api":        {ref: "{ApiId}", get: map[string]string{"ApiId": "{ApiId}"}},
	"AWS::Serverless::HttpApi":      {ref: "{ApiId}", get: map[string]string{"ApiId": "{ApiId}"}},
	"AWS::Serverless::WebSocketApi": {ref: "{ApiId}", get: map[string]string{"ApiId": "{ApiId}"}},
	"AWS::ApiGatewayV2::Authorizer": {ref: "{AuthorizerId}", get: map[string]string{"AuthorizerId": "{AuthorizerId}"}},
	"AWS::AppSync::GraphQLApi":      {ref: appSyncARN, get: map[string]string{"Arn": appSyncARN, "ApiId": "{ApiId}"}},
	"AWS::CloudFront::Distribution": {ref: "{Id}", get: map[string]string{"Id": "{Id}"}},
	"AWS::CodeCommit::Repository":   {name: "RepositoryName", get: map[string]string{"Arn": "arn:{P}:codecommit:{R}:{A}:{N}", "Name": "{N}"}},
	"AWS::CodeBuild::Project":       {name: "Name", ref: "{N}", get: map[string]string{"Arn": "arn:{P}:codebuild:{R}:{A}:project/{N}"}},
	"AWS::CloudTrail::Trail":        {name: "TrailName", ref: "{N}", get: map[string]string{"Arn": "arn:{P}:cloudtrail:{R}:{A}:trail/{N}"}},
	"AWS::EFS::AccessPoint":         {ref: "{AccessPointId}", get: map[string]string{"AccessPointId": "{AccessPointId}", "Arn": "arn:{P}:elasticfilesystem:{R}:{A}:access-point/{AccessPointId}"}},
	"AWS::Config::ConfigRule":       {name: "ConfigRuleName", ref: "{N}", get: map[string]string{"Arn": "arn:{P}:config:{R}:{A}:config-rule/{ConfigRuleId}", "ConfigRuleId": "{ConfigRuleId}"}},
	"AWS::Backup::BackupVault":      {name: "BackupVaultName", ref: "{N}", get: map[string]string{"BackupVaultArn": "arn:{P}:backup:{R}:{A}:backup-vault:{N}", "BackupVaultName": "{N}"}},
	"AWS::Backup::BackupPlan":       {ref: "{BackupPlanId}", get: map[string]string{"BackupPlanArn": "arn:{P}:backup:{R}:{A}:backup-plan:{BackupPlanId}", "BackupPlanId": "{BackupPlanId}"}},
	"AWS::KMS::Key":                 {ref: "{KeyId}", get: map[string]string{"Arn": "arn:{P}:kms:{R}:{A}:key/{KeyId}", "KeyId": "{KeyId}"}},
	"AWS::SecretsManager::Secret":   {ref: "arn:{P}:secretsmanager:{R}:{A}:secret:{*Id}", get: map[string]string{"Id": "arn:{P}:secretsmanager:{R}:{A}:secret:{*Id}"}},
	"AWS::Cognito::UserPool": {ref: "{UserPoolId}", get: map[string]string{
		"Arn": "arn:{P}:cognito-idp:{R}:{A}:userpool/{UserPoolId}", "UserPoolId": "{UserPoolId}",
		"ProviderName": "cognito-idp.{R}.{S}/{UserPoolId}"}},
	"AWS::ElasticLoadBalancingV2::TargetGroup":  balancerRow("targetgroup", "TargetGroupArn"),
	"AWS::ElasticLoadBalancingV2::LoadBalancer": balancerRow("loadbalancer", "LoadBalancerArn"),
	"AWS::ElasticLoadBalancingV2::Listener":     balancerRow("listener", "ListenerArn"),
}

const (
	topicARN   = "arn:{P}:sns:{R}:{A}:{N}"
	queueURL   = "https://sqs.{R}.{S}/{A}/{N}"
	layerARN   = "arn:{P}:lambda:{R}:{A}:layer:{N}:{Version}"
	tableARN   = "arn:{P}:dynamodb:{R}:{A}:table/{N}"
	machineARN = "arn:{P}:states:{R}:{A}:stateMachine:{N}"
	appSyncARN = "arn:{P}:appsync:{R}:{A}:apis/{ApiId}"
)

var functionRow = attributeRow{name: "FunctionName", ref: "{N}",
	get: map[string]string{"Arn": "arn:{P}:lambda:{R}:{A}:function:{N}"}}

var tableRow = attributeRow{name: "TableName", ref: "{N}",
	get: map[string]string{"Arn": tableARN, "StreamArn": tableARN + "/stream/{*StreamArn}"}}

func balancerRow(kind, attribute string) attributeRow {
	arn := "arn:{P}:elasticloadbalancing:{R}:{A}:" + kind + "/{*" + attribute + "}"
	return attributeRow{ref: arn, get: map[string]string{attribute: arn}}
}
