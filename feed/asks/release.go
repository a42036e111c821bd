package asks

import (
	"time"

	"github.com/datelinehq/dateline/feed"
)

// handOff is how far apart taking something from one person and giving it to another may be to be one act.
const handOff = time.Minute

// given are the kinds of asks that can be taken back and handed on.
var given = map[feed.AskKind]bool{feed.Review: true, feed.Approval: true, feed.Assignment: true, feed.Checklist: true}

// takes are the kinds of asks that are taken back by which verb.
var takes = map[feed.Verb]map[feed.AskKind]bool{
	feed.Unrequested: {feed.Review: true, feed.Approval: true},
	feed.Unassigned:  {feed.Assignment: true, feed.Approval: true, feed.Checklist: true},
}

// release ends the asks that are taken back, by themselves or with their item.
func (w *walk) release(e feed.Entry) {
	switch e.Verb {
	case feed.Unrequested, feed.Unassigned:
		for _, from := range e.To {
			for _, a := range w.asks {
				if a.Open() && takes[e.Verb][a.Kind] && a.Thread == e.Thread && w.same(a.tool, a.Responder, from) {
					a.end(feed.AskWithdrawn, e.At, e.Key, e.By, "the request was taken back")
					a.released = true
					w.goesOn(a, e)
				}
			}
		}
	case feed.Closed, feed.Merged:
		why := "it was closed"
		if e.Verb == feed.Merged {
			why = "it was merged"
		}
		w.withdrawAll(e.At, e.Key, e.By, why, true)
	case feed.Locked:
		w.withdrawAll(e.At, e.Key, e.By, "it was locked", false)
	case feed.Pushed:
		w.pushed(e)
	case feed.Checked:
		for _, a := range w.asks {
			if a.Open() && a.Kind == feed.Checklist && a.Thread == e.Thread {
				a.end(feed.AskWithdrawn, e.At, e.Key, e.By, "its line was checked off")
			}
		}
	}
	w.leave(e)
}

// pushed takes back the merging of what is no longer approved.
func (w *walk) pushed(e feed.Entry) {
	for _, a := range w.asks {
		if a.Open() && a.Kind == feed.Merge {
			a.end(feed.AskWithdrawn, e.At, e.Key, e.By, "new commits came")
		}
	}
}

// leave ends the waiting for the end of a status, a list or a label.
func (w *walk) leave(e feed.Entry) {
	left := ""
	switch e.Verb {
	case feed.Unlabeled:
		left = e.Into
		if left == "" {
			left = e.From
		}
	case feed.Moved, feed.Paused, feed.Resumed, feed.Proposed, feed.Decided, feed.Rejected:
		left = e.From
	}
	for _, a := range w.asks {
		if a.Open() && a.Kind == feed.Waiting && left != "" && a.place == left {
			a.end(feed.AskAnswered, e.At, e.Key, e.By, "")
		}
	}
}

// goesOn makes an ask that was just taken back a hand-off, if somebody else was given the same a moment before.
func (w *walk) goesOn(from *ask, e feed.Entry) {
	for _, a := range w.asks {
		if a != from && a.Open() && a.Kind == from.Kind && a.Thread == from.Thread && a.After == "" && a.Opened.After(from.Opened) && e.At.Sub(a.Opened) <= handOff {
			w.handOff(from, a)
			return
		}
	}
}

// takenOver makes an ask that was just opened the one that goes on with what was taken from somebody else a moment before.
// Where an item has one owner at a time, giving it to another takes it from the first.
func (w *walk) takenOver(a *ask) {
	for _, from := range w.asks {
		if from == a || from.Kind != a.Kind || from.Thread != a.Thread || !given[a.Kind] || w.same(a.tool, from.Responder, a.Responder) {
			continue
		}
		switch sole := a.tool == "jira" || a.tool == "asana"; {
		case from.Open() && sole && a.Kind != feed.Review:
			from.end(feed.AskWithdrawn, a.Opened, a.Evidence, a.Asker, "")
		case !from.released || from.State != feed.AskWithdrawn || a.Opened.Sub(from.Ended) > handOff:
			continue
		}
		w.handOff(from, a)
		return
	}
}

func (w *walk) handOff(from, to *ask) {
	from.State, from.Why = feed.AskHandedOff, "it went to "+w.name(to.tool, to.Responder)
	to.After, to.from = from.ID, from
}
