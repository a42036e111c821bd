package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/datelinehq/dateline/feed"
)

const (
	// maxStreams is how many streams there may be at a time, streamAtOnce how many numbers of the log one looks at at a time.
	maxStreams, streamAtOnce = 200, 1000
	// beat is how often something is sent where nothing happens, patience how long a receiver may take to take it.
	beat, patience = 15 * time.Second, 30 * time.Second
	// lastEvent is the header by which a stream goes on.
	lastEvent = "Last-Event-ID"
)

var stream = endpoint{
	path: "stream", name: "stream", summary: "What happens, as server-sent events in the order of the log",
	text: "The types of events are those of webhooks' messages. The id of an event is its number in the log: sent as Last-Event-ID, or " +
		"as after, the stream goes on behind it. What is new comes once it was judged, which tells whether an ask was opened by it.",
	parameters: append(filters(), parameter{name: "after", text: "Go on behind this number of the log; 0 tells all of it."}),
	stream:     true, example: "stream?kind=flag",
	of: reflect.TypeFor[feed.EventRecord](),
}

// mediaType is what the answers of the endpoint are.
func (e endpoint) mediaType() string {
	if e.stream {
		return "text/event-stream"
	}
	return "application/json"
}

var errBusy = &problem{Status: http.StatusServiceUnavailable, Type: root + "#busy", Title: "Too many streams",
	Detail: "There are as many streams as can be. Try again in a minute."}

// streaming tells what happens until the caller goes away, or the process ends.
func (s *server) streaming(e endpoint) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		who, err := s.People(r.Context())
		if err != nil {
			return err
		}
		c, err := s.read(r.Context(), e, who, r.URL.Query(), r.PathValue)
		if err != nil {
			return err
		}
		at, err := c.begin(r.Header.Get(lastEvent))
		if err != nil {
			return err
		}
		select {
		case s.streams <- struct{}{}:
			defer func() { <-s.streams }()
		default:
			w.Header().Set("Retry-After", "60")
			return errBusy
		}
		h := w.Header()
		h.Set("Content-Type", e.mediaType())
		h.Set("Cache-Control", "no-store")
		h.Set("X-Accel-Buffering", "no") // nginx would keep it back
		w.WriteHeader(http.StatusOK)
		if r.Method != http.MethodHead {
			c.flow(w, at)
		}
		return nil
	}
}

// begin is the number of the log behind which the stream begins; last is that of the last event that was received.
func (c *call) begin(last string) (int64, error) {
	given := last
	if given == "" {
		given = c.own.Get("after")
	}
	if given == "" {
		return c.Log.Head(c.ctx)
	}
	at, err := strconv.ParseInt(given, 10, 64)
	if err != nil || at < 0 {
		return 0, errCursor
	}
	return at, nil
}

// flow sends what happens behind a number of the log. What it cannot read or send ends it: the caller comes back to where it was.
func (c *call) flow(w http.ResponseWriter, at int64) {
	out := http.NewResponseController(w)
	looks, beats := time.NewTicker(c.Every), time.NewTicker(beat)
	defer looks.Stop()
	defer beats.Stop()
	send := func(text []byte) error {
		if err := out.SetWriteDeadline(time.Now().Add(patience)); err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
		return out.Flush()
	}
	// Who loses the connection before anything was told comes back to here too.
	if send([]byte("retry: 5000\nid: "+strconv.FormatInt(at, 10)+"\n\n")) != nil {
		return
	}
	for {
		entries, upTo, err := c.Log.Behind(c.ctx, c.query.Filter, at, streamAtOnce)
		if err != nil {
			c.Logger.WarnContext(c.ctx, "a stream ended", "reason", err.Error())
			return
		}
		var text bytes.Buffer
		for _, e := range entries {
			if err := c.tell(&text, e); err != nil {
				c.Logger.WarnContext(c.ctx, "a stream ended", "reason", err.Error())
				return
			}
		}
		if text.Len() > 0 && send(text.Bytes()) != nil {
			return
		}
		if more := upTo > at; more {
			at = upTo
			continue
		}
		select {
		case <-looks.C:
		case <-beats.C:
			if send([]byte(":\n\n")) != nil {
				return
			}
		case <-c.Stopping:
			return
		case <-c.ctx.Done():
			return
		}
	}
}

// tell writes an entry as a server-sent event.
func (c *call) tell(b *bytes.Buffer, e feed.Entry) error {
	data, err := json.Marshal(e.Record(c.who.Person))
	if err != nil {
		return fmt.Errorf("writing %s/%s as JSON: %w", e.Source, e.Key, err)
	}
	_, err = fmt.Fprintf(b, "id: %d\nevent: %s\ndata: %s\n\n", e.Changed, e.MessageType(), data)
	return err
}
