package web

import (
	"bytes"
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sourcegraph/conc/pool"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/syndication"
)

const (
	// subscribed is how many of the newest events a subscription holds at least.
	subscribed = 100
	// archived is how many numbers of the log an archive stands for.
	archived = 200
)

// subscription answers with the feed, or with one of its archives, in a format. A reader that has it already is told so
// before anything but the edition and who is who was read.
func subscription(in format) func(*server, http.ResponseWriter, *http.Request) error {
	return func(s *server, w http.ResponseWriter, r *http.Request) error {
		given, t := query.Tidy(r.URL.Query()), s.forAll() // an address must mean the same to all who subscribe to it
		ed, err := s.edition(r, in.path, given, t)
		if err != nil {
			return err
		}
		if ed.unchanged(w, r) {
			return nil
		}
		body, err := s.published(r, in, given, ed, t)
		if err != nil {
			return err
		}
		ed.send(w, r, in.mediaType, body)
		return nil
	}
}

// published is the document of an address.
func (s *server) published(r *http.Request, in format, given url.Values, ed edition, t times) ([]byte, error) {
	sources, err := s.Sources.Sources(r.Context())
	if err != nil {
		return nil, err
	}
	q, err := s.read(given, sources, t, "archive")
	if err != nil {
		return nil, err
	}
	c := syndication.Channel{
		Authority: s.public.Hostname(),
		View:      q.values.Encode(),
		Title:     s.titleOf(q, t),
		Page:      s.public.String() + address("/", q.values),
		Started:   ed.since,
		Version:   s.Version,
		Person:    s.who.Person,
		Render:    func(text string) string { return string(s.prose.HTML(text, nil, t.Say("page.picture"))) },
	}
	entries, err := s.issue(r, &c, s.public.String()+address(in.path, q.values, keyed(r)...), q, given, ed)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := in.write(&b, syndication.New(c, entries)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// issue chooses what the subscription at an address holds, and says in the channel where the rest is. What is complete goes
// into archives, each of the same numbers for ever; the newest events, and whatever came or changed since the last archive,
// stand in the subscription.
func (s *server) issue(
	r *http.Request, c *syndication.Channel, here string, q choice, given url.Values, ed edition,
) (entries []feed.Entry, err error) {
	ctx, f := r.Context(), q.filter
	c.Self = here
	if query.Moves(given) || s.Archive == nil { // what chooses something else every hour has no archives
		if given.Has("archive") {
			return nil, errArchive
		}
		return s.Log.Events(ctx, f, 0, subscribed)
	}
	complete := ed.head / archived
	last := complete
	if given.Has("archive") {
		n, err := strconv.ParseInt(given.Get("archive"), 10, 64)
		if err != nil || n < 1 || n > complete {
			return nil, errArchive
		}
		last = n - 1
		c.Archive, c.Current, c.Self = true, here, archiveOf(here, n)
		if entries, err = s.Archive.Numbered(ctx, f, last*archived+1, n*archived+1); err != nil {
			return nil, err
		}
		next, err := s.Archive.Nearest(ctx, f, n*archived+1, true)
		if err != nil {
			return nil, err
		}
		if n := (next + archived - 1) / archived; next > 0 && n <= complete {
			c.Next = archiveOf(here, n)
		}
	}
	var (
		before  int64
		changed []feed.Entry
		reading = pool.New().WithErrors().WithFirstError()
	)
	if !c.Archive { // it is the newest events, and those that came or changed since the last archive
		reading.Go(func() (err error) {
			entries, err = s.Log.Events(ctx, f, 0, subscribed)
			return err
		})
		reading.Go(func() (err error) {
			changed, err = s.Archive.Changed(ctx, f, complete*archived+1, ed.head+1)
			return err
		})
	}
	reading.Go(func() (err error) {
		before, err = s.Archive.Nearest(ctx, f, last*archived+1, false)
		return err
	})
	if err := reading.Wait(); err != nil {
		return nil, err
	}
	if before > 0 {
		c.Previous = archiveOf(here, (before+archived-1)/archived)
	}
	entries = append(entries, changed...)
	slices.SortFunc(entries, func(a, b feed.Entry) int { return cmp.Compare(b.Pos, a.Pos) })
	return slices.CompactFunc(entries, func(a, b feed.Entry) bool { return a.Pos == b.Pos }), nil
}

// keyed is the token that a subscription was opened by in its address, for the addresses in it that are subscriptions, too: its own,
// and those of its archives.
func keyed(r *http.Request) []setting {
	if key := access.Of(r.Context()).Key; key != "" {
		return []setting{{"token", key}}
	}
	return nil
}

// archiveOf is the address of an archive of a subscription.
func archiveOf(subscription string, n int64) string {
	mark := "?"
	if strings.Contains(subscription, "?") {
		mark = "&"
	}
	return subscription + mark + "archive=" + strconv.FormatInt(n, 10)
}

// titleOf is what a subscription to a choice is called.
func (s *server) titleOf(q choice, t times) string {
	title := []string{"Dateline"}
	for _, active := range s.filters(q, nil, t).Active {
		title = append(title, active.Value)
	}
	return strings.Join(title, " · ")
}

var errArchive = newProblem(http.StatusNotFound, "archive")
