package cfn

// The limits that keep a hostile template from using more than a little time
// and memory. CloudFormation's own are lower: a template body is at most 1 MB
// with at most 500 resources, see
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const (
	// maxSize is the longest text that is read, in bytes. CDK's assemblies hold
	// templates that are larger than CloudFormation would take.
	maxSize = 10 << 20
	// maxDepth is how deep lists and maps may lie in each other.
	maxDepth = 100
	// maxNodes is how many nodes a template may have once its aliases are
	// written out.
	maxNodes = 1 << 20
	// maxLoopNodes is how many nodes loops may make.
	maxLoopNodes = 1 << 17
	// maxText is the longest string that functions may build, in bytes.
	maxText = 1 << 20
	// maxItems is how many items Fn::Split may make.
	maxItems = 1 << 16
	// maxRuns is how many ways to turn out are tried for one resource. Many of
	// them are the same to the resource, so this is more than MaxVariants.
	maxRuns = 4096
	// maxSteps is how many nodes are evaluated for one resource, over all its
	// runs, and maxAllSteps for a whole template.
	maxSteps    = 4 << 20
	maxAllSteps = 32 << 20
	// maxCall is how deep evaluation may go: functions in functions, conditions
	// that name conditions, names of resources that refer to resources.
	maxCall = 400
	// maxProblems is how many problems are kept.
	maxProblems = 1000
	// maxKeys is how many keys of a mapping are tried for an unknown one.
	maxKeys = 64
)
