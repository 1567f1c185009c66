package source

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/truststack/truststack/manifest"
)

// knownKey is a key of the manifest and the path of the map that has it.
type knownKey struct{ key, in string }

// formerKeys is the keys that earlier tools used for what has another name now.
var formerKeys = map[string]string{
	"sharedservicesaccountid": "deploymentAccountID",
	"allowedvpcids":           "trustedVPCIDs",
	"allowedsubnetids":        "trustedSubnetIDs",
	"allowedsecuritygroupids": "trustedSecurityGroupIDs",
}

// unknownKey reports a key that the map at this path does not have, with the
// key that was most likely meant, or the place where this one belongs.
func (r *reader) unknownKey(f field, path string, known []string) {
	wanted := "one of " + strings.Join(known, ", ")
	switch {
	case len(known) == 0:
		wanted = "no keys"
	case len(known) > 9:
		// Nobody reads a longer list in a message.
		wanted = "a key of " + path
	}
	r.fault(join(path, segment(f.key)), f.pos, "the unknown key "+quote(f.key), wanted, r.unknownHint(f, path, known))
}

func (r *reader) unknownHint(f field, path string, known []string) string {
	for _, k := range known {
		if strings.EqualFold(k, f.key) {
			return "write " + k + ": upper and lower case matter"
		}
	}
	if now, ok := formerKeys[strings.ToLower(f.key)]; ok {
		if _, here := indexOf(known, now); here {
			return "write " + now + ": the key has this name now"
		}
	}
	if path == "" && (f.key == "Resources" || f.key == "AWSTemplateFormatVersion") {
		return "this looks like a CloudFormation template: truststack check reads templates, -m names the manifest"
	}
	if in, ok := r.elsewhere(f.key, path); ok {
		return fmt.Sprintf("%s belongs %s: move it there", short(f.key), in)
	}
	if near := nearest(f.key, known); near != "" {
		return "did you mean " + near + "?"
	}
	if path == "spec.securityPackages" {
		return "delete the section, or update truststack if the package is newer than it"
	}
	return "delete the line, or correct the key; truststack schema lists every key"
}

// elsewhere finds the place nearest to path where the key is known.
func (r *reader) elsewhere(key, path string) (string, bool) {
	best, in := -1, ""
	for _, k := range r.knownKeys() {
		if !strings.EqualFold(k.key, key) {
			continue
		}
		if shared := sharedSegments(k.in, path); shared > best {
			best, in = shared, k.in
		}
	}
	switch {
	case best < 0:
		return "", false
	case in == "":
		return "at the top level", true
	}
	return "under " + in, true
}

func sharedSegments(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}

// knownKeys is every key of a manifest with its place; made when it is first
// needed.
func (r *reader) knownKeys() []knownKey {
	if r.known == nil {
		r.collect(reflect.TypeFor[manifest.Manifest](), "", nil, 0)
	}
	return r.known
}

// collect walks the types. A configuration's struct could contain itself, so
// the depth is limited.
func (r *reader) collect(t reflect.Type, path string, def *manifest.Definition, depth int) {
	t = plain(t)
	switch {
	case depth > 8:
	case t == typeRaw:
		if config := configType(def); config != nil {
			r.collect(config, path, def, depth+1)
		}
	case t.Kind() == reflect.Slice:
		r.collect(t.Elem(), path+"[]", def, depth+1)
	case t.Kind() == reflect.Map && t.Elem() == typeSection:
		for i := range r.defs {
			r.known = append(r.known, knownKey{r.defs[i].Key, path})
			r.collect(t.Elem(), join(path, r.defs[i].Key), &r.defs[i], depth+1)
		}
	case t.Kind() == reflect.Map:
		for _, key := range vocabulary(t.Key()) {
			r.known = append(r.known, knownKey{key, path})
		}
	case t.Kind() == reflect.Struct:
		for _, m := range membersOf(t) {
			r.known = append(r.known, knownKey{m.name, path})
			r.collect(m.typ, join(path, m.name), def, depth+1)
		}
	}
}

// suggest names the value that was most likely meant.
func suggest(found string, allowed []string) string {
	if near := nearest(found, allowed); near != "" && len(allowed) > 1 {
		return "did you mean " + near + "?"
	}
	return "write " + oneOf(allowed)
}

func oneOf(list []string) string {
	switch len(list) {
	case 0:
		return "nothing"
	case 1:
		return list[0]
	}
	return strings.Join(list[:len(list)-1], ", ") + " or " + list[len(list)-1]
}

// nearest is the candidate that differs least from the word, regardless of case,
// and "" when none differs by less than about a third. The first of equals wins.
func nearest(word string, candidates []string) string {
	const longest = 64
	if len(word) > longest {
		return ""
	}
	best, found := max(2, len(word)/3+1), ""
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < best {
			best, found = d, c
		}
	}
	return found
}

// distance is how many letters must be changed, added, dropped or swapped with
// their neighbour to get from a to b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(y)]
}
