package source

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/truststack/truststack/manifest"
)

// member is a field of a struct as the manifest sees it.
type member struct {
	name        string
	typ         reflect.Type
	rules       rules
	description string
}

// rules is what a field's jsonschema tag allows. On a list they hold for each
// item, save required.
type rules struct {
	required  bool
	enum      []string
	pattern   *regexp.Regexp
	example   string
	standard  string // the default
	min, max  *int64
	minLength int
	account   bool // 12 digits: see accountID
	item      bool // of a list
}

// accountPattern is the pattern of a field that holds one account id. Lists of
// them are known by their name: trustedAccountIDs.
const accountPattern = "^[0-9]{12}$"

var (
	typeRaw     = reflect.TypeFor[json.RawMessage]()
	typeSection = reflect.TypeFor[manifest.Section]()
	typeLayer   = reflect.TypeFor[manifest.Layer]()
	typeMode    = reflect.TypeFor[manifest.Mode]()
)

// vocabulary is the values of the types that are a closed set, for where no tag
// can name them: the keys and values of a map.
func vocabulary(t reflect.Type) []string {
	switch t {
	case typeMode:
		return []string{string(manifest.Enforce), string(manifest.Audit), string(manifest.Off)}
	case typeLayer:
		var names []string
		for _, layer := range manifest.Layers() {
			names = append(names, string(layer))
		}
		return names
	}
	return nil
}

// membersOf is the fields of a struct in their order, those of embedded structs
// in place.
func membersOf(t reflect.Type) []member {
	if known, ok := memberCache.Load(t); ok {
		return known.([]member)
	}
	var members []member
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-":
		case f.Anonymous && name == "" && plain(f.Type).Kind() == reflect.Struct:
			members = append(members, membersOf(plain(f.Type))...)
		case f.IsExported():
			if name == "" {
				name = f.Name
			}
			members = append(members, member{name, f.Type, rulesOf(f, name), f.Tag.Get("jsonschema_description")})
		}
	}
	memberCache.Store(t, members)
	return members
}

// memberCache spares compiling the patterns again for each exception.
var memberCache sync.Map

// plain is a type without its pointers.
func plain(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func rulesOf(f reflect.StructField, name string) rules {
	ru := rules{account: strings.HasSuffix(name, "AccountIDs")}
	for _, part := range splitTag(f.Tag.Get("jsonschema")) {
		key, val, _ := strings.Cut(part, "=")
		switch key {
		case "required":
			ru.required = true
		case "enum":
			ru.enum = append(ru.enum, val)
		case "pattern":
			// A pattern that Go cannot compile is no rule here; TestTags of each
			// schema finds it, since the schema would not compile either.
			ru.pattern, _ = regexp.Compile(val)
			ru.account = ru.account || val == accountPattern
		case "example":
			ru.example = val
		case "default":
			ru.standard = val
		case "minimum":
			ru.min = number(val)
		case "maximum":
			ru.max = number(val)
		case "minLength":
			ru.minLength, _ = strconv.Atoi(val)
		}
	}
	if len(ru.enum) == 0 {
		ru.enum = vocabulary(plain(f.Type))
	}
	return ru
}

func number(s string) *int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return nil
	}
	return &n
}

// splitTag splits at the commas that no backslash escapes, as invopop/jsonschema
// does.
func splitTag(tag string) []string {
	var parts []string
	for _, piece := range strings.Split(tag, ",") {
		if last := len(parts) - 1; last >= 0 && strings.HasSuffix(parts[last], `\`) {
			parts[last] = strings.TrimSuffix(parts[last], `\`) + "," + piece
			continue
		}
		parts = append(parts, piece)
	}
	return parts
}

func names(members []member) []string {
	list := make([]string, len(members))
	for i, m := range members {
		list[i] = m.name
	}
	return list
}

func find(members []member, name string) (member, bool) {
	i := slices.IndexFunc(members, func(m member) bool { return m.name == name })
	if i < 0 {
		return member{}, false
	}
	return members[i], true
}

// configType is the struct of the package's configuration; nil when it has none.
func configType(def *manifest.Definition) reflect.Type {
	if def == nil || def.Config == nil {
		return nil
	}
	t := reflect.TypeOf(def.Config())
	if t == nil || plain(t).Kind() != reflect.Struct {
		return nil
	}
	return plain(t)
}
