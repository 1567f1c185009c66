//go:build conformance

package conformance

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/truststack/truststack/cfn"
	"github.com/truststack/truststack/value"
)

// templateReads is what the rules read, which is what these tests resolve.
var templateReads = map[string][]string{
	"AWS::SNS::Subscription":              {"Protocol", "Endpoint", "TopicArn"},
	"AWS::SNS::Topic":                     {"Subscription", "TopicName"},
	"AWS::SNS::TopicPolicy":               {"PolicyDocument", "Topics"},
	"AWS::Lambda::Permission":             {"FunctionName", "Action", "Principal", "SourceArn", "SourceAccount", "PrincipalOrgID", "FunctionUrlAuthType"},
	"AWS::Lambda::Url":                    {"AuthType", "TargetFunctionArn"},
	"AWS::Lambda::Function":               {"VpcConfig", "Tags", "FunctionName"},
	"AWS::Lambda::LayerVersionPermission": {"LayerVersionArn", "Action", "Principal", "OrganizationId"},
	"AWS::ECR::Repository":                {"RepositoryPolicyText"},
	"AWS::EC2::VPCEndpoint":               {"ServiceName", "PolicyDocument"},
}

// templatesCorpus is where the corpus lies; without it the tests fail.
func templatesCorpus(t testing.TB) string {
	dir := os.Getenv("TRUSTSTACK_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Fatalf("no corpus: %v (set TRUSTSTACK_CORPUS)", err)
	}
	return dir
}

// templateFiles reads every file of a folder of the corpus, of which there must
// be at least atLeast.
func templateFiles(t testing.TB, folder string, atLeast int) map[string][]byte {
	root := filepath.Join(templatesCorpus(t), filepath.FromSlash(folder))
	out := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, path)
		out[filepath.ToSlash(name)] = data
		return err
	})
	if err != nil || len(out) < atLeast {
		t.Fatalf("%s has %d files, want at least %d (%v)", folder, len(out), atLeast, err)
	}
	return out
}

// rejectedTemplates are no YAML: see TestRejectedByPyYAML.
var rejectedTemplates = []string{
	"apigw-custom-domain-edge/template.yaml",   // "MappingRestEdge:curc"
	"rds-sns-event-notification/template.yaml", // text after a quoted scalar
}

// TestTemplates reads templates as people write them. Only those that PyYAML
// rejects too may fail, and they must declare themselves templates.
func TestTemplates(t *testing.T) {
	for _, c := range []struct {
		folder   string
		atLeast  int
		rejected []string // by PyYAML too
	}{
		{"templates/serverless-patterns", 558, rejectedTemplates},
		{"sam-translator/input", 831, nil},
		{"sam-translator/output", 831, nil},
	} {
		t.Run(strings.ReplaceAll(c.folder, "/", "-"), func(t *testing.T) {
			files := templateFiles(t, c.folder, c.atLeast)
			var resources, variants, undeclared int
			for name, data := range files {
				template, err := cfn.Parse(data)
				if err != nil {
					if !slices.Contains(c.rejected, name) {
						t.Errorf("%s: %v", name, err)
					}
					if !cfn.Declares(data) {
						t.Errorf("%s: cannot be parsed, and does not declare itself a template", name)
					}
					continue
				}
				if slices.Contains(c.rejected, name) {
					t.Errorf("%s: was expected to be rejected", name)
				}
				if !cfn.Declares(data) {
					undeclared++
				}
				n, v := checkTemplate(t, name, data, template)
				resources, variants = resources+n, variants+v
			}
			t.Logf("%d files, %d resources, %d variants, %d files do not declare themselves templates",
				len(files), resources, variants, undeclared)
			if resources == 0 {
				t.Error("no resource was found")
			}
		})
	}
}

// checkTemplate resolves a template and checks what holds for every one.
func checkTemplate(t *testing.T, name string, data []byte, template *cfn.Template) (resources, variants int) {
	o := cfn.Options{Reads: templateReads, Peers: map[string][]string{"AWS::Lambda::Function": {"Tags"}}}
	lines := strings.Count(string(data), "\n") + 1
	for _, r := range template.Resources(o) {
		if r.Overflow {
			t.Errorf("%s: %s has too many variants", name, r.ID)
		}
		if !cfn.Mentions(data, []string{r.Type}) {
			t.Errorf("%s: %s is not mentioned", name, r.Type)
		}
		resources++
		variants += len(r.Variants)
		for _, v := range r.Variants {
			checkResolved(t, name+" "+r.ID, v.Properties, lines)
		}
	}
	return resources, variants
}

// checkResolved: no function is left, and every value has a position in the file.
func checkResolved(t *testing.T, where string, v value.Value, lines int) {
	if v.Pos.Line < 1 || v.Pos.Line > lines || v.Pos.Column < 1 {
		t.Errorf("%s: position %v of %d lines", where, v.Pos, lines)
	}
	for _, item := range v.Items {
		checkResolved(t, where, item, lines)
	}
	for _, f := range v.Fields {
		if f.Key == "Ref" || strings.HasPrefix(f.Key, "Fn::") {
			t.Errorf("%s: %s is left", where, f.Key)
		}
		checkResolved(t, where+"."+f.Key, f.Value, lines)
	}
}

// BenchmarkTemplates parses every template of serverless-patterns, one after
// the other.
func BenchmarkTemplates(b *testing.B) {
	files := templateFiles(b, "templates/serverless-patterns", 558)
	var size int64
	for _, data := range files {
		size += int64(len(data))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	start := time.Now()
	for b.Loop() {
		for _, data := range files {
			_, _ = cfn.Parse(data) // two are broken on purpose
		}
	}
	b.ReportMetric(float64(size)*float64(b.N)/1e6/time.Since(start).Seconds(), "MB/s-wall")
}
