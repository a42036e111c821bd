package feed

import "time"

// An Edition is a state in which documents that are made of the log are published.
type Edition struct {
	// Name says which documents: those of one name share their dates.
	Name string
	// Of names what they are made of beside the log and its items: what people are called, the program's version.
	Of string
	// Version changes whenever one of the documents can, Head is the log's highest number in it.
	Version string
	Head    int64
	// Since is when it was first asked for, in whole seconds: no other edition of that name has the same.
	Since time.Time
}
