package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/simulator"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/decisions"
	"github.com/datelinehq/dateline/feed/derivedtest"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
)

// thursday is when the fictional team is looked at: in the afternoon, when half of it sleeps.
var thursday = time.Date(2026, time.November, 26, 15, 0, 0, 0, time.UTC)

// Whatever the fictional team does in two months, in five tools: every ask and every decision keeps its promises, every receipt
// adds up, and nobody is flagged who should not be. Who is late on a Thursday afternoon stands in a file that was counted by
// hand, with the calendars and windows of the demo: Tuesday 24 November is a holiday in India, Nikhil works from 10 to 19,
// Meera from 9 to 17:30, Inês from 9 to 18, Aroha from 8:30 to 17 and Claire from 9 to 17.
func TestTheDemoKeepsItsPromises(t *testing.T) {
	o := simulator.Options{Seed: 1, Now: thursday, Clock: func() time.Time { return thursday }}
	s, _, _, db := filledFrom(t, o)
	s.tick()
	program := Program{Name: "dateline"}
	secrets := &connectors.Secrets{}
	options := &options{config: s.config, data: s.data, given: true}
	conf, err := program.read(options, secrets)
	if err != nil {
		t.Fatal(err)
	}
	h, err := program.host(t.Context(), conf, options, secrets, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	h.now = func() time.Time { return thursday }
	agreed, err := h.agreed.now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	owed, made := 0, 0
	items, err := db.Items(t.Context(), feed.Filter{}, "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Within(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		for _, it := range items {
			item, log, err := tx.History(ctx, it.Source, it.ID)
			if err != nil {
				return err
			}
			derived, decided := asks.Derive(item, log, agreed), decisions.Derive(item, log, agreed)
			owed, made = owed+len(derived), made+len(decided)
			bot := func(a feed.Account) bool { return agreed.Bot(it.Tool, a.ID) }
			if err := errors.Join(derivedtest.Asks(log, derived, bot), derivedtest.Decisions(log, decided)); err != nil {
				t.Errorf("%s in %s: %v", it.ID, it.Source, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if owed < 300 || made < 50 {
		t.Errorf("%d asks and %d decisions on %d items", owed, made, len(items))
	}
	var late []string
	err = db.AllAsks(t.Context(), store.AskFilter{}, func(a feed.AskEntry) error {
		r, err := h.receipt(t.Context(), a.ID)
		if err != nil {
			return err
		}
		if wrong := adds(r); wrong != "" {
			t.Errorf("the receipt of %s: %s", a.ID, wrong)
		}
		if !a.Flagged.IsZero() && !a.Read.After(a.Due) {
			t.Errorf("%s is flagged, and was last read before it was due: %+v", a.ID, a)
		}
		if a.Open() && !a.Due.IsZero() && a.Due.Before(thursday) && a.Confidence != feed.Possible {
			late = append(late, lateLine(a, agreed))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(late)
	got := strings.Join(late, "\n") + "\n"
	const file = "testdata/late-on-thursday.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("who is late (-want +got):\n%s", diff)
	}
}

// lateLine says who owes whom what since when and until when, by the clock of whoever owes it.
func lateLine(a feed.AskEntry, agreed *protocol.Protocol) string {
	zone := time.UTC
	if hours := agreed.Hours(a.Tool, a.Responder); hours != nil {
		zone = hours.Zone()
	}
	at := func(t time.Time) string { return t.In(zone).Format("Mon 2006-01-02 15:04") }
	name := func(account feed.Account) string {
		if who := agreed.Person(a.Tool, account.ID); who != "" {
			return who
		}
		return account.Label()
	}
	on := a.On.Key
	if on == "" {
		on = a.On.Title
	}
	return fmt.Sprintf("%-6s %s: %s owes %s %s, asked %s, within %s until %s %s", a.Tool, on, name(a.Responder), name(a.Asker), a.Kind,
		at(a.Opened), a.Within, at(a.Due), zone)
}

// adds returns what in a receipt does not add up.
func adds(r receipt.Receipt) string {
	var counted, all receipt.Duration
	for _, l := range r.Counted {
		counted += l.Length
		all += receipt.Duration(l.Until.Sub(l.From))
	}
	for _, l := range r.Uncounted {
		all += receipt.Duration(l.Until.Sub(l.From))
		if l.Why == "" {
			return "time did not count, and it does not say why"
		}
	}
	switch {
	case counted != r.Used:
		return fmt.Sprintf("the lines make %s, and it says %s", counted, r.Used)
	case all != receipt.Duration(r.Until.Sub(r.Opened)):
		return fmt.Sprintf("the lines make %s of the %s until then", all, r.Until.Sub(r.Opened))
	case r.Evidence == nil:
		return "it has no evidence"
	}
	return ""
}
