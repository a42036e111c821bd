package feed

import "time"

// A Cursor says how far a source was read. It is opaque to everyone but the connector that made it. The empty cursor is
// the beginning.
type Cursor string

// A Page is what one reading of a source brought. It is stored whole or not at all, together with Next.
type Page struct {
	// Items are snapshots, Events what happened. Either may be empty; an event may come before its item.
	Items  []Item
	Events []Event
	// Rejects are objects that could not be understood.
	Rejects []Reject
	// Gone are the ids of items that no longer exist in the tool. Their text is removed here too.
	Gone []string
	// Retracted are the keys of events that no longer exist though their items do: deleted comments. Their text is
	// removed here too.
	Retracted []string
	// Parts are the places the source consists of, where it is not one place itself. See [Part]. Nil says nothing
	// about them; an empty list says that there are none.
	Parts []Part
	// Next is the cursor behind this page.
	Next Cursor
	// More says that there is more to be had at once.
	More bool
	// Wait is how long the tool asks to be left alone after this page.
	Wait time.Duration
	// Progress tells how far a long reading has come.
	Progress Tally
}

// Empty reports whether the page brings nothing but a cursor.
func (p *Page) Empty() bool {
	return len(p.Items)+len(p.Events)+len(p.Rejects)+len(p.Gone)+len(p.Retracted) == 0 && p.Parts == nil && !p.More
}

// A Part is one of the places that a source consists of: a repository of an organisation. Each part is read as a source
// of its own, named "<source>/<Name>", with a cursor of its own.
type Part struct {
	// ID is what the tool will always call it, Name what people call it now.
	ID, Name string
}

// A Tally counts how far a long reading has come, in whatever the connector can count. The zero Tally says nothing.
type Tally struct {
	// What is being read, in plural: "comments".
	What string
	// Done of Total; Total is 0 where it is not known.
	Done, Total int
}

// A RejectEntry is a reject of a source, and when it first came.
type RejectEntry struct {
	Source string
	At     time.Time
	Reject
}

// A Reject is one object of a tool that could not be understood. It is kept as it came, counted and shown, and stops
// nothing.
type Reject struct {
	// Key names the object as well as could be found out, so that the same object is rejected once.
	Key string
	// Reason says in a sentence what is wrong with it.
	Reason string
	// Raw is the object as it came, cut to MaxRaw bytes.
	Raw []byte
}
