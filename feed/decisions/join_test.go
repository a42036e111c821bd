package decisions_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/decisions"
)

func made(source, item, title string, day int) feed.DecisionEntry {
	return feed.DecisionEntry{
		Matter: feed.Matter{
			ID: source + "/" + item + "/" + title, Source: source, Item: item, Title: title, State: feed.DecisionDecided,
			Trust: feed.Configured, Decider: feed.Account{ID: "ana"}, Decided: time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC),
		},
		Tool: source, On: feed.Item{ID: item, Key: "acme/" + source + "#" + item, Kind: "issue"},
	}
}

func record(file, title string, day int) feed.DecisionEntry {
	d := made("github", "record/docs/"+file, title, day)
	d.Trust, d.On.Kind, d.On.Key = feed.Explicit, "decision_record", "acme/api/docs/"+file
	d.On.URL = "https://github.com/acme/api/blob/1/docs/" + file
	return d
}

// links says which items are linked.
func links(pairs ...string) decisions.Links {
	return func(d feed.DecisionEntry) (list []feed.ItemEntry, err error) {
		for _, pair := range pairs {
			a, b, _ := strings.Cut(pair, " ")
			for _, way := range [][2]string{{a, b}, {b, a}} {
				if source, id, _ := strings.Cut(way[1], "/"); way[0] == d.Source+"/"+d.Item {
					list = append(list, feed.ItemEntry{Item: feed.Item{ID: id}, Source: source})
				}
			}
		}
		return list, nil
	}
}

// together joins decisions of which no more is known than what is held of many, and tells them whole.
func together(t interface{ Fatal(args ...any) }, all []feed.DecisionEntry, linked decisions.Links) []feed.DecisionEntry {
	var bare []feed.DecisionEntry
	for _, d := range all {
		bare = append(bare, decisions.Bare(d))
	}
	joined, err := decisions.Join(bare, linked)
	if err != nil {
		t.Fatal(err)
	}
	list, err := joined.Tell(joined.All(), func(ids []string) (of []feed.DecisionEntry, err error) {
		for _, d := range slices.Backward(all) {
			if slices.Contains(ids, d.ID) {
				of = append(of, d)
			}
		}
		return of, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range joined.All() {
		if h != list[i].Head() {
			t.Fatal(h, "is told as", list[i].Head())
		}
		for _, id := range append([]string{h.ID}, each(list[i].Same)...) {
			if found, known := joined.Head(id); !known || found != h {
				t.Fatal(id, "is", found, "and not", h)
			}
		}
	}
	return list
}

func each(places []feed.DecisionPlace) (ids []string) {
	for _, p := range places {
		ids = append(ids, p.ID)
	}
	return ids
}

func join(t *testing.T, all []feed.DecisionEntry, linked decisions.Links) string {
	t.Helper()
	list := together(t, all, linked)
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "%s %s on %s", d.State, d.Title, d.Item)
		for _, p := range d.Same {
			fmt.Fprintf(&b, " = %s %s", p.Source, p.On.ID)
		}
		for _, by := range d.SupersededBy {
			fmt.Fprintf(&b, ", superseded by %s", by)
		}
		for _, p := range d.Referring {
			fmt.Fprintf(&b, ", referred to by %s %s", p.Source, p.On.ID)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestJoin(t *testing.T) {
	onCard := made("trello", "1", "We build it", 2)
	onIssue := made("github", "7", "we  build it.", 3)
	elsewhere := made("jira", "9", "We build it", 4)
	routes := record("0012-routes-are-code.md", "Routes are code", 6)
	routes.Refs = []string{"acme/trello#1"}
	deleted := record("0008-rows-are-deleted.md", "Rows are deleted", 9)
	deleted.Supersedes, deleted.Refs = []string{"0007"}, []string{"0007"}
	marked := record("0007-rows-are-marked.md", "Rows are marked", 1)
	suggested := made("jira", "3", "We build it", 5)
	suggested.State, suggested.Decided, suggested.Proposed = feed.DecisionSuggested, time.Time{}, suggested.Decided
	other := made("trello", "1", "And paint it", 2)
	for name, c := range map[string]struct {
		all    []feed.DecisionEntry
		linked []string
		want   string
	}{
		"the same words on linked items": {
			[]feed.DecisionEntry{onCard, onIssue, elsewhere}, []string{"trello/1 github/7"},
			"decided We build it on 9\ndecided We build it on 1 = github 7\n",
		},
		"the same words on items that are not": {
			[]feed.DecisionEntry{onCard, elsewhere}, nil, "decided We build it on 9\ndecided We build it on 1\n",
		},
		"a suggestion is nothing yet": {
			[]feed.DecisionEntry{suggested, onCard}, []string{"trello/1 jira/3"},
			"suggested We build it on 3\ndecided We build it on 1\n",
		},
		"a record that links the card": {
			[]feed.DecisionEntry{routes, onCard}, nil,
			"decided Routes are code on record/docs/0012-routes-are-code.md = trello 1\n",
		},
		"a card on which two things were decided": {
			[]feed.DecisionEntry{routes, onCard, other}, nil,
			"decided Routes are code on record/docs/0012-routes-are-code.md\n" +
				"decided We build it on 1, referred to by github record/docs/0012-routes-are-code.md\n" +
				"decided And paint it on 1, referred to by github record/docs/0012-routes-are-code.md\n",
		},
		"a record that supersedes another": {
			[]feed.DecisionEntry{marked, deleted}, nil,
			"decided Rows are deleted on record/docs/0008-rows-are-deleted.md\n" +
				"superseded Rows are marked on record/docs/0007-rows-are-marked.md" +
				", superseded by github.com/acme/api/blob/1/docs/0008-rows-are-deleted.md" +
				", referred to by github record/docs/0008-rows-are-deleted.md\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, join(t, c.all, links(c.linked...))); diff != "" {
				t.Errorf("joined (-want +got):\n%s", diff)
			}
		})
	}
}

// In whatever order they come, the same come of them, and none is lost.
func TestJoinInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []feed.DecisionEntry
		for i := range rapid.IntRange(0, 12).Draw(t, "decisions") {
			d := made(rapid.SampledFrom([]string{"github", "trello"}).Draw(t, "source"), fmt.Sprint(rapid.IntRange(1, 4).Draw(t, "item")),
				rapid.SampledFrom([]string{"A", "B"}).Draw(t, "title"), rapid.IntRange(1, 5).Draw(t, "day"))
			d.ID = fmt.Sprint(i)
			if d.Source == "github" && d.Item == "1" {
				d.On = record("0001-a.md", "A", 1).On
				d.On.ID = "1"
			}
			d.State = rapid.SampledFrom(feed.DecisionStates()).Draw(t, "state")
			d.Refs = rapid.SliceOfN(rapid.SampledFrom([]string{"acme/github#2", "acme/trello#1", "0001"}), 0, 2).Draw(t, "refs")
			d.Supersedes = rapid.SliceOfN(rapid.SampledFrom([]string{"acme/github#3", "acme/trello#1", "0001"}), 0, 1).Draw(t, "supersedes")
			all = append(all, d)
		}
		linked := links("trello/1 github/2", "trello/2 github/3")
		before := fmt.Sprint(all)
		one, other := together(t, all, linked), together(t, rapid.Permutation(all).Draw(t, "order"), linked)
		if diff := cmp.Diff(one, other); diff != "" {
			t.Fatalf("joined in another order:\n%s", diff)
		}
		if after := fmt.Sprint(all); after != before {
			t.Fatal("what decisions are made of was changed")
		}
		var ids []string
		for _, d := range one {
			ids = append(append(ids, d.ID), each(d.Same)...)
		}
		slices.Sort(ids)
		if len(ids) != len(all) || len(slices.Compact(ids)) != len(all) {
			t.Fatalf("%d of %d: %v", len(ids), len(all), ids)
		}
	})
}

// A decision is found by what others call that they supersede: of several on an item the newest.
func TestNamed(t *testing.T) {
	marked, deleted := record("0007-rows-are-marked.md", "Rows are marked", 1), record("0008-rows-are-deleted.md", "Rows are deleted", 9)
	deleted.Supersedes = []string{"0007", "acme/trello#1", "acme/trello#2"}
	first, second := made("trello", "1", "We build it", 2), made("trello", "1", "And paint it", 3)
	joined, err := decisions.Join([]feed.DecisionEntry{marked, deleted, first, second}, links())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"0007": marked.ID, "acme/trello#1": second.ID, "acme/trello#2": "", "acme/api#7": ""} {
		if h, found := joined.Named("github", name); h.ID != want || found != (want != "") {
			t.Errorf("%s is %+v, want %q", name, h, want)
		}
	}
	if h, found := joined.Named("trello", "0007"); found {
		t.Errorf("in another source 0007 is %+v", h)
	}
}

// What is no more when decisions are told is left out, and what it was joined with is told.
func TestTellWhatIsLeft(t *testing.T) {
	one, same, other := made("trello", "1", "We build it", 2), made("github", "7", "We build it", 3), made("github", "8", "Else", 1)
	other.Refs = []string{"acme/trello#1"}
	joined, err := decisions.Join([]feed.DecisionEntry{one, same, other}, links("trello/1 github/7"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := joined.Tell(joined.All(), func([]string) ([]feed.DecisionEntry, error) { return []feed.DecisionEntry{same}, nil })
	if diff := cmp.Diff([]feed.DecisionEntry{same}, list); err != nil || diff != "" {
		t.Errorf("told %v (-want +got):\n%s", err, diff)
	}
}
