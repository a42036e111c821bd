package web

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/respond"
)

// maxNews is up to how many new events are counted.
const maxNews = 100

// news answers how many events that match the filters came after a page was made.
func (s *server) news(w http.ResponseWriter, r *http.Request) error {
	given, ctx, t := r.URL.Query(), r.Context(), s.times(r)
	seq, err := strconv.ParseInt(given.Get("seq"), 10, 64)
	if err != nil || seq < 0 {
		return newProblem(http.StatusBadRequest, "news")
	}
	head, err := s.Log.Head(ctx)
	if err != nil {
		return err
	}
	answer := struct {
		New  int    `json:"new"`
		Text string `json:"text"`
	}{}
	if head > seq {
		sources, err := s.Sources.Sources(ctx)
		if err != nil {
			return err
		}
		given.Del("seq")
		q, err := s.readFor(r, given, sources, t, feed.Look{Mark: seq})
		if err != nil {
			return err
		}
		if answer.New, err = s.Log.EventsAfter(ctx, q.filter, seq, maxNews); err != nil {
			return err
		}
	}
	switch {
	case answer.New >= maxNews:
		answer.Text = t.Count("feed.news-many", maxNews-1)
	case answer.New > 0:
		answer.Text = t.Count("feed.news", answer.New)
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	s.spoken(w, t.Catalogue)
	respond.Send(w, r, http.StatusOK, "application/json", body)
	return nil
}
