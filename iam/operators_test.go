package iam

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// minOperatorCases guards against a table that silently runs empty.
const minOperatorCases = 300

// TestOperators runs every line of testdata/operators, once under Allow and once
// under Deny. The form of a case is described in string.txt.
func TestOperators(t *testing.T) {
	files, err := filepath.Glob("testdata/operators/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	seen := map[string]bool{}
	for _, file := range files {
		table := operatorTable{t: t, file: filepath.Base(file), version: Version2012, context: map[string]string{}, seen: seen}
		ran += table.run(file)
	}
	if ran < minOperatorCases {
		t.Errorf("%d cases ran, wanted at least %d", ran, minOperatorCases)
	}
	for name := range comparisons {
		if !seen[name] {
			t.Errorf("no case for operator %s", name)
		}
	}
}

type operatorTable struct {
	t             *testing.T
	file, version string
	source        string
	context       map[string]string
	seen          map[string]bool
}

func (o *operatorTable) run(path string) (ran int) {
	f, err := os.Open(path)
	if err != nil {
		o.t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "" || word == "#":
		case word == "source":
			o.source = rest
		case word == "version":
			o.version = strings.TrimSuffix(rest, "none")
		case word == "context":
			key, value, _ := strings.Cut(rest, " = ")
			o.context[key] = value
		default:
			o.runCase(n, line)
			ran++
		}
	}
	return ran
}

func (o *operatorTable) runCase(n int, line string) {
	fields := strings.Split(line, " | ")
	if len(fields) != 4 || !strings.HasPrefix(o.source, "https://docs.aws.amazon.com/") {
		o.t.Errorf("%s:%d: wanted four fields and a source above them", o.file, n)
		return
	}
	ctx := NewContext(UnlistedAbsent).Set("test:key", o.value(n, fields[2]))
	for key, value := range o.context {
		ctx.Set(key, o.value(n, value))
	}
	op, _ := ParseOperator(fields[0])
	o.seen[op.Base] = true
	for _, effect := range []Effect{Allow, Deny} {
		version := ""
		if o.version != "" {
			version = fmt.Sprintf(`"Version":%q,`, o.version)
		}
		text := fmt.Sprintf(`{%s"Statement":{"Effect":%q,"Action":"*","Resource":"*","Condition":{%q:{"Test:Key":%s}}}}`, version, effect, fields[0], fields[1])
		doc, err := Parse([]byte(text))
		if err != nil {
			o.t.Errorf("%s:%d: %v", o.file, n, err)
			return
		}
		got := Evaluate(doc, Request{Action: "sns:Subscribe", Resource: "*", Context: ctx})
		if want := decisionOf(effect, fields[3]); got.Decision != want {
			o.t.Errorf("%s:%d: %s: %s gives %v, wanted %v: %v", o.file, n, line, effect, got.Decision, want, got.Reasons)
		}
	}
}

func decisionOf(effect Effect, result string) Decision {
	switch {
	case result == "false":
		return ImplicitDeny
	case result == "true" && effect == Allow:
		return Allowed
	case result == "true":
		return ExplicitDeny
	}
	return Unknown
}

func (o *operatorTable) value(n int, text string) Value {
	switch text {
	case "absent":
		return AbsentValue()
	case "unknown":
		return UnknownValue()
	}
	var one string
	if json.Unmarshal([]byte(text), &one) == nil {
		return SingleValue(one)
	}
	var many []string
	if err := json.Unmarshal([]byte(text), &many); err != nil {
		o.t.Fatalf("%s:%d: value %s: %v", o.file, n, text, err)
	}
	return MultiValue(many...)
}
