package snssubscription

import (
	"strings"

	"github.com/truststack/truststack/pack"
)

// webLanguage is the URLs of a scheme whose host is trusted, in the one form:
// lower case, IDNA applied. After the host comes a port, a path, a query, a
// fragment, or the end.
func (h hosts) webLanguage(scheme string) pack.Language {
	var l pack.Language
	for _, name := range h.exact {
		l.Shapes = append(l.Shapes, authority(pack.Of(pack.Lit(scheme+"://"+name)))...)
		// What follows a port's colon admits user info: https://name:x@evil.test.
		l.Guards = append(l.Guards, scheme+"://"+name+":*@*")
	}
	for _, parent := range h.parents {
		under := pack.Of(pack.Lit(scheme+"://"), pack.Run(`a-z0-9.-`, 1), pack.Lit("."+parent))
		l.Shapes = append(l.Shapes, authority(under)...)
		// A pattern's * also crosses what ends an authority or makes it mean
		// another one; none of these may come before the parent's name.
		for _, c := range []string{"/", "${?}", "#", `\`, "@", ":", "%"} {
			l.Guards = append(l.Guards, scheme+"://*"+c+"*."+parent+"*")
		}
		l.Guards = append(l.Guards, scheme+"://?*."+parent+":*@*")
	}
	return l
}

// authority is a URL's start with all that may follow its host.
func authority(start pack.Shape) []pack.Shape {
	port := pack.Of(pack.Lit(":"), pack.Run("0-9", 0))
	var out []pack.Shape
	for _, s := range []pack.Shape{start, start.And(port...)} {
		out = append(out, s, s.And(pack.Lit("/"), pack.Rest()), s.And(pack.Lit("?"), pack.Rest()), s.And(pack.Lit("#"), pack.Rest()))
	}
	return out
}

// mailLanguage is the addresses whose domain is trusted, in the one form.
func (h hosts) mailLanguage() pack.Language {
	var l pack.Language
	for _, name := range h.exact {
		l.Shapes = append(l.Shapes, pack.Of(pack.Run(`^@`, 1), pack.Lit("@"+name)))
	}
	for _, parent := range h.parents {
		l.Shapes = append(l.Shapes, pack.Of(pack.Run(`^@`, 1), pack.Lit("@"), pack.Run(`a-z0-9.-`, 1), pack.Lit("."+parent)))
	}
	if len(l.Shapes) > 0 {
		l.Guards = append(l.Guards, "*@*@*")
	}
	if len(h.parents) > 0 {
		// What ends a domain, or starts a comment or a list, for some mail system.
		for _, c := range []string{",", ";", "<", ">", "(", ")", "[", "]", `\`, `"`, ":", "/", "%", "!", " "} {
			l.Guards = append(l.Guards, "*@*"+c+"*")
		}
	}
	return l
}

// phoneLanguage is the numbers with a trusted prefix.
func phoneLanguage(prefixes []string) pack.Language {
	var l pack.Language
	for _, p := range prefixes {
		l.Shapes = append(l.Shapes, pack.Of(pack.Lit(p), pack.Run("0-9", 0)))
	}
	return l
}

// accountLanguage is the ARNs of a protocol's endpoints in trusted accounts: the
// lists', and those that the variables stand for.
func accountLanguage(protocol, partition string, accounts, variables []string) pack.Language {
	var l pack.Language
	f := forms[protocol]
	for _, prefix := range f.prefixes {
		shape := func(account pack.Piece) pack.Shape {
			return pack.Of(pack.Lit("arn:"+partition+":"+f.service+":"), pack.Run("^:", 1), pack.Lit(":"), account, pack.Lit(":"+prefix), pack.Run("^:", 1))
		}
		for _, v := range variables {
			l.Shapes = append(l.Shapes, shape(pack.Var(v)))
		}
		for _, a := range accounts {
			l.Shapes = append(l.Shapes, shape(pack.Lit(a)))
		}
	}
	if f.service == "lambda" { // a function's ARN may end in a version or alias
		for _, s := range l.Shapes {
			l.Shapes = append(l.Shapes, s.And(pack.Lit(":"), pack.Run("^:", 1)))
		}
	}
	// The Region's * must not reach over the account: an ARN with more colons
	// than the service's have could name any.
	colons := strings.Count(f.prefixes[0], ":")
	if f.service == "lambda" {
		colons++
	}
	l.Guards = []string{"arn:*:" + f.service + strings.Repeat(":*", 4+colons)}
	return l
}
