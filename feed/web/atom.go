package web

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/respond"
	"github.com/datelinehq/dateline/feed/syndication"
)

// subscribed is how many events a subscription holds.
const subscribed = 100

// atom answers with the feed as a subscription. A reader that has it already is told so before anything but the log's
// head and who is who was read.
func (s *server) atom(w http.ResponseWriter, r *http.Request) error {
	ctx, t := r.Context(), times{s.Now(), time.UTC} // an address must mean the same to all who subscribe to it
	given := query.Tidy(r.URL.Query())
	head, err := s.Log.Head(ctx)
	if err != nil {
		return err
	}
	tag, modified := s.validators(access.Of(ctx), head, given, t)
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	if !modified.After(t.now) {
		h.Set("Last-Modified", modified.UTC().Format(http.TimeFormat))
	}
	if respond.Unchanged(r, tag, modified) {
		h.Set("Vary", "Accept-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	sources, err := s.Sources.Sources(ctx)
	if err == nil {
		var q choice
		if q, err = s.read(given, sources, t); err == nil {
			return s.sendAtom(w, r, q, modified)
		}
	}
	h.Del("ETag")
	h.Del("Last-Modified")
	return err
}

func (s *server) sendAtom(w http.ResponseWriter, r *http.Request, q choice, modified time.Time) error {
	entries, err := s.Log.Events(r.Context(), q.filter, 0, subscribed)
	if err != nil {
		return err
	}
	title := []string{"Dateline"}
	for _, active := range s.filters(q, nil).Active {
		title = append(title, active.Value)
	}
	f := syndication.New(syndication.Channel{
		Authority: s.public.Hostname(),
		View:      q.values.Encode(),
		Title:     strings.Join(title, " · "),
		Self:      s.public.String() + address("/feed.atom", q.values),
		Page:      s.public.String() + address("/", q.values),
		Started:   modified,
		Version:   s.Version,
		Person:    s.who.Person,
		Render:    func(text string) string { return string(s.prose.HTML(text, nil)) },
	}, entries)
	var b bytes.Buffer
	if err := syndication.Atom(&b, f); err != nil {
		return err
	}
	respond.Send(w, r, http.StatusOK, syndication.AtomType, b.Bytes())
	return nil
}

// validators are what a subscription is recognised by: both move whenever the log does, and every hour where the
// address says how long ago.
func (s *server) validators(who access.Reader, head int64, given url.Values, t times) (tag string, modified time.Time) {
	hour := ""
	modified = s.changed.since(head, s.who.Version(), t.now)
	if query.Moves(given) {
		begun := t.now.Truncate(time.Hour)
		hour = begun.Format(time.RFC3339)
		if begun.After(modified) {
			modified = begun
		}
	}
	var saved strings.Builder
	for _, v := range s.saved {
		fmt.Fprintf(&saved, "%q %q ", v.Name, v.Filter)
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{
		who.Tag(), saved.String(), given.Encode(), s.Version, s.who.Version(), strconv.FormatInt(head, 10), hour,
	}, "\n")))
	return fmt.Sprintf(`W/"%x"`, sum[:12]), modified
}

// changes remembers since when the log has had its head and people have had their names, in whole seconds that no two heads share: readers that go by
// the date alone would otherwise keep the older one. After a restart it begins anew, and they are sent the feed once
// more.
type changes struct {
	mu   sync.Mutex
	head int64
	who  string
	at   time.Time
}

func (c *changes) since(head int64, who string, now time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if head > c.head || who != c.who || c.at.IsZero() {
		next := now.Truncate(time.Second)
		if !next.After(c.at) {
			next = c.at.Add(time.Second)
		}
		c.head, c.who, c.at = max(head, c.head), who, next
	}
	return c.at
}
