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
// It sees values, and not how they were written, so that it cannot know of a key that is there twice or of an alias, which
// the reader refuses. It compares neither lengths of time nor two places of a file, and knows no file, variable or rule. In
// three places it is stricter than the reader: a key that is there counts as set, though it be empty; a key that is required
// has to be there under its own name, unless it is a secret; and a whole number has no fraction.
package schema
