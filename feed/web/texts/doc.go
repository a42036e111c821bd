// Package texts holds what the pages say, in every language that somebody wrote a catalogue of.
//
// A catalogue is a file of this folder, named after its language and written as go-i18n reads it, so that the tools of
// translators know it. A text has a key, and between braces the names of what differs:
//
//	[waiting]
//	owes = "{who} owes {whom} {what}"
//	more = {one = "{n} more item moved on", other = "{n} more items moved on"}
//
// Texts are plain: what looks like markup is shown as it stands. What is counted has the forms of the language; {n} is how
// many. English comes first and has all texts; every other catalogue has the same keys with the same names in them, in
// whatever order its language wants. What English counts in several forms has all forms that the language has for whole numbers,
// and no others; only where a form stands for one number alone it may say that in words, without {n}. [Choose] refuses a
// catalogue that is otherwise.
//
// # In templates
//
// [Catalogue.Weave] puts the texts into a template when it is parsed, so that they cost nothing while a page is made:
//
//	{{text "feed.none"}}
//	{{text "since.folded" (len .Folded)}}
//	{{if text "waiting.owes"}}{{as "who"}}<a href="{{.URL}}">{{.Who}}</a>{{as "whom"}}<b>Ben</b>{{as "what"}}{{.What}}{{end}}
//
// What follows {{as "who"}} is put where the text has {who}: a translator turns a sentence around and leaves its links
// alone. html/template sees the template that comes of it, as if somebody had written it by hand in that language, and
// escapes what it shows. A key that does not exist, and a name that is missing or too many, are errors of Weave, before any
// page is made.
//
// Two more are woven. {{texts "time.ago" …}} are those texts as JSON, for a script. {{english}} in a tag is lang="en" where
// the page is in another language, and {{if english}}…{{end}} a span of that: for the words of other packages, which are in
// English.
//
// # In Go
//
// [Catalogue.Say], [Catalogue.Count] and [Catalogue.Date] make strings, which templates escape like any other. The tests of
// package web check their keys and names, and that everything in the catalogue is said.
package texts
