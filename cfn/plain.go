package cfn

import "strings"

// plain says what YAML 1.1 takes an unquoted scalar for. Numbers keep the text
// as written: an account id that begins with 0 must not become an octal number.
// Dates stay strings, which is how they are written in JSON.
// https://yaml.org/type/ (bool, null, int, float)
func plain(s string) (NodeKind, string) {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return NullNode, ""
	case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON":
		return BoolNode, "true"
	case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF":
		return BoolNode, "false"
	}
	if isNumber(s) {
		return NumberNode, s
	}
	return StringNode, s
}

// isNumber reports whether s is an int or a float of YAML 1.1, base 60 aside,
// which no one means.
func isNumber(s string) bool {
	body := strings.TrimLeft(s[:1], "+-") + s[1:]
	switch {
	case body == "":
		return false
	case body == ".inf" || body == ".Inf" || body == ".INF" || body == ".nan" || body == ".NaN" || body == ".NAN":
		return true
	case strings.HasPrefix(body, "0x"):
		return len(body) > 2 && only(body[2:], "0123456789abcdefABCDEF_")
	case strings.HasPrefix(body, "0b"):
		return len(body) > 2 && only(body[2:], "01_")
	}
	whole, exponent, hasExponent := cutAny(body, "eE")
	digits, fraction, hasFraction := strings.Cut(whole, ".")
	switch {
	case hasExponent && !isExponent(exponent):
		return false
	case !hasFraction && !hasExponent:
		// 0 followed by an 8 or 9 is neither octal nor decimal: a string.
		return digit(body[0]) && only(body, "0123456789_") &&
			(len(body) == 1 || body[0] != '0' || only(body, "01234567_"))
	case !hasFraction:
		return false // PyYAML wants a point in a float
	}
	return only(digits, "0123456789_") && only(fraction, "0123456789_") &&
		(digits != "" && digit(digits[0]) || digits == "" && fraction != "")
}

func isExponent(s string) bool {
	return len(s) > 1 && (s[0] == '+' || s[0] == '-') && only(s[1:], "0123456789")
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// only reports whether every character of s is one of set.
func only(s, set string) bool {
	return strings.Trim(s, set) == ""
}

func cutAny(s, set string) (before, after string, found bool) {
	if i := strings.IndexAny(s, set); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}
