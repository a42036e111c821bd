// Package catchup tells what happened since somebody looked, in the order in which they should know it.
//
// A feed in the order of time is complete and tiring. Who comes back after a night wants to read first what was decided, then
// what moved and what was talked about, a paragraph for each piece of work, and hear of the rest in a sentence.
//
// [Tell] is a pure function of what happened. It arranges, counts and leaves nothing out: every event is in exactly one place of
// the summary. Events of Dateline's own, about asks, are not told here; a list of asks tells more of them.
//
// # What is loud
//
// An item is told by itself if a person opened, closed, merged, released, paused, resumed or decided something on it, or said
// something there. Labels, lists, dates, edits, what programs do: all that is quiet, and told together, verb by verb.
//
// The package imports feed and feed/syndication, and reads no clock.
package catchup

import (
	"cmp"
	"slices"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/syndication"
)

// A Summary is what happened, arranged.
type Summary struct {
	// Decisions are the events of that kind, newest first.
	Decisions []*feed.Entry
	// Changes are the items to which something loud happened, the weightiest first.
	Changes []Change
	// Quiet are the deeds on all other items, those of the most events first; QuietItems counts the items.
	Quiet      []Deed
	QuietItems int
}

// A Change is what happened to one item.
type Change struct {
	// Last is the newest event, with the item as it is now, Said the newest that somebody wrote a text with; nil if nobody did.
	Last, Said *feed.Entry
	// Seq is the highest number of its events in the log: who is done with the item is done with it up to there.
	Seq     int64
	entries []*feed.Entry
	by      teller
	weight  int
}

// Tell arranges entries, which come newest first. Accounts go by the names that person gives them. program says whether nobody is
// behind an account, beside those that say so themselves.
func Tell(entries []*feed.Entry, person feed.Namer, program func(tool, id string) bool) Summary {
	var s Summary
	t := teller{person: person, program: program}
	items := map[[2]string]int{}
	var on [][]*feed.Entry // what happened to each item, those first to which something happened last
	for _, e := range entries {
		switch {
		case e.Kind == feed.Decision && e.Verb.Kind() == feed.Decision || e.Kind == feed.Decision && !e.Verb.Ours():
			s.Decisions = append(s.Decisions, e)
		case e.Verb.Ours() || e.Gone:
		default:
			at := [2]string{e.Source, e.Item}
			n, known := items[at]
			if !known {
				n = len(on)
				items[at], on = n, append(on, nil)
			}
			on[n] = append(on[n], e)
		}
	}
	var quiet []*feed.Entry
	for _, list := range on {
		if c, loud := t.change(list); loud {
			s.Changes = append(s.Changes, c)
		} else {
			quiet = append(quiet, list...)
			s.QuietItems++
		}
	}
	slices.SortStableFunc(s.Changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), b.Last.At.Compare(a.Last.At))
	})
	s.Quiet = t.deeds(quiet)
	return s
}

// weights are what makes an item loud, and how much.
var weights = map[feed.Verb]int{
	feed.Merged: 8, feed.Released: 8, feed.Closed: 6, feed.Reopened: 6, feed.Opened: 5, feed.Paused: 5, feed.Resumed: 4,
	feed.ChangesRequested: 4, feed.Approved: 4, feed.Readied: 3, feed.Reviewed: 3, feed.Commented: 2,
}

// A teller knows who is who.
type teller struct {
	person  feed.Namer
	program func(tool, id string) bool
}

func (t teller) bot(e *feed.Entry) bool {
	return e.By.Bot || t.program != nil && e.By.ID != "" && t.program(e.Tool, e.By.ID)
}

// change tells what happened to one item, and whether it is loud.
func (t teller) change(entries []*feed.Entry) (Change, bool) {
	c := Change{Last: entries[0], entries: entries, by: t}
	var people []string
	talk := 0
	for _, e := range entries {
		c.Seq = max(c.Seq, e.Seq)
		if t.bot(e) {
			continue
		}
		if e.Text != "" && c.Said == nil && e.Kind == feed.Discussion {
			c.Said = e
		}
		if weights[e.Verb] > 0 {
			if name := syndication.Name(e.Tool, e.By, t.person); !slices.Contains(people, name) {
				people = append(people, name)
			}
		}
		if e.Verb == feed.Commented {
			talk++
		} else {
			c.weight = max(c.weight, weights[e.Verb])
		}
	}
	c.weight += min(talk, 6) + 2*len(people)
	return c, len(people) > 0 && c.Last.Item != ""
}
