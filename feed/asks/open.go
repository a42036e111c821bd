package asks

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
)

// rank is the place of each kind: of two asks that one person owes on one item the one of the lower rank is kept.
var rank = func() map[feed.AskKind]int {
	ranks := map[feed.AskKind]int{}
	for i, kind := range feed.AskKinds() {
		ranks[kind] = i
	}
	return ranks
}()

// sure is how sure each kind is. The others are likely.
var sure = map[feed.AskKind]feed.Confidence{
	feed.Review: feed.Sure, feed.Approval: feed.Sure, feed.Waiting: feed.Sure, feed.Changes: feed.Sure, feed.Merge: feed.Sure,
	feed.Pending: feed.Sure, feed.Question: feed.Possible,
}

// open opens the asks that an event asks.
func (w *walk) open(e feed.Entry) {
	if e.Verb == feed.Reopened {
		w.reopen(e)
		return
	}
	w.wait(e)
	if e.By.Bot || e.By.ID != "" && w.agreed.Bot(e.Tool, e.By.ID) {
		return
	}
	switch e.Verb {
	case feed.Requested:
		w.askAll(e, w.given(feed.Review), e.To)
	case feed.Assigned:
		kind := w.given(feed.Assignment)
		if e.Thread != "" {
			kind = feed.Checklist
		}
		w.askAll(e, kind, e.To)
	case feed.ChangesRequested:
		w.ask(e, feed.Changes, e.By, w.item.Author)
	case feed.Approved:
		w.approve(e)
	case feed.Pushed:
		for _, reviewer := range w.approved {
			w.ask(e, feed.Review, e.By, reviewer)
		}
	case feed.Proposed:
		w.propose(e)
	case feed.Commented:
		if proposes, settles := w.says(e); proposes && !settles {
			w.propose(e)
		}
	case feed.Opened, feed.Readied:
		if e.Tool == "github" && w.agreed.Triage != "" && w.human(e.Tool, w.item.Author) && w.agreed.Outside(e.Tool, w.item.Author) && w.item.Status != "draft" {
			w.ask(e, feed.Triage, w.item.Author, w.agreed.AccountIn(e.Tool, w.agreed.Triage))
		}
	}
	switch e.Verb {
	case feed.Commented, feed.Reviewed, feed.Approved, feed.ChangesRequested, feed.Opened, feed.Edited:
		w.askAll(e, feed.Mention, e.To)
	}
	if e.Verb == feed.Commented {
		w.comment(e)
	}
}

// says reports what a comment says about decisions.
func (w *walk) says(e feed.Entry) (proposes, settles bool) {
	if e.Verb != feed.Commented {
		return false, false
	}
	return decisions.Says(e.Text, w.agreed.Decisions)
}

// given is the kind of an ask that is given to somebody: on what is there to be approved it is the approval.
func (w *walk) given(kind feed.AskKind) feed.AskKind {
	if w.item.Kind == "approval" {
		return feed.Approval
	}
	return kind
}

// comment opens what a comment asks of those whom it does not name.
func (w *walk) comment(e feed.Entry) {
	owners, outside := w.item.Owners, w.agreed.Outside(e.Tool, e.By)
	question := asks(e.Text)
	switch e.Tool {
	case "github":
		if e.Thread != "" {
			w.ask(e, feed.Thread, e.By, w.other(e))
		}
		if question && outside {
			if len(owners) == 0 && w.agreed.Triage != "" {
				owners = []feed.Account{w.agreed.AccountIn(e.Tool, w.agreed.Triage)}
			}
			w.askAll(e, feed.Question, owners)
		}
	case "jira":
		if w.same(e.Tool, e.By, w.item.Author) && !w.among(e.Tool, owners, e.By) {
			w.askAll(e, feed.Reply, owners)
		}
	case "asana":
		if !w.among(e.Tool, owners, e.By) {
			w.askAll(e, feed.Reply, owners)
		}
	case "notion":
		if len(owners) == 0 {
			owners = []feed.Account{w.item.Author}
		}
		if !w.among(e.Tool, owners, e.By) {
			w.askAll(e, feed.Reply, owners)
		}
	}
	if question {
		w.turn(e)
	}
}

// turn asks back: whoever answers with a question waits for whom they answered.
func (w *walk) turn(e feed.Entry) {
	for _, a := range w.asks {
		if a.End == e.Key && a.State == feed.AskAnswered && w.human(a.tool, a.Asker) && a.Kind != feed.Thread {
			w.ask(e, feed.Question, e.By, a.Asker)
			return
		}
	}
}

// other is the other side of a thread: who said something in it before, or else whose work it is about.
func (w *walk) other(e feed.Entry) feed.Account {
	for _, a := range slices.Backward(w.threads[e.Thread]) {
		if !w.same(e.Tool, a, e.By) {
			return a
		}
	}
	return w.item.Author
}

// approve asks for the merging of what nobody is asked to review any more.
func (w *walk) approve(e feed.Entry) {
	if w.item.Kind != "pull_request" {
		return
	}
	for _, a := range w.asks {
		if a.Open() && (a.Kind == feed.Review || a.Kind == feed.Changes) {
			return
		}
	}
	if w.human(e.Tool, w.item.Author) {
		w.ask(e, feed.Merge, e.By, w.item.Author)
		return
	}
	w.askAll(e, feed.Merge, w.item.Owners)
}

// propose asks those who are to decide: whom the proposal names, who is to look at it, who owns it, or whoever looks at what
// nobody does.
func (w *walk) propose(e feed.Entry) {
	var anybody []feed.Account
	if w.agreed.Triage != "" {
		anybody = []feed.Account{w.agreed.AccountIn(e.Tool, w.agreed.Triage)}
	}
	for _, deciders := range [][]feed.Account{e.To, w.item.Reviewers, w.item.Owners, anybody} {
		if len(deciders) > 0 {
			w.askAll(e, feed.Pending, deciders)
			return
		}
	}
}

// wait opens the waiting that a status, a list or a label says, whoever set it.
func (w *walk) wait(e feed.Entry) {
	place := ""
	switch e.Verb {
	case feed.Moved, feed.Labeled, feed.Paused, feed.Resumed, feed.Proposed, feed.Opened:
		place = e.Into
	}
	if place == "" || e.Thread != "" { // in a thread it tells of another item's state
		return
	}
	whom, waits := w.agreed.WaitsFor(place)
	if !waits {
		return
	}
	for _, a := range w.asks { // another thing is waited for now
		if a.Open() && a.Kind == feed.Waiting && a.place != place && e.Verb == feed.Labeled {
			a.end(feed.AskAnswered, e.At, e.Key, e.By, "")
		}
	}
	for _, responder := range w.people(e.Tool, whom) {
		if a := w.ask(e, feed.Waiting, e.By, responder); a != nil {
			a.place = place
		}
	}
}

// reopen asks again what only closing had ended.
func (w *walk) reopen(e feed.Entry) {
	closed := w.closed
	w.closed = nil
	for _, a := range closed {
		if given[a.Kind] || a.Kind == feed.Changes || a.Kind == feed.Waiting {
			e.Thread = a.Thread
			if again := w.ask(e, a.Kind, a.Asker, a.Responder); again != nil {
				again.place = a.place
			}
		}
	}
}

func (w *walk) askAll(e feed.Entry, kind feed.AskKind, responders []feed.Account) {
	for _, responder := range responders {
		w.ask(e, kind, e.By, responder)
	}
}

// ask opens an ask, unless nobody could answer it or somebody is asked the same, or something that comes first, already.
// It returns nil then.
func (w *walk) ask(e feed.Entry, kind feed.AskKind, asker, responder feed.Account) *ask {
	if responder.ID == "" && !responder.Group || responder.Bot || w.agreed.Bot(e.Tool, responder.ID) || w.same(e.Tool, responder, asker) {
		return nil
	}
	thread := ""
	if kind == feed.Thread || kind == feed.Mention || kind == feed.Reply || kind == feed.Checklist {
		thread = e.Thread
	}
	for _, a := range w.asks {
		if !a.Open() || !w.same(e.Tool, a.Responder, responder) {
			continue
		}
		switch {
		case (a.Kind == feed.Checklist || kind == feed.Checklist) && (a.Kind != kind || a.Thread != thread): // a line is a wait of its own
		case a.Evidence == e.Key && rank[a.Kind] <= rank[kind]: // the same event asks it already
			return nil
		case a.Kind == kind && (a.Thread == thread || e.Tool != "notion" && kind != feed.Thread):
			a.Nudges++
			return nil
		case a.Kind == kind: // another thread
		case rank[a.Kind] < rank[kind]:
			if w.same(e.Tool, a.Asker, asker) {
				a.Nudges++
			}
			return nil
		default:
			a.end(feed.AskWithdrawn, e.At, e.Key, e.By, "it became "+kind.Owed())
		}
	}
	opened := e.At
	if joined, late := e.Joined[responder.ID]; late && kind == feed.Mention {
		opened = joined
	}
	a := &ask{tool: e.Tool, text: e.Text, Ask: feed.Ask{
		ID: identify(e, kind, responder), Source: e.Source, Item: e.Item, Kind: kind, Confidence: cmp.Or(sure[kind], feed.Likely),
		Asker: asker, Responder: responder, Evidence: e.Key, Thread: thread, Opened: opened, NotBefore: e.NotBefore,
		State: feed.AskOpen,
	}}
	w.asks = append(w.asks, a)
	w.takenOver(a)
	return a
}

// identify names an ask by what identifies it: item, responder, kind and evidence.
func identify(e feed.Entry, kind feed.AskKind, responder feed.Account) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{
		e.Source, e.Item, strings.ToLower(responder.ID), string(kind), e.Key,
	}, "\x00")))
	return hex.EncodeToString(sum[:8])
}
