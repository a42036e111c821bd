package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// A Digest is what became of a subscriber's digest of one period.
type Digest struct {
	Subscriber, Period string
	// Moment is when it was due, Told until when everything was told by then.
	Moment, Told time.Time
	Outcome      DigestOutcome
	At           time.Time
}

// A DigestOutcome is what became of a digest.
type DigestOutcome string

// The outcomes.
const (
	DigestBegun   DigestOutcome = "begun" // the subscriber came: what was before is not told
	DigestSent    DigestOutcome = "sent"
	DigestEmpty   DigestOutcome = "empty"   // there was nothing to tell
	DigestRefused DigestOutcome = "refused" // nobody wants it, or takes it
)

// LastDigest returns what became of a subscriber's last digest: the zero Digest if there was none.
func (db *DB) LastDigest(ctx context.Context, subscriber string) (Digest, error) {
	d, err := readDigest(db.read.QueryRowContext(ctx, `select subscriber, period, moment, told, outcome, at from digests
		where subscriber = $1 order by moment desc limit 1`, subscriber))
	if errors.Is(err, sql.ErrNoRows) {
		return Digest{}, nil
	}
	if err != nil {
		return Digest{}, fmt.Errorf("read the last digest of %s: %w", subscriber, err)
	}
	return d, nil
}

// PutDigest notes what became of a digest, unless that of its period is noted already, and reports whether it did. Those of more
// than a year before are forgotten, and so is a failure: nothing is to be sent again any more.
func (db *DB) PutDigest(ctx context.Context, d Digest) (noted bool, err error) {
	err = db.within(ctx, func(t *Tx) error {
		if _, err := affect(ctx, t.tx, "delete from digests where subscriber = $1 and at < $2", d.Subscriber, micros(d.At.Add(-forgotten))); err != nil {
			return err
		}
		n, err := affect(ctx, t.tx, `insert into digests (subscriber, period, moment, told, outcome, at) values ($1, $2, $3, $4, $5, $6)
			on conflict (subscriber, period) do nothing`,
			d.Subscriber, d.Period, micros(d.Moment), micros(d.Told), string(d.Outcome), micros(d.At))
		if noted = n > 0; !noted {
			return err
		}
		return t.forgetFailure(ctx, d.Subscriber)
	})
	if err != nil {
		return false, fmt.Errorf("note the digest of %s for %s: %w", d.Period, d.Subscriber, err)
	}
	return noted, nil
}

// Digested reports whether it is noted what became of a subscriber's digest of a period.
func (db *DB) Digested(ctx context.Context, subscriber, period string) (bool, error) {
	n, err := one[int](db.read.QueryRowContext(ctx, "select count(*) from digests where subscriber = $1 and period = $2", subscriber, period))
	if err != nil {
		return false, fmt.Errorf("look for the digest of %s for %s: %w", period, subscriber, err)
	}
	return n > 0, nil
}

func readDigest(row scanner) (d Digest, err error) {
	var moment, told, at int64
	err = row.Scan(&d.Subscriber, &d.Period, &moment, &told, &d.Outcome, &at)
	d.Moment, d.Told, d.At = instant(moment), instant(told), instant(at)
	return d, err
}

// A DigestFailure is that a digest was not taken at an address, and is sent there again.
type DigestFailure struct {
	Subscriber, Address string
	// Since is when none was taken for the first time, Attempts how often it was tried since. Next is when it is tried again.
	Since, Next time.Time
	Attempts    int
	Reason      string
}

// FailDigest keeps a failure in place of an earlier one of the same subscriber.
func (db *DB) FailDigest(ctx context.Context, f DigestFailure) error {
	err := db.within(ctx, func(t *Tx) error {
		if err := t.forgetFailure(ctx, f.Subscriber); err != nil {
			return err
		}
		_, err := affect(ctx, t.tx, `insert into digest_failures (subscriber, address, since, attempts, next, reason)
			values ($1, $2, $3, $4, $5, $6)`,
			f.Subscriber, f.Address, micros(f.Since), f.Attempts, micros(f.Next), feed.Text(f.Reason, feed.MaxTitle))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep that the digests to %s fail: %w", f.Subscriber, err)
	}
	return nil
}

func (t *Tx) forgetFailure(ctx context.Context, subscriber string) error {
	_, err := affect(ctx, t.tx, "delete from digest_failures where subscriber = $1", subscriber)
	return err
}

// DigestFailures returns the failures by the names of their subscribers.
func (db *DB) DigestFailures(ctx context.Context) (map[string]DigestFailure, error) {
	list, err := collect(ctx, db.read, func(row scanner) (f DigestFailure, err error) {
		var since, next int64
		err = row.Scan(&f.Subscriber, &f.Address, &since, &f.Attempts, &next, &f.Reason)
		f.Since, f.Next = instant(since), instant(next)
		return f, err
	}, "select subscriber, address, since, attempts, next, reason from digest_failures")
	if err != nil {
		return nil, fmt.Errorf("list whose digests fail: %w", err)
	}
	failing := make(map[string]DigestFailure, len(list))
	for _, f := range list {
		failing[f.Subscriber] = f
	}
	return failing, nil
}

// A Refusal is that nothing more is to be sent to an address.
type Refusal struct {
	Subscriber, Address string
	// Who is the reader or the server, which is that of the mails or the receiver of the webhook. Reason is what the server said.
	Who    string
	Reason string
	At     time.Time
}

// Who refuses.
const (
	ByReader = "reader"
	ByServer = "server"
)

// Refuse keeps a refusal in place of an earlier one, and of a failure, of the same subscriber. One without an address takes it back.
func (db *DB) Refuse(ctx context.Context, r Refusal) error {
	err := db.within(ctx, func(t *Tx) error {
		if err := t.forgetFailure(ctx, r.Subscriber); err != nil {
			return err
		}
		if _, err := affect(ctx, t.tx, "delete from refusals where subscriber = $1", r.Subscriber); err != nil || r.Address == "" {
			return err
		}
		_, err := affect(ctx, t.tx, "insert into refusals (subscriber, address, who, reason, at) values ($1, $2, $3, $4, $5)",
			r.Subscriber, r.Address, r.Who, feed.Text(r.Reason, feed.MaxTitle), micros(r.At))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep that %s wants no more: %w", r.Subscriber, err)
	}
	return nil
}

// Refusals returns the refusals by the names of their subscribers.
func (db *DB) Refusals(ctx context.Context) (map[string]Refusal, error) {
	list, err := collect(ctx, db.read, func(row scanner) (r Refusal, err error) {
		var at int64
		err = row.Scan(&r.Subscriber, &r.Address, &r.Who, &r.Reason, &at)
		r.At = instant(at)
		return r, err
	}, "select subscriber, address, who, reason, at from refusals")
	if err != nil {
		return nil, fmt.Errorf("list who wants no more: %w", err)
	}
	refusals := make(map[string]Refusal, len(list))
	for _, r := range list {
		refusals[r.Subscriber] = r
	}
	return refusals, nil
}

// SigningKey returns the key that addresses are signed with: the one that is kept, else the fresh one, which is kept from then on.
// The error is ErrNoKey if there is no key to seal it with.
func (db *DB) SigningKey(ctx context.Context, fresh string) (string, error) {
	if !db.Guarded() {
		return "", fmt.Errorf("keep a signing key: %w", ErrNoKey)
	}
	if _, err := affect(ctx, db.write, "insert into signing (id, key) values (1, $1) on conflict (id) do nothing",
		db.seal(signingKeys, "1", fresh)); err != nil {
		return "", fmt.Errorf("keep a signing key: %w", err)
	}
	key, err := one[string](db.write.QueryRowContext(ctx, "select key from signing where id = 1"))
	if err == nil {
		key, err = db.open(signingKeys, "1", key)
	}
	if err != nil {
		return "", fmt.Errorf("read the signing key: %w", err)
	}
	return key, nil
}
