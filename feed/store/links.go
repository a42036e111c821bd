package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/datelinehq/dateline/feed"
)

const (
	// maxHops is how many links lie between an item and the farthest that belongs to its thread.
	maxHops = 3
	// maxLinks is up to how many links an item is gone through: a list of all that is in a release connects what has
	// nothing to do with each other.
	maxLinks = 25
)

const (
	// neighbours looks at up to a thousand names either way: who is named more often is linked with too much to be shown.
	// holds says of a link that a connector told, r, that it was not taken back since.
	holds = `r.way <> 'unlinked' and (r.way <> 'linked' or not exists (select 1 from refs u where u.source = r.source
		and u.item = r.item and u.name = r.name and u.way = 'unlinked' and u.at >= r.at))`
	neighbours = `select s.name, s.tool, i.source, ` + itemColumns + ` from (
			select source, item from (select n.source, n.item from refs r join names n on n.name = r.name
				where r.source = $1 and r.item = $2 and ` + holds + ` limit 1000) named
			union
			select source, item from (select r.source, r.item from names n join refs r on r.name = n.name
				where n.source = $1 and n.item = $2 and ` + holds + ` limit 1000) naming
		) l join items i on i.source = l.source and i.id = l.item join sources s on s.id = i.source
		where i.gone = 0 and i.updated > 0 and (i.source <> $1 or i.id <> $2)
		order by i.updated desc, i.source desc, i.id desc limit $3 + 0`
)

// Item returns an item as it is stored. Found is false where there is none, or where it was only mentioned.
func (db *DB) Item(ctx context.Context, source, id string) (it feed.ItemEntry, found bool, err error) {
	e, err := readItemEntry(db.read.QueryRowContext(ctx, "select s.name, s.tool, i.source, "+itemColumns+
		" from items i join sources s on s.id = i.source where s.name = $1 and i.id = $2 and i.updated > 0", source, id))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return feed.ItemEntry{}, false, nil
	case err != nil:
		return feed.ItemEntry{}, false, fmt.Errorf("read the item %s of %q: %w", id, source, err)
	}
	return e.ItemEntry, true, nil
}

// Linked returns the items that are linked with one, in whatever source, and those that are linked with these: the nearest
// first, and of those as near the last updated, at most limit. Items are linked where one's title or events name the
// other, whichever came first, and where their tool says so.
func (db *DB) Linked(ctx context.Context, source, id string, limit int) ([]feed.ItemEntry, error) {
	list, err := db.linked(ctx, source, id, limit)
	if err != nil {
		return nil, fmt.Errorf("find what %s of %q is linked with: %w", id, source, err)
	}
	return list, nil
}

func (db *DB) linked(ctx context.Context, source, id string, limit int) (list []feed.ItemEntry, err error) {
	type place struct {
		source int64
		id     string
	}
	start, err := one[int64](db.read.QueryRowContext(ctx, "select id from sources where name = $1", source))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	type found struct {
		ItemEntry
		source int64
	}
	seen := map[place]bool{{start, id}: true}
	edge := []place{{start, id}}
	for hop := range maxHops {
		var next []place
		for _, at := range edge {
			near, err := collect(ctx, db.read, func(row scanner) (f found, err error) {
				f.ItemEntry, f.source, err = readItemRow(row)
				return f, err
			}, neighbours, at.source, at.id, limit+maxLinks+1)
			if err != nil {
				return nil, err
			}
			if hop > 0 && len(near) > maxLinks {
				continue
			}
			for _, n := range near {
				to := place{n.source, n.ID}
				if seen[to] {
					continue
				}
				if len(list) == limit {
					return list, nil
				}
				seen[to] = true
				list, next = append(list, n.ItemEntry.ItemEntry), append(next, to)
			}
		}
		edge = next
	}
	return list, nil
}

// Thread returns what happened to any of the items, newest first by Pos, at most limit of it: from the newest if before
// is 0, else what has a lower Pos.
func (db *DB) Thread(ctx context.Context, items []feed.ItemEntry, before int64, limit int) ([]feed.Entry, error) {
	above := int64(math.MaxInt64)
	if before != 0 {
		above = before
	}
	var places []int64
	for _, it := range items {
		some, err := collect(ctx, db.read, one[int64], `select e.pos from events e where e.source = (select id from sources where name = $1)
			and e.item = $2 and e.pos + 0 < $3 order by e.pos desc limit $4 + 0`, it.Source, it.ID, above, limit)
		if err != nil {
			return nil, fmt.Errorf("read the thread of %s in %q: %w", it.ID, it.Source, err)
		}
		places = append(places, some...)
	}
	slices.SortFunc(places, func(a, b int64) int { return int(max(-1, min(1, b-a))) })
	entries, err := db.at(ctx, places[:min(len(places), limit)])
	if err != nil {
		return nil, fmt.Errorf("read a thread: %w", err)
	}
	return entries, nil
}
