package cfn

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/truststack/truststack/value"
)

var fuzzOptions = Options{
	Reads: map[string][]string{
		"T":                       {"P", "Q"},
		"AWS::SNS::Subscription":  {"Protocol", "Endpoint", "TopicArn"},
		"AWS::Lambda::Permission": {"FunctionName", "Principal", "SourceArn"},
		"AWS::Lambda::Function":   {"VpcConfig"},
	},
	Peers: map[string][]string{"AWS::Lambda::Function": {"Tags"}},
}

// seeds adds the templates of the case files.
func seeds(f *testing.F) {
	files, err := filepath.Glob("testdata/resources/*.txtar")
	if err != nil || len(files) < minCases {
		f.Fatalf("found %d seeds (%v)", len(files), err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(section(archive, "template")))
	}
}

// FuzzParse: no text makes the readers panic, and what they read keeps the
// limits, has unique keys, and has positions.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		Declares(data)
		template, err := Parse(data)
		if err == nil {
			checkNode(t, template.Root(), 0)
		}
	})
}

func checkNode(t *testing.T, n *Node, depth int) {
	if depth > 3*maxDepth || n.Pos.Line < 1 || n.Pos.Column < 1 {
		t.Fatalf("depth %d, position %v", depth, n.Pos)
	}
	for _, item := range n.Items {
		checkNode(t, item, depth+1)
	}
	keys := map[string]bool{}
	for _, field := range n.Fields {
		if keys[field.Key] {
			t.Fatalf("key %q twice", field.Key)
		}
		keys[field.Key] = true
		checkNode(t, field.Value, depth+1)
	}
}

// FuzzResources: no template makes evaluation panic; variants keep their limit
// and no intrinsic function is left; a resource that is found was mentioned.
func FuzzResources(f *testing.F) {
	seeds(f)
	types := sortedKeys(fuzzOptions.Reads)
	f.Fuzz(func(t *testing.T, data []byte) {
		template, err := Parse(data)
		if err != nil {
			return
		}
		resources := template.Resources(fuzzOptions)
		if len(resources) > 0 && !Mentions(data, types) {
			t.Fatal("a resource of a type that is not mentioned")
		}
		for _, r := range resources {
			if n := len(r.Variants); n == 0 || n > value.MaxVariants {
				t.Fatalf("%s has %d variants", r.ID, n)
			}
			for _, v := range r.Variants {
				if v.Properties.Open == nil {
					t.Fatalf("%s: properties are not open", r.ID)
				}
				checkValue(t, v.Properties)
			}
		}
	})
}

func checkValue(t *testing.T, v value.Value) {
	for _, item := range v.Items {
		checkValue(t, item)
	}
	for _, field := range v.Fields {
		if field.Key == "Ref" || len(field.Key) > 4 && field.Key[:4] == "Fn::" {
			t.Fatalf("the function %s is left", field.Key)
		}
		checkValue(t, field.Value)
	}
}
