package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/datelinehq/dateline/feed"
)

// markPath is where a reader says what they make of an item, up to a number in the log, and from which page.
func markPath(source, item string, seq int64, from string) string {
	query := url.Values{"seq": {strconv.FormatInt(seq, 10)}}
	if from != "/" {
		query.Set("back", from)
	}
	return "/marks/" + url.PathEscape(source) + "/" + url.PathEscape(item) + "?" + query.Encode()
}

// mark keeps what a reader makes of an item.
func (s *server) mark(w http.ResponseWriter, r *http.Request) error {
	if s.Readers == nil {
		return errMethod
	}
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	query := r.URL.Query()
	seq, err := strconv.ParseInt(query.Get("seq"), 10, 64)
	state := feed.MarkState(r.PostForm.Get("state"))
	if err != nil || state != feed.Done && state != feed.Muted && state != "" {
		return errForm
	}
	m := feed.Mark{Source: r.PathValue("source"), Item: r.PathValue("id"), State: state, Seq: seq, At: s.Now()}
	if _, found, err := s.Items.Item(r.Context(), m.Source, m.Item); err != nil {
		return err
	} else if !found {
		return errNoItem
	}
	if err := s.Readers.Mark(r.Context(), s.reader(w, r), m); err != nil {
		return err
	}
	http.Redirect(w, r, back(query.Get("back"))+"#since", http.StatusSeeOther) //nolint:gosec // back lets only our own pages through
	return nil
}

// haveRead keeps that a reader has read a view up to a number.
func (s *server) haveRead(w http.ResponseWriter, r *http.Request) error {
	if s.Readers == nil {
		return errMethod
	}
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	seq, err := strconv.ParseInt(r.PostForm.Get("seq"), 10, 64)
	if err != nil || seq < 0 {
		return errForm
	}
	view := back(r.PostForm.Get("view"))
	reader := s.reader(w, r)
	look, err := s.Readers.Looked(r.Context(), reader, viewName(view))
	if err != nil {
		return err
	}
	if err := s.Readers.Look(r.Context(), reader, viewName(view), look.Read(seq, s.Now())); err != nil {
		return err
	}
	http.Redirect(w, r, view+"#since", http.StatusSeeOther) //nolint:gosec // back lets only our own pages through
	return nil
}
