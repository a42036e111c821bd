// Package schema describes dateline.yaml as a JSON Schema of draft 2020-12, for editors and for programs that check files
// where Dateline is not.
//
// It is made from the types that the strict reader of package config decodes into, and from the reader's own list of
// their keys, so that it cannot say something else: no key that is not read, and none that is read and not described.
// The walk is our own and not a library's. Nearly everything a library does by itself would have to be told it again, for
// in this file any scalar may hold a ${VARIABLE}, any text may be written as a number and may come from a file; and what
// is left is the list of keys, which the reader has.
//
// What a schema says beyond keys and shapes is said once, beside what is described:
//
//   - Which keys have to be there is told by the types: see [Requirer].
//   - What is written in a text that has a form, a length of time for instance, stands in this package, for no package
//     that reads such a text should know of schemas. A type that has a form of its own and is not known here is any text,
//     and one that reads YAML by itself is anything: a schema that is older than a type refuses nothing that can be read.
//   - Descriptions are the comments of the Go source, collected by go generate into comments.json. A key is called there
//     as it is written in the file.
//   - Defaults are what the types hold before they are decoded into.
//
// The schema sees values, and not how they were written. So it does not see a key that is there twice or an alias, which
// are refused, and it takes a number with a fraction for none where a whole one is meant. What depends on two
// places of a file, on a file or on the environment only the reader can judge, as can it rules and patterns.
package schema
