package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// inputs are files that are hostile or broken, by name.
func inputs() map[string]string {
	const head = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties:\n"
	laughs := "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 12; i++ {
		laughs += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	conditions, nested := "Parameters:\n", "x"
	for i := range 40 {
		conditions += fmt.Sprintf("  P%d: {Type: String}\n", i)
	}
	conditions += "Conditions:\n"
	for i := range 40 {
		conditions += fmt.Sprintf("  C%d: !Equals [!Ref P%d, yes]\n", i, i)
		nested = fmt.Sprintf("!Join [%q, [!If [C%d, a, b], %s]]", "", i, nested)
	}
	return map[string]string{
		"empty.yaml":         "",
		"binary.yaml":        "\x00\x01\x02\xff\xfe",
		"utf16.yaml":         "\xff\xfeR\x00e\x00s\x00o\x00u\x00r\x00c\x00e\x00s\x00:\x00",
		"latin1.yaml":        head + "      DisplayName: caf\xe9\n",
		"tab.yaml":           "Resources:\n\tTopic:\n\t\tType: AWS::SNS::Topic\n",
		"quote.yaml":         head + "      DisplayName: \"open\n",
		"truncated.json":     `{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"`,
		"documents.yaml":     head + "---\n" + head,
		"list.json":          `["Resources"]`,
		"null.yaml":          "Resources:\n  Topic:\n",
		"deep-list.yaml":     "Resources: " + strings.Repeat("[", 200_000),
		"deep-map.json":      `{"Resources": ` + strings.Repeat(`{"a":`, 200_000),
		"deep-block.yaml":    "Resources:\n" + blocks(2000),
		"laughs.yaml":        laughs + "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {Subscription: *a11}\n",
		"itself.yaml":        "Resources: &r\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: *r\n",
		"long-line.yaml":     head + "      DisplayName: " + strings.Repeat("x", 5<<20) + "\n",
		"many-keys.json":     `{"Resources": {"a": {"Type": "AWS::SNS::Topic"}` + many(200_000) + `}}`,
		"many-values.yaml":   head + "      Subscription: [" + strings.Repeat("a, ", 3<<20) + "]\n",
		"too-large.yaml":     head + strings.Repeat("# nothing\n", 2<<20),
		"conditions.yaml":    conditions + head + "      Subscription: [{Protocol: https, Endpoint: " + nested + "}]\n",
		"circle.yaml":        "Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\n" + head + "      DisplayName: !If [A, x, y]\n",
		"circle-sub.yaml":    head + "      TopicName: !Sub \"${Other.TopicName}\"\n  Other:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !GetAtt Topic.TopicName\n",
		"split.yaml":         head + "      Subscription: !Split [\"\", " + strings.Repeat("x", 1<<20) + "]\n",
		"bad-functions.yaml": head + "      DisplayName: !Sub [1, 2, 3]\n      TopicName: !Select [-1, {}]\n      Subscription: !FindInMap []\n",
	}
}

func blocks(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", i+1) + "a:\n")
	}
	return b.String()
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"k%d":{"Type":"AWS::S3::Bucket"}`, i)
	}
	return b.String()
}

// writeInputs writes the inputs into a folder. It has a process of its own: what it
// uses would count as the peak memory of each program that is started later.
func writeInputs(o options) error {
	for name, text := range inputs() {
		if err := os.WriteFile(filepath.Join(o.inputs, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// stored makes a folder of the inputs and lists it.
func stored(folder string) ([]os.DirEntry, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	out, err := start(self, "-inputs", folder).capture()
	if err == nil && out.code != 0 {
		err = fmt.Errorf("writing inputs: %s", firstLine(out.stderr))
	}
	if err != nil {
		return nil, err
	}
	return os.ReadDir(folder)
}

// hostile puts each hostile input beside a good template and sees whether the
// good one is still judged. It fails when one stops truststack.
func hostile(programs []program, o options, temp string) error {
	const good = "https-untrusted.yaml"
	fmt.Println("Hostile inputs, each in a folder with a good template: is the good one still judged?")
	fmt.Println()
	fmt.Println("| program | inputs | judged | stopped by | slowest | peak memory |")
	fmt.Println("|---|---|---|---|---|---|")
	folder := filepath.Join(temp, "hostile")
	if err := copyFile(filepath.Join(o.bench, "labelled", "templates", good), filepath.Join(folder, good)); err != nil {
		return err
	}
	var failed error
	store := filepath.Join(temp, "inputs")
	all, err := stored(store)
	if err != nil {
		return err
	}
	for i, p := range programs {
		var stopped []string
		var most outcome
		for _, entry := range all {
			name := entry.Name()
			path := filepath.Join(folder, name)
			if err := os.Rename(filepath.Join(store, name), path); err != nil {
				return err
			}
			r, out, err := p.check(folder)
			most.wall, most.rss = max(most.wall, out.wall), max(most.rss, out.rss)
			if err != nil || out.code < 0 || !contains(r, good) {
				stopped = append(stopped, name)
			}
			if err := os.Rename(path, filepath.Join(store, name)); err != nil {
				return err
			}
		}
		fmt.Printf("| %s | %d | %d | %s | %s | %.1f MiB |\n", p.name, len(all), len(all)-len(stopped), strings.Join(sorted(stopped), ", "),
			ms(most.wall), float64(most.rss)/(1<<20))
		if i == 0 && len(stopped) > 0 {
			failed = errors.New("hostile inputs: truststack was stopped by " + strings.Join(stopped, ", "))
		}
	}
	return failed
}

func contains(r report, file string) bool {
	for _, d := range denied(r) {
		if strings.HasPrefix(d, file+" ") {
			return true
		}
	}
	return false
}
