package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

var (
	someSources = []string{"api", "web", "board", "acme", "acme/one", "acme/two"}
	someTools   = map[string]string{"board": "trello"}
	somePeople  = []feed.Account{{}, {ID: "ana", Name: "Ana"}, {ID: "Ben_2/x"}, {ID: "ci[bot]", Bot: true}, {ID: "acme/core", Group: true}}
	someVerbs   = []feed.Verb{feed.Opened, feed.Closed, feed.Commented, feed.ChangesRequested, feed.Requested, feed.Decided, feed.Flagged}
	someWords   = strings.Fields("clock Clock tower bell rings not NEAR and or é Ünder 漢字かな x1 42 don't a-b clock_tower *")
	someTimes   = []time.Duration{0, time.Millisecond, time.Second, time.Hour, 9 * time.Hour, 26 * time.Hour, 200 * 24 * time.Hour, 2000 * 24 * time.Hour}
)

func drawTime(t *rapid.T, label string) time.Time {
	return monday.Add(rapid.SampledFrom(someTimes).Draw(t, label)).Add(time.Duration(rapid.IntRange(0, 3).Draw(t, label)) * time.Second)
}

func drawText(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(someWords), 0, 6).Draw(t, label), " ")
}

// history fills a database with whatever comes, in several pages in which items change and vanish, and returns what is
// then to be seen, newest first.
func history(t *rapid.T, s *story) []feed.Entry {
	for i := range rapid.IntRange(1, 6).Draw(t, "pages") {
		source := rapid.SampledFrom([]string{"api", "web", "board", "acme/one", "acme/two"}).Draw(t, "source")
		var page feed.Page
		for range rapid.IntRange(0, 4).Draw(t, "items") {
			it := issue(fmt.Sprint(rapid.IntRange(1, 5).Draw(t, "item")), drawText(t, "title"), at(i))
			it.State = rapid.SampledFrom([]feed.State{feed.StateUnknown, feed.StateOpen, feed.StateClosed}).Draw(t, "state")
			page.Items = append(page.Items, it)
		}
		for range rapid.IntRange(0, 25).Draw(t, "events") {
			e := feed.Event{
				Key:  fmt.Sprintf("e/%d", rapid.IntRange(1, 120).Draw(t, "key")),
				Item: fmt.Sprint(rapid.IntRange(1, 5).Draw(t, "of")),
				Verb: rapid.SampledFrom(someVerbs).Draw(t, "verb"),
				At:   drawTime(t, "at"),
				By:   rapid.SampledFrom(somePeople).Draw(t, "by"),
				To:   rapid.SliceOfN(rapid.SampledFrom(somePeople), 0, 2).Draw(t, "to"),
				Text: drawText(t, "text"),
			}
			e.Updated = e.At.Add(time.Duration(i) * time.Minute)
			page.Events = append(page.Events, e)
		}
		if rapid.IntRange(0, 4).Draw(t, "gone") == 0 {
			page.Gone = []string{fmt.Sprint(rapid.IntRange(1, 5).Draw(t, "gone"))}
		}
		s.commit(source, page)
	}
	entries, err := s.db.After(s.t.Context(), "nobody", 10_000)
	s.must(err)
	slices.SortFunc(entries, func(a, b feed.Entry) int {
		if c := b.At.Truncate(time.Millisecond).Compare(a.At.Truncate(time.Millisecond)); c != 0 {
			return c
		}
		return int(b.Seq - a.Seq)
	})
	return entries
}

func drawFilter(t *rapid.T) feed.Filter {
	// Most fields stay empty, so that something is found.
	maybe := func(label string) bool { return rapid.IntRange(0, 4).Draw(t, label+"?") == 0 }
	var f feed.Filter
	if maybe("kinds") {
		f.Kinds = rapid.SliceOfN(rapid.SampledFrom(feed.Kinds()), 1, 3).Draw(t, "kinds")
	}
	if maybe("verbs") {
		f.Verbs = rapid.SliceOfN(rapid.SampledFrom(someVerbs), 1, 3).Draw(t, "verbs")
	}
	if maybe("tools") {
		f.Tools = rapid.SliceOfN(rapid.SampledFrom([]string{"github", "trello", "none"}), 1, 2).Draw(t, "tools")
	}
	if maybe("sources") {
		f.Sources = rapid.SliceOfN(rapid.SampledFrom(append(someSources, "none")), 1, 2).Draw(t, "sources")
	}
	if maybe("accounts") {
		f.Accounts = rapid.SliceOfN(rapid.SampledFrom([]string{"github/ana", "trello/ana", "github/Ben_2/x", "github/acme/core", "github/ci[bot]", "x"}), 1, 2).Draw(t, "accounts")
	}
	if maybe("item") {
		f.Sources, f.Item = []string{rapid.SampledFrom(someSources).Draw(t, "its source")}, "1"
	}
	if maybe("state") {
		f.State = rapid.SampledFrom([]feed.State{feed.StateOpen, feed.StateClosed}).Draw(t, "state")
	}
	if maybe("since") {
		f.Since = drawTime(t, "since")
	}
	if maybe("until") {
		f.Until = drawTime(t, "until")
	}
	if maybe("query") {
		for range rapid.IntRange(1, 3).Draw(t, "terms") {
			term := rapid.SampledFrom(someWords).Draw(t, "term")
			switch rapid.IntRange(0, 3).Draw(t, "how") {
			case 0:
				term = "-" + term
			case 1:
				term = `"` + term + " " + rapid.SampledFrom(someWords).Draw(t, "second") + `"`
			}
			f.Query += " " + term
		}
	}
	f.People = maybe("people")
	if maybe("after") {
		f.After = rapid.Int64Range(1, 150).Draw(t, "after")
	}
	drawWithout(t, &f.Without)
	return f
}

func drawWithout(t *rapid.T, w *feed.Without) {
	maybe := func(label string) bool { return rapid.IntRange(0, 7).Draw(t, label+"?") == 0 }
	if maybe("no kinds") {
		w.Kinds = rapid.SliceOfN(rapid.SampledFrom(feed.Kinds()), 1, 2).Draw(t, "no kinds")
	}
	if maybe("no verbs") {
		w.Verbs = rapid.SliceOfN(rapid.SampledFrom(someVerbs), 1, 2).Draw(t, "no verbs")
	}
	if maybe("no tools") {
		w.Tools = []string{rapid.SampledFrom([]string{"github", "trello", "none"}).Draw(t, "no tool")}
	}
	if maybe("no sources") {
		w.Sources = rapid.SliceOfN(rapid.SampledFrom(append(someSources, "none")), 1, 2).Draw(t, "no sources")
	}
	if maybe("no accounts") {
		w.Accounts = []string{rapid.SampledFrom([]string{"github/ana", "trello/ana", "github/Ben_2/x", "x"}).Draw(t, "no account")}
	}
}

// chooses is the filter's definition, said once more and slowly.
func chooses(f feed.Filter, e feed.Entry) bool {
	some := func(list, of []string) bool {
		return len(list) == 0 || slices.ContainsFunc(list, func(s string) bool { return slices.Contains(of, s) })
	}
	accounts := []string{e.Tool + "/" + e.By.ID}
	for _, to := range e.To {
		accounts = append(accounts, e.Tool+"/"+to.ID)
	}
	parent, _, _ := strings.Cut(e.Source, "/")
	return (len(f.Kinds) == 0 || slices.Contains(f.Kinds, e.Kind)) &&
		(len(f.Verbs) == 0 || slices.Contains(f.Verbs, e.Verb)) &&
		some(f.Tools, []string{e.Tool}) && some(f.Sources, []string{e.Source, parent}) && some(f.Accounts, accounts) &&
		(f.Item == "" || f.Item == e.Item) && (f.State == "" || f.State == e.On.State) &&
		!e.At.Before(f.Since) && (f.Until.IsZero() || e.At.Before(f.Until)) && (!f.People || !e.By.Bot) &&
		e.Seq > f.After && says(f.Query, e) &&
		!slices.Contains(f.Without.Kinds, e.Kind) && !slices.Contains(f.Without.Verbs, e.Verb) &&
		!slices.Contains(f.Without.Tools, e.Tool) && !both(f.Without.Sources, []string{e.Source, parent}) &&
		!both(f.Without.Accounts, accounts)
}

// both reports whether something stands in both lists.
func both(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// says reports whether the title or the text of an entry has the words, one after the other within either if quoted.
func says(query string, e feed.Entry) bool {
	heard := [][]string{wordsOf(e.On.Title), wordsOf(e.Text)}
	for i, part := range strings.Split(query, `"`) {
		quoted := i%2 == 1
		terms := []string{part}
		if !quoted {
			terms = strings.Fields(part)
		}
		before := strings.Split(query, `"`)[max(i-1, 0)]
		for _, term := range terms {
			not := strings.HasPrefix(term, "-") || quoted && strings.HasSuffix(before, "-")
			want := wordsOf(term)
			if len(want) == 0 {
				continue
			}
			if slices.ContainsFunc(heard, func(words []string) bool { return contains(words, want) }) == not {
				return false
			}
		}
	}
	return true
}

func contains(words, phrase []string) bool {
	for i := range words {
		if len(words)-i >= len(phrase) && slices.Equal(words[i:i+len(phrase)], phrase) {
			return true
		}
	}
	return false
}

func wordsOf(s string) (list []string) {
	for _, word := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if r := []rune(word)[0]; r < 0x3000 {
			list = append(list, word)
			continue
		}
		for _, r := range word {
			list = append(list, string(r))
		}
	}
	return list
}

// TestFilters compares what the database chooses with what the definition chooses, for any history and any filter, page
// by page and counted.
func TestFilters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		rapid.Check(t, func(r *rapid.T) {
			if err := store.Empty(t.Context(), db); err != nil {
				t.Fatal(err)
			}
			checkFilters(r, newFilterStory(t, db))
		})
	})
}

func newFilterStory(t *testing.T, db *store.DB) *story {
	s := tell(t, db)
	var list []store.Declaration
	for _, name := range []string{"api", "web", "board", "acme"} {
		tool := someTools[name]
		if tool == "" {
			tool = "github"
		}
		list = append(list, store.Declaration{Name: name, Tool: tool, Every: time.Minute})
	}
	s.must(db.Declare(t.Context(), list, monday))
	s.commit("acme", feed.Page{Parts: []feed.Part{{ID: "1", Name: "one"}, {ID: "2", Name: "two"}}})
	return s
}

func checkFilters(r *rapid.T, s *story) {
	all := history(r, s)
	for range 8 {
		f := drawFilter(r)
		store.Look(s.db, rapid.SampledFrom([]int{0, 3, 2000}).Draw(r, "looks"))
		var want []feed.Entry
		for _, e := range all {
			if chooses(f, e) {
				want = append(want, e)
			}
		}
		var changed []feed.Entry
		for after := int64(0); ; {
			page, upTo, err := s.db.Behind(s.t.Context(), f, after, rapid.IntRange(20, 200).Draw(r, "most"))
			s.must(err)
			changed = append(changed, page...)
			if upTo == after {
				break
			}
			after = upTo
		}
		inOrder := slices.SortedFunc(slices.Values(want), func(a, b feed.Entry) int { return int(a.Changed - b.Changed) })
		if diff := cmp.Diff(inOrder, changed); diff != "" {
			r.Fatalf("%+v chooses of the log (-want +got):\n%s", f, diff)
		}
		limit := rapid.IntRange(1, 20).Draw(r, "limit")
		var got []feed.Entry
		for before := int64(0); ; before = got[len(got)-1].Pos {
			page, err := s.db.Events(s.t.Context(), f, before, limit)
			s.must(err)
			if len(page) > limit {
				r.Fatalf("a page of %d entries, at most %d were asked for", len(page), limit)
			}
			got = append(got, page...)
			if len(page) < limit {
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			r.Fatalf("%+v chooses (-want +got):\n%s", f, diff)
		}
		seq := int64(rapid.IntRange(0, 50).Draw(r, "seq"))
		news := 0
		for _, e := range want {
			if e.Seq > seq {
				news++
			}
		}
		n, err := s.db.EventsAfter(s.t.Context(), f, seq, limit)
		s.must(err)
		if n != min(news, limit) {
			r.Fatalf("%+v has %d news after %d, counted %d up to %d", f, news, seq, n, limit)
		}
	}
}
