package receipt_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones of the stories, wherever they run

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/windows"
)

var update = flag.Bool("update", false, "write the receipts into the stories")

// A story is what is known of an ask. Times without a zone are those of the responder.
type story struct {
	Kind                                                   feed.AskKind
	Responder, Asker                                       string
	Group                                                  bool
	Opened, NotBefore, Promised, Acknowledged, Ended, Read string
	Window, Within                                         string
	State                                                  feed.AskState
	Why, After, Reader, Now, Did, Said, Line               string
	Spent                                                  time.Duration
	Nudges                                                 int
	Pauses                                                 []struct{ From, Until, Why string }
	zone                                                   *time.Location
}

// Each story has an agreement, what is known of an ask, and its receipt. What an ask is due is counted as windows count it.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			agreed := agreement(t, archive.Files[0].Data)
			var s story
			if err := yaml.Unmarshal(archive.Files[1].Data, &s); err != nil {
				t.Fatal(err)
			}
			in := s.input(t, agreed)
			reader, err := time.LoadLocation(s.Reader)
			if err != nil {
				t.Fatal(err)
			}
			got := receipt.Explain(in).Text(reader)
			for _, version := range []string{in.Ask.Protocol, in.Ask.Calendar} {
				if version != "" { // they say nothing to who reads the story
					got = strings.ReplaceAll(got, version, "v1")
				}
			}
			if *update {
				archive.Files = append(archive.Files[:2], txtar.File{Name: "receipt", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(archive.Files[2].Data), got); diff != "" {
				t.Errorf("receipt (-want +got):\n%s", diff)
			}
		})
	}
}

func agreement(t testing.TB, text []byte) *protocol.Protocol {
	t.Helper()
	p := &protocol.Protocol{}
	if err := yaml.Unmarshal(text, p); err != nil {
		t.Fatal(err)
	}
	if wrong := p.Check(protocol.Surroundings{Zone: time.LoadLocation}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	open, _ := p.Open(nil)
	return open
}

func (s *story) at(t testing.TB, text string) time.Time {
	t.Helper()
	if text == "" {
		return time.Time{}
	}
	when, err := time.ParseInLocation("2006-01-02 15:04", text, s.zone)
	if err != nil {
		t.Fatal(err)
	}
	return when.UTC()
}

func (s *story) input(t testing.TB, agreed *protocol.Protocol) receipt.Input {
	t.Helper()
	in := receipt.Input{Windows: len(agreed.Windows), Names: feed.Account.Label}
	for _, w := range agreed.Windows {
		if w.Name == s.Window {
			in.Window = w
			break
		}
		in.Before = append(in.Before, w)
	}
	responder := feed.Account{ID: strings.ToLower(s.Responder), Name: s.Responder, Group: s.Group}
	if s.Group {
		responder.ID = "acme/" + s.Responder
	}
	in.Calendar = agreed.Hours("github", responder)
	s.zone = time.UTC
	if in.Calendar != nil {
		s.zone = in.Calendar.Zone()
	}
	asker := feed.Account{ID: strings.ToLower(s.Asker), Name: s.Asker}
	in.Now = s.at(t, s.Now)
	a := &in.Ask
	*a = feed.AskEntry{
		Ask: feed.Ask{
			ID: "a1", Kind: s.Kind, Asker: asker, Responder: responder, Opened: s.at(t, s.Opened), NotBefore: s.at(t, s.NotBefore),
			Window: s.Window, Within: in.Window.Within.String(), State: s.State, After: s.After, Spent: s.Spent, Nudges: s.Nudges, Why: s.Why,
			Ended: s.at(t, s.Ended), Acknowledged: s.at(t, s.Acknowledged), Protocol: agreed.Version(),
		},
		Tool: "github", Read: in.Now,
		On: feed.Item{ID: "12", Key: "acme/api#12", Title: "Paginate rooms", URL: "https://example.com/12"},
	}
	if s.Read != "" {
		a.Read = s.at(t, s.Read)
	}
	for _, p := range s.Pauses {
		a.Paused = append(a.Paused, feed.Pause{From: s.at(t, p.From), Until: s.at(t, p.Until), Why: p.Why})
	}
	s.time(t, a, in)
	verb := feed.Requested
	switch {
	case s.Line != "":
		verb = feed.Assigned
	case s.Kind != feed.Review:
		verb = feed.Commented
	}
	in.Evidence = &feed.Entry{Event: feed.Event{
		Verb: verb, Kind: verb.Kind(), At: a.Opened, By: asker, To: []feed.Account{responder}, Text: s.Said,
		URL: "https://example.com/12#1", Into: s.Line,
	}}
	if s.Line != "" {
		in.Evidence.Thread = "line/1"
	}
	if s.Kind == feed.Pending {
		in.Evidence.Kind = feed.Decision
	}
	if s.Did != "" {
		in.End = &feed.Entry{Event: feed.Event{
			Verb: feed.Verb(s.Did), Kind: feed.Verb(s.Did).Kind(), At: a.Ended, By: responder, URL: "https://example.com/12#2",
		}}
	}
	return in
}

// time says until when the ask is to be answered, as asks do.
func (s *story) time(t testing.TB, a *feed.AskEntry, in receipt.Input) {
	t.Helper()
	var clock windows.Clock
	if in.Calendar != nil {
		clock.Calendar, a.Calendar = in.Calendar.Calendar, in.Calendar.Version()
	}
	var spans []windows.Span
	resting := ""
	for _, p := range a.Paused {
		if p.Until.IsZero() {
			resting, p.Until = p.Why, p.From.AddDate(100, 0, 0)
		}
		spans = append(spans, windows.Span{Start: p.From, End: p.Until})
	}
	clock.Paused = windows.Pauses(spans...)
	term := in.Window.Term()
	term.Spent = a.Spent
	times, err := term.Start(clock, a.Opened)
	switch {
	case resting != "":
		a.Unclear = "it does not count at the moment: " + resting
	case err != nil:
		a.Unclear = err.Error()
	default:
		a.Due, a.Warn = times.Due, times.Warn
	}
	if promised := s.at(t, s.Promised); !promised.IsZero() {
		a.Promised, a.Agreed, a.Due, a.Warn = promised, a.Due, promised, time.Time{}
	}
}
