package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

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

// ordered says what comes of an order.
var ordered = map[Order]string{
	Poll:   " is polled within seconds. Reload the page to see what it brought.",
	Pause:  " is not polled any more until somebody resumes it. What was read of it stays.",
	Resume: " is polled again within seconds, from where it stopped.",
}

// ordersFor are the buttons of a source; its parent's state holds for a part too.
func ordersFor(src feed.Source, all []feed.Source) []orderView {
	i := slices.IndexFunc(all, func(p feed.Source) bool { return p.Name == src.Parent })
	whole := src.Parent == "" || i < 0 || !all[i].Paused
	switch {
	case src.Retired || !whole:
		return nil
	case src.Paused:
		return []orderView{{Resume, "Resume"}}
	case src.State == feed.SourceRefused:
		return []orderView{{Pause, "Pause"}}
	}
	return []orderView{{Poll, "Poll now"}, {Pause, "Pause"}}
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
	if i < 0 || ordered[order] == "" {
		return errForm
	}
	if !slices.ContainsFunc(ordersFor(all[i], all), func(o orderView) bool { return o.Order == order }) {
		return &problem{Status: http.StatusConflict, Title: "That is settled", Text: "Somebody else was quicker, or this source cannot be told so now."}
	}
	if err := s.Direct(r.Context(), name, order); err != nil {
		return fmt.Errorf("telling a source to %s: %w", order, err)
	}
	http.Redirect(w, r, address("/sources", nil, setting{"said", string(order)}, setting{"of", name}), http.StatusSeeOther)
	return nil
}

// toldOf says what comes of what was just ordered.
func toldOf(asked url.Values, all []feed.Source) string {
	name, what := asked.Get("of"), ordered[Order(asked.Get("said"))]
	if what == "" || !slices.Contains(query.Sources(all), name) {
		return ""
	}
	return name + what
}

// rhythm says how far behind a source may be, when it is polled next, and what that costs.
func rhythm(src feed.Source, t times) string {
	var parts []string
	if caughtUp := src.State == feed.SourceCurrent || src.State == feed.SourceFailing; caughtUp && !src.Retired && !src.Success.IsZero() {
		parts = append(parts, "at most "+brief(t.now.Sub(src.Success))+" behind")
	}
	if !src.Paused && !src.Retired && src.State != feed.SourceRefused {
		next := "next poll now"
		if wait := src.Due.Sub(t.now); wait > 0 {
			next = "next poll in " + brief(wait)
		}
		parts = append(parts, next+", every "+brief(src.Every))
	}
	if src.Requests > 0 {
		parts = append(parts, plural(src.Requests, "request", "requests")+" the last time")
	}
	if q := src.Quota; q.Limit > 0 {
		left := fmt.Sprintf("%d of %d requests left", q.Left, q.Limit)
		if q.Reset.After(t.now) {
			left += " until " + t.moment(q.Reset).Clock
		}
		parts = append(parts, left)
	}
	return strings.Join(parts, " · ")
}

// brief is a length of time to the second where it is short.
func brief(d time.Duration) string {
	if d < 2*time.Minute && d != time.Minute {
		return fmt.Sprintf("%d s", max(1, int(d.Seconds())))
	}
	return span(d)
}
