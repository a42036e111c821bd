package syndication

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/datelinehq/dateline/feed"
)

// ICalendarType is the media type of what [ICalendar] writes.
const ICalendarType = "text/calendar; charset=utf-8"

// Deadlines is what a calendar of asks needs beside them.
type Deadlines struct {
	// Authority makes identities unique in the world, as in [Channel].
	Authority string
	Title     string
	// Page is the address of the page of these asks.
	Page    string
	Version string
	// Person names the people behind accounts. It may be nil.
	Person feed.Namer
	// Receipt is the address of what explains an ask.
	Receipt func(feed.AskEntry) string
}

// refresh is how often programs are asked to look again.
const refresh = "PT1H"

// ICalendar writes asks as an iCalendar object (RFC 5545): an event without a length at each deadline, which takes up no
// time and rings no bell. Asks that nobody can tell a deadline of are left out, and those that ended are cancelled. An event
// keeps its UID, and its SEQUENCE rises with the ask's revision. Errors are the writer's.
func ICalendar(w io.Writer, d Deadlines, asks []feed.AskEntry) error {
	cal := ics.NewCalendar()
	cal.SetProductId(oneLine("-//Dateline//Dateline " + d.Version + "//EN"))
	cal.SetName(oneLine(d.Title))
	cal.SetUrl(d.Page)
	cal.SetRefreshInterval(refresh)
	cal.SetXPublishedTTL(refresh)
	for _, a := range asks {
		if !a.Due.IsZero() {
			d.add(cal, a)
		}
	}
	var b bytes.Buffer
	if err := cal.SerializeTo(&b, ics.WithNewLine("\r\n")); err != nil {
		return fmt.Errorf("writing a calendar: %w", err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("writing a calendar: %w", err)
	}
	return nil
}

func (d Deadlines) add(cal *ics.Calendar, a feed.AskEntry) {
	e := cal.AddEvent(d.uid(a))
	e.SetDtStampTime(lastTouched(a))
	e.SetCreatedTime(a.Opened)
	e.SetModifiedAt(lastTouched(a))
	e.SetSequence(a.Revision)
	e.SetStartAt(a.Due)
	e.SetSummary(d.summary(a))
	asked := "Asked " + a.Opened.UTC().Format(minute) + " UTC, " + because(a) + "."
	e.SetDescription(oneLine(first(a.On.Title, on(a))) + "\n" + asked)
	e.SetURL(d.Receipt(a))
	e.AddProperty(ics.ComponentPropertyCategories, string(a.Kind))
	e.SetTimeTransparency(ics.TransparencyTransparent)
	e.SetStatus(ics.ObjectStatusConfirmed)
	if !a.Open() {
		e.SetStatus(ics.ObjectStatusCancelled)
	}
}

// uid is an ask's identity, without a comma, which some programs do not read as it is written.
func (d Deadlines) uid(a feed.AskEntry) string {
	return strings.ReplaceAll(escape(a.ID), ",", "%2C") + "@" + authority(d.Authority)
}

// summary says who owes whom what.
func (d Deadlines) summary(a feed.AskEntry) string {
	responder, asker := Name(a.Tool, a.Responder, d.Person), Name(a.Tool, a.Asker, d.Person)
	return oneLine(responder + " owes " + asker + " " + a.Kind.Owed() + " on " + on(a))
}

// on is how the item of an ask is named.
func on(a feed.AskEntry) string { return first(a.On.Key, "an item of "+a.Source) }

// because says what the deadline follows from.
func because(a feed.AskEntry) string {
	if !a.Promised.IsZero() {
		return "and promised until then"
	}
	return oneLine("due by the window " + a.Window + " of " + feed.InWords(a.Within))
}

// lastTouched is when the last thing happened to an ask that is known to have happened.
func lastTouched(a feed.AskEntry) time.Time {
	at := a.Opened
	for _, p := range a.Paused {
		if p.From.After(at) {
			at = p.From
		}
	}
	for _, t := range []time.Time{a.Acknowledged, a.Warned, a.Flagged, a.Ended} {
		if t.After(at) {
			at = t
		}
	}
	return at
}
