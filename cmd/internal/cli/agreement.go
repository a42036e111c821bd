package cli

import (
	"context"
	"fmt"
	"sync"

	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/store"
)

// An agreement is the team's protocol with what is known beside it: who is who, and what the calendars say that are kept
// elsewhere. Each is worked out again only when it may have changed.
type agreement struct {
	db      *store.DB
	written *protocol.Protocol
	shelf   *shelf

	mu     sync.Mutex
	people acquainted
	// open is the protocol with its calendars, as of the library.
	library string
	open    *protocol.Protocol
	notices []calendars.Notice
	// earlier are the agreements that were noted, as of the last one that was seen.
	seen    string
	earlier []protocol.Earlier
}

func newAgreement(h *host, file string) *agreement {
	return &agreement{
		db:      h.db,
		written: &h.config.Protocol,
		shelf: &shelf{
			refs: h.config.Books(), file: file, db: h.db, zones: h.config.Zones, client: h.clients.For("calendar", ""), log: h.log, now: h.now,
		},
	}
}

// now is the agreement among people and by calendars as they are known now.
func (a *agreement) now(ctx context.Context) (*protocol.Protocol, error) {
	who, err := a.directory(ctx)
	if err != nil {
		return nil, err
	}
	open, _, err := a.opened(ctx)
	if err != nil {
		return nil, err
	}
	earlier, err := a.before(ctx)
	if err != nil {
		return nil, err
	}
	return open.Following(earlier...).With(who.Person, who.Program), nil
}

// before are the agreements that were in force before this one: what was asked then is judged by their windows. One that
// cannot be understood any more is left out.
func (a *agreement) before(ctx context.Context) ([]protocol.Earlier, error) {
	last, err := a.db.Agreed(ctx)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if seen := last.Version + last.Since.String(); a.seen != seen {
		all, err := a.db.Agreements(ctx)
		if err != nil {
			return nil, err
		}
		a.seen, a.earlier = seen, a.read(all)
	}
	earlier := a.earlier
	if last.Version == a.written.Version() && len(earlier) > 0 {
		earlier = earlier[:len(earlier)-1] // that is this one
	}
	return earlier, nil
}

// read makes earlier agreements of what was noted of them, those in a row that are the same as one. The last one was in force
// until now.
func (a *agreement) read(all []store.Agreement) []protocol.Earlier {
	var earlier []protocol.Earlier
	last := ""
	for _, noted := range all {
		if noted.Version == last {
			continue
		}
		if n := len(earlier); n > 0 {
			earlier[n-1].Until = noted.Since
		}
		last = noted.Version
		p, err := protocol.Read(noted.Text, noted.Version)
		if err != nil {
			a.shelf.log.Warn("an earlier agreement is left out", "version", noted.Version, "reason", err.Error())
			continue
		}
		earlier = append(earlier, protocol.Earlier{Until: a.shelf.now(), Protocol: p})
	}
	return earlier
}

// directory says who is who by the configuration, by what was seen, and by what was said since.
func (a *agreement) directory(ctx context.Context) (*identity.Directory, error) {
	version, err := a.db.Acquaintance(ctx)
	if err != nil {
		return nil, err
	}
	return a.people.as(version, func() (*identity.Directory, error) {
		known := identity.Agreed(a.written)
		if known.Accounts, err = a.db.Accounts(ctx); err != nil {
			return nil, fmt.Errorf("working out who is who: %w", err)
		}
		if known.Rulings, err = a.db.Rulings(ctx); err != nil {
			return nil, fmt.Errorf("working out who is who: %w", err)
		}
		return identity.Resolve(known), nil
	})
}

// acquainted remembers who is who, as of an acquaintance.
type acquainted struct {
	mu      sync.Mutex
	version string
	who     *identity.Directory
}

// as says who is who as of a version; work works it out anew if it is another than the last.
func (a *acquainted) as(version string, work func() (*identity.Directory, error)) (*identity.Directory, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.who != nil && a.version == version {
		return a.who, nil
	}
	who, err := work()
	if err == nil {
		a.who, a.version = who, version
	}
	return who, err
}

// warnings are what whoever runs Dateline should look at: old time zones, calendars that cannot be read, and whatever should
// be known about those that can.
func (h *host) warnings(ctx context.Context) ([]string, error) {
	var all []string
	if old := h.config.Zones.Old(h.now()); old != "" {
		all = append(all, old)
	}
	volumes, err := h.agreed.shelf.volumes(ctx)
	if err != nil {
		return nil, err
	}
	for _, v := range volumes {
		name := calendars.Shown(v.ref)
		switch {
		case v.calendar == nil:
			all = append(all, fmt.Sprintf("the calendar %s could not be read yet, so nothing is flagged of whoever works by it: %s", name, v.Problem))
		case v.Problem != "":
			all = append(all, fmt.Sprintf("the calendar %s is that of %s: %s", name, stamp(v.Read), v.Problem))
		}
		for _, m := range v.mistakes {
			all = append(all, fmt.Sprintf("the calendar %s: %s", name, m))
		}
	}
	_, notices, err := h.agreed.opened(ctx)
	if err != nil {
		return nil, err
	}
	for _, n := range notices {
		all = append(all, n.Path+": "+n.Text)
	}
	refused, err := h.refusedDigests(ctx)
	return append(all, refused...), err
}

// opened is the protocol with its calendars open, and what should be known about them.
func (a *agreement) opened(ctx context.Context) (*protocol.Protocol, []calendars.Notice, error) {
	version, err := a.db.Library(ctx)
	if err != nil {
		return nil, nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.open != nil && a.library == version {
		return a.open, a.notices, nil
	}
	books, err := a.shelf.books(ctx)
	if err != nil {
		return nil, nil, err
	}
	a.open, a.notices = a.written.Open(books)
	a.library = version
	return a.open, a.notices, nil
}
