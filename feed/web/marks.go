package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

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
	here, err := url.Parse(back(r.PostForm.Get("view")))
	if err != nil {
		return errForm
	}
	view, reader := viewAddress(here.Query()), s.reader(w, r)
	look, err := s.Readers.Looked(r.Context(), reader, viewName(view))
	if err != nil {
		return err
	}
	shown := here.Query()
	shown.Del("undo")
	if undo := r.PostForm.Get("undo"); undo != "" {
		mark, marked, ok := readUndo(undo)
		if !ok {
			return errForm
		}
		look.Mark, look.Marked = mark, marked
	} else {
		seq, err := strconv.ParseInt(r.PostForm.Get("seq"), 10, 64)
		if err != nil || seq < 0 {
			return errForm
		}
		shown.Set("undo", undoText(look))
		look = look.Read(seq, s.Now())
	}
	if err := s.Readers.Look(r.Context(), reader, viewName(view), look); err != nil {
		return err
	}
	http.Redirect(w, r, address("/", shown)+"#since", http.StatusSeeOther) //nolint:gosec // the path is ours
	return nil
}

// undoText is what a look was before it was said that everything had been read.
func undoText(l feed.Look) string {
	marked := int64(0)
	if !l.Marked.IsZero() {
		marked = l.Marked.Unix()
	}
	return strconv.FormatInt(l.Mark, 10) + "." + strconv.FormatInt(marked, 10)
}

func readUndo(text string) (mark int64, marked time.Time, ok bool) {
	before, at, _ := strings.Cut(text, ".")
	mark, err := strconv.ParseInt(before, 10, 64)
	seconds, wrong := strconv.ParseInt(at, 10, 64)
	if err != nil || wrong != nil || mark < 0 || seconds < 0 {
		return 0, time.Time{}, false
	}
	if seconds > 0 {
		marked = time.Unix(seconds, 0).UTC()
	}
	return mark, marked, true
}

// undoOf is what an address says a look was before; empty where that is no earlier one.
func undoOf(text string, now feed.Look) string {
	if mark, _, ok := readUndo(text); !ok || mark >= now.Mark {
		return ""
	}
	return text
}
