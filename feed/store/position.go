package store

import (
	"context"
	"time"
)

// A place in the feed is one number: the milliseconds since 1970, then the lowest bits of the sequence number. Up to the
// year 2200 that fits into 63 bits. Pages of the feed are cut and continued by this one column, and the search index
// knows entries by it, so that what it finds newest first need not be sorted.
const seqBits = 20

func position(at time.Time, seq int64) int64 { return at.UnixMilli()<<seqBits | seq&(1<<seqBits-1) }

// floor is the lowest place an event at or after a time can have.
func floor(at time.Time) int64 { return at.UnixMilli() << seqBits }

// settlePlaces gives the records their places. Where one is taken, by an event of the same millisecond a multiple of a
// million numbers away, the next free one is as good.
func (t *Tx) settlePlaces(ctx context.Context, fresh []record) error {
	if len(fresh) == 0 {
		return nil
	}
	if n := fresh[len(fresh)-1].seq; n < 1<<seqBits { // then no two numbers end alike
		for i, r := range fresh {
			fresh[i].pos = position(r.At, r.seq)
		}
		return nil
	}
	taken := map[int64]bool{}
	places := make([]int64, len(fresh))
	for i, r := range fresh {
		p := position(r.At, r.seq)
		for taken[p] {
			p++
		}
		taken[p] = true
		places[i], fresh[i].pos = p, p
	}
	for {
		list, err := t.db.dialect.list(places)
		if err != nil {
			return err
		}
		clashes, err := collect(ctx, t.tx, one[int64], "select pos from events where "+t.db.dialect.among("pos", 1), list)
		if err != nil {
			return err
		}
		if len(clashes) == 0 {
			return nil
		}
		stored := map[int64]bool{}
		for _, p := range clashes {
			stored[p] = true
			taken[p] = true
		}
		places = places[:0]
		for i := range fresh {
			if !stored[fresh[i].pos] {
				continue
			}
			for taken[fresh[i].pos] {
				fresh[i].pos++
			}
			taken[fresh[i].pos] = true
			places = append(places, fresh[i].pos)
		}
	}
}
