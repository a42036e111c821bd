package world

import (
	"regexp"
	"slices"
)

// A Staged wait is what a story says of itself: that it makes somebody wait for somebody on purpose. It begins with the
// first deed From of who waits, towards who owes where the deed has somebody it is done to, and ends with the next deed Until
// of By, or of who owes where that is empty. Where the same two wait on the same work several times, each wait begins behind the
// end of the one before.
type Staged struct {
	Owes, Waits string
	// What is what is owed, in the words of whoever looks for it: review.
	What        string
	On          string // the label of the work
	From, Until Deed
	By          string
}

var wait = regexp.MustCompile(`^(?P<owes>[a-z]+) owes (?P<waits>[a-z]+) (?P<what>[a-z]+) on (?P<on>[a-z-]+), (?P<from>[a-z]+)(?: until (?P<until>[a-z]+)(?: by (?P<by>[a-z]+))?)?$`)

// A Wait is a staged one as it came to pass.
type Wait struct {
	Story       string
	Owes, Waits string // handles
	What        string
	// Work is what it is about. Opened is the act that began it, Ended the one that ended it; the zero act while it lasts.
	Work          int
	Opened, Ended Act
}

// Waits returns the staged waits that have begun, in the order in which they did.
func (w *World) Waits() []Wait {
	w.mu.RLock()
	defer w.mu.RUnlock()
	var all []Wait
	for _, t := range w.agenda.told {
		after := map[[3]string]int{}
		for _, s := range t.story.Waits {
			same := [3]string{s.Owes, s.Waits, s.On}
			began := w.deed(t, after[same], s.Waits, s.From, s.On, s.Owes)
			if began == nil {
				continue
			}
			one := Wait{Story: t.name, Owes: t.handle(s.Owes), Waits: t.handle(s.Waits), What: s.What, Work: began.Work, Opened: *began}
			by := s.By
			if by == "" {
				by = s.Owes
			}
			after[same] = len(w.log)
			if ended := w.deed(t, began.ID, by, s.Until, s.On, ""); ended != nil {
				one.Ended = *ended
				after[same] = ended.ID
			}
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b Wait) int { return a.Opened.ID - b.Opened.ID })
	return all
}

// deed finds the first of somebody on some work of a telling, behind the first acts of the log.
func (w *World) deed(t *telling, after int, by string, deed Deed, on, to string) *Act {
	for i := after; i < len(w.log); i++ {
		a := &w.log[i]
		if a.Work == t.works[on] && a.By == t.handle(by) && a.Deed == deed && (to == "" || len(a.To) == 0 || slices.Contains(a.To, t.handle(to))) {
			return a
		}
	}
	return nil
}
