package pattern

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// folded is a text for comparison without regard to case: each character in
// small letters and in capitals, as UTF-8. event-ruler compares each character
// with those two and no others, so the Kelvin sign is not a k.
type folded [][2]string

func fold(s string) folded {
	out := make(folded, 0, len(s))
	for _, r := range s {
		out = append(out, [2]string{string(unicode.ToLower(r)), string(unicode.ToUpper(r))})
	}
	return out
}

// cutPrefix cuts the text off the beginning of s. No character's UTF-8 begins
// like another's, so the first form that fits is the only one.
func (f folded) cutPrefix(s string) (string, bool) {
	for _, forms := range f {
		rest, found := strings.CutPrefix(s, forms[0])
		if !found {
			rest, found = strings.CutPrefix(s, forms[1])
		}
		if !found {
			return s, false
		}
		s = rest
	}
	return s, true
}

// isSuffix reports whether s ends in the text.
func (f folded) isSuffix(s string) bool {
	for i := len(f) - 1; i >= 0; i-- {
		rest, found := strings.CutSuffix(s, f[i][0])
		if !found {
			rest, found = strings.CutSuffix(s, f[i][1])
		}
		if !found {
			return false
		}
		s = rest
	}
	return true
}

// unfoldable returns a character that event-ruler cannot compare without regard
// to case as anyone means it. It works on 16-bit halves, so characters beyond
// them never match; and it uses Java's full mappings, in which the capital of
// one character can be several.
func unfoldable(s string) (rune, bool) {
	for _, r := range s {
		if utf8.RuneLen(r) > 3 || unicode.Is(special, r) || unicode.IsTitle(r) {
			return r, true
		}
	}
	return 0, false
}

// special is the characters with an unconditional entry in Unicode's
// SpecialCasing.txt (https://www.unicode.org/Public/UNIDATA/SpecialCasing.txt):
// their capital or small form is more than one character.
var special = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x00DF, Hi: 0x00DF, Stride: 1}, // sharp s
	{Lo: 0x0130, Hi: 0x0130, Stride: 1}, // I with dot above
	{Lo: 0x0149, Hi: 0x0149, Stride: 1}, // n preceded by apostrophe
	{Lo: 0x01F0, Hi: 0x01F0, Stride: 1}, // j with caron
	{Lo: 0x0390, Hi: 0x0390, Stride: 1}, // iota with dialytika and tonos
	{Lo: 0x03B0, Hi: 0x03B0, Stride: 1}, // upsilon with dialytika and tonos
	{Lo: 0x0587, Hi: 0x0587, Stride: 1}, // Armenian ligature ech yiwn
	{Lo: 0x1E96, Hi: 0x1E9E, Stride: 1}, // h with line below to capital sharp s
	{Lo: 0x1F50, Hi: 0x1F56, Stride: 2}, // upsilon with psili
	{Lo: 0x1F80, Hi: 0x1FFC, Stride: 1}, // Greek with iota subscript
	{Lo: 0xFB00, Hi: 0xFB06, Stride: 1}, // Latin ligatures
	{Lo: 0xFB13, Hi: 0xFB17, Stride: 1}, // Armenian ligatures
}}
