package cli

import (
	"context"
	"fmt"
	"sync"

	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/store"
)

// A register works out who is who, and again only when that may have changed.
type register struct {
	db     *store.DB
	agreed *protocol.Protocol

	mu      sync.Mutex
	version string
	last    *identity.Directory
}

// directory says who is who by the configuration, by what was seen, and by what was said since.
func (r *register) directory(ctx context.Context) (*identity.Directory, error) {
	version, err := r.db.Acquaintance(ctx)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last != nil && r.version == version {
		return r.last, nil
	}
	known := identity.Agreed(r.agreed)
	if known.Accounts, err = r.db.Accounts(ctx); err != nil {
		return nil, err
	}
	if known.Rulings, err = r.db.Rulings(ctx); err != nil {
		return nil, err
	}
	r.last, r.version = identity.Resolve(known), version
	return r.last, nil
}

// people says who is who, once: for commands that end.
func (h *host) people(ctx context.Context) (*identity.Directory, error) {
	who, err := (&register{db: h.db, agreed: &h.config.Protocol}).directory(ctx)
	if err != nil {
		return nil, fmt.Errorf("working out who is who: %w", err)
	}
	return who, nil
}
