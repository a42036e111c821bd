package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/catchup"
	"github.com/datelinehq/dateline/feed/commands"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/syndication"
)

// Readers keeps what readers have seen.
type Readers interface {
	// Looked returns how far a reader has read a view: the zero Look if they never did.
	Looked(ctx context.Context, reader, view string) (feed.Look, error)
	// Look keeps how far a reader has read a view.
	Look(ctx context.Context, reader, view string, l feed.Look) error
	// Marks returns what a reader made of items, the newest first.
	Marks(ctx context.Context, reader string) ([]feed.Mark, error)
	// Mark keeps what a reader made of an item, or forgets it if the mark has no state.
	Mark(ctx context.Context, reader string, m feed.Mark) error
}

const (
	// maxSince is how many new events are told, maxDecided how many decisions, and that many whatever else happened.
	maxSince, maxDecided = 100, 20
	// openChanges is how many items are told without unfolding, foldedChanges how many besides.
	openChanges, foldedChanges = 8, 6
	// maxAway is how many items that were put away are listed.
	maxAway = 20
	// longBefore is how long before they last looked something can have happened that is news to them. What is older was
	// read late, as the history of a new source is.
	longBefore = 72 * time.Hour
	// freshLook is for how long a look is not written down again.
	freshLook = time.Minute
	// readerCookie holds the name under which a reader's looks are kept, where nobody logs in.
	readerCookie = "reader"
)

type (
	// sinceView is what happened since the reader last looked.
	sinceView struct {
		// First says that they never looked before, and are told what happened since yesterday; else Last is when they did.
		First bool
		Last  moment
		// Summary counts what there is.
		Summary   string
		Decisions []newsView
		// Decided is the address of all that was decided since Day, where that is more than is told.
		Decided, Day string
		Changes      []changeView
		Folded       []changeView
		// Quiet are sentences about the rest.
		Quiet []string
		// More says that there is more than is told.
		More bool
		// Away are the items that were put away.
		Away []awayView
		// View and Seq are what is said to be read.
		View string
		Seq  int64
		// Undo is what takes back that it was just said to be read; empty where nothing was.
		Undo string
	}
	// newsView is an item with what was decided on it.
	newsView struct {
		Item   itemView
		Events []eventView
		// Open says that it was put up to be decided, and nothing came of it yet.
		Open bool
	}
	// changeView is an item to which something happened.
	changeView struct {
		Item  itemView
		Deeds []string
		// Said is the beginning of what was last said, and by whom.
		Said, SaidBy string
		At           moment
		// Mark is where it is put away, and put back.
		Mark string
	}
	// awayView is an item that was put away.
	awayView struct {
		Item  itemView
		Muted bool
		Mark  string
	}
)

// sitting is who reads, and what is new to them.
type sitting struct {
	reader, view string
	look         feed.Look
	marks        []feed.Mark
}

// viewAddress is the address of the view that an address shows. What is unread of a view is not another view.
func viewAddress(given url.Values) string {
	values := without(query.Tidy(given), "is", "unread")
	values.Del("before")
	values.Del("undo")
	return address("/", values)
}

// lookAt is how a reader last looked at a view; the zero Look where nothing is kept of readers.
func (s *server) lookAt(ctx context.Context, reader, view string) (feed.Look, error) {
	if reader == "" {
		return feed.Look{}, nil
	}
	return s.Readers.Looked(ctx, reader, viewName(view))
}

// sit keeps that a reader looks at a view at which they last looked so, and finds what they made of items.
func (s *server) sit(r *http.Request, at *sitting, last feed.Look) (err error) {
	loaded := r.Method == http.MethodGet && r.Header.Get("Sec-Purpose") == ""
	if loaded && (last.At.IsZero() || at.look.At.Sub(last.At) >= freshLook || at.look.Mark != last.Mark) {
		if err := s.Readers.Look(r.Context(), at.reader, at.view, at.look); err != nil {
			return err
		}
	}
	at.marks, err = s.Readers.Marks(r.Context(), at.reader)
	return err
}

// viewName is a view's name in the store.
func viewName(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:8])
}

// reader is the name under which a reader's looks are kept: that of who is logged in, or one that a cookie keeps. It is empty
// where nothing is kept of readers. Whoever has no cookie gets one, with another name at each call.
func (s *server) reader(w http.ResponseWriter, r *http.Request) string {
	if s.Readers == nil {
		return ""
	}
	if who := access.Of(r.Context()).Name; who != "" {
		return "who/" + who
	}
	if c, err := r.Cookie(readerCookie); err == nil && len(c.Value) >= 20 && len(c.Value) <= 64 {
		return "cookie/" + c.Value
	}
	name := rand.Text()
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // it is Secure wherever the pages are served over TLS
		Name: readerCookie, Value: name, Path: "/", MaxAge: 400 * 24 * 60 * 60, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: s.public.Scheme == "https",
	})
	return "cookie/" + name
}

// since tells what is new at a sitting, of what was chosen.
func (s *server) since(at sitting, n news, q choice, here string, t times) *sinceView {
	v := &sinceView{
		First: at.look.Mark == 0, Last: t.moment(at.look.Marked), More: n.more, View: here, Seq: at.look.Seen,
	}
	hidden := map[[2]string]feed.Mark{}
	for _, m := range at.marks {
		hidden[[2]string{m.Source, m.Item}] = m
	}
	away := map[[2]string]bool{}
	told := make([]*feed.Entry, 0, len(n.entries))
	for _, e := range n.entries {
		item := [2]string{e.Source, e.Item}
		m := hidden[item]
		if !m.Hides(*e) {
			told = append(told, e)
			continue
		}
		if !away[item] && len(v.Away) < maxAway {
			on := t.item(e.Tool, e.Source, e.Item, e.On)
			v.Away = append(v.Away, awayView{on, m.State == feed.Muted, markPath(e.Source, e.Item, 0, here)})
		}
		away[item] = true
	}
	summary := catchup.Tell(told, s.who.Person, s.who.Program)
	if len(summary.Decisions) > maxDecided {
		from := at.look.Marked
		if v.First {
			from = t.yesterday()
		}
		day := setting{"since", from.In(t.zone).Format(time.DateOnly)}
		v.Decided, v.Day = address("/decisions", some(q.values, decisionFilters...), day), t.short(from)
		summary.Decisions, v.More = summary.Decisions[:maxDecided], true
	}
	s.tell(v, summary, !someKinds(q.filter), here, t)
	return v
}

// someKinds reports whether a filter leaves decisions out, or shows little else: what is flagged is little, and who searches for
// words is shown what has them. Elsewhere decisions can lie behind much.
func someKinds(f feed.Filter) bool {
	return len(f.Kinds)+len(f.Verbs) > 0 || f.Flagged || f.Query != "" || slices.Contains(f.Without.Kinds, feed.Decision)
}

// news are entries that are new to a reader, newest first, and whether there are more than are told.
type news struct {
	entries []*feed.Entry
	more    bool
}

// newsBehind are the entries that came since a reader looked.
func (s *server) newsBehind(ctx context.Context, f feed.Filter, look feed.Look) (news, error) {
	if from := look.Marked.Add(-longBefore); f.Since.Before(from) {
		f.Since = from
	}
	newest, err := s.Log.Added(ctx, f, look.Mark, maxSince+1)
	if err != nil || len(newest) <= maxSince || someKinds(f) {
		return newsOf(newest, nil), err
	}
	f.Kinds = []feed.Kind{feed.Decision}
	decisions, err := s.Log.Added(ctx, f, look.Mark, maxDecided+1)
	return newsOf(newest, decisions), err
}

// newsSince are, of the newest entries, those since a time, for whoever never looked, with the decisions that are older.
func (s *server) newsSince(ctx context.Context, f feed.Filter, newest []feed.Entry, from time.Time) (news, error) {
	if newest = backTo(newest, from); len(newest) <= maxSince || someKinds(f) {
		return newsOf(newest, nil), nil
	}
	if f.Since.Before(from) {
		f.Since = from
	}
	known := 0
	for _, e := range newest[:maxSince] {
		if e.Kind == feed.Decision {
			known++
		}
	}
	if known > maxDecided {
		return newsOf(newest, nil), nil
	}
	f.Kinds = []feed.Kind{feed.Decision}
	decisions, err := s.Log.Events(ctx, f, newest[maxSince-1].Pos, maxDecided+1-known)
	return newsOf(newest, decisions), err
}

// newsOf are the newest entries, and the decisions that are older, so that none is missed where much happens.
func newsOf(newest, decisions []feed.Entry) news {
	n := news{make([]*feed.Entry, 0, maxSince+maxDecided+1), len(newest) > maxSince}
	for i := range newest[:min(len(newest), maxSince)] {
		n.entries = append(n.entries, &newest[i])
	}
	if !n.more {
		return n
	}
	oldest := newest[maxSince-1].Pos
	for i := range decisions {
		if e := &decisions[i]; e.Pos < oldest {
			n.entries = append(n.entries, e)
		}
	}
	return n
}

// backTo are, of entries, newest first, those since a time.
func backTo(entries []feed.Entry, since time.Time) []feed.Entry {
	n := slices.IndexFunc(entries, func(e feed.Entry) bool { return e.At.Before(since) })
	if n < 0 {
		n = len(entries)
	}
	return entries[:n]
}

// tell puts a summary into the view. Of whole news it says that nothing was decided, if nothing was.
func (s *server) tell(v *sinceView, told catchup.Summary, whole bool, here string, t times) {
	made := map[[2]string]int{}
	for _, e := range told.Decisions {
		item := [2]string{e.Source, e.Item}
		if _, known := made[item]; !known {
			made[item] = len(v.Decisions)
			v.Decisions = append(v.Decisions, newsView{Item: t.item(e.Tool, e.Source, e.Item, e.On), Open: true})
		}
		on := &v.Decisions[made[item]]
		one := s.event(*e, t)
		one.When = t.when(e.At)
		on.Events = append(on.Events, one)
		on.Open = on.Open && e.Verb == feed.Proposed
	}
	for i, c := range told.Changes {
		switch {
		case i < openChanges:
			v.Changes = append(v.Changes, s.changeOf(c, here, t))
		case i < openChanges+foldedChanges:
			v.Folded = append(v.Folded, s.changeOf(c, here, t))
		default:
			v.More = true
		}
	}
	for _, d := range told.Quiet {
		v.Quiet = append(v.Quiet, shorten(d.Who(), titleText)+" "+shorten(d.DidAll(), titleText))
	}
	slices.SortStableFunc(v.Decisions, func(a, b newsView) int { // what is decided comes first
		switch {
		case a.Open == b.Open:
			return 0
		case a.Open:
			return 1
		}
		return -1
	})
	var parts []string
	proposed := 0
	for _, d := range v.Decisions {
		if d.Open {
			proposed++
		}
	}
	if n := len(v.Decisions) - proposed; n > 0 {
		parts = append(parts, t.Count("since.decisions", n))
	} else if whole {
		parts = append(parts, t.Say("since.nothing-decided"))
	}
	if proposed > 0 {
		parts = append(parts, t.Count("since.proposals", proposed))
	}
	if n := len(told.Changes); n > 0 {
		parts = append(parts, t.Count("since.changes", n))
	}
	if n := told.QuietItems; n > 0 {
		parts = append(parts, t.Count("since.quiet", n))
	}
	v.Summary = strings.Join(parts, ", ")
}

func (s *server) changeOf(c catchup.Change, here string, t times) changeView {
	v := changeView{
		Item: t.item(c.Last.Tool, c.Last.Source, c.Last.Item, c.Last.On), At: t.moment(c.Last.At),
		Mark: markPath(c.Last.Source, c.Last.Item, c.Seq, here),
	}
	for _, deed := range c.Told() {
		v.Deeds = append(v.Deeds, shorten(deed, titleText))
	}
	if c.Said != nil {
		v.Said = s.prose.Excerpt(commands.InWords(*c.Said), excerptText, t.Say("page.picture"))
		v.SaidBy = shorten(syndication.Name(c.Said.Tool, c.Said.By, s.who.Person), nameText)
	}
	return v
}

// Empty reports whether there is nothing to tell.
func (v *sinceView) Empty() bool { return len(v.Decisions)+len(v.Changes)+len(v.Quiet) == 0 }
