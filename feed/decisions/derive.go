package decisions

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/commands"
	"github.com/datelinehq/dateline/feed/protocol"
)

// maxMatters is how many decisions one item can hold.
const maxMatters = 200

// Derive returns the decisions of one item, in the order in which they were put up. log is everything that happened to the
// item, in any order.
func Derive(item feed.Item, log []feed.Entry, agreed *protocol.Protocol) []feed.Matter {
	d := derivation{agreed: agreed, item: item}
	for _, e := range ordered(log) {
		d.step(e)
	}
	return d.matters()
}

// ordered returns the entries in the order in which they happened, each once, as it says now. What happened at one time is
// put in an order that does not depend on when it was read.
func ordered(log []feed.Entry) []feed.Entry {
	log = slices.Clone(log)
	slices.SortFunc(log, func(a, b feed.Entry) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(b.Changed, a.Changed))
	})
	log = slices.CompactFunc(log, func(a, b feed.Entry) bool { return a.Key == b.Key })
	slices.SortFunc(log, func(a, b feed.Entry) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(rank(a.Verb), rank(b.Verb)),
			cmp.Compare(len(a.Key), len(b.Key)), cmp.Compare(a.Key, b.Key))
	})
	return log
}

// rank says what comes first of what happened at one time.
func rank(v feed.Verb) int {
	switch v {
	case feed.Opened:
		return 0
	case feed.Proposed:
		return 1
	}
	return 2
}

// acts are what events say of the item that they happened to.
var acts = map[feed.Verb]act{
	feed.Proposed: propose, feed.Decided: decide, feed.Rejected: reject, feed.Superseded: supersede,
}

// written are the verbs of events whose text somebody wrote to others.
var written = map[feed.Verb]bool{
	feed.Opened: true, feed.Edited: true, feed.Commented: true, feed.Reviewed: true, feed.Approved: true,
	feed.ChangesRequested: true, feed.Dismissed: true, feed.Closed: true, feed.Reopened: true,
}

// A derivation is the state of one walk along an item's history.
type derivation struct {
	agreed *protocol.Protocol
	item   feed.Item
	all    []*draft
	// described are those that the item's own description put up, options are what it lists.
	described []*draft
	options   []string
}

// A draft is a matter that later events may still change.
type draft struct {
	feed.Matter
	// worded says that somebody put it into words; else it is about the item.
	worded bool
}

func (d *derivation) step(e feed.Entry) {
	if e.Gone || e.By.Bot || e.By.ID != "" && d.agreed.Bot(e.Tool, e.By.ID) {
		return
	}
	if act, ok := acts[e.Verb]; ok {
		d.tell(e, act)
		return
	}
	switch {
	case e.Verb == feed.Confirmed, e.Verb == feed.Waived:
		d.rule(e)
	case written[e.Verb] && e.Text != "":
		about := e.Verb == feed.Opened || e.Verb == feed.Edited
		found := read(e.Text, d.item.Key, d.agreed.Decisions)
		if about {
			d.options = optionsOf(e.Text)
		}
		for n, s := range found {
			if !about {
				d.apply(e, n, s)
				continue
			}
			if n == len(d.described) {
				d.described = append(d.described, nil)
			}
			if at := d.described[n]; at != nil { // the description was edited: the same, in other words
				d.reword(at, e, s)
			} else {
				d.described[n] = d.apply(e, n, s)
			}
		}
	}
}

// tell applies an event that the tool or the map of the team tells. What a record, an approval or an answer says of its own
// is explicit, what a list or a label means was configured.
func (d *derivation) tell(e feed.Entry, a act) {
	s := signal{act: a, trust: feed.Explicit}
	first, rest, _ := strings.Cut(strings.TrimSpace(e.Text), "\n")
	record := d.item.Kind == recordKind
	if !record && folded(first) != folded(d.item.Title) {
		s.title = feed.Text(strings.TrimSpace(first), feed.MaxTitle)
	}
	s.rationale = strings.TrimSpace(feed.Text(rest, maxRationale))
	if !record && e.Text == "" && (e.From != "" || e.Into != "") {
		s.trust = feed.Configured
	}
	if a == supersede {
		s.with, s.title = names(e.Text, d.item.Key), ""
		if with := commands.Named(e.Into, d.item.Key); with != "" {
			s.with = append([]string{with}, s.with...)
		}
	}
	d.apply(e, 0, s)
}

// recordKind is what a decision record is called among the kinds of items.
const recordKind = "decision_record"

// matters returns what was found.
func (d *derivation) matters() []feed.Matter {
	var list []feed.Matter
	for _, at := range d.all {
		at.Title = cmp.Or(at.Title, d.item.Title, d.item.Key, d.item.ID)
		for _, name := range names(at.Title+"\n"+at.Rationale, d.item.Key) {
			at.Refs = add(at.Refs, name)
		}
		if len(d.all) == 1 && len(at.Options) == 0 {
			at.Options = d.options
		}
		list = append(list, at.Matter)
	}
	return list
}

// add adds a value to a list that does not have it.
func add(list []string, values ...string) []string {
	for _, v := range values {
		if !slices.Contains(list, v) && len(list) < feed.MaxList {
			list = append(list, v)
		}
	}
	return list
}

// id names a decision by what first put it up: the n-th that the event says.
func id(e feed.Entry, n int) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{e.Source, e.Item, e.Key, strconv.Itoa(n)}, "\x00")))
	return hex.EncodeToString(sum[:8])
}
