package pattern_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/truststack/truststack/pattern"
)

var update = flag.Bool("update", false, "write the faults in testdata/refused anew")

func archives(t *testing.T, folder string, atLeast int) map[string]*txtar.Archive {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	if err != nil || len(files) < atLeast {
		t.Fatalf("testdata/%s has %d archives, want at least %d (%v)", folder, len(files), atLeast, err)
	}
	out := map[string]*txtar.Archive{}
	for _, file := range files {
		if out[file], err = txtar.ParseFile(file); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestMatch: each archive has a pattern, and events that match it and do not.
func TestMatch(t *testing.T) {
	for file, archive := range archives(t, "match", 20) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			p, err := pattern.Parse(archive.Files[0].Data)
			if err != nil || archive.Files[0].Name != "pattern.json" {
				t.Fatalf("%s: %v", archive.Files[0].Name, err)
			}
			again, err := pattern.Parse([]byte(p.String()))
			if err != nil || !reflect.DeepEqual(again, p) {
				t.Errorf("%s is read back as %s (%v)", p, again, err)
			}
			seen := map[string]int{}
			for _, event := range archive.Files[1:] {
				want, _, _ := strings.Cut(event.Name, "/")
				seen[want]++
				got, err := pattern.Match(p, event.Data)
				if err != nil || got != (want == "yes") || want != "yes" && want != "no" {
					t.Errorf("%s: %s with %s: %t, %v", event.Name, p, event.Data, got, err)
				}
			}
			if seen["yes"] == 0 || seen["no"] == 0 {
				t.Errorf("events that match %d, that do not %d; want some of each", seen["yes"], seen["no"])
			}
		})
	}
}

// TestRefused: each pattern is refused with exactly these faults.
func TestRefused(t *testing.T) {
	for file, archive := range archives(t, "refused", 7) {
		for i := 0; i+1 < len(archive.Files); i += 2 {
			input, fault := archive.Files[i], &archive.Files[i+1]
			_, err := pattern.Parse(bytes.TrimSuffix(input.Data, []byte("\n")))
			if err == nil {
				t.Errorf("%s: %s: %s is accepted", file, input.Name, input.Data)
				continue
			}
			got := err.Error() + "\n"
			if *update {
				fault.Data = []byte(got)
			} else if got != string(fault.Data) {
				t.Errorf("%s: %s: %s is refused with\n%swant\n%s", file, input.Name, input.Data, got, fault.Data)
			}
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestBuild: what the constructors make is written to the byte.
func TestBuild(t *testing.T) {
	p := pattern.New(
		pattern.Field("source", pattern.Exact("aws.lambda")),
		pattern.Field("detail-type", pattern.Strings("AWS API Call via CloudTrail", "<&>")...),
		pattern.Object("detail",
			pattern.Field("n", pattern.Int(-7), pattern.Number("1.50"), pattern.Numeric{{Op: ">", Value: "0"}, {Op: "<=", Value: "5"}}),
			pattern.Field("s", pattern.Prefix("p"), pattern.Suffix("s"), pattern.PrefixIgnoreCase("P"), pattern.SuffixIgnoreCase("S"),
				pattern.EqualsIgnoreCase("e"), pattern.Wildcard(`a*\*`), pattern.CIDR("10.0.0.0/8")),
			pattern.Field("b", pattern.Bool(true), pattern.Bool(false), pattern.Null{}, pattern.Exists(true)),
			pattern.Or(
				pattern.New(pattern.Field("x", pattern.AnythingBut{"a"}, pattern.AnythingBut{"a", "b"}, pattern.AnythingButNumber{"1"},
					pattern.AnythingButNumber{"1", "2"})),
				pattern.New(pattern.Field("y", pattern.AnythingButPrefix{"p"}, pattern.AnythingButSuffix{"s", "t"},
					pattern.AnythingButIgnoreCase{"i"}, pattern.AnythingButWildcard{"*", "a*"}), pattern.Field("errorCode", pattern.Exists(false))))))
	const want = `{"source":["aws.lambda"],"detail-type":["AWS API Call via CloudTrail","<&>"],"detail":{` +
		`"n":[-7,1.50,{"numeric":[">",0,"<=",5]}],` +
		`"s":[{"prefix":"p"},{"suffix":"s"},{"prefix":{"equals-ignore-case":"P"}},{"suffix":{"equals-ignore-case":"S"}},` +
		`{"equals-ignore-case":"e"},{"wildcard":"a*\\*"},{"cidr":"10.0.0.0/8"}],` +
		`"b":[true,false,null,{"exists":true}],` +
		`"$or":[{"x":[{"anything-but":"a"},{"anything-but":["a","b"]},{"anything-but":1},{"anything-but":[1,2]}]},` +
		`{"y":[{"anything-but":{"prefix":"p"}},{"anything-but":{"suffix":["s","t"]}},{"anything-but":{"equals-ignore-case":"i"}},` +
		`{"anything-but":{"wildcard":["*","a*"]}}],"errorCode":[{"exists":false}]}]}}`
	if got := p.String(); got != want || p.Length() != len(want) || p.Combinations() != 2 {
		t.Errorf("got  %s (%d characters, %d combinations)\nwant %s (%d)", got, p.Length(), p.Combinations(), want, len(want))
	}
	if text, err := json.Marshal(p); err != nil || !bytes.Contains(text, []byte(`{"numeric":["\u003e",0,"\u003c=",5]}`)) {
		t.Errorf("inside a template: %s, %v", text, err)
	}
	again, err := pattern.Parse([]byte(want))
	if err != nil || !reflect.DeepEqual(again, p) {
		t.Errorf("read back: %v\n%#v", err, again)
	}
}

// TestBuildFaults: what only Go code can get wrong is an error and no panic.
func TestBuildFaults(t *testing.T) {
	loop := pattern.Pattern{nil}
	loop[0] = pattern.Branch{Name: "a", Pattern: loop}
	for name, p := range map[string]pattern.Pattern{
		"nothing":       nil,
		"a nil node":    {nil},
		"a nil matcher": {pattern.Field("a", nil)},
		"a loop":        loop,
		"no number":     {pattern.Field("a", pattern.Number("0x10"))},
		"no bounds":     {pattern.Field("a", pattern.Numeric{})},
		"no operator":   {pattern.Field("a", pattern.Numeric{{Value: "1"}})},
		"no UTF-8":      {pattern.Field("a", pattern.Exact("\xff"))},
		"empty list":    {pattern.Field("a", pattern.AnythingButPrefix{})},
		"or of none":    {pattern.Or()},
		"name $or":      {pattern.Field("$or", pattern.Exact("x"))},
	} {
		if text, err := p.JSON(); err == nil {
			t.Errorf("%s is written as %s", name, text)
		}
		if _, err := pattern.Match(p, []byte(`{}`)); err == nil {
			t.Errorf("%s is matched", name)
		}
		if p.Length() != 0 || !strings.HasPrefix(p.String(), "<event pattern: ") {
			t.Errorf("%s has length %d and reads %s", name, p.Length(), p)
		}
	}
}

// TestDepth: patterns of MaxDepth objects are read and written, deeper ones are
// refused by both.
func TestDepth(t *testing.T) {
	for _, or := range []bool{false, true} {
		p := pattern.New(pattern.Field("a", pattern.Null{}))
		for depth := 1; depth <= pattern.MaxDepth; depth++ {
			text, err := p.JSON()
			if err != nil {
				t.Fatalf("%d objects: %v", depth, err)
			}
			if _, err := pattern.Parse(text); err != nil {
				t.Fatalf("%d objects: %v", depth, err)
			}
			if or && depth%2 == 0 {
				p = pattern.New(pattern.Or(p, pattern.New(pattern.Field("b", pattern.Null{}))))
			} else {
				p = pattern.New(pattern.Object("a", p...))
			}
		}
		if _, err := p.JSON(); err == nil {
			t.Error("a deeper one is written")
		}
	}
	text := strings.Repeat(`{"a":`, pattern.MaxDepth+1) + "[1]" + strings.Repeat("}", pattern.MaxDepth+1)
	if _, err := pattern.Parse([]byte(text)); err == nil || strings.Count(err.Error(), "nested deeper") != 1 {
		t.Errorf("a deeper one is read: %v", err)
	}
}

// TestOrder: fields are taken in the order of Java's strings, by 16-bit units,
// in which a character beyond them comes before U+FF5E.
func TestOrder(t *testing.T) {
	event := []byte(`{"r":[{"\uff5e":1},{"\ud83d\ude00":2}]}`)
	for text, want := range map[string]bool{
		`{"r":{"\ud83d\ude00":[2],"\uff5e":[{"exists":false}]}}`: true,
		`{"r":{"\uff5e":[1],"\ud83d\ude00":[{"exists":false}]}}`: false,
	} {
		p, err := pattern.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := pattern.Match(p, event); err != nil || got != want {
			t.Errorf("%s: %t, %v", text, got, err)
		}
	}
}

// TestLimits: what is too large, too deep, too much or no object is an error.
func TestLimits(t *testing.T) {
	p := pattern.New(pattern.Object("a", pattern.Field("x", pattern.Exact("1")), pattern.Field("y", pattern.Exact("never"))))
	deep := strings.Repeat(`{"b":`, pattern.MaxDepth) + "1" + strings.Repeat("}", pattern.MaxDepth)
	for name, event := range map[string]string{
		"an array": `[]`,
		"no JSON":  `{"a":}`,
		"cut off":  `{"a":1`,
		"nothing":  ``,
		"too long": `{"a":"` + strings.Repeat("x", pattern.MaxEvent) + `"}`,
		"too deep": `{"a":` + deep + `}`,
	} {
		if got, err := pattern.Match(p, []byte(event)); err == nil || got {
			t.Errorf("%s: %t, %v", name, got, err)
		}
	}
	for name, event := range map[string]string{
		"deep":       deep,
		"long":       `{"a":"` + strings.Repeat("x", pattern.MaxEvent-8) + `"}`,
		"many":       `{"a":[` + strings.Repeat(`{"x":"1"},`, 90_000) + `{}]}`,
		"many names": `{` + strings.Repeat(`"a":{"x":"1"},`, 60_000) + `"b":1}`,
	} {
		if got, err := pattern.Match(p, []byte(event)); err != nil || got {
			t.Errorf("%s: %t, %v", name, got, err)
		}
	}
	long := `{"a":["` + strings.Repeat("é", pattern.MaxLength-10) + `"]}`
	if _, err := pattern.Parse([]byte(long)); err != nil {
		t.Errorf("%d characters: %v", pattern.MaxLength, err)
	}
	if _, err := pattern.Parse([]byte(long + " ")); err == nil {
		t.Errorf("%d characters are accepted", pattern.MaxLength+1)
	}
}

// TestWork: arrays whose elements could be combined in countless ways are
// answered at once where they are beside each other, and end in an error where
// they are not.
func TestWork(t *testing.T) {
	element := strings.Repeat(`{"x":"1"},`, 2000)
	var nodes []pattern.Node
	var arrays []string
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		nodes = append(nodes, pattern.Object(name, pattern.Field("x", pattern.Exact("1")), pattern.Field("y", pattern.Exists(false))))
		arrays = append(arrays, `"`+name+`":[`+element+`{}]`)
	}
	nodes = append(nodes, pattern.Field("z", pattern.Exact("never")))
	if got, err := pattern.Match(nodes, []byte("{"+strings.Join(arrays, ",")+"}")); got || err != nil {
		t.Errorf("arrays beside each other: %t, %v", got, err)
	}
	// One field written in several ways has several arrays, of which every
	// condition may be in any.
	p := pattern.New(pattern.Object("a.b.c.d", pattern.Field("x", pattern.Exact("1")), pattern.Field("y", pattern.Exact("1")),
		pattern.Field("z", pattern.Exact("1")), pattern.Field("zz", pattern.Exact("never"))))
	element = strings.Repeat(`{"x":"1","y":"1","z":"1","zz":"1"},`, 500) + "{}"
	event := `{"a.b.c.d":[` + element + `],"a.b.c":{"d":[` + element + `]},"a.b":{"c.d":[` + element + `],"c":{"d":[` + element + `]}},"a":{"b.c.d":[` + element + `]}}`
	if got, err := pattern.Match(p, []byte(event)); got || err == nil {
		t.Errorf("arrays of one field: %t, %v", got, err)
	}
}
