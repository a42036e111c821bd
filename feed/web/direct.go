package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
)

// Direct has something done with a source, as the command of the same name does.
type Direct func(ctx context.Context, source string, order Order) error

// An Order is what can be done with a source.
type Order string

// The orders.
const (
	// Poll makes it due now.
	Poll Order = "poll"
	// Pause stops polling it; what was read stays.
	Pause Order = "pause"
	// Resume polls it again, from where it stopped.
	Resume Order = "resume"
)

// orderView is a button.
type orderView struct {
	Order Order
	Word  string
}

// orders are the buttons of a source.
func (t times) orders(of []Order) (views []orderView) {
	for _, o := range of {
		views = append(views, orderView{o, t.Say("order." + string(o))})
	}
	return views
}

// orders are all of them.
var orders = []Order{Poll, Pause, Resume}

// ordersFor are what can be done with a source; its parent's state holds for a part too.
func ordersFor(src feed.Source, all []feed.Source) []Order {
	i := slices.IndexFunc(all, func(p feed.Source) bool { return p.Name == src.Parent })
	whole := src.Parent == "" || i < 0 || !all[i].Paused
	switch {
	case src.Retired || !whole:
		return nil
	case src.Paused:
		return []Order{Resume}
	case src.State == feed.SourceRefused:
		return []Order{Pause}
	}
	return []Order{Poll, Pause}
}

// direct has something done with a source.
func (s *server) direct(w http.ResponseWriter, r *http.Request) error {
	if s.Direct == nil {
		return errMethod
	}
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	all, err := s.Sources.Sources(r.Context())
	if err != nil {
		return err
	}
	name, order := r.PostForm.Get("source"), Order(r.PostForm.Get("order"))
	i := slices.IndexFunc(all, func(src feed.Source) bool { return src.Name == name })
	if i < 0 || !slices.Contains(orders, order) {
		return errForm
	}
	if !slices.Contains(ordersFor(all[i], all), order) {
		return tooLate("order")
	}
	if err := s.Direct(r.Context(), name, order); err != nil {
		return fmt.Errorf("telling a source to %s: %w", order, err)
	}
	http.Redirect(w, r, address("/sources", nil, setting{"said", string(order)}, setting{"of", name}), http.StatusSeeOther)
	return nil
}

// toldOf says what comes of what was just ordered.
func toldOf(asked url.Values, all []feed.Source, t times) string {
	name, order := asked.Get("of"), Order(asked.Get("said"))
	if !slices.Contains(orders, order) || !slices.Contains(query.Sources(all), name) {
		return ""
	}
	return t.Say("ordered."+string(order), "source", name)
}

// rhythm says how far behind a source may be, when it is polled next, and what that costs.
func rhythm(src feed.Source, t times) string {
	var parts []string
	if caughtUp := src.State == feed.SourceCurrent || src.State == feed.SourceFailing; caughtUp && !src.Retired && !src.Success.IsZero() {
		parts = append(parts, t.Say("source.behind", "span", t.brief(t.now.Sub(src.Success))))
	}
	if !src.Paused && !src.Retired && src.State != feed.SourceRefused {
		next := t.Say("source.next-now", "every", t.brief(src.Every))
		if wait := src.Due.Sub(t.now); wait > 0 {
			next = t.Say("source.next", "span", t.brief(wait), "every", t.brief(src.Every))
		}
		parts = append(parts, next)
	}
	if src.Requests > 0 {
		parts = append(parts, t.Count("source.requests", src.Requests))
	}
	if q := src.Quota; q.Limit > 0 {
		left := t.Say("source.quota", "left", q.Left, "limit", q.Limit)
		if q.Reset.After(t.now) {
			left = t.Say("source.quota-until", "left", q.Left, "limit", q.Limit, "at", t.moment(q.Reset).Clock)
		}
		parts = append(parts, left)
	}
	return strings.Join(parts, " · ")
}
