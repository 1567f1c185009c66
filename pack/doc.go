// Package pack is what a security package is. A package states its trust rule
// once, as a pure function over a Subject; every layer is derived from it.
//
//   - A [Package] names itself and makes a [Rule] of its section of the manifest.
//   - Adapters turn what a layer sees (a template's resource, an event, a live
//     resource) into [Case]s of the same Subject. An adapter never decides.
//   - [Decide] is the only caller of Rule.Judge, and the only place where
//     exclusion, exceptions and modes apply. Every layer calls it.
//
// To add a package, write a folder under packs/ and one line in packs/packs.go.
// What a package needs beside its own rule is here: accounts and organisations
// ([Trust]), principals ([ParsePrincipal]), ARNs ([ParseARN]), hosts ([ASCIIHost]),
// languages of strings ([Language]), role names and exceptions in policies.
package pack
