package ics_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/datelinehq/dateline/feed/windows"
	"github.com/datelinehq/dateline/feed/windows/ics"
)

// A story is a file of testdata: a calendar, some days, what is closed on them, and what is wrong with the calendar.
type story struct {
	name, calendar     string
	first, last        windows.Date
	closings, mistakes string
}

func stories(t testing.TB) (all []story) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s := story{name: strings.TrimSuffix(filepath.Base(file), ".txtar")}
		for _, f := range archive.Files {
			switch text := string(f.Data); f.Name {
			case "calendar.ics":
				s.calendar = text
			case "days":
				first, last, _ := strings.Cut(strings.TrimSpace(text), " to ")
				s.first, s.last = date(t, first), date(t, last)
			case "closings":
				s.closings = text
			case "mistakes":
				s.mistakes = text
			default:
				t.Fatalf("%s: nobody knows %q", file, f.Name)
			}
		}
		all = append(all, s)
	}
	return all
}

func date(t testing.TB, s string) windows.Date {
	t.Helper()
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Fatal(err)
	}
	return windows.NewDate(d.Date())
}

// tell reads a calendar and words what is closed and what is wrong. An error is all there is to say.
func tell(text string, first, last windows.Date) (closings, mistakes string) {
	calendar, wrong, err := ics.Read(strings.NewReader(text), time.LoadLocation)
	if err != nil {
		return "", fmt.Sprintln("error:", err)
	}
	found, err := calendar.Between(first, last)
	if err != nil {
		return "", fmt.Sprintln("error:", err)
	}
	var said, bad strings.Builder
	for _, d := range found.Days {
		fmt.Fprintln(&said, "days", d)
	}
	for _, h := range found.Hours {
		fmt.Fprintln(&said, "hours", h)
	}
	for _, i := range found.Instants {
		fmt.Fprintln(&said, "instants", i)
	}
	for _, m := range append(wrong, found.Mistakes...) {
		fmt.Fprintln(&bad, m)
	}
	return said.String(), bad.String()
}

func TestStories(t *testing.T) {
	for _, s := range stories(t) {
		t.Run(s.name, func(t *testing.T) {
			closings, mistakes := tell(s.calendar, s.first, s.last)
			if diff := cmp.Diff(s.closings, closings); diff != "" {
				t.Errorf("closings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(s.mistakes, mistakes); diff != "" {
				t.Errorf("mistakes (-want +got):\n%s", diff)
			}
		})
	}
}

// However a text is written down, it says the same.
func TestWriting(t *testing.T) {
	ways := map[string]func(string) string{
		"CRLF":              func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"CR":                func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
		"a byte order mark": func(s string) string { return "\uFEFF" + s },
		"blank lines":       func(s string) string { return strings.ReplaceAll(s, "\nEND:", "\n\n\nEND:") },
		"no last break":     func(s string) string { return strings.TrimRight(s, "\n") },
		"folds":             folded,
	}
	for _, s := range stories(t) {
		for way, write := range ways {
			closings, mistakes := tell(write(s.calendar), s.first, s.last)
			if diff := cmp.Diff(s.closings, closings); diff != "" {
				t.Errorf("%s with %s: closings (-want +got):\n%s", s.name, way, diff)
			}
			if strings.Count(mistakes, "\n") != strings.Count(s.mistakes, "\n") {
				t.Errorf("%s with %s: mistakes %s\nwant as many as in %s", s.name, way, mistakes, s.mistakes)
			}
		}
	}
}

// folded folds lines after every seven bytes, in the middle of characters too.
func folded(s string) string {
	var b strings.Builder
	for l := range strings.Lines(s) {
		for len(l) > 8 {
			b.WriteString(l[:7] + "\n ")
			l = l[7:]
		}
		b.WriteString(l)
	}
	return b.String()
}

// What is told of a month are the closings of the whole that touch it, and what is told of all months is the whole.
func TestParts(t *testing.T) {
	for _, s := range stories(t) {
		calendar, _, err := ics.Read(strings.NewReader(s.calendar), time.LoadLocation)
		if err != nil {
			t.Fatal(err)
		}
		var want, got ics.Closings
		if want, err = calendar.Between(s.first, s.last); err != nil {
			t.Fatal(err)
		}
		for first := s.first; first <= s.last; first += 30 {
			part, err := calendar.Between(first, min(first+29, s.last))
			if err != nil {
				t.Fatal(err)
			}
			got.Days, got.Hours = append(got.Days, part.Days...), append(got.Hours, part.Hours...)
			got.Instants = append(got.Instants, part.Instants...)
		}
		if diff := cmp.Diff(set(want.Days), set(got.Days)); diff != "" {
			t.Errorf("%s: days (-whole +parts):\n%s", s.name, diff)
		}
		if diff := cmp.Diff(set(want.Instants), set(got.Instants)); diff != "" {
			t.Errorf("%s: instants (-whole +parts):\n%s", s.name, diff)
		}
		if diff := cmp.Diff(set(want.Hours), set(got.Hours)); diff != "" && len(want.Mistakes) == 0 {
			t.Errorf("%s: hours (-whole +parts):\n%s", s.name, diff)
		}
	}
}

func set[T comparable](all []T) map[T]bool {
	m := map[T]bool{}
	for _, one := range all {
		m[one] = true
	}
	return m
}

func TestErrors(t *testing.T) {
	const event = "BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n"
	large := strings.Repeat("BEGIN:VCALENDAR\nEND:VCALENDAR\n", 400_000)
	tests := map[string]string{
		"":                                     "the calendar is empty",
		"<html>\n<title>Sign in</title>":       `this is no calendar: it begins with "<html>", not with BEGIN:VCALENDAR`,
		"BEGIN:VCALENDAR\n" + event:            "the calendar is cut off: the VCALENDAR of line 1 has no end",
		"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTA": "the calendar is cut off: the VCALENDAR of line 1 has no end",
		"BEGIN:VCALENDAR\nBEGIN:VCALENDAR\n":   "line 2: a calendar begins within the one that began in line 1",
		"\xFF\xFEB\x00E\x00":                   "the calendar is written in UTF-16; save it as UTF-8",
		event:                                  `line 1: "VEVENT" stands outside of any VCALENDAR`,
		large:                                  "the calendar is larger than 10 MB, which is the most that is read",
	}
	for text, want := range tests {
		if _, _, err := ics.Read(strings.NewReader(text), time.LoadLocation); err == nil || err.Error() != want {
			t.Errorf("%.40q: got %v, want %s", text, err, want)
		}
	}
	torn := iotest.ErrReader(errors.New("connection reset"))
	if _, _, err := ics.Read(torn, time.LoadLocation); err == nil || err.Error() != "reading the calendar: connection reset" {
		t.Errorf("a torn connection: got %v", err)
	}
	calendar, _, err := ics.Read(strings.NewReader("BEGIN:VCALENDAR\n"+event+"END:VCALENDAR\n"), time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := calendar.Between(2, 1); err == nil || err.Error() != "no days lie between 1970-01-03 and 1970-01-02" {
		t.Errorf("days backwards: got %v", err)
	}
}

// Texts in other encodings than UTF-8 do not spoil names, and two calendars in one text are read both.
func TestNames(t *testing.T) {
	const calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:%s\nDTSTART:20260101\nEND:VEVENT\nEND:VCALENDAR\n"
	got, _ := tell(fmt.Sprintf(calendar, "Drei K\xf6nige")+fmt.Sprintf(calendar, "Ge\\nburts\x00tag\\; ja"), 20000, 21000)
	if diff := cmp.Diff("days 2026-01-01 Drei Könige\ndays 2026-01-01 Ge burts tag; ja\n", got); diff != "" {
		t.Errorf("closings (-want +got):\n%s", diff)
	}
}

func TestDates(t *testing.T) {
	for d := windows.NewDate(1599, 12, 1); d < windows.NewDate(2101, 1, 1); d++ {
		if back := date(t, d.String()); back != d {
			t.Fatalf("%d is %v, which is %d", d, d, back)
		}
		if first, last := ics.Reading(d)*86400, ics.Reading(d+1)*86400-1; first.Date() != d || last.Date() != d {
			t.Fatalf("%v is from %v to %v", d, first, last)
		}
	}
}

// Many may use a calendar at once; the race detector would tell.
func TestTogether(t *testing.T) {
	for _, s := range stories(t) {
		calendar, _, err := ics.Read(strings.NewReader(s.calendar), time.LoadLocation)
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := calendar.Between(s.first, s.last); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
}
