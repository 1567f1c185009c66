package cfn

import (
	"bytes"
	"strconv"
)

// Mentions reports whether a text may hold a resource of one of the types. It is
// false only when Parse and Resources could not find one, and much faster than
// they are, so that a folder of files that have nothing to do with any rule
// costs little.
//
// A type has to stand in the text as it is, unless something can make it from
// pieces: an escape, a loop, a macro (SAM's among them), base64, another
// encoding. Where one of those may be, the answer is true.
func Mentions(data []byte, types []string) bool {
	for _, word := range []string{"Transform", "ForEach", "AWS::Serverless", "!binary", ":binary", "\x00"} {
		if bytes.Contains(data, []byte(word)) {
			return true
		}
	}
	if utf16(data) || hasEscapes(data) {
		return true
	}
	for _, t := range types {
		if bytes.Contains(data, []byte(t)) {
			return true
		}
	}
	return false
}

// hasEscapes reports whether the text may write a character of a name by an
// escape. Most escapes are of other characters, \n or \u003c, and are
// harmless: a name is letters, digits and colons.
func hasEscapes(data []byte) bool {
	for {
		i := bytes.IndexByte(data, '\\')
		if i < 0 || i+1 >= len(data) {
			return false
		}
		digits := 0
		switch data[i+1] {
		case '\n', '\r': // a line that goes on, in YAML's double quotes
			return true
		case 'x':
			digits = 2
		case 'u':
			digits = 4
		case 'U':
			digits = 8
		}
		data = data[i+2:]
		if digits == 0 {
			continue
		}
		n, err := strconv.ParseUint(string(data[:min(digits, len(data))]), 16, 32)
		if err == nil && n < 0x80 && nameByte(byte(n)) {
			return true
		}
	}
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == ':' || c == '.' || c == '-' || c == '_'
}

// Declares reports whether a text says of itself that it is a template: it has
// AWSTemplateFormatVersion or Transform, or Resources of which one has a Type.
// Text that cannot be parsed is judged by how it looks, so that a broken
// template is told from a file that never was one.
func Declares(data []byte) bool {
	if !MayDeclare(data) {
		return false
	}
	root, _, err := parseNodes(data)
	if err != nil {
		text := bytes.ReplaceAll(data, []byte{0}, nil) // UTF-16 without its zeros is near enough
		return looksDeclared(bytes.TrimLeft(text, "\xff\xfe\xef\xbb\xbf"))
	}
	return declared(root)
}

// MayDeclare is false only when Declares is, and does not parse.
func MayDeclare(data []byte) bool {
	return utf16(data) || hasEscapes(data) || bytes.Contains(data, []byte("AWSTemplateFormatVersion")) ||
		bytes.Contains(data, []byte("Transform")) || bytes.Contains(data, []byte("Resources"))
}

// Declares reports whether the template says of itself that it is one, as the
// function Declares does of text.
func (t *Template) Declares() bool { return declared(t.root) }

func declared(root *Node) bool {
	if root.Get("AWSTemplateFormatVersion") != nil || root.Get("Transform") != nil {
		return true
	}
	for _, f := range sectionFields(root.Get("Resources")) {
		if f.Value.Get("Type") != nil {
			return true
		}
	}
	return false
}

// looksDeclared guesses the same from text that is not YAML and not JSON.
func looksDeclared(data []byte) bool {
	if hasKey(data, "AWSTemplateFormatVersion") {
		return true
	}
	if !bytes.Contains(data, []byte("AWS::")) && !bytes.Contains(data, []byte("Custom::")) {
		return false
	}
	return hasKey(data, "Transform") || hasKey(data, "Resources") && hasKey(data, "Type")
}

// hasKey reports whether the text has the key, as YAML or JSON write keys.
func hasKey(data []byte, key string) bool {
	for {
		i := bytes.Index(data, []byte(key))
		if i < 0 {
			return false
		}
		before, after := data[:i], data[i+len(key):]
		if n := len(before); (n == 0 || bytes.IndexByte([]byte(" \t\n\r\"'{,"), before[n-1]) >= 0) &&
			bytes.HasPrefix(bytes.TrimLeft(after, "\"' \t"), []byte(":")) {
			return true
		}
		data = after
	}
}
