package api

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/query"
)

const (
	// usualLimit and maxLimit are how many records a page holds, if nothing is said and at most.
	usualLimit, maxLimit = 100, 1000
	// usualDays and maxDays are how far reports look back.
	usualDays, maxDays = 90, 3650
)

// A call is a request to an endpoint, read.
type call struct {
	*server
	ctx context.Context
	who *identity.Directory
	// in is what stands in the path under a name.
	in func(name string) string
	// query are the filters, own the endpoint's other parameters as they were given, tidied.
	query query.Query
	own   url.Values
	// limit is how many records are wanted, after the place behind which the list goes on: empty from the first on.
	limit int
	after string
	list  string
	now   time.Time
}

// read reads the parameters of a call, and takes from in what its path holds.
func (s *server) read(
	ctx context.Context, e endpoint, who *identity.Directory, given url.Values, in func(string) string,
) (*call, error) {
	known, err := s.known(ctx, who)
	if err != nil {
		return nil, err
	}
	c := &call{server: s, ctx: ctx, who: who, in: in, own: url.Values{}, list: e.name, now: known.Now}
	parameters, filters := e.all(), url.Values{}
	for name, values := range query.Tidy(given) {
		i := slices.IndexFunc(parameters, func(p parameter) bool { return p.name == name })
		switch {
		case i < 0:
			return nil, query.Unknown("", "There is no parameter called", name, names(parameters))
		case !parameters[i].many && len(values) > 1:
			return nil, wrong(name, fmt.Sprintf("There can be one %s, and not %d.", name, len(values)))
		case parameters[i].filter:
			filters[name] = values
		default:
			c.own[name] = values
		}
	}
	if c.query, err = query.Read(filters, known); err != nil {
		return nil, err
	}
	if !e.paged {
		return c, nil
	}
	if c.limit, err = c.number("limit", cmp.Or(e.usual, usualLimit), 1, cmp.Or(e.most, maxLimit)); err != nil {
		return nil, err
	}
	if after := c.own.Get("after"); after != "" {
		c.after, err = placeOf(c.list, after)
	}
	return c, err
}

// known is what there is to choose from. Days begin in UTC: an address means the same to whoever asks.
func (s *server) known(ctx context.Context, who *identity.Directory) (query.Known, error) {
	all, err := s.Sources(ctx)
	if err != nil {
		return query.Known{}, err
	}
	saved, err := s.Views(ctx)
	return query.Known{Sources: all, Who: who, Teams: s.Teams, Views: saved, Now: s.Now(), Zone: time.UTC}, err
}

// number reads a parameter that is a whole number.
func (c *call) number(name string, usual, least, most int) (int, error) {
	v := c.own.Get(name)
	if v == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		return 0, wrong(name, fmt.Sprintf("“%s” is no whole number from %d to %d.", query.Line(v), least, most))
	}
	return n, nil
}

// days reads how far to look back.
func (c *call) days() (int, error) { return c.number("days", usualDays, 0, maxDays) }

// cut makes a page of one record more than was asked for, if there is one. place is the place behind a record.
func cut[E, R any](c *call, list []E, place func(E) string, record func(E) R) page[R] {
	p := page[R]{Data: make([]R, 0, min(len(list), c.limit))}
	if len(list) > c.limit {
		list = list[:c.limit]
		p.Next = cursor(c.list, place(list[c.limit-1]))
	}
	for _, e := range list {
		p.Data = append(p.Data, record(e))
	}
	return p
}

// turn makes a page of what the store cut already.
func turn[E, R any](c *call, list []E, next string, record func(E) R) page[R] {
	p := page[R]{Data: make([]R, 0, len(list)), Next: cursor(c.list, next)}
	for _, e := range list {
		p.Data = append(p.Data, record(e))
	}
	return p
}
