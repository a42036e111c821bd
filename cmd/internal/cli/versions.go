package cli

import (
	"context"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/compare"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/web"
	"github.com/datelinehq/dateline/feed/windows/ics"
)

// versionsTold is how many agreements are told of, the present one among them.
const versionsTold = 12

// A history is the agreements that were in force and what each changed, worked out again only when another one is.
type history struct {
	h *host

	mu   sync.Mutex
	seen string
	told []web.Version
}

// versions are the agreements that were in force, the newest first.
func (y *history) versions(ctx context.Context) ([]web.Version, error) {
	last, err := y.h.db.Agreed(ctx)
	if err != nil || last.Version == "" {
		return nil, err
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	seen := last.Version + last.Since.String()
	if y.seen == seen {
		return y.told, nil
	}
	all, err := y.h.db.Agreements(ctx)
	if err != nil {
		return nil, err
	}
	books, err := y.h.agreed.shelf.books(ctx)
	if err != nil {
		return nil, err
	}
	y.seen, y.told = seen, y.tell(all, books)
	return y.told, nil
}

// tell says of each agreement what it changed, by the calendars as they are now and by examples of when it came into force.
func (y *history) tell(all []store.Agreement, books map[string]*ics.Calendar) []web.Version {
	all = slices.CompactFunc(all, func(a, b store.Agreement) bool { return a.Version == b.Version })
	all = all[max(len(all)-versionsTold, 0):]
	var told []web.Version
	var before *protocol.Protocol
	for i, noted := range all {
		v := web.Version{Name: noted.Version, Since: noted.Since}
		after, ok := y.open(noted, books)
		switch {
		case !ok:
			v.Unclear = "It cannot be read any more by this version of Dateline."
		case i > 0 && before == nil:
			v.Unclear = "The one before it cannot be read any more by this version of Dateline."
		case i > 0:
			v.Changes = compare.Words(before, after, noted.Since)
		}
		before = after
		told = append(told, v)
	}
	slices.Reverse(told)
	return told
}

// open makes an agreement of what was noted of it.
func (y *history) open(noted store.Agreement, books map[string]*ics.Calendar) (*protocol.Protocol, bool) {
	p := &protocol.Protocol{}
	if err := yaml.Unmarshal(noted.Text, p); err != nil {
		return nil, false
	}
	if wrong := p.Check(protocol.Surroundings{Zone: y.h.config.Zones.Zone}); len(wrong) > 0 {
		return nil, false
	}
	open, _ := p.Open(books)
	return open, true
}
