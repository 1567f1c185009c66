package trail

import (
	"bytes"
	"encoding/json"

	"github.com/truststack/truststack/value"
)

// JSON is the record again, minified: the fields in their order, numbers as they
// were written, of a name that stood twice the last value. A record of which
// nothing is known is null.
func (e *Event) JSON() []byte { return appendJSON(nil, e.Raw) }

// appendJSON writes a value that value.ParseJSON read, which is not too deep.
func appendJSON(b []byte, v value.Value) []byte {
	text, _ := v.Text.Known()
	switch v.Kind {
	case value.String:
		return appendString(b, text)
	case value.Number, value.Bool:
		return append(b, text...)
	case value.List:
		b = append(b, '[')
		for i, item := range v.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, item)
		}
		return append(b, ']')
	case value.Map:
		b = append(b, '{')
		for i, f := range v.Fields {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(b, f.Key), ':')
			b = appendJSON(b, f.Value)
		}
		return append(b, '}')
	}
	return append(b, "null"...)
}

func appendString(b []byte, s string) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return append(b, `""`...) // a string always encodes
	}
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}
