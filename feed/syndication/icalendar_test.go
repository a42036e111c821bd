package syndication

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/datelinehq/dateline/feed"
)

func deadlines(t testing.TB) Deadlines {
	t.Helper()
	return Deadlines{
		Authority: "dateline.example.com", Title: "Dateline · asks · Ben", Version: "0.1.0",
		Page:    "https://dateline.example.com/asks?person=Ben",
		Person:  channel(t).Person,
		Receipt: func(a feed.AskEntry) string { return "https://dateline.example.com/asks/" + a.ID },
	}
}

// owed are asks of one pull request: one as it began, one promised, one answered, and one without a deadline.
func owed(t testing.TB) []feed.AskEntry {
	t.Helper()
	ask := func(id string, kind feed.AskKind, due string) feed.AskEntry {
		a := feed.AskEntry{Tool: "github", On: morning(t)[0].On}
		a.ID, a.Source, a.Kind, a.State, a.Window, a.Within = id, "api", kind, feed.AskOpen, "review", "8wh"
		a.Asker, a.Responder = feed.Account{ID: "ana"}, feed.Account{ID: "ben"}
		a.Opened = at(t, "2026-11-23T08:00:00Z")
		if due != "" {
			a.Due = at(t, due)
		}
		return a
	}
	promised := ask("b2", feed.Mention, "2026-11-26T14:00:00Z")
	promised.State, promised.Promised, promised.Revision = feed.AskCommitted, promised.Due, 1
	answered := ask("c3", feed.Approval, "2026-11-24T17:00:00+01:00")
	answered.State, answered.Ended, answered.Revision = feed.AskAnswered, at(t, "2026-11-24T09:30:00Z"), 1
	paused := ask("d4", feed.Question, "2026-11-30T08:00:00Z")
	paused.State, paused.Paused = feed.AskPaused, []feed.Pause{{From: at(t, "2026-11-23T12:00:00Z"), Why: "draft"}}
	begun, endless := ask("a1", feed.Review, "2026-11-24T15:00:00Z"), ask("e5", feed.Triage, "")
	return []feed.AskEntry{begun, promised, answered, paused, endless}
}

// A calendar is what a programmer's calendar library and the one of mail programs understand, whatever people write.
func TestICalendar(t *testing.T) {
	for i, text := range append([]string{"as people write"}, hostile...) {
		d, asks := deadlines(t), owed(t)
		if i > 0 {
			d.Title, d.Version = text, text
			for i := range asks {
				a := &asks[i]
				a.Source, a.On.Key, a.On.Title, a.Window, a.Within = text, text, text, text, text
				a.Asker, a.Responder = feed.Account{ID: text, Name: text}, feed.Account{ID: text, Name: text}
			}
		}
		var b bytes.Buffer
		if err := ICalendar(&b, d, asks); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			golden(t, "asks.ics", b.Bytes())
		}
		for line := range strings.SplitSeq(b.String(), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
				t.Errorf("%.40q: a line of %d bytes: %q", text, len(line), line)
			}
		}
		cal, err := ics.ParseCalendar(bytes.NewReader(b.Bytes()))
		if err != nil || len(cal.Events()) != 4 {
			t.Errorf("%.40q: %v, %d events", text, err, len(cal.Events()))
		}
		checkCalendar(t, b.Bytes(), d, asks)
	}
}

// checkCalendar has ical.js read a calendar, and compares what it understands with what was meant.
func checkCalendar(t *testing.T, calendar []byte, d Deadlines, asks []feed.AskEntry) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "asks.ics")
	if err := os.WriteFile(file, calendar, 0o600); err != nil {
		t.Fatal(err)
	}
	library := found(t, "DATELINE_TEST_ICALJS", "ical.es5.min.cjs of ical.js")
	var got struct {
		Name, Refresh string
		Events        []struct {
			UID, Status, Summary, Description, URL, Start, Stamp string
			Sequence, Alarms                                     int
		}
	}
	if err := json.Unmarshal(run(t, "node", "testdata/ical.cjs", library, file), &got); err != nil {
		t.Fatal(err)
	}
	// Of what is not in the standard ical.js leaves the text as it is written.
	if got.Name != ics.ToText(oneLine(d.Title)) || got.Refresh != "PT1H" || len(got.Events) != 4 {
		t.Errorf("read as %+v", got)
		return
	}
	for i, e := range got.Events {
		a, status := asks[i], "CONFIRMED"
		if !a.Open() {
			status = "CANCELLED"
		}
		if e.UID != a.ID+"@dateline.example.com" || e.Status != status || e.Sequence != a.Revision || e.Alarms != 0 ||
			e.URL != d.Receipt(a) || e.Start != a.Due.UTC().Format(time.RFC3339) || e.Summary != d.summary(a) ||
			!strings.HasPrefix(e.Description, oneLine(first(a.On.Title, on(a)))+"\nAsked ") {
			t.Errorf("event %d is read as %+v", i, e)
		}
	}
}

// A writer that fails is heard of.
func TestICalendarWriteError(t *testing.T) {
	if err := ICalendar(&full{100}, deadlines(t), owed(t)); !errors.Is(err, errFull) {
		t.Error(err)
	}
}
