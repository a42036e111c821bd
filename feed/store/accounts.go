package store

import (
	"context"
	"fmt"
	"time"

	"github.com/datelinehq/dateline/feed"
)

var accountTable = table{"accounts", []column{
	{"source", "bigint"}, {"id", "text"}, {"name", "text"}, {"email", "text"}, {"bot", "bigint"}, {"team", "bigint"},
	{"first_seen", "bigint"}, {"last_seen", "bigint"}, {"changed", "bigint"},
}}

// replaceAccount takes over what is new, and writes nothing where nothing is: that an account was seen once more is noted
// once a day.
const replaceAccount = `on conflict (source, id) do update set
		name = case when excluded.name <> '' and (excluded.last_seen >= accounts.last_seen or accounts.name = '')
			then excluded.name else accounts.name end,
		email = case when excluded.email <> '' and (excluded.last_seen >= accounts.last_seen or accounts.email = '')
			then excluded.email else accounts.email end,
		bot = case when excluded.last_seen >= accounts.last_seen then excluded.bot else accounts.bot end,
		team = case when excluded.last_seen >= accounts.last_seen then excluded.team else accounts.team end,
		first_seen = case when excluded.first_seen < accounts.first_seen then excluded.first_seen else accounts.first_seen end,
		last_seen = case when excluded.last_seen > accounts.last_seen then excluded.last_seen else accounts.last_seen end,
		changed = excluded.changed
	where excluded.last_seen >= accounts.last_seen and (excluded.last_seen >= accounts.last_seen + 86400000000
		or excluded.bot <> accounts.bot or excluded.team <> accounts.team
		or excluded.name <> accounts.name and excluded.name <> '' or excluded.email <> accounts.email and excluded.email <> '')
	or excluded.email <> '' and accounts.email = '' or excluded.name <> '' and accounts.name = ''
	or excluded.first_seen < accounts.first_seen - 86400000000`

// A sighting is an account as a page tells of it.
type sighting struct {
	feed.Account
	first, last time.Time
}

// sightings returns the accounts of a page and takes their e-mail addresses out of it: those are kept with the accounts.
func sightings(p *feed.Page, at time.Time) map[string]sighting {
	all := map[string]sighting{}
	see := func(a *feed.Account, at time.Time) {
		if a.ID != "" {
			s, known := all[a.ID]
			switch {
			case !known:
				s = sighting{*a, at, at}
			case at.Before(s.last):
				s.Account = seen(*a, s.Account)
			default:
				s.Account, s.last = seen(s.Account, *a), at
			}
			if at.Before(s.first) {
				s.first = at
			}
			all[a.ID] = s
		}
		a.Email = ""
	}
	for i := range p.Items {
		it := &p.Items[i]
		when := it.Updated
		if when.IsZero() {
			when = at
		}
		see(&it.Author, when)
		for j := range it.Owners {
			see(&it.Owners[j], when)
		}
		for j := range it.Reviewers {
			see(&it.Reviewers[j], when)
		}
	}
	for i := range p.Events {
		e := &p.Events[i]
		see(&e.By, e.At)
		for j := range e.To {
			see(&e.To[j], e.At)
		}
	}
	return all
}

// seen is an account as it was said to be later, with what only the earlier saying tells.
func seen(earlier, later feed.Account) feed.Account {
	if later.Name == "" {
		later.Name = earlier.Name
	}
	if later.Email == "" {
		later.Email = earlier.Email
	}
	return later
}

// putAccounts stores what was seen of accounts. Of those that change, changed is when that was, and above that of all before.
func (t *Tx) putAccounts(ctx context.Context, src place, seen map[string]sighting, at time.Time) error {
	if len(seen) == 0 {
		return nil
	}
	if err := t.order(ctx); err != nil {
		return err
	}
	last, err := one[int64](t.tx.QueryRowContext(ctx, "select coalesce(max(changed), 0) from accounts"))
	if err != nil {
		return err
	}
	changed := max(micros(at), last+1)
	rows := make([][]any, 0, len(seen))
	for _, s := range seen {
		rows = append(rows, []any{
			src.id, s.ID, s.Name, s.Email, flag(s.Bot), flag(s.Group), micros(s.first), micros(s.last), changed,
		})
	}
	_, err = t.db.dialect.insert(ctx, t.tx, accountTable, rows, replaceAccount)
	return err
}

// Accounts returns every account that was ever seen, once for each source, by tool, id and source.
func (db *DB) Accounts(ctx context.Context) ([]feed.AccountEntry, error) {
	list, err := collect(ctx, db.read, func(row scanner) (a feed.AccountEntry, err error) {
		var bot, group, first, last int64
		err = row.Scan(&a.Source, &a.Tool, &a.ID, &a.Name, &a.Email, &bot, &group, &first, &last)
		a.Bot, a.Group, a.First, a.Last = bot > 0, group > 0, instant(first), instant(last)
		return a, err
	}, `select s.name, s.tool, a.id, a.name, a.email, a.bot, a.team, a.first_seen, a.last_seen
		from accounts a join sources s on s.id = a.source order by s.tool, a.id, s.name`)
	if err != nil {
		return nil, fmt.Errorf("list the accounts: %w", err)
	}
	return list, nil
}
