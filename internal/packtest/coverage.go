package packtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/truststack/truststack/pack"
)

// coverage notes what the cases cover.
type coverage struct {
	requirements []requirement
	cells        map[string]int    // requirement/verdict/partition
	subjects     map[string]string // archive and subjects -> case
	codes        map[string]bool
	cases        int
}

func newCoverage(requirements []requirement) *coverage {
	return &coverage{requirements: requirements, cells: map[string]int{}, subjects: map[string]string{}, codes: map[string]bool{}}
}

func (c *coverage) count(t *testing.T, x testCase, partition string) {
	t.Helper()
	id := x.header["requirement"]
	if !slices.ContainsFunc(c.requirements, func(r requirement) bool { return r.id == id }) {
		t.Errorf("%s: requirement %q is not in requirements.txt", x.name, id)
	}
	c.cells[id+"/"+x.header["verdict"]+"/"+partition]++
	if partition == partitions[0] {
		c.cases++
	}
}

// subject fails when two cases of one archive come to the same subjects: one of
// them tests nothing. The same template seen from another account or at another
// time is another case.
func (c *coverage) subject(t *testing.T, a archive, x testCase, partition string, cases []pack.Case) {
	t.Helper()
	var b strings.Builder
	fmt.Fprint(&b, partition, a.name, x.header["account"], x.header["now"], x.header["layer"])
	for _, one := range cases {
		fmt.Fprintf(&b, "|%T%+v%v", one.Subject, one.Subject, one.When)
	}
	if other := c.subjects[b.String()]; other != "" && other != x.name {
		t.Errorf("%s and %s come to the same subject", other, x.name)
	}
	c.subjects[b.String()] = x.name
}

func (c *coverage) code(t *testing.T, p *pack.Package, r pack.Reason) {
	t.Helper()
	if p.Codes[r.Code] == "" {
		t.Errorf("code %s is not in the package's list", r.Code)
	}
	if r.Text == "" || r.Fix == "" || r.Found == "" || r.Wanted == "" || r.Path == "" {
		t.Errorf("code %s: a reason says what, where, found, wanted and the fix: %+v", r.Code, r)
	}
	c.codes[r.Code] = true
}

// report prints the matrix and fails on its holes.
func (c *coverage) report(t *testing.T, p *pack.Package, fewest int) {
	t.Helper()
	for _, r := range c.requirements {
		var cells []string
		for _, verdict := range []string{"trusted", "untrusted", "undetermined", "none"} {
			for _, partition := range partitions {
				n := c.cells[r.id+"/"+verdict+"/"+partition]
				cells = append(cells, fmt.Sprint(n))
				if n == 0 && slices.Contains(r.verdicts, verdict) {
					t.Errorf("requirement %s (%s) has no case that is %s in %s", r.id, r.text, verdict, partition)
				}
			}
		}
		t.Logf("%-28s trusted %s  untrusted %s  undetermined %s", r.id, strings.Join(cells[:3], "/"), strings.Join(cells[3:6], "/"), strings.Join(cells[6:9], "/"))
	}
	for code := range p.Codes {
		if !c.codes[code] {
			t.Errorf("no case produces the code %s", code)
		}
	}
	if c.cases < fewest {
		t.Errorf("found %d cases, want at least %d", c.cases, fewest)
	}
	t.Logf("%d cases in %d partitions", c.cases, len(partitions))
}
