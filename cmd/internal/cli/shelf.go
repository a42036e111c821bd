package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/windows/ics"
	"github.com/datelinehq/dateline/feed/windows/zones"
)

// renewEvery is how often a calendar that is kept elsewhere is read again.
const renewEvery = time.Hour

// A shelf keeps the calendars that the agreement takes from files and addresses, as they were last read: in the store, so
// that a server that is away, or one that suddenly answers nonsense, opens no office on a holiday.
type shelf struct {
	refs   []string
	file   string // the configuration, beside which files are
	db     *store.DB
	zones  *zones.Data
	client *http.Client
	log    *slog.Logger
	now    func() time.Time
}

// renew reads again what was not read for a while. What cannot be read stays as it was, with the reason beside it.
func (s *shelf) renew(ctx context.Context) error {
	kept, err := s.db.Books(ctx)
	if err != nil {
		return err
	}
	for _, ref := range s.refs {
		b := kept[bookName(ref)]
		if b.Problem == "" && s.now().Sub(b.Read) < renewEvery {
			continue
		}
		b.Name, b.Tried, b.Problem = bookName(ref), s.now(), ""
		if err := s.read(ctx, ref, &b); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			b.Problem = err.Error()
			s.log.WarnContext(ctx, "a calendar could not be read", "calendar", calendars.Shown(ref), "reason", b.Problem)
		} else {
			b.Read = b.Tried
		}
		if err := s.db.PutBook(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// read reads a book anew. The error does not tell its address.
func (s *shelf) read(ctx context.Context, ref string, b *store.Book) error {
	text, tag, err := s.get(ctx, ref, b.Tag)
	if err != nil || text == nil {
		return err
	}
	if _, _, err := ics.Read(bytes.NewReader(text), s.zones.Zone); err != nil {
		return err
	}
	b.Text, b.Tag = text, tag
	return nil
}

// get returns the text at a reference, nil where it still is what the tag names.
func (s *shelf) get(ctx context.Context, ref, tag string) (text []byte, newTag string, err error) {
	if !calendars.Address(ref) {
		text, err = os.ReadFile(config.Beside(s.file, ref))
		return text, "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, ref, http.NoBody)
	if err != nil {
		return nil, "", errors.New("the address cannot be read")
	}
	req.Header.Set("Accept", "text/calendar")
	if tag != "" {
		req.Header.Set("If-None-Match", tag)
	}
	res, err := s.client.Do(req)
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err // without the address
	}
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = res.Body.Close() }()
	switch {
	case res.StatusCode == http.StatusNotModified && tag != "":
		return nil, tag, nil
	case res.StatusCode != http.StatusOK:
		return nil, "", fmt.Errorf("the server answers %s", res.Status)
	}
	text, err = io.ReadAll(res.Body)
	if err == nil && text == nil {
		text = []byte{}
	}
	return text, res.Header.Get("ETag"), err
}

// A volume is what the shelf has of one reference.
type volume struct {
	ref string
	store.Book
	// calendar is what it says, and mistakes the events that had to be left out. Nil if it could never be read.
	calendar *ics.Calendar
	mistakes []ics.Mistake
}

// volumes returns what the shelf has, in the order of the references.
func (s *shelf) volumes(ctx context.Context) ([]volume, error) {
	kept, err := s.db.Books(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]volume, 0, len(s.refs))
	for _, ref := range s.refs {
		v := volume{ref: ref, Book: kept[bookName(ref)]}
		if v.Text != nil {
			if v.calendar, v.mistakes, err = ics.Read(bytes.NewReader(v.Text), s.zones.Zone); err != nil {
				return nil, fmt.Errorf("reading what was kept of %s: %w", calendars.Shown(ref), err)
			}
		}
		all = append(all, v)
	}
	return all, nil
}

// books are the calendars on the shelf that could be read, by their references.
func (s *shelf) books(ctx context.Context) (map[string]*ics.Calendar, error) {
	volumes, err := s.volumes(ctx)
	if err != nil {
		return nil, err
	}
	books := map[string]*ics.Calendar{}
	for _, v := range volumes {
		if v.calendar != nil {
			books[v.ref] = v.calendar
		}
	}
	return books, nil
}

// watch renews the shelf now and then, and calls changed when what it says is not what it said.
func (s *shelf) watch(ctx context.Context, changed func(context.Context) error) error {
	if len(s.refs) == 0 {
		return nil
	}
	last, err := s.db.Library(ctx)
	if err != nil {
		return err
	}
	look := time.NewTicker(renewEvery / 6) // what failed is tried again sooner
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-look.C:
		}
		err := s.renew(ctx)
		if now, lookErr := s.db.Library(ctx); err == nil && lookErr == nil && now != last {
			last, err = now, changed(ctx)
		}
		if err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "the calendars could not be renewed", "reason", err.Error())
		}
	}
}

// bookName is how the store knows a reference.
func bookName(ref string) string {
	sum := sha256.Sum256([]byte(ref))
	return hex.EncodeToString(sum[:12])
}
