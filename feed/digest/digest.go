package digest

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/catchup"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/wording"
	"github.com/datelinehq/dateline/feed/syndication"
)

// The most that is told of anything, in entries; the rest is on the pages.
const (
	mostWaits   = 20
	mostDecided = 20
	mostChanges = 15
	mostQuiet   = 5
	mostAgenda  = 10
	maxWords    = 160 // the characters of a title, or of what somebody did
	maxName     = 60
)

// An Input is what a digest is made of.
type Input struct {
	Person string
	Rhythm Rhythm
	Period Period
	// Entries happened within the period, newest first.
	Entries []feed.Entry
	// Open are all asks that wait, Ended those that ended since the period began.
	Open, Ended []feed.AskEntry
	// Decisions are those of the period, newest first.
	Decisions []feed.DecisionEntry
	// Rests are the newest pausing, or resuming, of items that are open, newest first. Only an agenda needs them.
	Rests []feed.Entry
	// Agreed says who is who and when they work.
	Agreed *protocol.Protocol
	// PublicURL is where readers reach the pages.
	PublicURL string
	Now       time.Time
}

type (
	// A Digest is what one person is told of one period, in words.
	Digest struct {
		Person string
		Rhythm Rhythm
		Period Period
		// Subject is the whole of it in a line, Span the period in words, Zone the zone of its times.
		Subject, Summary, Span, Zone string
		// OnYou wait for the person, ForYou the person waits for.
		OnYou, ForYou Waits
		Decided       []Decision
		Changes       []Change
		// Quiet are sentences about the rest of what happened.
		Quiet []string
		// MoreDecided and MoreChanges count what is not told.
		MoreDecided, MoreChanges int
		// Agenda is nil but in a week's digest.
		Agenda *Agenda
		// Feed is the address of the feed. Unsubscribe is where the reader ends it; whoever sends the digest knows that.
		Feed, Unsubscribe string
	}
	// Waits are some of the waits, the late ones first, and how many there are besides.
	Waits struct {
		List       []Wait
		Late, More int
	}
	// A Wait is who owes what, on what, and until when.
	Wait struct {
		On   Item
		What string // a review for Ben
		When string // late since Fri 27 Feb 17:00 (24h)
		Late bool
		URL  string // explains it
		due  time.Time
	}
	// An Item is what something happened to.
	Item struct{ Key, Title, URL string }
	// A Decision is what became of something that was put up to be decided.
	Decision struct {
		Title, What string // What: decided by Ben on Fri 27 Feb
		On          Item
		URL         string
	}
	// A Change is what happened to one item.
	Change struct {
		On   Item
		Told string // Ben merged it; Ana commented 2 times
	}
)

// New makes a digest.
func New(in Input) Digest {
	t := &teller{Input: in, zone: time.UTC}
	if c := in.Agreed.HoursOf(in.Person); c != nil {
		t.zone = c.Zone()
	}
	d := Digest{Person: oneLine(in.Person, maxName), Rhythm: in.Rhythm, Period: in.Period, Zone: t.zone.String(), Feed: t.page("/")}
	d.Span = t.span()
	for _, a := range in.Open {
		if a.Confidence == feed.Possible {
			continue
		}
		switch {
		case t.who(a.Tool, a.Asker) == in.Person: // also where they asked a team that they are in
			d.ForYou.add(t.wait(a, false))
		case t.owes(a):
			d.OnYou.add(t.wait(a, true))
		}
	}
	d.OnYou.arrange()
	d.ForYou.arrange()
	for _, one := range in.Decisions {
		if one.State != feed.DecisionSuggested {
			d.Decided = append(d.Decided, t.decision(one))
		}
	}
	t.changes(&d)
	d.MoreDecided = max(len(d.Decided)-mostDecided, 0)
	d.Decided = d.Decided[:len(d.Decided)-d.MoreDecided]
	if in.Rhythm == Weekly {
		d.Agenda = t.agenda()
	}
	d.Summary = d.summary()
	d.Subject = "Dateline, " + in.Period.Moment.In(t.zone).Format(wording.Day) + ": " + d.Summary
	if in.Rhythm == Weekly {
		d.Subject = "Dateline, the week of " + in.Period.From.In(t.zone).Format("2 Jan") + ": " + d.Summary
	}
	return d
}

// Empty reports whether a digest tells nothing that anybody has to read today: what is only quiet can wait.
func (d Digest) Empty() bool {
	return len(d.OnYou.List)+len(d.ForYou.List)+len(d.Decided)+len(d.Changes) == 0 && d.Agenda == nil
}

func (d Digest) summary() string {
	var parts []string
	if n := len(d.OnYou.List) + d.OnYou.More; n > 0 {
		part := fmt.Sprintf("%d wait on you", n)
		if n == 1 {
			part = "1 waits on you"
		}
		if d.OnYou.Late > 0 {
			part += fmt.Sprintf(" (%d late)", d.OnYou.Late)
		}
		parts = append(parts, part)
	}
	if n := len(d.ForYou.List) + d.ForYou.More; n > 0 {
		parts = append(parts, fmt.Sprintf("you wait for %d", n))
	}
	if n := len(d.Decided) + d.MoreDecided; n > 0 {
		parts = append(parts, plural(n, "decision", "decisions"))
	}
	if n := len(d.Changes) + d.MoreChanges; n > 0 {
		parts = append(parts, plural(n, "item moved on", "items moved on"))
	}
	if len(parts) == 0 {
		return "nothing new, and nobody waits"
	}
	return strings.Join(parts, ", ")
}

// A teller puts things into words.
type teller struct {
	Input
	zone *time.Location
}

// changes tells what happened, as the page does.
func (t *teller) changes(d *Digest) {
	happened := make([]*feed.Entry, len(t.Entries))
	for i := range t.Entries {
		happened[i] = &t.Entries[i]
	}
	told := catchup.Tell(happened, t.Agreed.Person, t.Agreed.Bot)
	for _, c := range told.Changes {
		if len(d.Changes) == mostChanges {
			d.MoreChanges++
			continue
		}
		d.Changes = append(d.Changes, Change{On: t.item(c.Last.Source, c.Last.Item, c.Last.On), Told: oneLine(strings.Join(c.Told(), "; "), 2*maxWords)})
	}
	for _, q := range told.Quiet[:min(len(told.Quiet), mostQuiet)] {
		d.Quiet = append(d.Quiet, oneLine(q.Who()+" "+q.DidAll(), maxWords))
	}
}

func (t *teller) decision(d feed.DecisionEntry) Decision {
	what, by, at := "decided", d.Decider, d.Decided
	switch d.State {
	case feed.DecisionProposed:
		what, by, at = "proposed", d.Proposer, d.Proposed
	case feed.DecisionRejected, feed.DecisionSuperseded:
		what, at = string(d.State), cmp.Or(d.Ended, d.At())
	}
	if by.ID != "" || by.Name != "" {
		what += " by " + t.called(d.Tool, by)
	}
	return Decision{
		Title: oneLine(cmp.Or(d.Title, d.On.Title, d.On.Key), maxWords), What: what + " on " + t.instant(at),
		On: t.item(d.Source, d.Item, d.On), URL: t.page("/decisions/" + url.PathEscape(d.ID)),
	}
}

// owes reports whether the person, or a team that they are in, owes the answer.
func (t *teller) owes(a feed.AskEntry) bool {
	if a.Responder.Group {
		team, known := t.Agreed.Team(a.Responder)
		return known && slices.Contains(t.Agreed.Teams[team], t.Person)
	}
	return t.who(a.Tool, a.Responder) == t.Person
}

func (t *teller) wait(a feed.AskEntry, onYou bool) Wait {
	w := Wait{On: t.item(a.Source, a.Item, a.On), URL: t.page("/asks/" + url.PathEscape(a.ID)), Late: !a.Flagged.IsZero(), due: a.Due}
	w.What = a.Kind.Owed()
	if onYou && (a.Asker.ID != "" || a.Asker.Name != "") {
		w.What += " for " + t.called(a.Tool, a.Asker)
	}
	switch {
	case a.Responder.Group:
		w.What += " from any of " + t.called(a.Tool, a.Responder)
	case !onYou:
		w.What += " from " + t.called(a.Tool, a.Responder)
	}
	switch {
	case a.State == feed.AskPaused:
		w.When = "paused, asked " + t.instant(a.Opened)
	case a.Due.IsZero():
		w.When = "asked " + t.instant(a.Opened) + ", nobody can tell until when"
	case w.Late:
		w.When = "late since " + t.instant(a.Due) + " (" + feed.InWords(a.Within) + ")"
	case a.Due.Before(t.Now):
		w.When = "was due " + t.instant(a.Due) + "; its source was not read since, so it may be answered"
	case !a.Promised.IsZero():
		w.When = "promised until " + t.instant(a.Due)
	default:
		w.When = "due " + t.instant(a.Due) + " (" + feed.InWords(a.Within) + ")"
	}
	return w
}

func (w *Waits) add(one Wait) {
	w.List = append(w.List, one)
	if one.Late {
		w.Late++
	}
}

// arrange puts the late ones first, then those that are due soonest.
func (w *Waits) arrange() {
	slices.SortStableFunc(w.List, func(a, b Wait) int {
		if a.Late != b.Late {
			return map[bool]int{true: -1, false: 1}[a.Late]
		}
		if a.due.IsZero() != b.due.IsZero() {
			return map[bool]int{true: 1, false: -1}[a.due.IsZero()]
		}
		return a.due.Compare(b.due)
	})
	w.More = max(len(w.List)-mostWaits, 0)
	w.List = w.List[:len(w.List)-w.More]
}

// who is the name of the human behind an account, empty if none is known.
func (t *teller) who(tool string, a feed.Account) string {
	if a.ID == "" || a.Group {
		return ""
	}
	return t.Agreed.Person(tool, a.ID)
}

// called is what an account is called.
func (t *teller) called(tool string, a feed.Account) string {
	return oneLine(cmp.Or(syndication.Name(tool, a, t.Agreed.Person), "somebody"), maxName)
}

// item is an item with its page, or the tool's address where it was only mentioned.
func (t *teller) item(source, id string, on feed.Item) Item {
	it := Item{Key: oneLine(on.Key, maxName), Title: oneLine(on.Title, maxWords), URL: link(on.URL)}
	if !on.Updated.IsZero() {
		it.URL = t.page("/items/" + url.PathEscape(source) + "/" + url.PathEscape(id))
	}
	if it.Key == "" && it.Title == "" {
		it.Key = oneLine(cmp.Or(id, source), maxName)
	}
	return it
}

// link is an address that may be led to: http or https, as the store promises, and nothing otherwise.
func link(address string) string {
	if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return address
}

// page is the address of one of our pages.
func (t *teller) page(path string) string { return strings.TrimSuffix(t.PublicURL, "/") + path }

// span is the period in words: a week's by its first and last day.
func (t *teller) span() string {
	if t.Rhythm == Weekly {
		return t.Period.From.In(t.zone).Format(wording.Day) + " to " + t.Period.Until.Add(-time.Second).In(t.zone).Format(wording.Day)
	}
	return t.instant(t.Period.From) + " to " + t.instant(t.Period.Until)
}

func (t *teller) instant(at time.Time) string { return at.In(t.zone).Format(wording.DayAndTime) }

// Name is the item's key and title.
func (it Item) Name() string { return strings.TrimSpace(it.Key + " " + it.Title) }

// oneLine is a text on one line, of at most so many characters.
func oneLine(text string, most int) string {
	text = strings.Join(strings.Fields(feed.Text(text, 4*most)), " ")
	return feed.Text(text, most)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
