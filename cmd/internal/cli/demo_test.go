package cli

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/simulator"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
)

// filled reads all that the demo configures, and returns what it was read from and into.
func filled(t *testing.T) (*site, *simulator.Server, *config.Config, *store.DB) {
	t.Helper()
	return filledWith(t, simulator.Options{Seed: 1, Speed: 60})
}

// filledWith is filled for another team. Where that has a clock, the program reads it by the same.
func filledWith(t *testing.T, o simulator.Options) (*site, *simulator.Server, *config.Config, *store.DB) {
	t.Helper()
	sim, err := simulator.Listen(t.Context(), "127.0.0.1:0", o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dissolve(sim) })
	dir := t.TempDir()
	conf, err := demoConfiguration(dir, sim, "127.0.0.1:0", &connectors.Secrets{})
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, config: filepath.Join(dir, "dateline.yaml"), data: dir, now: o.Clock}
	for _, source := range conf.Sources {
		t.Logf("%s: %+v", source.Name, s.poll(source.Name))
	}
	db, err := store.Open(t.Context(), filepath.Join(dir, "dateline.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	sources, err := db.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		if source.Parent != "" {
			s.poll(source.Name)
		}
	}
	return s, sim, conf, db
}

// What the demo configures can be read: every tool fills, nothing is rejected, all accounts of the team are somebody's, items
// are linked with items in other tools, and somebody owes a line of a checklist while something else waits for another task.
func TestTheDemoFills(t *testing.T) {
	_, sim, conf, db := filled(t)
	sources, err := db.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	items, across := items(t, db)
	for _, tool := range sim.Tools() {
		if len(items[tool.Name]) < 8 {
			t.Errorf("of %s there are only %d items", tool.Title, len(items[tool.Name]))
		}
		if across[tool.Name] < enough {
			t.Errorf("only %d items of %s are linked with those of other tools", across[tool.Name], tool.Title)
		}
		t.Logf("%s: %d items", tool.Title, len(items[tool.Name]))
	}
	stats, err := db.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", stats)
	for _, source := range sources {
		rejects, err := db.Rejects(t.Context(), source.Name, 5)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rejects {
			t.Errorf("%s: %+v", source.Name, r)
		}
	}
	if lines := waiting(t, db, items["trello"], &conf.Protocol, func(a feed.Ask) bool { return a.Kind == feed.Checklist }); lines == 0 {
		t.Error("nobody owes a line of a checklist")
	}
	rests := func(a feed.Ask) bool {
		return slices.ContainsFunc(a.Paused, func(p feed.Pause) bool { return strings.HasPrefix(p.Why, "it waits for") })
	}
	if waiting(t, db, items["asana"], &conf.Protocol, rests) == 0 {
		t.Error("nothing waits for another task")
	}
	team := map[string]bool{}
	for _, p := range sim.People() {
		team[p.Name] = true
	}
	accounts, err := db.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range accounts {
		if team[a.Name] && conf.Protocol.Person(a.Tool, a.ID) != a.Name {
			t.Errorf("%s/%s is nobody's, and called %s", a.Tool, a.ID, a.Name)
		}
	}
}

// waiting counts the open asks on some items that are such.
func waiting(t *testing.T, db *store.DB, on []store.ItemEntry, agreed *protocol.Protocol, such func(feed.Ask) bool) (n int) {
	t.Helper()
	err := db.Within(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		for _, it := range on {
			item, log, err := tx.History(ctx, it.Source, it.ID)
			if err != nil {
				return err
			}
			for _, a := range asks.Derive(item, log, agreed) {
				if a.Open() && such(a) {
					n++
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// enough items of each tool are linked with those of other tools where that many are.
const enough = 5

// items returns all items by tool, and how many of them are linked with items of other tools, as far as is enough.
func items(t *testing.T, db *store.DB) (all map[string][]store.ItemEntry, across map[string]int) {
	t.Helper()
	all, across = map[string][]store.ItemEntry{}, map[string]int{}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for before := ""; ; {
		page, err := db.Items(ctx, feed.Filter{}, before, 200)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range page {
			all[it.Tool] = append(all[it.Tool], it)
			if across[it.Tool] == enough {
				continue
			}
			linked, err := db.Linked(ctx, it.Source, it.ID, 50)
			if err != nil {
				t.Fatal(err)
			}
			for _, other := range linked {
				if other.Tool != it.Tool {
					across[it.Tool]++
					break
				}
			}
		}
		if len(page) < 200 {
			return all, across
		}
		before = page[len(page)-1].Next
	}
}
