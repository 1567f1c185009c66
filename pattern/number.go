package pattern

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// jsonNumber is a number as JSON writes it (RFC 8259, section 6).
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// worth is the number as a float64, and whether that says all of it:
// event-ruler compares only such numbers by value, and others by their text.
func worth(text string) (float64, bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return 0, false
	}
	written, ok := readDecimal(text)
	if !ok {
		return 0, false
	}
	// The shortest text of a float64 stands for it, as in Java's
	// BigDecimal.valueOf: 0.1 is comparable, 0.10000000000000001 is not.
	held, ok := readDecimal(strconv.FormatFloat(f, 'e', -1, 64))
	return f, ok && written == held
}

// decimal is a number to the digit: 0.digits times 10 to the power of exponent,
// without zeros at either end of the digits. The zero decimal is 0.
type decimal struct {
	negative bool
	digits   string
	exponent int
}

// readDecimal reads a number as JSON or strconv writes it.
func readDecimal(text string) (decimal, bool) {
	var d decimal
	text, d.negative = strings.CutPrefix(text, "-")
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	if exponent != "" {
		n, err := strconv.ParseInt(exponent, 10, 32)
		if err != nil {
			return decimal{}, false
		}
		d.exponent = int(n)
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	d.exponent += len(whole)
	d.digits = whole + fraction
	kept := strings.TrimLeft(d.digits, "0")
	d.exponent -= len(d.digits) - len(kept)
	d.digits = strings.TrimRight(kept, "0")
	if d.digits == "" {
		return decimal{}, true
	}
	return d, true
}

// exceeds says what of a number is more than the service's numeric matching
// takes, "" when it fits: from -5e9 to 5e9, with 15 digits of which six stand
// after the decimal point
// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).
func exceeds(n Number) string {
	f, ok := worth(string(n))
	d, _ := readDecimal(string(n))
	switch {
	case !ok || len(d.digits) > 15 || len(d.digits)-d.exponent > 6:
		return "more digits than 15, or than 6 after the decimal point"
	case math.Abs(f) > 5e9:
		return "a number beyond 5e9"
	}
	return ""
}
