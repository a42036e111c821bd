package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/asks"
	"github.com/datelinehq/dateline/feed/asks/receipt"
	"github.com/datelinehq/dateline/feed/protocol"
)

// respond keeps what is said of an ask, as the host does.
func (m *memory) respond(ctx context.Context, id string, s asks.Saying, words string, by feed.Account) (feed.Event, bool, error) {
	for _, a := range m.asks {
		if a.ID != id {
			continue
		}
		agreed, err := m.agreement(ctx)
		if err != nil {
			return feed.Event{}, true, err
		}
		e, err := s.Event(a, words, by, agreed, noon)
		if err != nil {
			return e, true, err
		}
		return e, true, m.say(ctx, a.Source, e)
	}
	return feed.Event{}, false, nil
}

// usual is what most teams of the tests agreed on.
const usual = `{"calendars": {"berlin": {"location": "Europe/Berlin", "hours": {"monday:friday": ["09:00-17:00"]}},
	"auckland": {"location": "Pacific/Auckland", "hours": {"monday:friday": ["09:00-17:00"]}}}, "calendar": "berlin",
	"people": [{"name": "Ana", "accounts": {"github": "ana"}}, {"name": "Divya", "accounts": {"github": "divya"}, "calendar": "auckland"},
	{"name": "Farah", "accounts": {"github": "farah"}, "away": ["2026-11-20..2026-11-27"]}],
	"teams": {"core": ["Ana"]}, "windows": [{"name": "all", "within": "24h"}]}`

// agreement is what the team of the tests agreed on.
func (m *memory) agreement(context.Context) (*protocol.Protocol, error) {
	p, err := protocol.Read([]byte(cmp.Or(m.written, usual)), "1")
	if err != nil {
		return nil, err
	}
	if wrong := p.Check(protocol.Surroundings{Zone: time.LoadLocation}); len(wrong) > 0 {
		return nil, fmt.Errorf("%v", wrong)
	}
	open, _ := p.Open(nil)
	return open, nil
}

// manyAsks is a team that owes a lot, in all states.
func manyAsks(m *memory) {
	rests := m.ask("ops/14", "farah", "chen", noon.Add(-time.Hour))
	rests.ID, rests.State, rests.Due = "rests", feed.AskPaused, time.Time{}
	rests.Unclear = "it does not count at the moment: it is a draft"
	rests.Paused = []feed.Pause{{From: noon.Add(-time.Minute), Why: "it is a draft"}}
	promised := m.ask("web/90", "ben", "ana", noon.Add(-time.Hour))
	promised.ID, promised.State = "promised", feed.AskCommitted
	guess := m.ask("web/88", "emre", "ana", noon.Add(-time.Hour))
	guess.ID, guess.Kind, guess.Confidence = "guess", feed.Question, feed.Possible
	away := m.ask("web/90", "ben", "farah", noon.Add(-time.Hour))
	away.ID, away.Within = "away", "8wh"
	night := m.ask("web/90", "ben", "divya", noon.Add(-time.Hour))
	night.ID, night.Within = "night", "8wh"
	m.asks = append(m.asks, rests, promised, guess, away, night)
	for i := range asksSize {
		a := m.ask("api/209", "ben", "ana", noon.Add(-time.Duration(i)*time.Minute))
		a.ID = fmt.Sprint("many", i)
		m.asks = append(m.asks, a)
	}
}

// TestBars checks that the bar of a window in working time shows how much of that is used: none by night, while an hour is.
func TestBars(t *testing.T) {
	m := week(t)
	for id, within := range map[string]string{"clock": "24h", "night": "8wh"} {
		a := m.ask("web/90", "ben", "divya", noon.Add(-time.Hour))
		a.ID, a.Within = id, within
		m.asks = append(m.asks, a)
	}
	page := get(t, newPages(t, optionsFor(m)), "/asks?person=Divya").Body.String()
	for width, want := range map[string]int{`<rect width="4"`: 1, `<rect width="0"`: 1} {
		if n := strings.Count(page, width); n != want {
			t.Errorf("%d bars are as %s, want %d", n, width, want)
		}
	}
}

var askScenes = []scene{
	{name: "asks", address: "/asks", status: 200, want: []string{
		"1 response late, 3 in time", "Late", "Ana owes Ben a review", "due Tue 24 Nov 09:06 (Tue 10:06 there)", "11:12 there, works until 17:00",
		"23:12 there, starts in 9 h 30 min", "Answer by, snooze, waive", "By person",
	}},
	{name: "many asks", address: "/asks", status: 200, set: manyAsks, want: []string{
		"1 response late, 42 in time, 1 to confirm", "1 to 35 of 43", "After", "due in 23 h (24 h)",
	}},
	{name: "the rest of many asks", address: "/asks?from=35", status: 200, set: manyAsks, want: []string{
		"Resting, or without a deadline", "stands still: it is a draft", "36 to 43 of 43", "Before",
	}},
	{name: "asks by person", address: "/asks?by=person&person=Farah&person=Divya", status: 200, set: manyAsks, want: []string{
		"Divya", "Farah", "away until Mon 30 Nov", "stands still: away", "the clock stands still ·", "(8 working hours)", "Clear",
	}},
	{name: "asks by team", address: "/asks?by=team", status: 200, set: manyAsks, want: []string{"core", "1 late"}},
	{name: "asks that rest", address: "/asks?state=resting", status: 200, set: manyAsks, want: []string{"stands still: it is a draft"}},
	{name: "asks to confirm", address: "/asks?state=guessed", status: 200, set: manyAsks, want: []string{"It is an ask", "an answer to a question"}},
	{name: "no asks", address: "/asks", status: 200, set: func(m *memory) { m.asks = nil }, want: []string{"Nobody is kept waiting", "An ask begins when"}},
	{name: "no asks of a kind", address: "/asks?kind=merge", status: 200, want: []string{"Nobody is waited for in this view", "Show all asks"}},
	{name: "no such kind of ask", address: "/asks?kind=mergers", status: 400, want: []string{"There is no kind of ask called “mergers”."}},
	{name: "no such filter of asks", address: "/asks?verb=merged", status: 400, want: []string{"Asks have no filter called “verb”."}},
	{name: "no such arrangement of asks", address: "/asks?by=zodiac", status: 400, want: []string{"Asks cannot be arranged by “zodiac”."}},
	{name: "hostile asks", address: "/asks?by=person", status: 200, set: hostile, want: []string{"&lt;script&gt;"}},
}

// TestRestsOnce checks that an ask that rests says why once.
func TestRestsOnce(t *testing.T) {
	m := week(t)
	manyAsks(m)
	page := get(t, newPages(t, optionsFor(m)), "/asks?state=resting").Body.String()
	if got := strings.Count(page, "it is a draft"); got != 1 {
		t.Errorf("it says %d times why it rests", got)
	}
	if want := `<p class="note"><bdi>the clock stands still: it is a draft</bdi>`; !strings.Contains(page, want) {
		t.Errorf("want %s on %s", want, page)
	}
}

// TestSay says what can be said of asks, as the page's own forms do.
func TestSay(t *testing.T) {
	m := week(t)
	ended := m.ask("api/201", "ben", "ana", noon.Add(-time.Hour))
	ended.ID, ended.State, ended.Ended = "ended", feed.AskAnswered, noon
	m.asks = append(m.asks, ended)
	o := optionsFor(m)
	pages := newPages(t, o)
	h := as(pages, access.Reader{Name: "Ana"})
	id := m.asks[0].ID
	for _, c := range []struct {
		name, id, say, words string
		headers              []string
		status               int
		want                 string
	}{
		{"promise", id, "promise", "tomorrow 12:00", nil, http.StatusSeeOther, ""},
		{"snooze", id, "snooze", "in 2h", nil, http.StatusSeeOther, ""},
		{"waive", id, "waive", "it was shipped", nil, http.StatusSeeOther, ""},
		{"confirm", id, "confirm", "", nil, http.StatusSeeOther, ""},
		{"no time", id, "promise", "whenever <b>", nil, http.StatusBadRequest, "whenever &lt;b&gt;"},
		{"nothing that can be said", id, "shout", "", nil, http.StatusBadRequest, "cannot be said of an ask"},
		{"of nothing", "none", "waive", "", nil, http.StatusNotFound, "There is no such ask"},
		{"too late", "ended", "waive", "", nil, http.StatusConflict, "it was answered"},
		{"from another site", id, "waive", "", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden, ""},
	} {
		form := url.Values{"say": {c.say}, "words": {c.words}}.Encode()
		headers := append([]string{"Content-Type", "application/x-www-form-urlencoded"}, c.headers...)
		w := send(t, h, http.MethodPost, askPath(c.id), form, headers...)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s: %d, want %d and %q of:\n%s", c.name, w.Code, c.status, c.want, words(w.Body.String()))
		}
		if to := w.Header().Get("Location"); w.Code == http.StatusSeeOther && to != askPath(id)+"?said="+c.say {
			t.Errorf("%s: it leads to %s", c.name, to)
		}
	}
	if len(m.said) != 4 {
		t.Fatalf("said: %v", m.said)
	}
	first := m.said[0]
	if first.Into != "2026-11-25T11:00:00Z" || first.By.Name != "Ana" || first.Source != "api" || !strings.HasPrefix(first.Key, "promise/"+id+"/") {
		t.Errorf("the promise is %+v", first)
	}
	again := m.said
	send(t, h, http.MethodPost, askPath(id), url.Values{"say": {"promise"}, "words": {"tomorrow 12:00"}}.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	if last := m.said[len(m.said)-1]; len(m.said) != len(again)+1 || last.Key != first.Key {
		t.Errorf("said twice it is %s, and was %s", last.Key, first.Key)
	}
	if page := words(get(t, h, askPath(id)+"?said=promise").Body.String()); !strings.Contains(page, "The promise stands in place of the deadline.") {
		t.Errorf("after it was said the page says:\n%s", page)
	}
}

// TestStrips draws days: one on which clocks change, one of a night shift, and many.
func TestStrips(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		if err != nil {
			t.Fatal(errors.Join(err))
		}
		return when
	}
	line := func(from, until string) receipt.Line {
		f, u := at(from), at(until)
		return receipt.Line{From: f, Until: u, Length: receipt.Duration(u.Sub(f))}
	}
	days, left := strips(receipt.Receipt{
		Counted:   []receipt.Line{line("2026-03-28 22:00", "2026-03-29 06:00")},
		Uncounted: []receipt.Line{line("2026-03-28 20:00", "2026-03-28 22:00"), line("2026-03-29 06:00", "2026-03-29 07:30")},
	}, zone, inEnglish(t, noon, zone))
	if got := fmt.Sprint(days, left); got != "[{Sat 28 Mar [{1200 120 false} {1320 120 true}] 2 h} {Sun 29 Mar [{0 360 true} {360 90 false}] 5 h}] 0" {
		t.Errorf("the night in which clocks go forward is %s", got)
	}
	days, left = strips(receipt.Receipt{Uncounted: []receipt.Line{line("2026-01-01 08:00", "2026-03-01 09:00")}}, zone, inEnglish(t, noon, zone))
	if len(days) != maxStrips || left != 60-maxStrips || days[maxStrips-1].Day != "Sun 1 Mar" || !strings.HasSuffix(days[maxStrips-7].Day, "after 39 more days") {
		t.Errorf("two months are %v and %d", days, left)
	}
}
