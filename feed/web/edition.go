package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/respond"
)

// Editions tells in which edition documents are now: Name and Of are given.
type Editions interface {
	Edition(ctx context.Context, e feed.Edition, now time.Time) (feed.Edition, error)
}

// An Archive reads the log by its numbers.
type Archive interface {
	// Numbered returns the entries whose numbers lie between from, which is meant too, and below, newest first.
	Numbered(ctx context.Context, f feed.Filter, from, below int64) ([]feed.Entry, error)
	// Changed returns the entries that were added, edited or removed last by such a number, newest first.
	Changed(ctx context.Context, f feed.Filter, from, below int64) ([]feed.Entry, error)
	// Nearest returns the number of the nearest entry below seq, or from it on if up, and 0 if there is none.
	Nearest(ctx context.Context, f feed.Filter, seq int64, up bool) (int64, error)
}

// edition is what a document is recognised by: its tag, without quotes, and its date. Both move whenever the document
// can, and no two documents of one address share either.
type edition struct {
	tag   string
	since time.Time
	// head is the log's highest number, now when it was asked for.
	head int64
	now  time.Time
}

// edition is the edition of an address. Where the address says how long ago, it is another every hour. What depends on who
// waits at the moment has a tag that is made of the document when it was made.
func (s *server) edition(r *http.Request, path string, given url.Values, t times) (edition, error) {
	who := access.Of(r.Context()).Tag() // who may see less is shown other documents at the same address
	e := feed.Edition{Name: "feed " + who, Of: s.composed() + who}
	if query.Moves(given) {
		e.Name, e.Of = e.Name+" by the hour", e.Of+t.now.UTC().Format(" 2006-01-02T15")
	}
	if len(s.saved) > 0 {
		e.Name = e.Name + " with views"
	}
	e, err := s.Editions.Edition(r.Context(), e, t.now)
	ed := edition{since: e.Since, head: e.Head, now: t.now}
	if !s.waits(given) {
		ed.tag = sum(path, given.Encode(), e.Version, who)
	}
	return ed, err
}

// composed names what documents are made of beside what is stored.
func (s *server) composed() string {
	parts := []string{s.public.String(), s.Version, s.who.Version()}
	for _, team := range s.Teams {
		accounts, _ := s.who.AccountsOf(team)
		parts = append(parts, team)
		parts = append(parts, accounts...)
	}
	for _, v := range s.saved {
		parts = append(parts, v.Name, v.Filter)
	}
	return sum(parts...)
}

// waits reports whether what is chosen depends on who waits at the moment, which the log tells later, or never.
func (s *server) waits(given url.Values) bool {
	return slices.Contains(given["is"], "flagged") || slices.ContainsFunc(s.saved, func(v feed.View) bool {
		return slices.ContainsFunc(given["view"], func(name string) bool { return strings.EqualFold(name, v.Name) }) &&
			slices.Contains(query.Tidy(url.Values{"q": {v.Filter}})["is"], "flagged")
	})
}

// sum is a short name of some texts.
func sum(of ...string) string {
	h := sha256.New()
	for _, s := range of {
		fmt.Fprintf(h, "%q\n", s)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// unchanged says so to a reader that has the document.
func (ed edition) unchanged(w http.ResponseWriter, r *http.Request) bool {
	since := ed.since
	if since.After(ed.now) {
		since = time.Time{} // a date that is still to come is not told
	}
	if ed.tag == "" || !respond.Unchanged(r, respond.Tag(r, ed.tag), since) {
		return false
	}
	ed.label(w, r)
	w.Header().Set("Vary", "Accept-Encoding")
	w.WriteHeader(http.StatusNotModified)
	return true
}

// send sends the document, unless the reader has the same.
func (ed edition) send(w http.ResponseWriter, r *http.Request, mediaType string, body []byte) {
	if ed.tag == "" {
		ed.tag, ed.since = sum(string(body)), time.Time{}
		if ed.unchanged(w, r) {
			return
		}
	}
	ed.label(w, r)
	respond.Send(w, r, http.StatusOK, mediaType, body)
}

func (ed edition) label(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("ETag", respond.Tag(r, ed.tag))
	h.Set("Cache-Control", "private, no-cache")
	if !ed.since.IsZero() && !ed.since.After(ed.now) {
		h.Set("Last-Modified", ed.since.UTC().Format(http.TimeFormat))
	}
}
