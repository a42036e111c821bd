package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
)

// spread is a team all over the world: somebody works at night, somebody is away, of somebody nobody knows the hours, and
// somebody is in two teams.
const spread = `
calendars:
  berlin: {location: Europe/Berlin, hours: {"monday:friday": ["09:00-12:30", "13:30-18:00"]}, holidays: [{dates: [2026-11-25], name: Founders' day}]}
  auckland: {location: Pacific/Auckland, hours: {"monday:friday": ["09:00-17:00"]}}
  night: {location: Europe/London, hours: {"monday:friday": ["22:00-06:00"]}}
  kolkata: {location: Asia/Kolkata, hours: {"monday:friday": ["10:00-19:00"]}}
people:
  - {name: Ana, calendar: berlin, accounts: {github: ana}}
  - {name: Ben, calendar: berlin, away: ["2026-11-23..2026-11-27"], accounts: {github: ben}}
  - {name: Chen, calendar: kolkata, accounts: {github: chen}}
  - {name: Divya, calendar: auckland, accounts: {github: divya}}
  - {name: Emre, accounts: {github: emre}}
  - {name: Farah, calendar: night, accounts: {github: farah}}
teams: {core: [Ana, Ben, Chen], far: [Ana, Divya], team-core: [Emre]}
leads: {core: Ana}
`

func spreadTeam(m *memory) { m.written = spread }

var hoursScenes = []scene{
	{name: "everybody's day", address: "/people", status: 200, set: spreadTeam, want: []string{
		"Today, Tuesday 24 November", "All 5 share no hour of the coming week. 3 of them, without Divya and Farah, are next at work together Mon 30 Nov 08:00–11:30 for you.",
		"All 3 are next at work together Mon 30 Nov 08:00–11:30 for you; 6 h 30 min in the coming week.", "Ben and Chen share the least: 6 h 30 min.", "11:12 in Berlin", "works until 12:30", "leads core", "also in far", "away until Mon 30 Nov",
		"Ana works 08:00–11:30, 12:30–17:00", "Ben does not work today; away 00:00–24:00", "nobody wrote down when they work", "In no team", "starts in 11 h 30 min",
		"Farah works 00:00–06:00, 22:00–24:00", "The team owes 1 in time", "1 late", "waits for 2", "Say who you are",
	}},
	{name: "the day of a team", address: "/people?team=far", status: 200, set: spreadTeam, want: []string{
		"Ana and Divya share no hour of the coming week", "23:12 in Auckland", "starts in 9 h 30 min",
	}},
	{name: "no such team", address: "/people?team=fra", status: 400, set: spreadTeam, want: []string{"There is no team called “fra”.", `<a href="/people?team=far">far</a>`}},
	{name: "a day of hostile people", address: "/people", status: 200, set: hostileHours, want: []string{"&lt;script&gt;"}},
}

// hostileHours are people and teams whose names mean ill.
func hostileHours(m *memory) {
	hostile(m)
	var b strings.Builder
	b.WriteString("calendars: {'<b>': {always: true, location: UTC}}\npeople:\n")
	for i, it := range []string{`<script>document.title = "owned"</script>`, `"><img src=x onerror=alert(1)>`, strings.Repeat("unbroken", 30), "\u202eright to left"} {
		b.WriteString("  - {name: " + strconv.Quote(it) + ", calendar: '<b>', away: ['2026-11-24']}\n")
		m.known.People = append(m.known.People, identity.Person{Name: it})
		if i == 0 {
			m.written = "teams: {" + strconv.Quote("a&b?<i>"+strings.Repeat("wide", 30)) + ": [" + strconv.Quote(it) + "]}\n"
		}
	}
	m.written = b.String() + m.written
}

// hoursIn opens what is written and says when people work.
func hoursIn(t *testing.T, text string) map[string]*calendars.Calendar {
	t.Helper()
	p, err := (&memory{written: text}).agreement(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	hours := map[string]*calendars.Calendar{}
	for _, name := range namesIn(p) {
		hours[name] = p.HoursOf(name)
	}
	return hours
}

func at(t *testing.T, when, zone string) times {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.ParseInLocation("2006-01-02 15:04", when, location)
	if err != nil {
		t.Fatal(err)
	}
	return inEnglish(t, now.UTC(), location)
}

// TestDayStrips draws a day in several zones, and the days on which clocks change.
func TestDayStrips(t *testing.T) {
	hours := hoursIn(t, spread)
	for _, tt := range []struct{ name, when, zone, who, want string }{
		{"a day with a break", "2026-11-24 10:00", "Europe/Berlin", "Ana", "works 37.5% 14.58%, works 56.25% 18.75%: Ana works 09:00–12:30, 13:30–18:00"},
		{"for a reader far away", "2026-11-24 10:00", "Pacific/Auckland", "Ana", "works 0% 2.08%, works 6.25% 18.75%, works 87.5% 12.5%: Ana works 00:00–00:30, 01:30–06:00, 21:00–24:00"},
		{"by half hours", "2026-11-24 10:00", "Asia/Kolkata", "Ana", "works 56.25% 14.58%, works 75% 18.75%: Ana works 13:30–17:00, 18:00–22:30"},
		{"a holiday", "2026-11-25 10:00", "Europe/Berlin", "Ana", "rests 0% 100%: Ana does not work today; Founders' day 00:00–24:00"},
		{"a weekend", "2026-11-28 10:00", "Europe/Berlin", "Ana", ": Ana does not work today"},
		{"a night shift", "2026-11-24 10:00", "Europe/London", "Farah", "works 0% 25%, works 91.67% 8.33%: Farah works 00:00–06:00, 22:00–24:00"},
		{"a night on which clocks go back", "2026-10-25 10:00", "Europe/London", "Farah", ": Farah does not work today"},
		{"the shift before clocks go forward", "2026-03-28 10:00", "Europe/London", "Farah", "works 0% 25%: Farah works 00:00–06:00"},
		{"a day of 23 hours", "2026-03-08 10:00", "America/New_York", "Divya", "works 65.22% 34.78%: Divya works 16:00–24:00"},
		{"a day of 25 hours", "2026-11-01 10:00", "America/New_York", "Divya", "works 64% 32%: Divya works 15:00–23:00"},
		{"a midnight that is skipped", "2026-04-24 10:00", "Africa/Cairo", "Chen", "works 28.26% 39.13%: Chen works 07:30–16:30"},
	} {
		v := newStrips(at(t, tt.when, tt.zone), nil, "", hours).of(tt.who)
		var marks []string
		for _, m := range v.Marks {
			marks = append(marks, m.Sort+" "+m.From+" "+m.Width)
		}
		if got := strings.Join(marks, ", ") + ": " + v.Says; got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// TestScale finds the hours of a day where its clock shows them.
func TestScale(t *testing.T) {
	for when, want := range map[string]string{"2026-11-24 10:00": "25% 50% 75% ", "2026-03-08 10:00": "21.74% 47.83% 73.91% ", "2026-11-01 10:00": "28% 52% 76% "} {
		got := ""
		for _, tick := range dayOf(at(t, when, "America/New_York")).scale() {
			got += tick.At + " "
		}
		if got != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
}

// TestShared says what people share in the coming week.
func TestShared(t *testing.T) {
	hours := hoursIn(t, spread)
	for _, tt := range []struct {
		name, when, zone string
		team             []string
		want             []string
	}{
		{"nobody", "2026-11-24 10:00", "UTC", nil, nil},
		{"one alone", "2026-11-24 10:00", "UTC", []string{"Ana"}, nil},
		{"two, now", "2026-11-24 10:00", "UTC", []string{"Ana", "Chen"}, []string{"Ana and Chen are at work together now, until 11:30 for you; 18 h in the coming week."}},
		{"two, tomorrow is a holiday", "2026-11-24 22:00", "Europe/Berlin", []string{"Ana", "Chen"}, []string{"Ana and Chen are next at work together Thu 26 Nov 09:00–12:30 for you; 18 h in the coming week."}},
		{"two, tomorrow", "2026-11-25 22:00", "America/New_York", []string{"Ana", "Chen"}, []string{"Ana and Chen are next at work together tomorrow 03:00–06:30 for you; 22 h 30 min in the coming week."}},
		{"a night and a day far away", "2026-11-24 10:00", "UTC", []string{"Divya", "Farah", "Emre"}, []string{
			"Divya and Farah are next at work together today 22:00–04:00 for you; 24 h in the coming week.", "Of Emre nobody wrote down when they work.",
		}},
		{"three of whom two never meet", "2026-11-24 10:00", "UTC", []string{"Ana", "Chen", "Divya"}, []string{
			"All 3 share no hour of the coming week. 2 of them, without Divya, are at work together now, until 11:30 for you.",
			"Ana and Divya share nothing, and neither does 1 other pair.",
		}},
		{"nothing at all", "2026-11-24 10:00", "UTC", []string{"Ana", "Divya"}, []string{"Ana and Divya share no hour of the coming week."}},
		{"three who never meet", "2026-11-27 18:00", "UTC", []string{"Ana", "Ben", "Divya"}, []string{
			"All 3 share no hour of the coming week. 2 of them, without Divya, are next at work together Mon 30 Nov 08:00–11:30 for you.",
			"Ana and Divya share nothing, and neither does 1 other pair.",
		}},
		{"only those of whom nothing is known", "2026-11-24 10:00", "UTC", []string{"Emre"}, nil},
		{"when some clocks have changed", "2026-03-27 22:00", "Asia/Kolkata", []string{"Ana", "Chen"}, []string{"Ana and Chen are next at work together Mon 30 Mar 12:30–16:00 for you; 27 h 30 min in the coming week."}},
	} {
		if diff := cmp.Diff(tt.want, shared(tt.team, hours, at(t, tt.when, tt.zone))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestMe says who one is and sees what one shares; a name that nobody has is refused, and forgotten.
func TestMe(t *testing.T) {
	m := week(t)
	spreadTeam(m)
	h := newPages(t, optionsFor(m))
	keep := func(me string) (int, []string) {
		w := send(t, h, http.MethodPost, "/zone", url.Values{"zone": {"Asia/Kolkata"}, "me": {me}, "back": {"/people?team=core"}}.Encode(), "Content-Type", "application/x-www-form-urlencoded")
		if w.Code == http.StatusSeeOther && w.Header().Get("Location") != "/people?team=core" {
			t.Errorf("it leads to %q", w.Header().Get("Location"))
		}
		return w.Code, w.Header().Values("Set-Cookie")
	}
	status, cookies := keep("Ana")
	if i := slices.IndexFunc(cookies, func(c string) bool { return strings.HasPrefix(c, "me=Ana; ") && strings.Contains(c, "HttpOnly") }); status != http.StatusSeeOther || i < 0 {
		t.Errorf("%d, %v", status, cookies)
	}
	if status, cookies := keep(""); status != http.StatusSeeOther || !strings.Contains(strings.Join(cookies, "\n"), "me=; Path=/; Max-Age=0") {
		t.Errorf("who is nobody is not forgotten: %d, %v", status, cookies)
	}
	for _, nobody := range []string{"Zoe", "core", "<script>"} {
		if status, cookies := keep(nobody); status != http.StatusBadRequest || len(cookies) > 0 {
			t.Errorf("%s: %d, %v", nobody, status, cookies)
		}
	}
	for cookie, want := range map[string][]string{
		"me=Ana; zone=Asia/Kolkata": {"You are Ana.", "with you 13:30–17:00, 18:00–19:00, 18 h in the coming week", "not with you today, 10 h in the coming week", "you work too"},
		"me=Divya; zone=UTC":        {"never with you this week", "with you 00:00–04:00, 22:00–24:00, 24 h in the coming week"},
		"me=Zoe":                    {"Say who you are"},
		"me=%zz":                    {"Say who you are"},
	} {
		page := words(get(t, h, "/people", "Cookie", cookie).Body.String())
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("with %s the page does not say %q:\n%s", cookie, w, page)
			}
		}
	}
	if page := get(t, h, "/zone", "Cookie", "me=Ana").Body.String(); !strings.Contains(page, `<option value="Ana" selected>`) {
		t.Error("the choice is not shown as made")
	}
}

// TestHoursWeight checks that the page of a team of twelve is light.
func TestHoursWeight(t *testing.T) {
	m := week(t)
	text := strings.Builder{}
	text.WriteString("calendars: {berlin: {location: Europe/Berlin, hours: {'monday:friday': ['09:00-12:30', '13:30-18:00']}}}\npeople:\n")
	m.known = identity.Known{}
	for i := range 12 {
		name := "Somebody With A Name " + strconv.Itoa(i)
		text.WriteString("  - {name: " + name + ", calendar: berlin, away: ['2026-11-24 16:00-18:00']}\n")
		person := identity.Person{Name: name}
		for tool := range tools {
			id := name + "@" + tool
			person.Accounts = append(person.Accounts, feed.Ref{Tool: tool, ID: id})
			m.known.Accounts = append(m.known.Accounts, feed.AccountEntry{Account: feed.Account{ID: id, Name: name}, Tool: tool, Source: "api", Last: noon})
		}
		m.known.People = append(m.known.People, person)
	}
	m.written = text.String()
	w := get(t, newPages(t, optionsFor(m)), "/people", "Cookie", "me=Somebody+With+A+Name+1")
	if !strings.Contains(w.Body.String(), "All 12 are at work together now") || w.Body.Len() > 60_000 {
		t.Errorf("the page is %d bytes", w.Body.Len())
	}
}
