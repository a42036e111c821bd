package feed

import "time"

// A Look is how far a reader has read a view of the feed. A sitting begins when somebody looks again after a pause: what came
// since the sitting before is new to them, and stays so until the next one, however often they load the page.
type Look struct {
	// Mark is the number in the log up to which nothing is new; Marked is when the reader had seen that. Zero is never.
	Mark   int64
	Marked time.Time
	// Seen is the number up to which they were shown the log, and At when they last looked.
	Seen int64
	At   time.Time
}

// Sitting is how long a sitting goes on after somebody last looked.
const Sitting = 30 * time.Minute

// Again is the look of somebody who looks again now, at a log that goes up to head.
func (l Look) Again(head int64, now time.Time) Look {
	if !l.At.IsZero() && now.Sub(l.At) >= Sitting {
		l.Mark, l.Marked = l.Seen, l.At
	}
	l.Seen, l.At = max(l.Seen, head), now
	return l
}

// Read is the look of somebody who says that they have read everything up to a number.
func (l Look) Read(seq int64, now time.Time) Look {
	l.Mark, l.Marked = max(l.Mark, seq), now
	l.Seen, l.At = max(l.Seen, seq), now
	return l
}

// A Mark is what a reader made of an item.
type Mark struct {
	Source, Item string
	State        MarkState
	// Seq is the number in the log up to which it holds, for those that end with the next event.
	Seq int64
	At  time.Time
}

// A MarkState is what can be made of an item.
type MarkState string

// The states of marks.
const (
	Done  MarkState = "done"  // read, until something new happens
	Muted MarkState = "muted" // never to be told, until that is taken back
)

// Hides reports whether an entry is not to be told.
func (m Mark) Hides(e Entry) bool { return m.State == Muted || m.State == Done && e.Seq <= m.Seq }
