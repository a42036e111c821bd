package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

func decision(id string, minute int, title, why string, decider feed.Account) feed.Matter {
	return feed.Matter{
		ID: id, Title: title, State: feed.DecisionDecided, Trust: feed.Explicit, Decider: decider, Decided: at(minute),
		Rationale: why, Evidence: []string{"comment/" + id},
	}
}

// decide stores decisions of an item as a follower does.
func (s *story) decide(source, item string, decisions ...feed.Matter) {
	s.t.Helper()
	s.must(s.db.Within(s.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.PutDecisions(ctx, source, map[string][]feed.Matter{item: decisions})
	}))
}

func (s *story) decisions(f feed.DecisionFilter) string {
	s.t.Helper()
	var ids []string
	for after := ""; ; {
		page, err := s.db.Decisions(s.t.Context(), f, after, 2)
		s.must(err)
		if len(page) == 0 {
			chosen, err := s.db.DecisionIDs(s.t.Context(), f)
			s.must(err)
			slices.Sort(chosen)
			s.equal("the ids alone", strings.Join(chosen, " "), strings.Join(slices.Sorted(slices.Values(ids)), " "))
			return strings.Join(ids, " ")
		}
		for _, d := range page {
			ids = append(ids, d.ID)
		}
		after = store.AfterDecision(page[len(page)-1])
	}
}

func TestDecisions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api", "acme")
		s.commit("acme", feed.Page{Parts: []feed.Part{{ID: "1", Name: "web"}}})
		s.commit("api", clockPage())
		clock := decision("a", 10, "Clocks are set by hand", "Nobody trusts the radio. 100% sure_ly.", ben)
		clock.Proposer, clock.Proposed, clock.Options = ana, at(3), []string{"By hand", "By radio"}
		clock.Refs, clock.Supersedes, clock.SupersededBy = []string{"acme/api#7"}, []string{"0007"}, []string{"PROJ-1"}
		clock.Misplaced, clock.State, clock.Ended = "decisions", feed.DecisionSuperseded, at(90)
		s.decide("api", "1", clock, decision("b", 20, "Réseau interne", "", ana))
		open := feed.Matter{ID: "c", Title: "A radio", State: feed.DecisionProposed, Trust: feed.Configured}
		open.Proposer, open.Proposed = ben, at(10)
		s.decide("acme/web", "7", open)

		list, err := db.Decisions(t.Context(), feed.DecisionFilter{Item: "1", Sources: []string{"api"}}, "", 10)
		s.must(err)
		want := feed.DecisionEntry{Matter: clock, Tool: "github", On: issue("1", "Fix the clock", at(5))}
		want.Source, want.Item = "api", "1"
		s.equal("all there is to know of one", list[1], want)

		s.equal("newest first", s.decisions(feed.DecisionFilter{}), "b c a")
		s.equal("proposed", s.decisions(feed.DecisionFilter{States: []feed.DecisionState{feed.DecisionProposed}}), "c")
		s.equal("of a source", s.decisions(feed.DecisionFilter{Sources: []string{"acme"}}), "c")
		s.equal("of nowhere", s.decisions(feed.DecisionFilter{Sources: []string{"none"}}), "")
		s.equal("of a tool", s.decisions(feed.DecisionFilter{Tools: []string{"github"}}), "b c a")
		s.equal("of no tool", s.decisions(feed.DecisionFilter{Tools: []string{"trello"}}), "")
		s.equal("by somebody", s.decisions(feed.DecisionFilter{Accounts: []string{"github/ben"}}), "c a")
		s.equal("not by somebody", s.decisions(feed.DecisionFilter{Without: []string{"github/ben"}}), "b")
		s.equal("since", s.decisions(feed.DecisionFilter{Since: at(20)}), "b")
		s.equal("until", s.decisions(feed.DecisionFilter{Until: at(20)}), "c a")
		s.equal("a word of the title", s.decisions(feed.DecisionFilter{Query: "RÉSEAU"}), "b")
		s.equal("a word of the rationale", s.decisions(feed.DecisionFilter{Query: "trusts"}), "a")
		s.equal("a phrase", s.decisions(feed.DecisionFilter{Query: `"by hand"`}), "a")
		s.equal("no phrase", s.decisions(feed.DecisionFilter{Query: `"hand nobody"`}), "")
		s.equal("a part of a word", s.decisions(feed.DecisionFilter{Query: "clock"}), "")
		s.equal("without a word", s.decisions(feed.DecisionFilter{Query: "radio -hand"}), "c")
		s.equal("what means something elsewhere", s.decisions(feed.DecisionFilter{Query: "% _ ' ;"}), "b c a")
		one, err := db.Decision(t.Context(), "c")
		s.must(err)
		s.equal("by its beginning", one.Title, "A radio")
		if _, err := db.Decision(t.Context(), "d"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a decision that does not exist: %v", err)
		}
		if _, err := db.Decisions(t.Context(), feed.DecisionFilter{}, "nowhere", 1); err == nil {
			t.Error("a place that does not exist was accepted")
		}

		state := func() int64 {
			n, err := db.DecisionsState(t.Context())
			s.must(err)
			return n
		}
		before := state()
		s.decide("api", "1", clock, decision("b", 20, "Réseau interne", "", ana))
		s.equal("changes of what is as it was", state(), before)
		s.decide("api", "1", decision("b", 20, "Réseau", "", ana))
		s.equal("changes", state(), before+1)
		s.equal("derived again", s.decisions(feed.DecisionFilter{}), "b c")
		s.decide("api", "1")
		s.equal("derived again, none", s.decisions(feed.DecisionFilter{}), "c")
	})
}

// What is stored comes back as it was, and in pages of any size.
func TestDecisionsComeBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := tell(t, db, "api")
		s.commit("api", clockPage())
		text := rapid.OneOf(rapid.StringN(0, 40, -1), rapid.SampledFrom([]string{"", "'; drop", `\`, "%", "𝄞 ué"}))
		stamp := rapid.Custom(func(t *rapid.T) time.Time {
			if rapid.Bool().Draw(t, "never") {
				return time.Time{}
			}
			return time.UnixMicro(rapid.Int64Range(1, 4e15).Draw(t, "µs")).UTC()
		})
		somebody := rapid.Custom(func(t *rapid.T) feed.Account {
			return feed.Account{ID: rapid.SampledFrom([]string{"", "ana", "ben"}).Draw(t, "id"), Name: feed.Text(text.Draw(t, "name"), 100)}
		})
		clean := rapid.Map(text, func(s string) string { return feed.Text(s, 100) })
		rapid.Check(t, func(r *rapid.T) {
			var all []feed.Matter
			for i := range rapid.IntRange(0, 6).Draw(r, "decisions") {
				list := func(name string) []string { return rapid.SliceOfN(clean, 0, 3).Draw(r, name) }
				all = append(all, feed.Matter{
					ID: fmt.Sprint(i), Source: "api", Item: "1", Title: clean.Draw(r, "title"), Rationale: clean.Draw(r, "rationale"),
					State: rapid.SampledFrom(feed.DecisionStates()).Draw(r, "state"), Trust: feed.Suggested,
					Proposer: somebody.Draw(r, "proposer"), Decider: somebody.Draw(r, "decider"),
					Proposed: stamp.Draw(r, "proposed"), Decided: stamp.Draw(r, "decided"), Ended: stamp.Draw(r, "ended"), Options: list("options"), Evidence: list("evidence"),
					Supersedes: list("supersedes"), SupersededBy: list("by"), Refs: list("refs"), Misplaced: clean.Draw(r, "misplaced"),
				})
			}
			s.decide("api", "1", all...)
			var got []feed.Matter
			limit := rapid.IntRange(1, 7).Draw(r, "limit")
			for after := ""; ; {
				page, err := db.Decisions(context.Background(), feed.DecisionFilter{}, after, limit)
				if err != nil {
					r.Fatal(err)
				}
				if len(page) == 0 {
					break
				}
				for i, d := range page {
					if n := len(got); n > 0 && d.At().After(got[n-1].At()) {
						r.Fatalf("row %d is newer than the one before", i)
					}
					got = append(got, d.Matter)
				}
				after = store.AfterDecision(page[len(page)-1])
			}
			slices.SortFunc(got, func(a, b feed.Matter) int { return strings.Compare(a.ID, b.ID) })
			if diff := cmp.Diff(all, got, cmpopts.EquateEmpty()); diff != "" {
				r.Fatalf("decisions (-stored +read):\n%s", diff)
			}
		})
	})
}
