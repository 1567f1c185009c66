package manifest

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestReadJSON(t *testing.T) {
	m := Manifest{Version: Version, Spec: Spec{
		Common:           Common{AWSOrganizationID: "o-exampleorgid"},
		SecurityPackages: map[string]Section{"a": {Enabled: true, Configuration: json.RawMessage(`{"list":["x"],"on":false}`)}, "b": {}},
	}}
	data, err := m.WriteJSON()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadJSON(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(m, back) {
		t.Errorf("read %#v, wrote %#v", back, m)
	}
	for _, test := range []struct{ name, data, want string }{
		{"empty", "", "EOF"},
		{"text after it", string(data) + "{}", "text after the manifest"},
		{"another version", strings.Replace(string(data), `"v1"`, `"v2"`, 1), `version "v2", want "v1"`},
		{"unknown field", strings.Replace(string(data), `"version"`, `"later": 1, "version"`, 1), "unknown field"},
		{"cut off", string(data[:len(data)/2]), "unexpected EOF"},
	} {
		if _, err := ReadJSON([]byte(test.data)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error is %v, want one with %q", test.name, err, test.want)
		}
	}
}
