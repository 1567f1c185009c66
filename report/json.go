package report

import (
	"encoding/json"
	"io"
)

// JSON writes the report as one JSON object and a line break.
func (r *Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(r)
}
