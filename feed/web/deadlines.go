package web

import (
	"bytes"
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/syndication"
)

// deadlineFilters are the filters of asks that mean the same tomorrow, and so can be subscribed to.
var deadlineFilters = []string{"source", "tool", "person", "team", "kind"}

// cancelled is how long an ask that ended stays in a calendar, so that programs learn that it did.
const cancelled = 30 * 24 * time.Hour

// maxDeadlines is how many open asks a calendar has, and how many that ended.
const maxDeadlines = 400

// deadlines answers with asks as a calendar that can be subscribed to. What is only guessed is left out.
func (s *server) deadlines(w http.ResponseWriter, r *http.Request) error {
	ctx, t, given := r.Context(), s.forAll(), query.Tidy(r.URL.Query())
	for name := range given {
		if !slices.Contains(deadlineFilters, name) {
			return mistake("", "calendar-filter", name, deadlineFilters)
		}
	}
	sources, err := s.Sources.Sources(ctx)
	if err != nil {
		return err
	}
	q, err := s.readAsks(given, sources, t)
	if err != nil {
		return err
	}
	list, err := s.Asks(ctx, q.filter, maxDeadlines)
	if err != nil {
		return err
	}
	q.filter.Ended, q.filter.EndedSince = true, t.now.Add(-cancelled).Truncate(24*time.Hour)
	ended, err := s.Asks(ctx, q.filter, maxDeadlines)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(append(list, ended...), func(a feed.AskEntry) bool { return a.Confidence == feed.Possible })
	slices.SortFunc(list, func(a, b feed.AskEntry) int { return cmp.Or(a.Due.Compare(b.Due), strings.Compare(a.ID, b.ID)) })
	var b bytes.Buffer
	err = syndication.ICalendar(&b, syndication.Deadlines{
		Authority: s.public.Hostname(),
		Title:     strings.Join(append([]string{"Dateline", "asks"}, asked(q.values, t)...), " · "),
		Page:      s.public.String() + address("/asks", q.values),
		Version:   s.Version,
		Person:    s.who.Person,
		Receipt:   func(a feed.AskEntry) string { return s.public.String() + "/asks/" + url.PathEscape(a.ID) },
	}, list)
	if err != nil {
		return err
	}
	edition{now: t.now}.send(w, r, syndication.ICalendarType, b.Bytes())
	return nil
}

// asked is what is chosen of asks, in words.
func asked(values url.Values, t times) (words []string) {
	for _, name := range deadlineFilters {
		for _, v := range values[name] {
			words = append(words, t.worded(name, v))
		}
	}
	return words
}
