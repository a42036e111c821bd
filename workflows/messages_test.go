package workflows_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
)

var update = flag.Bool("update", false, "write the golden files anew")

// An hour and a half of a team, in which something of every type happens: each is delivered once, in its order, as it is documented.
// The story with all messages is testdata/messages.txt.
func TestEveryTypeIsDelivered(t *testing.T) {
	ana, ben, chen := feed.Account{ID: "ana"}, feed.Account{ID: "ben"}, feed.Account{ID: "chen"}
	at := func(minute int) time.Time { return start.Add(time.Duration(minute) * time.Minute) }
	item := func(id string) feed.Item {
		return feed.Item{
			ID: id, Kind: "pull_request", Key: "acme/api#" + id, Title: "Stop the clock", State: feed.StateOpen, Updated: start, Author: ana,
			URL: "https://tool.example.com/acme/api/pull/" + id,
		}
	}
	says := func(minute int, text string) feed.Event {
		return feed.Event{Key: "comment/9", Item: "9", Verb: feed.Commented, At: at(5), Updated: at(minute), By: ana, Text: text}
	}
	does := func(minute int, item string, verb feed.Verb, by feed.Account, to ...feed.Account) feed.Event {
		return feed.Event{Key: fmt.Sprint(verb, "/", item), Item: item, Verb: verb, At: at(minute), By: by, To: to}
	}
	api := &tool{}
	b := newBench(t, map[string]*tool{"api": api})
	b.agree(t, `
calendars: {office: {location: UTC, hours: {"monday:friday": ["08:00-18:00"]}}}
people:
  - {name: Ana, calendar: office, accounts: {test: ana}}
  - {name: Ben, calendar: office, accounts: {test: ben}}
  - {name: Chen, calendar: office, accounts: {test: chen}}
windows: [{name: all, within: 1wh, warn: 50%}]
`)
	now := start
	b.Now = func() time.Time { return now }
	m := newMailbox(t, always(http.StatusNoContent))
	b.subscribe(t, m)
	agreed, err := b.Agreed(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	for _, step := range []struct {
		minute int
		page   feed.Page
		err    error
		want   []string
	}{
		{1, feed.Page{
			Items:  []feed.Item{item("7"), item("8"), item("9")},
			Events: []feed.Event{does(0, "7", feed.Opened, ana), does(0, "7", feed.Requested, ana, ben), does(0, "8", feed.Requested, ana, chen)},
		}, nil, []string{feed.MessageCreated, feed.MessageAskOpened, feed.MessageAskOpened}},
		{6, feed.Page{Events: []feed.Event{says(5, "By hnad.")}}, nil, []string{feed.MessageCreated}},
		{7, feed.Page{Events: []feed.Event{says(6, "By hand.")}}, nil, []string{feed.MessageUpdated}},
		{8, feed.Page{Retracted: []string{"comment/9"}}, nil, []string{feed.MessageRemoved}},
		{10, feed.Page{Events: []feed.Event{does(9, "8", feed.Reviewed, chen)}}, nil, []string{feed.MessageCreated, feed.MessageAskAnswered}},
		{31, feed.Page{}, nil, []string{feed.MessageAskWarned}},
		{61, feed.Page{}, nil, []string{feed.MessageAskFlagged}},
		{70, feed.Page{Events: []feed.Event{does(69, "7", feed.Reviewed, ben)}}, nil, []string{feed.MessageCreated, feed.MessageAskAnswered}},
		{75, feed.Page{Events: []feed.Event{does(74, "8", feed.Proposed, ana)}}, nil, []string{feed.MessageDecisionProposed}},
		{76, feed.Page{Events: []feed.Event{does(75, "8", feed.Decided, ben)}}, nil, []string{feed.MessageDecisionMade}},
		{77, feed.Page{Events: []feed.Event{does(76, "8", feed.Superseded, chen)}}, nil, []string{feed.MessageDecisionSuperseded}},
		{80, feed.Page{}, errors.New("502 Bad Gateway"), nil},
		{96, feed.Page{}, errors.New("502 Bad Gateway"), []string{feed.MessageSourceFailing}},
		{97, feed.Page{}, nil, []string{feed.MessageSourceRecovered}},
	} {
		now, api.errs = at(step.minute), []error{step.err}
		if step.err == nil {
			api.pages = append(api.pages, step.page)
		}
		if _, err := b.poll(t, 1); (err != nil) != (step.err != nil) {
			t.Fatal(err)
		}
		before := len(m.ids)
		b.tick(t)
		b.deliver(t)
		if got := m.types[before:]; !slices.Equal(got, step.want) {
			t.Errorf("at %s told were %v, want %v", now.Format("15:04"), got, step.want)
		}
		for _, id := range m.ids[before:] {
			var message struct {
				Type      string
				Timestamp time.Time
				Data      feed.EventRecord
			}
			strict := json.NewDecoder(strings.NewReader(m.bodies[id]))
			strict.DisallowUnknownFields()
			if err := strict.Decode(&message); err != nil {
				t.Fatal(err)
			}
			e, err := b.Store.Entry(t.Context(), "api", strings.TrimPrefix(message.Data.ID, "api/"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(e.Record(agreed.Person), message.Data); diff != "" || !message.Timestamp.Equal(e.At) {
				t.Errorf("the %s is not what the API says (-want +got), or of another time than %s:\n%s", message.Type, message.Timestamp, diff)
			}
			var body bytes.Buffer
			if err := json.Indent(&body, []byte(m.bodies[id]), "", "  "); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&told, "At %s: %s\n%s\n\n", now.Format("15:04"), id, &body)
		}
	}
	for _, one := range feed.MessageTypes() {
		if !slices.Contains(m.types, one) {
			t.Errorf("no %s was delivered", one)
		}
	}
	const file = "testdata/messages.txt"
	if *update {
		if err := os.WriteFile(file, []byte(told.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), told.String()); diff != "" {
		t.Errorf("delivered were (-want +got):\n%s", diff)
	}
}
