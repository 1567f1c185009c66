package source

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
)

// string reads text. Wrong text stays as it was written where its index in a
// list matters; a value outside a closed set does not, its default holds.
func (r *reader) string(n *node, ru rules, path string) (any, bool) {
	switch n.kind {
	case textNode:
	case numberNode, boolNode:
		if ru.account {
			r.accountID(n, path)
		} else {
			r.unquoted(n, ru, path)
		}
		return n.text, len(ru.enum) == 0
	default:
		r.fault(path, n.pos, n.describe(), ru.wantedText(), ru.notTextHint(n))
		return nil, false
	}
	switch {
	case ru.account:
		r.accountID(n, path)
	case len(ru.enum) > 0:
		if _, ok := indexOf(ru.enum, n.text); !ok {
			r.fault(path, n.pos, quote(n.text), oneOf(ru.enum), suggest(n.text, ru.enum))
			return nil, false
		}
	case ru.item && strings.TrimSpace(n.text) == "", ru.minLength > 0 && strings.TrimSpace(n.text) == "":
		r.fault(path, n.pos, "empty text", ru.wantedText(), ru.notTextHint(n))
	case ru.item && strings.TrimSpace(n.text) != n.text:
		r.fault(path, n.pos, quote(n.text), "text without white space around it", "write "+quote(strings.TrimSpace(n.text)))
	case ru.pattern != nil && !ru.pattern.MatchString(n.text):
		r.fault(path, n.pos, quote(n.text), ru.wantedText(), ru.patternHint(n.text))
	case len([]rune(n.text)) < ru.minLength:
		r.fault(path, n.pos, quote(n.text), fmt.Sprintf("at least %d characters", ru.minLength), "write it in full")
	}
	return n.text, true
}

func (r *reader) unquoted(n *node, ru rules, path string) {
	hint := "write it in quotes: " + quote(n.text)
	_, hasOff := indexOf(ru.enum, "off")
	switch {
	case n.kind == boolNode && hasOff:
		hint = `write off for none of it, in quotes where older readers take "off" for false`
	case len(ru.enum) > 0:
		hint = suggest(n.text, ru.enum)
	case n.kind == numberNode && isAccountID(n.text):
		hint += octalTrap
	}
	r.fault(path, n.pos, n.describe(), ru.wantedText(), hint)
}

func (ru rules) wantedText() string {
	switch {
	case ru.account:
		return "an account id: 12 digits in quotes"
	case len(ru.enum) > 0:
		return oneOf(ru.enum)
	case ru.example != "":
		return "text such as " + quote(ru.example)
	case ru.pattern != nil:
		return "text that matches " + ru.pattern.String()
	}
	return "text"
}

func (ru rules) notTextHint(n *node) string {
	switch {
	case ru.item && (n.kind == nullNode || n.kind == textNode):
		return `delete the item; for an empty list write []`
	case n.kind == nullNode || n.kind == textNode:
		return "write the value after the colon, or delete the line"
	case n.kind == listNode && len(n.items) == 1:
		return "write the one value without the list around it"
	case n.kind == mapNode && ru.item:
		return `put the item into quotes if it has ": " in it`
	}
	return "write one value, in quotes where it has special characters"
}

// partitions is the partitions that TrustStack knows.
var partitions = []string{"aws", "aws-cn", "aws-us-gov"}

func (ru rules) patternHint(text string) string {
	trimmed := strings.TrimSpace(text)
	if trimmed != text && ru.pattern.MatchString(trimmed) {
		return "take the white space around it away: " + quote(trimmed)
	}
	if lower := strings.ToLower(trimmed); ru.pattern.MatchString(lower) {
		return "write it in lower case: " + quote(lower)
	}
	if partition := strings.SplitN(text, ":", 3); len(partition) == 3 && partition[0] == "arn" {
		if _, known := indexOf(partitions, partition[1]); !known {
			return "the partitions are " + oneOf(partitions)
		}
	}
	if ru.example != "" {
		return "it has to match " + ru.pattern.String()
	}
	return "compare it with the pattern, character by character"
}

// octalTrap says why an id without quotes is an error even where it would do no
// harm: the next one starts with 0.
const octalTrap = "; without quotes YAML reads a number, and one that starts with 0 loses its 0 or is read as octal"

// accountID checks an account id and says why the usual mistakes are ones.
func (r *reader) accountID(n *node, path string) {
	const wanted = "an account id: 12 digits in quotes"
	digits := strings.Map(keepDigit, n.text)
	switch {
	case n.kind == numberNode && isAccountID(n.text):
		r.fault(path, n.pos, n.describe(), wanted, "write it in quotes: "+quote(n.text)+octalTrap)
	case n.text == digits && len(digits) == 12 && n.kind == textNode:
	case strings.ContainsAny(n.text, "- ") && len(digits) == 12 && strings.Trim(n.text, "0123456789- ") == "":
		r.fault(path, n.pos, n.describe(), wanted, "write it without dashes and spaces: "+quote(digits))
	case n.text == digits && len(digits) > 0:
		hint := "the id is in the console's upper right corner; or: aws sts get-caller-identity --query Account"
		if len(digits) == 11 {
			hint = "a leading 0 may be lost: is it " + quote("0"+digits) + "?"
		}
		r.fault(path, n.pos, fmt.Sprintf("%s, which has %d digits", n.describe(), len(digits)), wanted, hint)
	case strings.HasPrefix(n.text, "arn:") && arnAccount(n.text) != "":
		r.fault(path, n.pos, quote(n.text), wanted, "write the account id only: "+quote(arnAccount(n.text)))
	default:
		r.fault(path, n.pos, n.describe(), wanted, `an account id is digits only, such as "123456789012"`)
	}
}

func keepDigit(c rune) rune {
	if c >= '0' && c <= '9' {
		return c
	}
	return -1
}

func arnAccount(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || !isAccountID(parts[4]) {
		return ""
	}
	return parts[4]
}

func isAccountID(s string) bool { return len(s) == 12 && allDigits(s) }

func allDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' }) < 0
}

func (r *reader) boolean(n *node, path string) (any, bool) {
	if n.kind == boolNode {
		return strings.EqualFold(n.text, "true"), true
	}
	hint := "write true or false"
	switch strings.ToLower(n.text) {
	case "yes", "on", "y", "true", "1":
		hint = "write true"
	case "no", "off", "n", "false", "0":
		hint = "write false"
	}
	if n.kind == textNode && (strings.EqualFold(n.text, "true") || strings.EqualFold(n.text, "false")) {
		hint += " without quotes"
	}
	r.fault(path, n.pos, n.describe(), "true or false", hint)
	return nil, false
}

func (r *reader) integer(n *node, t reflect.Type, ru rules, path string) (any, bool) {
	wanted := "a whole number"
	switch {
	case ru.min != nil && ru.max != nil:
		wanted = fmt.Sprintf("a whole number from %d to %d", *ru.min, *ru.max)
	case ru.min != nil:
		wanted = fmt.Sprintf("a whole number, at least %d", *ru.min)
	}
	v, err := strconv.ParseInt(n.text, 10, t.Bits())
	canonical := err == nil && strconv.FormatInt(v, 10) == n.text
	switch {
	case n.kind == textNode && canonical:
		r.fault(path, n.pos, n.describe()+", which is text", wanted, "write it without quotes: "+n.text)
	case n.kind != numberNode || !canonical:
		hint := "write digits only, such as 10"
		if n.kind == nullNode {
			hint = "write the number after the colon, or delete the line for the default"
		}
		r.fault(path, n.pos, n.describe(), wanted, hint)
	case ru.min != nil && v < *ru.min, ru.max != nil && v > *ru.max:
		hint := "choose a number in that range"
		if ru.standard != "" {
			hint += "; the default is " + ru.standard
		}
		r.fault(path, n.pos, n.describe(), wanted, hint)
	default:
		return json.Number(n.text), true
	}
	return nil, false
}

func isSpace(s string) bool { return strings.IndexFunc(s, unicode.IsSpace) >= 0 }
