//go:build conformance

package conformance

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/truststack/truststack/pattern"
)

// patternPairs is how many pairs are compared.
const patternPairs = 24_000

// eventRuler is the program in the folder of that name, built: a class path.
type eventRuler string

// TestEventRuler holds package pattern against AWS' own matcher. Without mvn,
// and a network or a filled local repository, it fails.
func TestEventRuler(t *testing.T) {
	out := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "mvn", "-q", "-B", "-Dout="+out, "compile")
	cmd.Dir = "eventruler"
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("mvn compile in conformance/eventruler: %v\n%s", err, text)
	}
	ruler := eventRuler(filepath.Join(out, "classes") + string(filepath.ListSeparator) + filepath.Join(out, "lib", "*"))
	t.Run("accidents", ruler.testAccidents)
	t.Run("contradictions", ruler.testContradictions)
	t.Run("refusals", ruler.testRefusals)
	t.Run("addresses", ruler.testAddresses)
	t.Run("pairs", ruler.testPairs)
}

// patternLine is a question to the program.
type patternLine struct {
	Pattern string `json:"pattern"`
	Event   string `json:"event"`
	Tree    bool   `json:"tree,omitempty"`
}

// ask returns an answer for each question.
func (e eventRuler) ask(t *testing.T, questions []patternLine) []string {
	t.Helper()
	var in bytes.Buffer
	for _, q := range questions {
		line, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "java", "-cp", string(e), "conformance.Main")
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = &in, &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("java: %v\n%s", err, stderr.Bytes())
	}
	var answers []string
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		answers = append(answers, lines.Text())
	}
	if len(answers) != len(questions) {
		t.Fatalf("event-ruler gave %d answers to %d questions", len(answers), len(questions))
	}
	return answers
}

// testPairs: for generated pairs our matcher and AWS' own say
// the same. Every pattern has been written and parsed again before.
//
// A pair on which we differ is a difference unless event-ruler contradicts
// itself about it (see contradicted), or has one of the accidents that are
// listed with a witness each (see patternAccident).
func (e eventRuler) testPairs(t *testing.T) {
	source := patternSource{rand.New(rand.NewPCG(7, 11))}
	pairs := make([]patternPair, patternPairs)
	for i := range pairs {
		pairs[i] = source.pair()
	}
	questions, ours := answerPatterns(t, pairs)
	matched, accidents := 0, map[string]int{}
	var unequal []int
	for i, theirs := range e.ask(t, questions) {
		if ours[i] {
			matched++
		}
		if theirs == fmt.Sprint(ours[i]) {
			continue
		}
		if accident := patternAccident(t, pairs[i], ours[i]); accident != "" {
			accidents[accident]++
			continue
		}
		unequal = append(unequal, i)
	}
	contradictions := 0
	for _, i := range unequal {
		if e.contradicted(t, pairs[i], ours[i]) {
			contradictions++
			t.Logf("event-ruler contradicts itself: %s with %s", questions[i].Pattern, questions[i].Event)
			continue
		}
		t.Errorf("%s with %s: ours %t", questions[i].Pattern, questions[i].Event, ours[i])
	}
	t.Logf("%d pairs, %d match; event-ruler: %d contradictions, accidents %v", len(pairs), matched, contradictions, accidents)
	if matched < patternPairs/4 || matched > patternPairs*3/4 {
		t.Errorf("%d of %d pairs match: they say little", matched, patternPairs)
	}
	if contradictions > patternPairs/1000 {
		t.Errorf("event-ruler contradicts itself in %d of %d pairs: it is no yardstick", contradictions, patternPairs)
	}
}

func answerPatterns(t *testing.T, pairs []patternPair) ([]patternLine, []bool) {
	t.Helper()
	questions, ours := make([]patternLine, len(pairs)), make([]bool, len(pairs))
	for i, pair := range pairs {
		text, err := pair.pattern.JSON()
		if err != nil {
			t.Fatalf("generated pattern: %v", err)
		}
		parsed, err := pattern.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if ours[i], err = pattern.Match(parsed, []byte(pair.event)); err != nil {
			t.Fatalf("%s with %s: %v", text, pair.event, err)
		}
		questions[i] = patternLine{string(text), pair.event, pair.tree}
	}
	return questions, ours
}
