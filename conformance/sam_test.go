//go:build conformance

package conformance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"
	"testing"

	"github.com/truststack/truststack/cfn"
)

// The oracle is SAM's own translator: its test inputs and what it makes of
// them in each partition. See the corpus' README for the commit.

// samPartitions are the partitions of the oracle, its folder for each, and the
// Region that its tests run in.
var samPartitions = []struct{ partition, region, folder string }{
	{"aws", "ap-southeast-1", "."},
	{"aws-cn", "cn-north-1", "aws-cn"},
	{"aws-us-gov", "us-gov-west-1", "aws-us-gov"},
}

// What the corpus held when this was written; fewer means that it is not whole.
const (
	samInputs    = 831
	samCompared  = 1627 // inputs with an output, over the three partitions
	samResources = 5267 // compared, over the three partitions
)

// samJudged are the types compared. A value lists the properties that count;
// nil is all of them, and an empty list says that only existence does.
var samJudged = map[string][]string{
	"AWS::Lambda::Permission":       nil,
	"AWS::Lambda::Url":              nil,
	"AWS::SNS::Subscription":        nil,
	"AWS::SNS::TopicPolicy":         nil,
	"AWS::SNS::Topic":               nil,
	"AWS::Lambda::Alias":            {"FunctionName", "Name"},
	"AWS::Lambda::CapacityProvider": {"VpcConfig"},
	"AWS::Lambda::LayerVersion":     {"LayerName"},
	"AWS::SQS::Queue":               {},
	"AWS::ApiGateway::RestApi":      {},
	"AWS::ApiGatewayV2::Api":        {},
	"AWS::Lambda::Function":         nil,
}

// samIgnored are properties that no rule reads and that SAM fills with more
// than the source says: a digest for AutoPublishCodeSha256.
var samIgnored = map[string]string{"AWS::Lambda::Function": "Description"}

// samTemplate is what is compared of a template.
type samTemplate struct {
	Resources  map[string]map[string]any
	Conditions map[string]any
}

func TestSAM(t *testing.T) {
	corpus := samCorpus(t)
	listed := readSAMDifferences(t)
	inputs, err := filepath.Glob(filepath.Join(corpus, "input", "*.yaml"))
	if err != nil || len(inputs) < samInputs {
		t.Fatalf("found %d SAM inputs in %s, wanted %d: %v", len(inputs), corpus, samInputs, err)
	}
	compared, resources := 0, 0
	for _, input := range inputs {
		name := strings.TrimSuffix(filepath.Base(input), ".yaml")
		data, err := os.ReadFile(input)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range samPartitions {
			tree, expandErr := cfn.Expanded(data, p.partition, p.region)
			if strings.HasPrefix(name, "error_") {
				continue // SAM refuses it; ours must only come back
			}
			theirs, ok := samOutput(t, filepath.Join(corpus, "output", p.folder, name+".json"))
			if !ok {
				continue
			}
			if expandErr != nil {
				t.Errorf("%s: %v", name, expandErr)
				continue
			}
			compared++
			resources += compareSAM(t, listed, name, p.partition, samTree(t, tree), theirs)
		}
	}
	t.Logf("compared %d outputs of %d inputs, %d resources, %d differences listed", compared, len(inputs), resources, len(listed))
	if compared < samCompared || resources < samResources {
		t.Errorf("compared %d outputs and %d resources, wanted at least %d and %d", compared, resources, samCompared, samResources)
	}
	for _, d := range listed {
		if d.used != 1 {
			t.Errorf("sam_differences.json: the entry %s %s %s matches %d differences, wanted 1", d.Partition, d.File, d.Resource, d.used)
		}
	}
}

// samCorpus is where the oracle lies.
func samCorpus(t *testing.T) string {
	t.Helper()
	corpus := os.Getenv("TRUSTSTACK_CORPUS")
	if corpus == "" {
		corpus = filepath.Join("..", "..", "shared", "corpus")
	}
	corpus = filepath.Join(corpus, "sam-translator")
	if _, err := os.Stat(corpus); err != nil {
		t.Fatalf("the corpus is missing: %v; set TRUSTSTACK_CORPUS", err)
	}
	return corpus
}

// samOutput is SAM's result; the oracle lacks a few.
func samOutput(t *testing.T, path string) (samTemplate, bool) {
	t.Helper()
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return samTemplate{}, false
	}
	if err != nil {
		t.Fatal(err)
	}
	return samJSON(t, data), true
}

func samTree(t *testing.T, tree *cfn.Node) samTemplate {
	t.Helper()
	data, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return samJSON(t, data)
}

func samJSON(t *testing.T, data []byte) samTemplate {
	t.Helper()
	var template samTemplate
	if err := json.Unmarshal(data, &template); err != nil {
		t.Fatal(err)
	}
	return template
}

// compareSAM compares one output and returns how many resources it had.
func compareSAM(t *testing.T, listed []*samDifference, file, partition string, ours, theirs samTemplate) int {
	t.Helper()
	ids := map[string]bool{}
	for id := range theirs.Resources {
		ids[id] = true
	}
	for id := range ours.Resources {
		ids[id] = true
	}
	names := make([]string, 0, len(ids))
	for id := range ids {
		names = append(names, id)
	}
	sort.Strings(names)
	compared := 0
	for _, id := range names {
		a, b := ours.view(id), theirs.view(id)
		if a == nil && b == nil {
			continue
		}
		compared++
		if reflect.DeepEqual(a, b) {
			continue
		}
		d := samDifference{File: file, Partition: partition, Resource: id, Ours: samText(a), Theirs: samText(b)}
		if !d.isListed(listed) {
			t.Errorf("%s (%s): %s differs\n  ours   %s\n  theirs %s", file, partition, id, d.Ours, d.Theirs)
		}
	}
	return compared
}

// samDifference is one difference from SAM that is known and justified.
type samDifference struct {
	File      string `json:"file"`
	Partition string `json:"partition"`
	Resource  string `json:"resource"`
	Ours      string `json:"ours"`
	Theirs    string `json:"theirs"`
	Cause     string `json:"cause"`
	Why       string `json:"why"`
	used      int
}

// samCauses are the causes that justify a difference.
var samCauses = map[string]bool{
	// SAM writes the value of a parameter where we leave the reference: a
	// template that is read without a deployment has no values, and
	// CloudFormation resolves the reference to the same.
	"parameter": true,
}

// isListed finds the first entry for a difference; a second one stays unused.
func (d samDifference) isListed(listed []*samDifference) bool {
	for _, l := range listed {
		if l.File == d.File && l.Partition == d.Partition && l.Resource == d.Resource && l.Ours == d.Ours && l.Theirs == d.Theirs {
			l.used++
			return true
		}
	}
	return false
}

func readSAMDifferences(t *testing.T) []*samDifference {
	t.Helper()
	data, err := os.ReadFile("sam_differences.json")
	if err != nil {
		t.Fatal(err)
	}
	var listed []*samDifference
	if err := json.Unmarshal(data, &listed); err != nil {
		t.Fatalf("sam_differences.json: %v", err)
	}
	for _, d := range listed {
		if !samCauses[d.Cause] || d.Why == "" {
			t.Errorf("sam_differences.json: %s %s has the cause %q and the reason %q", d.File, d.Resource, d.Cause, d.Why)
		}
	}
	return listed
}
