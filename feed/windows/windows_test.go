package windows_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/datelinehq/dateline/feed/windows"
)

// Every file of testdata/stories tells what is due when: a calendar, and below it a line for each question with its answer.
//
//	-- calendar --
//	zone Europe/Berlin
//	monday 09:00-12:30 13:30-18:00
//	2026-12-25 closed
//	-- due --
//	Mon 2026-03-02 17:00 + 2wh = Tue 2026-03-03 10:00
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/stories/*.txtar")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d stories, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var clock windows.Clock
			for _, part := range txtar.Parse(text).Files {
				switch part.Name {
				case "calendar":
					clock.Calendar = readCalendar(t, string(part.Data))
				case "pauses":
					clock.Paused = readPauses(t, clock.Calendar.Zone(), string(part.Data))
				case "due":
					var told strings.Builder
					for line := range strings.Lines(string(part.Data)) {
						told.WriteString(answer(t, clock, line))
					}
					if diff := cmp.Diff(string(part.Data), told.String()); diff != "" {
						t.Errorf("(-story +clock):\n%s", diff)
					}
				default:
					t.Fatalf("what is %s?", part.Name)
				}
			}
		})
	}
}

const minute = "Mon 2006-01-02 15:04"

// answer writes a line again with the clock's own answer.
func answer(t *testing.T, c windows.Clock, line string) string {
	t.Helper()
	question, _, _ := strings.Cut(line, " = ")
	start, length, ok := strings.Cut(question, " + ")
	if !ok {
		t.Fatalf("%q asks nothing", line)
	}
	length, share, warned := strings.Cut(length, " warned at ")
	length, floor, floored := strings.Cut(length, " at least ")
	asked := readInstant(t, c.Calendar.Zone(), start)
	term := windows.Term{Warn: windows.Never}
	var err error
	if term.Within, err = windows.ParseLength(length); err != nil {
		t.Fatal(err)
	}
	if floored {
		if term.AtLeast, err = time.ParseDuration(floor); err != nil {
			t.Fatal(err)
		}
	}
	if warned {
		if term.Warn, err = windows.ParseShare(share); err != nil {
			t.Fatal(err)
		}
	}
	times, err := term.Start(c, asked)
	if errors.Is(err, windows.ErrNever) {
		return question + " = never\n"
	}
	if err != nil {
		t.Fatal(err)
	}
	tell := func(at time.Time) string {
		form := minute
		if at.Second() > 0 || strings.Count(start, ":") > 1 {
			form += ":05"
		}
		return at.In(c.Calendar.Zone()).Format(form)
	}
	switch {
	case !warned:
		return question + " = " + tell(times.Due) + "\n"
	case times.Warn.IsZero():
		return question + " = " + tell(times.Due) + ", no warning\n"
	}
	return question + " = " + tell(times.Due) + ", warning " + tell(times.Warn) + "\n"
}

func readInstant(t *testing.T, zone *time.Location, s string) time.Time {
	t.Helper()
	for _, form := range []string{minute, minute + ":05", "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(form, s, zone); err == nil {
			return at
		}
	}
	t.Fatalf("%q is no instant", s)
	return time.Time{}
}

func readPauses(t *testing.T, zone *time.Location, text string) []windows.Span {
	t.Helper()
	var all []windows.Span
	for line := range strings.Lines(text) {
		from, to, _ := strings.Cut(strings.TrimSpace(line), " until ")
		all = append(all, windows.Span{Start: readInstant(t, zone, from), End: readInstant(t, zone, to)})
	}
	return windows.Pauses(all...)
}

// readCalendar reads a calendar, or several divided by lines that say "or" or "and".
func readCalendar(t *testing.T, text string) *windows.Calendar {
	t.Helper()
	var h windows.Hours
	var made *windows.Calendar
	how := ""
	end := func() {
		c, err := windows.New(h)
		if err != nil {
			t.Fatal(err)
		}
		switch how {
		case "or":
			c = windows.Union(made, c)
		case "and":
			c = windows.Intersection(made, c)
		}
		made, h = c, windows.Hours{}
	}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		switch word := words[0]; {
		case word == "or" || word == "and":
			end()
			how = word
		case word == "zone":
			h.Zone = location(t, words[1])
		case word[0] >= '0' && word[0] <= '9':
			h.Exceptions = append(h.Exceptions, readException(t, words))
		default:
			readDays(t, &h.Week, word, words[1:])
		}
	}
	end()
	return made
}

func readDays(t *testing.T, week *windows.Week, name string, hours []string) {
	t.Helper()
	found := false
	for day := time.Sunday; day <= time.Saturday; day++ {
		workday := day != time.Sunday && day != time.Saturday
		if name != strings.ToLower(day.String()) && name != "daily" && (name != "workdays" || !workday) {
			continue
		}
		found = true
		for _, s := range hours {
			week[day] = append(week[day], interval(t, s))
		}
	}
	if !found {
		t.Fatalf("%q is no day", name)
	}
}

// readException reads "2026-12-24..2026-12-26 closed", "2026-12-23 09:00-12:00" or "2026-12-23 without 09:00-12:00".
func readException(t *testing.T, words []string) windows.Exception {
	t.Helper()
	first, last, several := strings.Cut(words[0], "..")
	if !several {
		last = first
	}
	var e windows.Exception
	var err, other error
	e.From, err = windows.ParseDate(first)
	if e.To, other = windows.ParseDate(last); err != nil || other != nil {
		t.Fatal(err, other)
	}
	for _, s := range words[1:] {
		switch {
		case s == "closed" || s == "without":
		case words[1] == "without":
			e.Closed = append(e.Closed, interval(t, s))
		default:
			e.Hours = append(e.Hours, interval(t, s))
		}
	}
	return e
}

func TestParseLength(t *testing.T) {
	for _, written := range []string{"24h", "90m", " 1h30m ", "8wh", "7.5wh", "1bd", "3 bd"} {
		l, err := windows.ParseLength(written)
		if err != nil || l.String() != strings.TrimSpace(written) {
			t.Errorf("%q is shown as %q, %v", written, l, err)
		}
	}
	for written, reason := range map[string]string{
		"0h": "longer than zero", "-1h": "longer than zero", "0wh": "longer than zero", "0bd": "longer than zero", "a day": "not a length", "": "not a length",
		"24": "not a length", "1.5bd": "not a length", "-8wh": "not a length", "90000h": "longer than ten years",
	} {
		if _, err := windows.ParseLength(written); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%q: %v; want an error about %q", written, err, reason)
		}
	}
}

func TestRefusals(t *testing.T) {
	for s, reason := range map[string]string{
		"9-17": "no interval", "09:00": "no interval", "25:00-26:00": "no interval", "09:00-24:30": "ends at 24:00", "24:00-02:00": "begins where its day ends", "09:60-10:00": "no interval",
	} {
		if _, err := windows.ParseInterval(s); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%q: %v; want an error about %q", s, err, reason)
		}
	}
	nothing := windows.Hours{Zone: time.UTC}
	nothing.Week[1] = []windows.Interval{{Start: 3600, End: 3600}}
	if _, err := windows.New(nothing); err == nil {
		t.Error("a calendar without hours is taken")
	}
	last, never := windows.NewDate(2199, time.December, 31), windows.Date(1<<30)
	for day, want := range map[windows.Date]error{never: windows.ErrNoHours, last: nil} {
		h := windows.Hours{Zone: time.UTC, Daily: func(d windows.Date) []windows.Interval {
			if d == day {
				return []windows.Interval{{Start: 3600, End: 7200}}
			}
			return []windows.Interval{{Start: 3600, End: 3600}}
		}}
		if _, err := windows.New(h); !errors.Is(err, want) {
			t.Errorf("hours of one day only: %v, want %v", err, want)
		}
	}
	if _, err := windows.New(windows.Hours{}); err == nil {
		t.Error("a calendar without a zone is taken")
	}
	if _, err := windows.ParseDate("2026-02-30"); err == nil {
		t.Error("the 30th of February is taken")
	}
}

// Fractions of a second are kept, and what is far away is no trouble.
func TestEdges(t *testing.T) {
	c := calendar(t, office(t, "UTC"))
	start := time.Date(2026, time.March, 2, 9, 0, 0, 1, time.UTC)
	if due, _ := c.Deadline(start, time.Hour+time.Nanosecond); !due.Equal(start.Add(time.Hour + time.Nanosecond)) {
		t.Errorf("it is due at %s", due)
	}
	for _, year := range []int{1, 1900, 1970, 2150, 9999} {
		at := time.Date(year, time.March, 2, 12, 0, 0, 0, time.UTC)
		c.Elapsed(at, noon)
		c.Elapsed(noon, at)
		c.Next(at)
		if _, ok := c.Deadline(at, time.Hour); !ok && year > 1 && year < 2200 {
			t.Errorf("in %d there is no deadline", year)
		}
	}
	if got := c.Elapsed(noon, noon.AddDate(28, 0, 0)); got != 28*5*8*time.Hour*1461/28 {
		t.Errorf("in 28 years there are %s", got)
	}
	for s := range c.Spans(noon, noon.AddDate(0, 0, 1)) {
		if want := noon.Add(30 * time.Minute); !s.Start.Equal(noon) || !s.End.Equal(want) {
			t.Errorf("the first span is %v", s)
		}
		break
	}
}

// Many may ask one calendar at once, for whatever years.
func TestManyAtOnce(t *testing.T) {
	c := calendar(t, office(t, "Europe/Berlin"))
	done := make(chan time.Duration)
	for i := range 8 {
		go func() {
			from := noon.AddDate(5*i-20, 0, 0)
			done <- c.Elapsed(from, from.AddDate(0, 0, 28))
		}()
	}
	for range 8 {
		if got := <-done; got < 150*time.Hour || got > 161*time.Hour {
			t.Errorf("in four weeks there are %s", got)
		}
	}
}

// Six years of an office that closes for lunch take no more memory than they should.
func TestBytes(t *testing.T) {
	if got := calendar(t, office(t, "Europe/Berlin")).Bytes(noon); got > 40_000 {
		t.Errorf("six years take %d bytes", got)
	}
}
