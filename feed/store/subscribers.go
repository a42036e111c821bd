package store

import (
	"context"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// Subscriber is the name of a subscriber's bookmark.
func Subscriber(name string) string { return "subscriber/" + name }

// Subscribers returns what is known of every subscriber that was ever told anything or stopped, by name.
func (db *DB) Subscribers(ctx context.Context) ([]feed.Subscriber, error) {
	head, err := db.Head(ctx)
	if err != nil {
		return nil, err
	}
	list, err := collect(ctx, db.read, func(row scanner) (s feed.Subscriber, err error) {
		var paused, disabled, failing, next, success int64
		err = row.Scan(&s.Name, &paused, &disabled, &s.Error, &failing, &s.Attempts, &next, &success, &s.Seq)
		s.Paused, s.Disabled, s.Failing = paused > 0, instant(disabled), instant(failing)
		s.Next, s.Success, s.Behind = instant(next), instant(success), head-s.Seq
		return s, err
	}, `select n.name, coalesce(s.paused, 0), coalesce(s.disabled, 0), coalesce(s.error, ''), coalesce(s.failing, 0), coalesce(s.attempts, 0),
		coalesce(s.next, 0), coalesce(s.success, 0), coalesce(b.seq, 0)
		from (select name from subscribers union select substr(follower, 12) from bookmarks where follower like 'subscriber/%') n
		left join subscribers s on s.name = n.name left join bookmarks b on b.follower = 'subscriber/' || n.name order by n.name`)
	if err != nil {
		return nil, fmt.Errorf("list the subscribers: %w", err)
	}
	return list, nil
}

// Subscriber returns what is known of one, which is little where it was never told anything.
func (db *DB) Subscriber(ctx context.Context, name string) (feed.Subscriber, error) {
	all, err := db.Subscribers(ctx)
	for _, s := range all {
		if s.Name == name {
			return s, err
		}
	}
	return feed.Subscriber{Name: name}, err
}

// StopSubscriber stops telling a subscriber anything, or goes on where it stopped: at once, as if it had never failed.
func (db *DB) StopSubscriber(ctx context.Context, name string, stopped bool) error {
	statement := `insert into subscribers (name, paused) values ($1, 1) on conflict (name) do update set paused = 1`
	if !stopped {
		statement = `insert into subscribers (name) values ($1) on conflict (name)
			do update set paused = 0, disabled = 0, failing = 0, attempts = 0, next = 0, error = ''`
	}
	if _, err := affect(ctx, db.writer(ctx), statement, name); err != nil {
		return fmt.Errorf("stop the subscriber %q: %w", name, err)
	}
	return nil
}

// Replay moves a subscriber's bookmark back to before the first entry that happened since then, so that it is told again
// what followed. It never moves it forward.
func (db *DB) Replay(ctx context.Context, name string, since time.Time) error {
	_, err := affect(ctx, db.writer(ctx), `update bookmarks set seq = b.before from
		(select coalesce(min(changed) - 1, 0) as before, count(*) as n from events where at >= $2) b
		where follower = $1 and b.n > 0 and seq > b.before`, Subscriber(name), micros(since))
	if err != nil {
		return fmt.Errorf("replay for the subscriber %q: %w", name, err)
	}
	return nil
}

// Chosen returns those of the entries that a filter chooses, in their order.
func (db *DB) Chosen(ctx context.Context, f feed.Filter, entries []feed.Entry) ([]feed.Entry, error) {
	x, possible, err := db.expression(ctx, f)
	if err != nil || !possible {
		return nil, err
	}
	above, from := span(f, 0)
	c := conditions{dialect: db.dialect}
	read := make([]int64, len(entries))
	for i, e := range entries {
		read[i] = e.Pos
	}
	c.among(read, "e.pos")
	c.few(f, above, from)
	if !x.empty() {
		c.matching(x)
	}
	if c.err != nil {
		return nil, c.err
	}
	places, err := collect(ctx, db.read, one[int64], "select e.pos from events e"+c.where(), c.args...)
	if err != nil {
		return nil, fmt.Errorf("choose entries: %w", err)
	}
	in := map[int64]bool{}
	for _, p := range places {
		in[p] = true
	}
	var out []feed.Entry
	for _, e := range entries {
		if in[e.Pos] {
			out = append(out, e)
		}
	}
	return out, nil
}
