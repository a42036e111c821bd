package query_test

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/query"
)

// known is a house with two sources, one of which has a part, and a team of Ana and Ben.
func known() query.Known {
	return query.Known{
		Sources: []feed.Source{{Name: "api", Tool: "github"}, {Name: "house", Tool: "jira"},
			{Name: "house/roof", Parent: "house", Tool: "jira"}},
		Who: identity.Resolve(identity.Known{
			People: []identity.Person{
				{Name: "Ana", Accounts: []feed.Ref{{Tool: "github", ID: "ana"}}},
				{Name: "Ben", Accounts: []feed.Ref{{Tool: "github", ID: "ben"}}},
				{Name: "Chen"},
			},
			Teams: map[string][]string{"core": {"Ana", "Ben"}},
			Accounts: []feed.AccountEntry{{Account: feed.Account{ID: "ana"}, Tool: "github"},
				{Account: feed.Account{ID: "ben"}, Tool: "github"}},
		}),
		Teams: []string{"core"},
		Views: []feed.View{
			{Name: "decisions", Filter: "kind:decision -draft"}, {Name: "late", Filter: "is:flagged team:core"},
		},
		Now:  time.Date(2026, time.November, 24, 10, 30, 0, 0, time.UTC),
		Zone: time.UTC,
	}
}

func read(t testing.TB, raw string) (query.Query, error) {
	t.Helper()
	values, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	return query.Read(values, known(), "after")
}

// An address says what is chosen, and of lists that know no tools the sources that are.
func TestRead(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, time.November, day, hour, 0, 0, 0, time.UTC) }
	for raw, want := range map[string]query.Query{
		"":                        {},
		"q=&kind=+&after=x":       {},
		"kind=flag&kind=decision": {Filter: feed.Filter{Kinds: []feed.Kind{feed.Decision, feed.Flag}}},
		"state=open&state=closed": {},
		"source=house":            {Filter: feed.Filter{Sources: []string{"house"}}, Sources: []string{"house"}},
		"tool=jira": {Filter: feed.Filter{Tools: []string{"jira"}},
			Sources: []string{"", "house", "house/roof"}},
		"tool=jira&source=api": {Filter: feed.Filter{Tools: []string{"jira"}, Sources: []string{"api"}},
			Sources: []string{""}},
		"team=core":              {Filter: feed.Filter{Accounts: []string{"github/ana", "github/ben"}}},
		"person=chen":            {Filter: feed.Filter{Accounts: []string{"/"}}}, // who has no account is nobody, and not everybody
		"person=chen&person=ben": {Filter: feed.Filter{Accounts: []string{"github/ben"}}},
		"person=jira/5b10":       {Filter: feed.Filter{Accounts: []string{"jira/5b10"}}},
		"person=ana&team=-Core": {Filter: feed.Filter{Accounts: []string{"github/ana"},
			Without: feed.Without{Accounts: []string{"github/ana", "github/ben"}}}},
		"kind=-flag&tool=-github": {Filter: feed.Filter{Without: feed.Without{Kinds: []feed.Kind{feed.Flag}, Tools: []string{"github"}}},
			Sources: []string{"", "house", "house/roof"}},
		"source=-house/roof":              {Filter: feed.Filter{Without: feed.Without{Sources: []string{"house/roof"}}}, Sources: []string{"", "api"}},
		"is=flagged":                      {Filter: feed.Filter{Flagged: true}},
		"view=Decisions&q=x&kind=flag":    {Filter: feed.Filter{Query: "-draft x", Kinds: []feed.Kind{feed.Flag}}},
		"view=late":                       {Filter: feed.Filter{Flagged: true, Accounts: []string{"github/ana", "github/ben"}}},
		"since=yesterday&until=yesterday": {Filter: feed.Filter{Since: at(23, 0), Until: at(24, 0)}},
		"q=fix+KIND:Flag+%22a+kind:progress%22+-tool:jira+x": {Filter: feed.Filter{Query: `fix "a kind:progress" x`,
			Kinds: []feed.Kind{feed.Flag}, Without: feed.Without{Tools: []string{"jira"}}}, Sources: []string{"", "api"}},
		"q=before:2026-11-24+after:2026-11-20": {Filter: feed.Filter{Since: at(20, 0), Until: at(24, 0)}},
		"q=is:open+person:%22Ana%22+https://example.com": {Filter: feed.Filter{Query: "https://example.com",
			State: feed.StateOpen, Accounts: []string{"github/ana"}}},
		"since=7d&until=2026-11-23":         {Filter: feed.Filter{Since: at(17, 10), Until: at(24, 0)}},
		"since=2026-11-24T08:00:00%2B01:00": {Filter: feed.Filter{Since: at(24, 7)}},
	} {
		got, err := read(t, raw)
		if err != nil {
			t.Errorf("%s: %v", raw, err)
			continue
		}
		got.Values = nil
		if !got.Filter.Since.IsZero() {
			got.Filter.Since = got.Filter.Since.UTC()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", raw, diff)
		}
	}
}

// A mistake names the filter and the value, and what was probably meant.
func TestMistakes(t *testing.T) {
	for raw, want := range map[string]struct{ filter, value, nearest, text string }{
		"kid=flag":                      {"", "kid", "kind", "There is no filter called “kid”."},
		"kind=flags":                    {"kind", "flags", "flag", "There is no kind of event called “flags”."},
		"verb=merge":                    {"verb", "merge", "merged", "There is no verb “merge”."},
		"tool=jra":                      {"tool", "jra", "jira", "No source is read from a tool called “jra”."},
		"source=hause":                  {"source", "hause", "house", "There is no source called “hause”."},
		"person=Anna":                   {"person", "Anna", "Ana", "There is no person called “Anna”."},
		"team=cor":                      {"team", "cor", "core", "There is no team called “cor”."},
		"state=opened":                  {"state", "opened", "open", "Items have no state “opened”."},
		"since=lately":                  {"since", "lately", "", "“lately” is neither a day"},
		"kind=-flags":                   {"kind", "flags", "flag", "There is no kind of event called “flags”."},
		"is=late":                       {"is", "late", "", "Nothing is “late”."},
		"is=unread":                     {"is", "unread", "", "What is unread is another thing to everybody"},
		"person=me":                     {"person", "me", "", "“me” is whoever says"},
		"view=decision":                 {"view", "decision", "decisions", "There is no view called “decision”."},
		"view=decisions&view=late":      {"view", "late", "", "Only one view"},
		"q=kinds:flag":                  {"q", "kinds", "kind", "“kinds:flag” looks like a filter"},
		"q=kind:flags":                  {"kind", "flags", "flag", "There is no kind of event called “flags”."},
		"until=99999d":                  {"until", "99999d", "", "“99999d” is neither"},
		"source=a%0Ab%1B[31m":           {"source", "a\nb\x1b[31m", "", "There is no source called “a b[31m”."},
		"q=" + strings.Repeat("x", 300): {"q", "", "", "A search may be 200 characters long."},
	} {
		_, err := read(t, raw)
		var m *query.Mistake
		if !errors.As(err, &m) {
			t.Errorf("%.40s: %v", raw, err)
			continue
		}
		if m.Filter != want.filter || m.Value != want.value || m.Nearest() != want.nearest ||
			!strings.HasPrefix(m.Text, want.text) || m.Title == "" {
			t.Errorf("%.40s: %+v, nearest %q", raw, m, m.Nearest())
		}
	}
}

// Values in another order, or twice, are the same query; and reading what was read says the same.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := url.Values{}
		for name, of := range map[string][]string{
			"kind": query.Texts(feed.Kinds()), "verb": query.Texts(query.Verbs()), "source": {"api", "house", ""},
			"tool":   {"jira", "github"},
			"person": {"Ana", "Ben", "jira/5b10"}, "since": {"7d", "2026-11-01", "24h"}, "state": {"open", "closed"},
			"q": {"a", `"b c"`, " ", "kind:flag", "-source:api x", `"kind:flag"`}, "view": {"late"}, "is": {"flagged"},
		} {
			values[name] = rapid.SliceOfN(rapid.SampledFrom(of), 0, 4).Draw(t, name)
		}
		one, err := query.Read(values, known())
		if err != nil {
			t.Fatal(err)
		}
		for _, given := range values {
			slices.Reverse(given)
		}
		other, err := query.Read(values, known())
		if diff := cmp.Diff(one, other); err != nil || diff != "" {
			t.Fatalf("%v (-one +other)\n%s", err, diff)
		}
		if diff := cmp.Diff(one.Values, query.Tidy(url.Values{"q": {query.Search(one.Values)}})); diff != "" {
			t.Fatalf("%q (-values +as a search)\n%s", query.Search(one.Values), diff)
		}
		again, err := query.Read(one.Values, known())
		if diff := cmp.Diff(one, again); err != nil || diff != "" {
			t.Fatalf("%v (-once +twice)\n%s", err, diff)
		}
	})
}

func TestMoves(t *testing.T) {
	for raw, want := range map[string]bool{"since=7d": true, "until=24h": true, "since=2026-11-24": false,
		"since=d": false, "q=7d": false, "until=%3Cyesterday": true, "view=x": true} {
		values, _ := url.ParseQuery(raw)
		if got := query.Moves(values); got != want {
			t.Errorf("%s: %t", raw, got)
		}
	}
}

// Every verb can be chosen.
func TestVerbs(t *testing.T) {
	got := slices.Sorted(slices.Values(query.Verbs()))
	if diff := cmp.Diff(feed.Verbs(), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("kind=flag&since=7d&person=github/ana")
	f.Add("q=kind:flag+-tool:jira+%22open+person:%22Ana%22+before:2d")
	f.Fuzz(func(t *testing.T, raw string) {
		values, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		if again := query.Tidy(query.Tidy(values)); !cmp.Equal(again, query.Tidy(values)) {
			t.Errorf("%q is tidied to %v, and then to %v", raw, query.Tidy(values), again)
		}
		if _, err := query.Read(values, known()); err != nil {
			if m, ok := errors.AsType[*query.Mistake](err); !ok || m.Text == "" {
				t.Errorf("%q: %v", raw, err)
			}
		}
	})
}
