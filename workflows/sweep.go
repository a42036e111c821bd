package workflows

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"time"

	"go.temporal.io/sdk/workflow"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

const (
	// sweepPace is how long a sweep rests between two pages: polls come first.
	sweepPace = time.Second
	// sweepFor is how long one walk may take. One that would take longer has failed.
	sweepFor = 50 * time.Minute
	// sweepTries is how often a page is asked for, with growing pauses between.
	sweepTries = 5
	// sweepPatience is the longest wait that a tool may ask for within a walk.
	sweepPatience = 10 * time.Minute
	// sweepLook is how long Sweep sleeps at most: there may be new sources then.
	sweepLook = 24 * time.Hour
	// Up to sweepSome items may be missing without a doubt. If more are, and those are more than half of what is stored,
	// something else happened than deleting: a permission was taken away, say.
	sweepSome = 20
	// walksToBelieve is how many walks must miss an item: while a numbered list is walked, what is deleted at its beginning
	// lets another item slip past.
	walksToBelieve = 2
	// storedAtOnce is how many ids are read from or removed from the store at a time.
	storedAtOnce = 500
)

func sweepID(tool string) string { return "sweep/" + tool }

// A SweepRequest asks for the next sweep among the sources of a tool, after those up to After.
type SweepRequest struct {
	Tool  string
	After time.Time
}

// A SweepRound says how far the sweeps of a tool have come, and when the next is due.
type SweepRound struct{ After, Next time.Time }

// Sweep walks over what exists in each source of a tool, once in its time, and removes from the store what does not exist
// any more. All that it remembers is the time up to which sweeps were made. It never ends.
func Sweep(ctx workflow.Context, tool string, after time.Time) error {
	if after.IsZero() {
		after = workflow.Now(ctx)
	}
	return rounds(ctx, func(ctx workflow.Context) (Round, error) {
		var r SweepRound
		err := workflow.ExecuteActivity(ctx, activities.SweepNext, SweepRequest{tool, after}).Get(ctx, &r)
		after = r.After
		return Round{Next: r.Next}, err
	}, func(ctx workflow.Context) error {
		return workflow.NewContinueAsNewError(ctx, Sweep, tool, after)
	})
}

// SweepNext sweeps the one source of the tool whose turn it is, if there is one. Every source has its time in each period:
// they are spread over it, and which time is whose follows from its name. A turn that passed while nobody
// was at work is made good once; one that passed before the source was read to its end is, unless another's came since.
//
// A walk is kept in memory. One that is interrupted begins anew, in another activity.
func (a *Activities) SweepNext(ctx context.Context, req SweepRequest) (SweepRound, error) {
	ctx, stop := heartbeat(ctx)
	defer stop()
	sources, err := a.Store.Sources(ctx)
	if err != nil {
		return SweepRound{}, err
	}
	now := a.Now()
	type turn struct {
		source feed.Source
		at     time.Time
	}
	var due []turn
	round := SweepRound{After: req.After, Next: now.Add(sweepLook)}
	for _, src := range sources {
		every := a.sweepsEvery(src)
		if src.Tool != req.Tool || every <= 0 {
			continue
		}
		last := turnOf(src.Name, every, now)
		if ready := src.State == feed.SourceCurrent && !src.Paused; ready && last.After(req.After) {
			due = append(due, turn{src, last})
		}
		if next := last.Add(every); next.Before(round.Next) {
			round.Next = next
		}
	}
	if len(due) == 0 {
		return round, nil
	}
	first := slices.MinFunc(due, func(x, y turn) int { return cmp.Or(x.at.Compare(y.at), cmp.Compare(x.source.Name, y.source.Name)) })
	if _, err := a.sweepOnce(ctx, first.source, false); err != nil {
		return SweepRound{}, err
	}
	return SweepRound{After: first.at, Next: a.Now()}, nil
}

// sweepsEvery is how often a source is swept, 0 if it never is.
func (a *Activities) sweepsEvery(src feed.Source) time.Duration {
	if a.SweepEvery == nil || src.Retired {
		return 0
	}
	every := a.SweepEvery(src)
	if every <= 0 {
		return 0
	}
	connector, err := a.Open(src)
	if _, lists := connector.(connectors.Lister); err != nil || !lists {
		return 0
	}
	return every
}

// turnOf is the last time up to now at which it is the turn of a source.
func turnOf(source string, every time.Duration, now time.Time) time.Time {
	h := fnv.New64a()
	_, _ = h.Write([]byte(source))
	period := max(every.Microseconds(), 1) // so fine that no two sources have the same turn
	offset := int64(h.Sum64()>>1) % period
	return time.UnixMicro(now.UnixMicro() - (now.UnixMicro()-offset)%period).UTC()
}

// A Swept is what a sweep of one source found. If Doubt is not empty it says why nothing was removed, and if Failed is
// not, why the walk came to no end.
type Swept struct {
	Stored, Listed, Missing, Removed, Pages int
	Doubt, Failed                           string
}

func (s Swept) result() string {
	switch {
	case s.Failed != "":
		return "failed"
	case s.Doubt != "":
		return "withheld"
	}
	return "complete"
}

// ErrNoLister says that the source's tool cannot list what exists, or need not.
var ErrNoLister = errors.New("its tool does not list what exists: deletions arrive by polls, or not at all")

// SweepNow sweeps one source because somebody wants it, in this process and without Temporal, and derives what follows
// from it. force removes however much is missing.
func SweepNow(ctx context.Context, a *Activities, source string, force bool) (Swept, error) {
	own := *a
	own.Temporal = nobody{}
	src, _, err := own.Store.Source(ctx, source)
	if err != nil {
		return Swept{}, err
	}
	swept, err := own.sweepOnce(ctx, src, force)
	if err != nil {
		return swept, err
	}
	_, err = own.derive(ctx)
	return swept, err
}

// sweepOnce sweeps a source, and tells its operator what came of it. The error is one of the store, or that of a context
// that ended.
func (a *Activities) sweepOnce(ctx context.Context, src feed.Source, force bool) (Swept, error) {
	s, err := a.sweep(ctx, src, force)
	if err != nil {
		return s, err
	}
	a.Metrics.sweep(src.Name, s)
	trouble := ""
	switch s.result() {
	case "failed":
		a.Log.WarnContext(ctx, "a sweep came to no end", "source", src.Name, "pages", s.Pages, "reason", s.Failed)
		return s, nil // what an earlier sweep found may still be so
	case "withheld":
		trouble = s.Doubt
		a.Log.WarnContext(ctx, "a sweep removed nothing", "source", src.Name, "reason", s.Doubt)
	default:
		a.Log.InfoContext(ctx, "swept", "source", src.Name, "stored", s.Stored, "listed", s.Listed, "removed", s.Removed)
	}
	if err := a.Store.Trouble(ctx, src.Name, trouble); err != nil {
		return s, err
	}
	if s.Removed == 0 {
		return s, nil
	}
	return s, WakeTick(ctx, a.Temporal)
}

// sweep walks over what exists and removes what does not: what was stored when the walk began, is named by no page of it
// nor of another one, and was not changed since it began.
func (a *Activities) sweep(ctx context.Context, src feed.Source, force bool) (s Swept, err error) {
	connector, err := a.Open(src)
	if err != nil {
		return Swept{Failed: err.Error()}, nil
	}
	lister, ok := connector.(connectors.Lister)
	if !ok {
		return Swept{Failed: ErrNoLister.Error()}, nil
	}
	began := a.Now()
	missing, err := a.stored(ctx, src.Name)
	if err != nil {
		return s, err
	}
	s.Stored = len(missing)
	if s.Stored == 0 {
		return s, nil
	}
	for range walksToBelieve {
		if len(missing) == 0 {
			break
		}
		if err := a.walk(ctx, src, lister, missing, &s); err != nil {
			if ctx.Err() != nil {
				return s, ctx.Err() // we were stopped: that says nothing about the source
			}
			s.Failed = a.Secrets.Redact(err.Error())
			return s, nil
		}
		if s.Stored, err = a.spare(ctx, src.Name, missing, began, s.Stored); err != nil {
			return s, err
		}
	}
	s.Missing = len(missing)
	if !force && s.Missing > sweepSome && 2*s.Missing > s.Stored {
		s.Doubt = fmt.Sprintf("%d of %d items are no longer listed by the tool, which is too much to be believed; see whether the credentials may still "+
			"see everything, and if it is all deleted indeed, remove it with: sweep --force %s", s.Missing, s.Stored, src.Name)
		return s, nil
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(missing)), storedAtOnce) {
		if err := a.Store.Remove(ctx, src.Name, ids, began); err != nil {
			return s, err
		}
		s.Removed += len(ids)
	}
	return s, nil
}

// spare takes out of what is missing what was changed since the walk began, and what was only mentioned: no tool lists
// that. It returns how many are stored without the latter.
func (a *Activities) spare(ctx context.Context, source string, missing map[string]bool, began time.Time, stored int) (int, error) {
	for ids := range slices.Chunk(slices.Collect(maps.Keys(missing)), storedAtOnce) {
		known, err := a.Store.Known(ctx, source, ids)
		if err != nil {
			return stored, err
		}
		for _, id := range ids {
			it, ok := known[id]
			switch {
			case !ok || it.Updated.IsZero():
				delete(missing, id)
				stored--
			case !it.Updated.Before(began):
				delete(missing, id)
			}
		}
	}
	return stored, nil
}

// stored are the ids of the items that are stored of a source.
func (a *Activities) stored(ctx context.Context, source string) (map[string]bool, error) {
	all := map[string]bool{}
	for after := ""; ; {
		ids, err := a.Store.Existing(ctx, source, after, storedAtOnce)
		if err != nil || len(ids) == 0 {
			return all, err
		}
		for _, id := range ids {
			all[id] = true
		}
		after = ids[len(ids)-1]
	}
}

// walk takes what the tool lists out of what is missing. It returns an error unless it saw every page.
func (a *Activities) walk(ctx context.Context, src feed.Source, lister connectors.Lister, missing map[string]bool, s *Swept) error {
	end := a.Now().Add(sweepFor)
	for cursor := feed.Cursor(""); ; {
		roll, err := a.roll(ctx, src, lister, cursor)
		if err != nil {
			return err
		}
		s.Pages++
		s.Listed += len(roll.IDs)
		for _, id := range roll.IDs {
			delete(missing, id)
		}
		for _, beginning := range roll.Beyond {
			maps.DeleteFunc(missing, func(id string, _ bool) bool { return strings.HasPrefix(id, beginning) })
		}
		switch {
		case !roll.More:
			return nil
		case roll.Next == cursor:
			return fmt.Errorf("the list of what exists goes in circles at page %d", s.Pages)
		case a.Now().After(end):
			return fmt.Errorf("the list of what exists did not end within %s, in %d pages", sweepFor, s.Pages)
		}
		cursor = roll.Next
		if err := a.rest(ctx, sweepPace); err != nil {
			return err
		}
	}
}

// roll asks for one page, again if need be.
func (a *Activities) roll(ctx context.Context, src feed.Source, lister connectors.Lister, cursor feed.Cursor) (roll connectors.Roll, err error) {
	pause := sweepPace
	for try := 1; ; try++ {
		roll, err = list(ctx, lister, cursor)
		var wait *connectors.Wait
		switch {
		case err == nil, ctx.Err() != nil, try == sweepTries, errors.Is(err, connectors.ErrAuth), errors.Is(err, connectors.ErrCursor):
			return roll, err
		case errors.As(err, &wait) && wait.For > sweepPatience:
			return roll, err
		case wait != nil:
			pause = max(wait.For, sweepPace)
		default:
			pause *= 2
		}
		a.Log.DebugContext(ctx, "a page of a sweep could not be read", "source", src.Name, "reason", a.Secrets.Redact(err.Error()))
		if err := a.rest(ctx, pause); err != nil {
			return roll, err
		}
	}
}

// list is List of a lister that may panic.
func list(ctx context.Context, lister connectors.Lister, cursor feed.Cursor) (_ connectors.Roll, err error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the connector panicked: %v", p)
		}
	}()
	return lister.List(ctx, cursor)
}

// rest waits, unless the context ends first.
func (a *Activities) rest(ctx context.Context, pause time.Duration) error {
	if a.Rest != nil {
		return a.Rest(ctx, pause)
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
