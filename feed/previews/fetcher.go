package previews

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/datelinehq/dateline/feed"
)

const (
	// atOnce is how many videos are asked for at the same time, wanted how many may wait for that.
	atOnce = 2
	wanted = 100
	// good and bad are how long it is remembered what is known, and that nothing is.
	good = 7 * 24 * time.Hour
	bad  = time.Hour
	// most is how many previews are kept, and mostBytes of how many bytes all their pictures may be.
	most      = 5000
	mostBytes = 200 << 20
)

// A Store keeps what was found out.
type Store interface {
	Previews(ctx context.Context, urls []string) (map[string]feed.Preview, error)
	PutPreview(ctx context.Context, p feed.Preview) error
	TrimPreviews(ctx context.Context, most int, size int64) error
}

// Options are what a Fetcher is made of. Store, Client, Now and Log must be set.
type Options struct {
	Store Store
	// Client makes the requests: one of package guard.
	Client *http.Client
	// URL is where Loom is. Empty is [Loom].
	URL string
	Now func() time.Time
	Log *slog.Logger
}

// A Fetcher finds out about videos. It may be used by several goroutines at once.
type Fetcher struct {
	Options
	loom  *url.URL
	queue chan string

	mu   sync.Mutex
	busy map[string]bool // what is wanted or being fetched
}

// New returns a Fetcher. It fetches nothing until it is run.
func New(o Options) (*Fetcher, error) {
	if o.URL == "" {
		o.URL = Loom
	}
	loom, err := url.Parse(o.URL)
	if err != nil || loom.Scheme != "https" && loom.Scheme != "http" || loom.Host == "" || loom.User != nil {
		return nil, errors.New("the address of Loom must be http or https and a host")
	}
	return &Fetcher{Options: o, loom: loom, queue: make(chan string, wanted), busy: map[string]bool{}}, nil
}

// Previews returns what is known of videos, by their addresses as [Fetcher.Video] writes them. One of which nothing is known has
// a Problem; one that is missing was not asked for yet, and will be.
func (f *Fetcher) Previews(ctx context.Context, videos []string) (map[string]feed.Preview, error) {
	known, err := f.Store.Previews(ctx, videos)
	if err != nil {
		return nil, err
	}
	for _, v := range videos {
		keep := good
		p, asked := known[v]
		if p.Problem != "" {
			keep = bad
		}
		if !asked || f.Now().Sub(p.Asked) >= keep {
			f.want(v)
		}
	}
	return known, nil
}

// want puts a video into the queue, unless it is there or the queue is full.
func (f *Fetcher) want(video string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.busy[video] {
		return
	}
	select {
	case f.queue <- video:
		f.busy[video] = true
	default:
	}
}

func (f *Fetcher) done(video string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.busy, video)
}

// Run fetches what is wanted until the context ends, which is what it returns.
func (f *Fetcher) Run(ctx context.Context) error {
	var workers sync.WaitGroup
	for range atOnce {
		workers.Go(func() {
			for {
				select {
				case video := <-f.queue:
					if err := f.renew(ctx, video); err != nil && ctx.Err() == nil {
						f.Log.WarnContext(ctx, "a preview was not kept", "video", video, "reason", err.Error())
					}
					f.done(video)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	workers.Wait()
	return ctx.Err()
}

// renew asks for a video and keeps what was found out.
func (f *Fetcher) renew(ctx context.Context, video string) error {
	p, err := f.fetch(ctx, video)
	if ctx.Err() != nil {
		return ctx.Err() // we were stopped: that says nothing about the video
	}
	if err != nil {
		f.Log.InfoContext(ctx, "nothing was found out about a video", "video", video, "reason", err.Error())
		p = feed.Preview{URL: video, Problem: err.Error()}
	}
	p.Asked = f.Now()
	if err := f.Store.PutPreview(ctx, p); err != nil {
		return err
	}
	if err := f.Store.TrimPreviews(ctx, most, mostBytes); err != nil {
		return fmt.Errorf("making room for more: %w", err)
	}
	return nil
}
