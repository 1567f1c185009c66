package iam

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func denyOf(sid string, characters int) Statement {
	st := Statement{Sid: sid, Effect: Deny, Action: One("*"), Resource: One("")}
	st.Resource = One(strings.Repeat("x", max(0, characters-len(minifiedStatement(st)))))
	return st
}

func indexOf(st Statement) int {
	at, err := strconv.Atoi(strings.TrimPrefix(st.Sid, "S"))
	if err != nil {
		return -1
	}
	return at
}

func TestPackFits(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		var statements []Statement
		for i := range 1 + r.IntN(60) {
			statements = append(statements, denyOf(fmt.Sprintf("S%d", i), 80+r.IntN(1500)))
		}
		q := Quotas{Name: "test", Characters: 5120, Attachments: 100, Reserved: 1}
		docs, err := Pack(statements, q)
		if err != nil {
			t.Fatal(err)
		}
		seen, first := map[string]int{}, -1
		for _, doc := range docs {
			last := -1
			if at := indexOf(doc.Statements[0]); at <= first {
				t.Fatalf("seed %d: document of statement %d after that of %d", seed, at, first)
			} else {
				first = at
			}
			for _, st := range doc.Statements {
				at := indexOf(st)
				if at <= last || !reflect.DeepEqual(st, statements[at]) {
					t.Fatalf("seed %d: statement %s out of order or changed", seed, st.Sid)
				}
				last = at
				seen[st.Sid]++
			}
			if doc.Size() > q.Characters || doc.Version != Version2012 {
				t.Fatalf("seed %d: document of %d characters, version %q", seed, doc.Size(), doc.Version)
			}
		}
		if len(seen) != len(statements) {
			t.Fatalf("seed %d: %d of %d statements", seed, len(seen), len(statements))
		}
		again, _ := Pack(statements, q)
		if !reflect.DeepEqual(docs, again) {
			t.Fatalf("seed %d: two runs differ", seed)
		}
	}
}

// TestPackExactFit fills a document to its last character.
func TestPackExactFit(t *testing.T) {
	q := Quotas{Name: "test", Characters: 1000, Attachments: 2}
	empty := Document{Version: Version2012}.Size()
	room := q.Characters - empty - 1 // one comma
	docs, err := Pack([]Statement{denyOf("A", room/2), denyOf("B", room-room/2)}, q)
	if err != nil || len(docs) != 1 || docs[0].Size() != q.Characters {
		t.Errorf("got %d documents, %v", len(docs), err)
	}
	docs, err = Pack([]Statement{denyOf("A", room/2), denyOf("B", room-room/2+1)}, q)
	if err != nil || len(docs) != 2 {
		t.Errorf("one character more: %d documents, %v", len(docs), err)
	}
}

func TestFewestBins(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 2))
		capacity := 10 + r.IntN(90)
		weights := make([]int, r.IntN(12))
		for i := range weights {
			weights[i] = 1 + r.IntN(capacity)
		}
		if got, want := len(fewestBins(weights, capacity)), naiveBins(weights, capacity); got != want {
			t.Fatalf("seed %d: %v in %d: %d bins, wanted %d", seed, weights, capacity, got, want)
		}
	}
}

// TestFewestBinsEnds runs the search at the size where it is hardest.
func TestFewestBinsEnds(t *testing.T) {
	better := 0
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 3))
		weights := make([]int, exactStatements)
		for i := range weights {
			weights[i] = 1500 + r.IntN(3000)
		}
		start := time.Now()
		bins := fewestBins(weights, 10193)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("seed %d took %v", seed, took)
		}
		order := slices.Clone(weights)
		slices.Sort(order)
		slices.Reverse(order)
		if _, simple := bestFit(order, 10193); len(bins) < simple {
			better++
		} else if len(bins) > simple {
			t.Errorf("seed %d: search is worse than best fit", seed)
		}
	}
	t.Logf("the search saved a document in %d of 30 sets", better)
}

func TestPackErrors(t *testing.T) {
	q := Quotas{Name: "service control policy", Characters: 1000, Attachments: 3, Reserved: 1}
	_, err := Pack([]Statement{denyOf("A", 100), denyOf("B", 100), denyOf("A", 100)}, q)
	var sid *SidError
	if !errors.As(err, &sid) || sid.First != 0 || sid.Second != 2 {
		t.Errorf("a Sid twice: %v", err)
	}
	_, err = Pack([]Statement{denyOf("A-1", 100)}, q)
	if !errors.As(err, &sid) || sid.Second != -1 {
		t.Errorf("a Sid with a hyphen: %v", err)
	}
	_, err = Pack([]Statement{denyOf("A", 900), denyOf("B", 900), denyOf("C", 900)}, q)
	var attachments *AttachmentsError
	if !errors.As(err, &attachments) || attachments.Documents != 3 || q.Free() != 2 {
		t.Errorf("too many documents: %v", err)
	}
	_, err = Pack([]Statement{{Sid: "A", Effect: Deny}}, q)
	var syntax *SyntaxError
	if !errors.As(err, &syntax) {
		t.Errorf("no action: %v", err)
	}
	big := denyOf("Big", 100)
	var endpoints []string
	for i := range 120 {
		endpoints = append(endpoints, fmt.Sprintf("https://host%03d.example.com/*", i))
	}
	big.Condition = Condition{{Name: "StringNotLike", Keys: []Key{{Name: "sns:Endpoint", Values: List(endpoints...)}}}}
	_, err = Pack([]Statement{denyOf("A", 100), big}, q)
	var large *StatementTooLargeError
	if !errors.As(err, &large) || large.Index != 1 || large.Sid != "Big" || large.Over != large.Size-1000 || large.Largest.Values != 120 {
		t.Fatalf("too large: %v", err)
	}
	if !strings.Contains(err.Error(), "Condition StringNotLike sns:Endpoint has 120 values, 3841 characters") {
		t.Errorf("message: %v", err)
	}
	if docs, err := Pack(nil, q); err != nil || len(docs) > 0 {
		t.Errorf("nothing: %v, %v", docs, err)
	}
}

func TestQuotas(t *testing.T) {
	for _, c := range []struct {
		q                    Quotas
		characters, attached int
	}{{CurrentSCP, 10240, 10}, {SCPBefore202605, 5120, 5}, {RCP, 5120, 5}} {
		if c.q.Characters != c.characters || c.q.Attachments != c.attached || c.q.Free() != c.attached-1 {
			t.Errorf("%+v", c.q)
		}
	}
}

func BenchmarkPack(b *testing.B) {
	statements := benchmarkDocument().Statements
	for b.Loop() {
		if _, err := Pack(statements, CurrentSCP); err != nil {
			b.Fatal(err)
		}
	}
}
