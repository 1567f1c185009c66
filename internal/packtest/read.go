package packtest

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// testCase is one case as it stands in an archive.
type testCase struct {
	name   string
	header map[string]string
	body   string
}

// archive is one txtar file.
type archive struct {
	name, section, spec string
	cases               []testCase
}

// headers is every header there is; another one is a mistake in the case.
var headers = map[string]bool{"requirement": true, "verdict": true, "codes": true, "missing": true, "when": true, "exception": true,
	"excluded": true, "account": true, "region": true, "partitions": true, "now": true, "layer": true, "subject": true, "resource": true, "policy": true}

func readArchives(t *testing.T, dir string) []archive {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no case files (%v)", dir, err)
	}
	var out []archive
	for _, file := range files {
		parsed, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		a := archive{name: strings.TrimSuffix(filepath.Base(file), ".txtar")}
		for _, f := range parsed.Files {
			switch f.Name {
			case "section.yml":
				a.section = string(f.Data)
			case "spec.yml":
				a.spec = string(f.Data)
			default:
				a.cases = append(a.cases, readCase(t, a.name+"/"+f.Name, string(f.Data)))
			}
		}
		if a.section == "" || len(a.cases) == 0 {
			t.Fatalf("%s: has no section.yml or no cases", file)
		}
		out = append(out, a)
	}
	return out
}

func readCase(t *testing.T, name, text string) testCase {
	t.Helper()
	c := testCase{name: name, header: map[string]string{}}
	var body strings.Builder
	for line := range strings.Lines(text) {
		key, val, ok := strings.Cut(strings.TrimPrefix(line, "# "), ":")
		if !strings.HasPrefix(line, "# ") || !ok || body.Len() > 0 {
			body.WriteString(line)
			continue
		}
		if !headers[key] || c.header[key] != "" {
			t.Fatalf("%s: header %q is not known, or stands twice", name, key)
		}
		c.header[key] = strings.TrimSpace(val)
	}
	c.body = body.String()
	if c.header["requirement"] == "" || c.header["verdict"] == "" {
		t.Fatalf("%s: names no requirement or no verdict", name)
	}
	return c
}

// requirement is a line of requirements.txt: id, the verdicts that must each have
// a case, and the sentence.
type requirement struct {
	id       string
	verdicts []string
	text     string
}

func readRequirements(t *testing.T, dir string) []requirement {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "requirements.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []requirement
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.SplitN(line, " ", 3)
		if len(fields) != 3 {
			t.Fatalf("requirements.txt: %q: want id, verdicts, text", line)
		}
		out = append(out, requirement{fields[0], strings.Split(fields[1], ","), strings.TrimSpace(fields[2])})
	}
	return out
}

// manifestText is a whole manifest around the package's section.
func manifestText(key, partition string, a archive) string {
	indent := func(text, by string) string {
		var b strings.Builder
		for line := range strings.Lines(text) {
			if strings.TrimSpace(line) != "" {
				b.WriteString(by)
			}
			b.WriteString(line)
		}
		return b.String()
	}
	text := fmt.Sprintf(`version: v1
spec:
  awsOrganizationARN: arn:%s:organizations::999900001111:organization/o-exampleorgid
  awsOrganizationID: o-exampleorgid
  deploymentAccountID: "123456789012"
%s  securityPackages:
    %s:
%s`, partition, indent(a.spec, "  "), key, indent(a.section, "      "))
	return fill(text, partition)
}

// fill puts a partition and its Region in place.
func fill(text, partition string) string {
	region := map[string]string{"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}[partition]
	return strings.NewReplacer("PARTITION", partition, "REGION", region).Replace(text)
}
