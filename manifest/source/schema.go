package source

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/truststack/truststack/manifest"
)

// Schema is the manifest's JSON Schema, draft 2020-12, with each package's
// configuration under its key. It is made from the types that Read checks
// against. What a schema cannot say (how parts fit together, which day it is)
// only Read says.
func Schema(defs []manifest.Definition) ([]byte, error) {
	reflector := jsonschema.Reflector{Anonymous: true, ExpandedStruct: true, RequiredFromJSONSchemaTags: true}
	root := reflector.Reflect(&manifest.Manifest{})
	root.Title = "TrustStack deployment manifest"
	root.Description = "What an organisation trusts, and what TrustStack does about the rest."

	section, ok := root.Definitions["Section"]
	if !ok {
		return nil, fmt.Errorf("making the schema: the manifest's types have no Section")
	}
	packages, err := property(root.Definitions["Spec"], "securityPackages")
	if err != nil {
		return nil, err
	}
	controls(section)
	packages.AdditionalProperties = jsonschema.FalseSchema
	packages.Properties = jsonschema.NewProperties()
	for i := range defs {
		own, err := sectionOf(section, &defs[i])
		if err != nil {
			return nil, err
		}
		packages.Properties.Set(defs[i].Key, own)
	}
	delete(root.Definitions, "Section")
	atLeastOne(root.Definitions["Exception"], "resource", "principal", "grantee", "account")
	atLeastOne(root.Definitions["Alerts"], "email", "topicARN", "chatWebhookSecretARN")
	tighten(root, 0)
	for _, def := range root.Definitions {
		tighten(def, 0)
	}
	data, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the schema: %w", err)
	}
	return append(data, '\n'), nil
}

func property(s *jsonschema.Schema, name string) (*jsonschema.Schema, error) {
	if s == nil || s.Properties == nil {
		return nil, fmt.Errorf("making the schema: no map that has %s", name)
	}
	p, ok := s.Properties.Get(name)
	if !ok {
		return nil, fmt.Errorf("making the schema: no property %s", name)
	}
	return p, nil
}

// sectionOf is the schema of one package's section: the common keys, and its own
// configuration.
func sectionOf(section *jsonschema.Schema, def *manifest.Definition) (*jsonschema.Schema, error) {
	common, err := property(section, "configuration")
	if err != nil {
		return nil, err
	}
	config := &jsonschema.Schema{Type: "object", AdditionalProperties: jsonschema.FalseSchema}
	if t := configType(def); t != nil {
		// Every package calls its struct Config, so the names would collide as
		// references.
		reflector := jsonschema.Reflector{Anonymous: true, DoNotReference: true, RequiredFromJSONSchemaTags: true}
		config = reflector.ReflectFromType(t)
		config.Version = ""
	}
	config.Description = common.Description
	own := *section
	own.Properties = jsonschema.NewProperties()
	for pair := section.Properties.Oldest(); pair != nil; pair = pair.Next() {
		value := pair.Value
		if pair.Key == "configuration" {
			value = config
		}
		own.Properties.Set(pair.Key, value)
	}
	return &own, nil
}

// controls names the layers, so that an editor offers them.
func controls(section *jsonschema.Schema) {
	p, err := property(section, "controls")
	if err != nil {
		return
	}
	p.Properties = jsonschema.NewProperties()
	for _, layer := range vocabulary(typeLayer) {
		mode := &jsonschema.Schema{Type: "string"}
		for _, m := range vocabulary(typeMode) {
			mode.Enum = append(mode.Enum, m)
		}
		p.Properties.Set(layer, mode)
	}
	p.AdditionalProperties = jsonschema.FalseSchema
}

func atLeastOne(s *jsonschema.Schema, keys ...string) {
	if s == nil {
		return
	}
	for _, key := range keys {
		s.AnyOf = append(s.AnyOf, &jsonschema.Schema{Required: []string{key}})
	}
}

// tighten says what Read checks in every list and text: no empty items, no white
// space around them, account ids of 12 digits.
func tighten(s *jsonschema.Schema, depth int) {
	if s == nil || s.Properties == nil || depth > 12 {
		return
	}
	for pair := s.Properties.Oldest(); pair != nil; pair = pair.Next() {
		p := pair.Value
		switch {
		case p.Type == "array" && p.Items != nil && p.Items.Type == "string":
			if strings.HasSuffix(pair.Key, "AccountIDs") {
				p.Items.Pattern = accountPattern
			}
			if p.Items.Pattern == "" && len(p.Items.Enum) == 0 {
				p.Items.Pattern = `^\S(.*\S)?$`
			}
		case p.Type == "array":
			tighten(p.Items, depth+1)
		case p.Type == "string" && p.MinLength != nil && p.Pattern == "":
			p.Pattern = `\S`
		}
		tighten(p, depth+1)
	}
}
