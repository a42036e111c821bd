package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

const (
	// maxAnswer is how many characters are kept of why a message was not taken.
	maxAnswer = 500
	// keptDeliveries is how many deliveries are kept of a subscriber, and keepDeliveries for how long.
	keptDeliveries = 10_000
	keepDeliveries = 30 * 24 * time.Hour
)

// An Attempt is one attempt to deliver a message.
type Attempt struct {
	Subscriber, ID, Type string
	// Seq is the entry's number in the log, as it was when the message was made, and Pos its place, by which it is found however
	// often it is edited.
	Seq, Pos int64
	At       time.Time
	Taken    bool
	Status   int
	Answer   string
	// Next is when it is sent again where it was not taken, and Disable that it is not: the subscriber is given up.
	Next    time.Time
	Disable bool
	// Wanted says that somebody had it sent: the subscriber's bookmark and state are not concerned.
	Wanted bool
	// Before is the subscriber's bookmark, as it was when the entry was read.
	Before int64
}

// Attempted writes down an attempt. One that was taken moves the subscriber's bookmark to its entry, in the same transaction;
// moved says that it did not, for somebody has moved it elsewhere.
func (db *DB) Attempted(ctx context.Context, a Attempt) (moved bool, err error) {
	err = db.within(ctx, func(t *Tx) error {
		_, err := affect(ctx, t.tx, `insert into deliveries
			(subscriber, id, seq, type, attempts, first, last, taken, status, answer, wanted, pos)
			values ($1, $2, $3, $4, 1, $5, $5, $6, $7, $8, 0, $9)
			on conflict (subscriber, id) do update set attempts = deliveries.attempts + 1, last = excluded.last, wanted = 0,
			first = case when deliveries.first = 0 then excluded.first else deliveries.first end,
			type = excluded.type, taken = excluded.taken, status = excluded.status, answer = excluded.answer`,
			a.Subscriber, a.ID, a.Seq, a.Type, micros(a.At), flag(a.Taken), a.Status, feed.Text(a.Answer, maxAnswer), a.Pos)
		if err != nil || a.Wanted {
			return err
		}
		if !a.Taken {
			disabled := int64(0)
			if a.Disable {
				disabled = micros(a.At)
			}
			_, err := affect(ctx, t.tx, `insert into subscribers (name, disabled, error, failing, attempts, next) values ($1, $2, $3, $4, 1, $5)
				on conflict (name) do update set disabled = excluded.disabled, error = excluded.error, next = excluded.next, attempts = subscribers.attempts + 1,
				failing = case when subscribers.failing = 0 then excluded.failing else subscribers.failing end`,
				a.Subscriber, disabled, feed.Text(a.Answer, maxAnswer), micros(a.At), micros(a.Next))
			return err
		}
		_, err = affect(ctx, t.tx, `insert into subscribers (name, success) values ($1, $2) on conflict (name) do update
			set success = excluded.success, failing = 0, attempts = 0, next = 0, error = ''`, a.Subscriber, micros(a.At))
		if err != nil {
			return err
		}
		moved, err = t.pass(ctx, a.Subscriber, a.Before, a.Seq)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("write down a delivery to %q: %w", a.Subscriber, err)
	}
	return moved, nil
}

// Pass moves a subscriber's bookmark over entries that it is not told of. Moved says that somebody has moved it elsewhere.
func (db *DB) Pass(ctx context.Context, subscriber string, before, to int64) (moved bool, err error) {
	err = db.within(ctx, func(t *Tx) error {
		moved, err = t.pass(ctx, subscriber, before, to)
		return err
	})
	return moved, err
}

func (t *Tx) pass(ctx context.Context, subscriber string, before, to int64) (moved bool, err error) {
	// Who was never told anything has no bookmark yet.
	_, err = affect(ctx, t.tx, "insert into bookmarks (follower, seq, moved) values ($1, 0, 0) on conflict (follower) do nothing",
		Subscriber(subscriber))
	if err != nil {
		return false, err
	}
	n, err := affect(ctx, t.tx, "update bookmarks set seq = $3, moved = $4 where follower = $1 and seq = $2",
		Subscriber(subscriber), before, to, micros(t.db.now()))
	return n == 0, err
}

const deliveryColumns = "subscriber, id, seq, type, attempts, first, last, taken, status, answer, wanted, pos"

func readDelivery(row scanner) (d feed.Delivery, err error) {
	var first, last, taken, wanted int64
	err = row.Scan(&d.Subscriber, &d.ID, &d.Seq, &d.Type, &d.Attempts, &first, &last, &taken, &d.Status, &d.Answer, &wanted, &d.Pos)
	d.First, d.Last, d.Taken, d.Wanted = instant(first), instant(last), taken > 0, wanted > 0
	return d, err
}

// Delivery returns a delivery by the id of its message. The error is [ErrNotFound] if there is none.
func (db *DB) Delivery(ctx context.Context, subscriber, id string) (feed.Delivery, error) {
	d, err := readDelivery(db.read.QueryRowContext(ctx,
		"select "+deliveryColumns+" from deliveries where subscriber = $1 and id = $2", subscriber, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return d, fmt.Errorf("look up the delivery %s to %q: %w", id, subscriber, err)
	}
	return d, nil
}

// Deliveries returns at most limit deliveries to a subscriber, or to all where it is empty, the last attempted first. They
// follow the place after, which is empty for the first page and [AfterDelivery] of the last one seen else.
func (db *DB) Deliveries(ctx context.Context, subscriber, after string, limit int) ([]feed.Delivery, error) {
	c := conditions{dialect: db.dialect}
	if subscriber != "" {
		c.add("subscriber = $%d", subscriber)
	}
	if after != "" {
		parts := strings.SplitN(after, "/", 3)
		last, err := strconv.ParseInt(parts[0], 10, 64)
		if err != nil || len(parts) < 3 {
			return nil, feed.ErrPlace
		}
		c.add("(last, id, subscriber) < ($%d, $%d, $%d)", last, parts[1], parts[2])
	}
	list, err := collect(ctx, db.read, readDelivery, "select "+deliveryColumns+" from deliveries"+c.where()+
		" order by last desc, id desc, subscriber desc"+c.limit(limit), c.args...)
	if err != nil {
		return nil, fmt.Errorf("list the deliveries: %w", err)
	}
	return list, nil
}

// AfterDelivery is the place behind a delivery in a list of them.
func AfterDelivery(d feed.Delivery) string {
	return fmt.Sprint(micros(d.Last), "/", d.ID, "/", d.Subscriber)
}

// Resend has a message sent again. The error is [ErrNotFound] if it is not kept any more.
func (db *DB) Resend(ctx context.Context, subscriber, id string) error {
	n, err := affect(ctx, db.writer(ctx), "update deliveries set wanted = 1 where subscriber = $1 and id = $2", subscriber, id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("have %s sent again to %q: %w", id, subscriber, err)
	}
	return nil
}

// Want has a message sent that is not of the log: a test.
func (db *DB) Want(ctx context.Context, d feed.Delivery) error {
	_, err := affect(ctx, db.writer(ctx), "insert into deliveries ("+deliveryColumns+`)
		values ($1, $2, $3, $4, 0, 0, $5, 0, 0, '', 1, 0) on conflict do nothing`, d.Subscriber, d.ID, d.Seq, d.Type, micros(d.Last))
	if err != nil {
		return fmt.Errorf("have a test sent to %q: %w", d.Subscriber, err)
	}
	return nil
}

// Wanted returns the deliveries that somebody wants to be sent, in the order of the log.
func (db *DB) Wanted(ctx context.Context, subscriber string, limit int) ([]feed.Delivery, error) {
	list, err := collect(ctx, db.read, readDelivery, "select "+deliveryColumns+
		" from deliveries where subscriber = $1 and wanted = 1 order by seq limit $2", subscriber, limit)
	if err != nil {
		return nil, fmt.Errorf("look for deliveries that are wanted: %w", err)
	}
	return list, nil
}

// EntryAt returns the entry that has a place in the log, as it is now.
func (db *DB) EntryAt(ctx context.Context, pos int64) (e feed.Entry, found bool, err error) {
	list, err := db.at(ctx, []int64{pos})
	if err != nil || len(list) == 0 {
		return e, false, err
	}
	return list[0], true, nil
}

// ForgetDeliveries drops the deliveries to a subscriber that are older than 30 days, and all but the last 10,000 of its log.
func (db *DB) ForgetDeliveries(ctx context.Context, subscriber string, now time.Time) error {
	_, err := affect(ctx, db.write, `delete from deliveries where subscriber = $1 and wanted = 0 and (last < $2 or seq > 0 and seq <
		coalesce((select seq from deliveries where subscriber = $1 order by seq desc limit 1 offset $3), 0))`,
		subscriber, micros(now.Add(-keepDeliveries)), keptDeliveries-1)
	if err != nil {
		return fmt.Errorf("forget old deliveries to %q: %w", subscriber, err)
	}
	return nil
}
