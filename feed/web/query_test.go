package web

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
)

func readQuery(t testing.TB, raw string, zone *time.Location) (choice, error) {
	t.Helper()
	values, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	m := week(t)
	sources := append(m.sources, feed.Source{Name: "house", Tool: "jira"}, feed.Source{Name: "house/roof", Parent: "house", Tool: "jira"})
	s := &server{Options: optionsFor(m), who: identity.Resolve(m.known)}
	return s.read(values, sources, inEnglish(t, noon, zone), "before")
}

func TestFilters(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	tests := []struct {
		raw  string
		want feed.Filter
		asks AskFilter
	}{
		{"", feed.Filter{}, AskFilter{}},
		{"q=&kind=&since=+", feed.Filter{}, AskFilter{}},
		{"before=abc", feed.Filter{}, AskFilter{}},
		{`q="exact words" -not`, feed.Filter{Query: `"exact words" -not`}, AskFilter{}},
		{"kind=flag&kind=decision&kind=flag", feed.Filter{Kinds: []feed.Kind{feed.Decision, feed.Flag}}, AskFilter{}},
		{"verb=merged", feed.Filter{Verbs: []feed.Verb{feed.Merged}}, AskFilter{}},
		{"state=open", feed.Filter{State: feed.StateOpen}, AskFilter{}},
		{"state=open&state=closed", feed.Filter{}, AskFilter{}},
		{"source=api&source=web", feed.Filter{Sources: []string{"api", "web"}}, AskFilter{Sources: []string{"api", "web"}}},
		{"tool=jira", feed.Filter{Tools: []string{"jira"}}, AskFilter{Sources: []string{"", "house", "house/roof"}}},
		{"tool=jira&source=house", feed.Filter{Tools: []string{"jira"}, Sources: []string{"house"}}, AskFilter{Sources: []string{"", "house", "house/roof"}}},
		{"tool=jira&source=api", feed.Filter{Tools: []string{"jira"}, Sources: []string{"api"}}, AskFilter{Sources: []string{""}}},
		{"person=Ana", feed.Filter{Accounts: []string{"github/ana"}}, AskFilter{Accounts: []string{"github/ana"}}},
		{"person=github/guest42", feed.Filter{Accounts: []string{"github/guest42"}}, AskFilter{Accounts: []string{"github/guest42"}}},
		{"team=core", feed.Filter{Accounts: []string{"github/ana", "github/ben"}}, AskFilter{Accounts: []string{"github/ana", "github/ben"}}},
		{"since=2026-11-24T08:00:00%2B01:00", feed.Filter{Since: at("2026-11-24T07:00:00Z")}, AskFilter{}},
		{"since=2026-10-25&until=2026-10-25", feed.Filter{Since: at("2026-10-24T22:00:00Z"), Until: at("2026-10-25T23:00:00Z")}, AskFilter{}}, // 25 hours
		{"since=7d&until=24h", feed.Filter{Since: at("2026-11-17T10:00:00Z"), Until: at("2026-11-23T10:00:00Z")}, AskFilter{}},
		{"since=2w", feed.Filter{Since: at("2026-11-10T10:00:00Z")}, AskFilter{}},
	}
	for _, tt := range tests {
		got, err := readQuery(t, tt.raw, berlin)
		if err != nil {
			t.Errorf("%s: %v", tt.raw, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got.filter); diff != "" {
			t.Errorf("%s: filter (-want +got)\n%s", tt.raw, diff)
		}
		if diff := cmp.Diff(tt.asks, got.asks); diff != "" {
			t.Errorf("%s: asks (-want +got)\n%s", tt.raw, diff)
		}
	}
}

// TestFilterMistakes checks that what does not exist is said, with what does, and never ignored.
func TestFilterMistakes(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"kid=flag", "There is no filter called “kid”. There is: view, q, kind, is, verb,"},
		{"kind=flags", "There is no kind of event called “flags”. There is: decision, progress, discussion, request, flag."},
		{"verb=yelled", "There is no verb “yelled”. There is: proposed, decided,"},
		{"tool=svn", "No source is read from a tool called “svn”. There is: github, jira."},
		{"source=apo", "There is no source called “apo”. There is: api, ops, web, house, house/roof."},
		{"person=Zoe", "There is no person called “Zoe”. There is: Ana, Ben,"},
		{"person=svn/zoe", "There is no person called “svn/zoe”."},
		{"person=github/", "There is no person called “github/”."},
		{"team=Ana", "There is no team called “Ana”. There is: core."},
		{"state=ajar", "Items have no state “ajar”. There is: open, closed."},
		{"since=lately", "“lately” is neither a day (2026-11-24, today, yesterday) nor"},
		{"since=2026-02-30", "“2026-02-30” is neither"},
		{"until=99999d", "“99999d” is neither"},
		{"since=d", "“d” is neither"},
		{"q=" + strings.Repeat("x", 300), "A search may be 200 characters long."},
		{"source=a%0Ab%1B[31m", "There is no source called “a b[31m”."},
	}
	for _, tt := range tests {
		_, err := readQuery(t, tt.raw, time.UTC)
		var p *problem
		if !errors.As(err, &p) || p.Status != 400 || !strings.HasPrefix(p.line(english(t)), tt.want) {
			t.Errorf("%s: %v, want %s", tt.raw, err, tt.want)
		}
	}
}

// TestEmptyValues checks that the address a form leaves behind is tidied up.
func TestEmptyValues(t *testing.T) {
	w := get(t, newPages(t, optionsFor(week(t))), "/?q=&source=api&kind=&since=")
	if w.Code != 302 || w.Header().Get("Location") != "/?source=api" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
}
