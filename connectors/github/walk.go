package github

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// How a listing is walked, so that nothing is lost by what happens meanwhile.
//
// An ascending listing is asked from an instant on, and then from the last update that a full page brought. What is
// updated while the walk is under way moves ahead of it and is met again; with numbered pages it would pull an object
// from the page ahead onto the page just read. Where the pages must be numbered, for more than a page was updated in one
// second or just now, they are read from the last to the first: what is pulled then comes towards the reader.
//
// A descending listing knows no such instant and is read from the newest down to the mark of the last walk. What is
// updated meanwhile moves to its head, pushes the rest down towards the reader, and is met at the next walk.
//
// A walk ends with the ETag of the request that will ask for news: in a descending listing the first, in an ascending one
// the last, whose page must not be full: what comes then would stand on the next page and leave this one as it is.

// seenAtMost bounds what a place remembers around its mark. What is forgotten is read twice, never lost.
const seenAtMost = 40

// ask is the next request at the place, and the ETag it is made conditional with.
func (l listing) ask(p *place, perPage int) (query url.Values, etag string) {
	query = url.Values{"per_page": {strconv.Itoa(perPage)}}
	maps.Copy(query, l.query)
	if p.Since > 0 {
		query.Set("since", instant(p.Since).Format(time.RFC3339))
	}
	switch {
	case p.Walk == nil:
		return query, p.ETag
	case p.Walk.Page > 0:
		query.Set("page", strconv.Itoa(p.Walk.Page))
		if p.Walk.After != "" {
			query.Set("after", p.Walk.After)
		}
	}
	return query, ""
}

// read translates the rows of an answer, moves the place, and reports whether the walk is over.
func (l listing) read(t *translator, since int64, p *place, a answer) (over bool, err error) {
	rows, err := l.decode(t, a.body)
	if err != nil {
		return false, err
	}
	a.rows = len(rows)
	if p.Walk == nil {
		p.Walk = &walk{}
	}
	beginning := p.Walk.Page == 0
	t.latest = p.Latest
	var first, last int64
	var seen []string
	for _, o := range rows {
		if o.at > 0 && (first == 0 || o.at < first) {
			first = o.at
		}
		last = max(last, o.at)
	}
	for _, o := range rows {
		if o.put != nil && l.wants(o, p, since) {
			o.put()
		}
		if l.once && o.at >= last-l.overlap && !a.young(o.at) && o.key != "" && len(seen) < seenAtMost {
			seen = append(seen, o.key)
		}
	}
	p.Walk.count(a)
	if l.ascending {
		p.Latest = max(p.Latest, last)
		over = p.up(a, last)
	} else {
		over = p.down(l, a, first, last, since)
	}
	if beginning && !over {
		seen = append(seen, p.Seen[:min(len(p.Seen), seenAtMost-len(seen))]...)
	}
	if beginning {
		p.Seen = seen
	}
	t.page.Progress = feed.Tally{What: l.name, Done: p.Walk.Read, Total: p.Walk.Of}
	if over {
		p.Walk = nil
	}
	return over, nil
}

// wants reports whether an object is to be translated: everything that is not known from the last walk. What has no
// time is: it may be told what is wrong with it.
func (l listing) wants(o object, p *place, since int64) bool {
	if l.ascending || l.whole || o.at == 0 {
		return true
	}
	return o.at >= p.Mark-l.overlap && o.at >= since && !slices.Contains(p.Seen, o.key)
}

// count adds a page to what was read of the listing.
func (w *walk) count(a answer) {
	w.Read += a.rows
	switch {
	case !a.more && !w.Back:
		w.Of = w.Read
	case a.pages > 0 && w.Page == 0:
		w.Of = w.Read + (a.pages-1)*a.size
	}
	w.Of = max(w.Of, w.Read)
}

// up moves the place in an ascending listing behind an answer whose latest update was last.
func (p *place) up(a answer, last int64) (over bool) {
	w := p.Walk
	if w.Page == 0 && !a.now.IsZero() {
		w.Settled = a.now.Unix() - minute
	}
	switch {
	case w.Back:
		return p.back(a, last)
	case !a.more && w.Page == 0 && a.rows < a.size:
		p.ETag = a.etag
		return true
	case !a.more:
		return p.leave(a, last)
	case last > p.Since && !w.young(last, a.now):
		p.Since, w.Page, w.After = last, 0, ""
	case a.after == "" && w.Page == 0 && a.pages > 1:
		w.Page, w.Back = a.pages, true
	default:
		w.Page, w.After = max(w.Page, 1)+1, a.after
	}
	p.ETag = ""
	return false
}

// back moves the place towards the first of the numbered pages.
func (p *place) back(a answer, last int64) (over bool) {
	w := p.Walk
	if w.Top == 0 {
		w.Top = last
	}
	if w.Page > 1 {
		w.Page--
		return false
	}
	return p.leave(a, w.Top)
}

// leave moves the place behind what was read page by page, whose latest update was top: to the end of it, but not into
// the minute before the first page was read, in which more may have been updated behind the reader's back. A second that
// is over is left behind once all of it was read. Where there is nowhere to go the walk is over, and the next one begins
// at the same place.
func (p *place) leave(a answer, top int64) (over bool) {
	w := p.Walk
	settled := top
	if w.young(top, a.now) {
		settled = w.Settled
	}
	p.ETag = ""
	switch {
	case settled > p.Since:
		p.Since = settled
	case top <= p.Since && !w.young(p.Since, a.now):
		p.Since++
	default:
		return true
	}
	w.Page, w.After, w.Back, w.Top = 0, "", false, 0
	return false
}

// young reports whether more of that time may have come since the walk began, or of an earlier one. A time that is yet to
// come is as good as any other: then the clocks are wrong.
func (w *walk) young(at int64, now time.Time) bool {
	return w.Settled > 0 && at > w.Settled && at < now.Unix()+minute
}

// down moves the place in a descending listing behind an answer that brought the times from first to last.
func (p *place) down(l listing, a answer, first, last, since int64) (over bool) {
	w := p.Walk
	if w.Page == 0 {
		w.Top, w.Fresh = last, a.etag
		if l.once && a.young(last) {
			w.Fresh = "" // what hangs on the object may follow it without another sign
		}
	}
	beyond := first > 0 && (first < p.Mark-l.overlap || first < since)
	if a.more && !beyond {
		w.Page, w.After = max(w.Page, 1)+1, a.after
		return false
	}
	p.end()
	return true
}

// end moves the place in a descending listing to where its walk began.
func (p *place) end() { p.Mark, p.ETag = max(p.Mark, p.Walk.Top), p.Walk.Fresh }

// young reports whether a time is less than a minute ago by the server's clock: then there may be more of the same.
func (a answer) young(at int64) bool {
	if a.now.IsZero() {
		return false
	}
	age := a.now.Unix() - at
	return age < minute && age > -minute
}
