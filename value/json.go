package value

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxJSONDepth is how deeply JSON may be nested; policies and payloads are far
// shallower, and a deeper one is meant to exhaust the reader.
const maxJSONDepth = 100

// ParseJSON reads JSON text into a Value without positions: a policy that an API
// gives as a string, a payload's properties. All of it is known. Of a key that
// stands twice the last one counts, as in most readers.
func ParseJSON(data []byte) (Value, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := readJSON(d, 0)
	if err != nil {
		return Value{}, fmt.Errorf("reading JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Value{}, errors.New("reading JSON: there is more text after the value")
	}
	return v, nil
}

func readJSON(d *json.Decoder, depth int) (Value, error) {
	if depth > maxJSONDepth {
		return Value{}, fmt.Errorf("nested deeper than %d", maxJSONDepth)
	}
	token, err := d.Token()
	if err != nil {
		return Value{}, err
	}
	switch t := token.(type) {
	case nil:
		return Value{Kind: Null}, nil
	case string:
		return Value{Kind: String, Text: Literal(t)}, nil
	case json.Number:
		return Value{Kind: Number, Text: Literal(t.String())}, nil
	case bool:
		return Value{Kind: Bool, Text: Literal(fmt.Sprint(t))}, nil
	case json.Delim:
		if t == '[' {
			return readArray(d, depth)
		}
		return readObject(d, depth)
	}
	return Value{}, fmt.Errorf("unexpected token %v", token)
}

func readArray(d *json.Decoder, depth int) (Value, error) {
	out := Value{Kind: List}
	for d.More() {
		item, err := readJSON(d, depth+1)
		if err != nil {
			return Value{}, err
		}
		out.Items = append(out.Items, item)
	}
	_, err := d.Token()
	return out, err
}

func readObject(d *json.Decoder, depth int) (Value, error) {
	out := Value{Kind: Map}
	at := map[string]int{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return Value{}, err
		}
		key, ok := token.(string)
		if !ok {
			return Value{}, fmt.Errorf("found %v where a key was wanted", token)
		}
		item, err := readJSON(d, depth+1)
		if err != nil {
			return Value{}, err
		}
		if i, twice := at[key]; twice {
			out.Fields[i].Value = item
			continue
		}
		at[key] = len(out.Fields)
		out.Fields = append(out.Fields, Field{Key: key, Value: item})
	}
	_, err := d.Token()
	return out, err
}
