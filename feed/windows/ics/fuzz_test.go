package ics_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed/windows"
	"github.com/datelinehq/dateline/feed/windows/ics"
)

// FuzzRead feeds what is no calendar, or hardly one. Whatever comes out of it is a closing that a clock can use.
func FuzzRead(f *testing.F) {
	for _, s := range stories(f) {
		f.Add(s.calendar)
	}
	for _, lines := range []string{
		"DTSTART:20260101T000000\nDURATION:P1W\nRRULE:FREQ=YEARLY;BYWEEKNO=-1,53;BYDAY=-1SU,MO;BYSETPOS=-1",
		"DTSTART:99991231\nRRULE:FREQ=DAILY\nDURATION:P9999999W",
		"DTSTART;TZID=Africa/Casablanca:20260214T233000\nDTEND:20260301T000000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-31,31,29",
		"DTSTART;TZID=\"A:B\";X=\"\\\\\";VALUE=DATE-TIME:20260101T000000\nRDATE;VALUE=PERIOD:20260101T000000/PT,/",
		"DTSTART:16000101\nRRULE:FREQ=WEEKLY;WKST=SU;INTERVAL=1000;BYDAY=SU,TH;UNTIL=99991231T235959Z",
	} {
		f.Add("BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + lines + "\nEND:VEVENT\nEND:VCALENDAR\n")
	}
	f.Fuzz(try)
}

// FuzzRule feeds rules to events of each kind.
func FuzzRule(f *testing.F) {
	for _, rule := range []string{
		"FREQ=YEARLY;BYWEEKNO=-1,53;BYDAY=SU,MO;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=-1MO,TU;COUNT=5;BYMONTH=1,2,12",
		"FREQ=WEEKLY;WKST=SU;INTERVAL=3;BYDAY=SU,TH;UNTIL=20270101T120000Z", "FREQ=YEARLY;BYYEARDAY=-366,366,1;BYHOUR=0,23",
		"FREQ=DAILY;BYMONTHDAY=-31,31,29;BYMINUTE=0;UNTIL=20270101", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=7",
	} {
		f.Add("20241230T233000", rule)
		f.Add("20281231", rule)
	}
	f.Fuzz(func(t *testing.T, start, rule string) {
		lines := "DURATION:P1DT1H\nRRULE:" + rule + "\nEND:VEVENT\n"
		try(t, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:"+start+"\n"+lines+
			"BEGIN:VEVENT\nDTSTART;TZID=America/New_York:"+start+"\n"+lines+"END:VCALENDAR\n")
	})
}

// try reads a text and checks what comes of it.
func try(t *testing.T, text string) {
	calendar, mistakes, err := ics.Read(strings.NewReader(text), time.LoadLocation)
	if err != nil {
		return
	}
	first, last := windows.NewDate(2025, 1, 1), windows.NewDate(2030, 12, 31)
	whole, err := calendar.Between(first, last)
	if err != nil {
		return
	}
	for _, m := range append(mistakes, whole.Mistakes...) {
		said := m.String()
		if m.Reason == "" || !utf8.ValidString(said) || strings.ContainsFunc(said, unicode.IsControl) {
			t.Errorf("a mistake says %q", said)
		}
		if strings.Contains(said, "cannot be followed") {
			t.Errorf("the library panicked: %s", said)
		}
	}
	check(t, whole, first, last)
	first, last = windows.NewDate(2026, 3, 1), windows.NewDate(2026, 3, 31)
	part, err := calendar.Between(first, last)
	if err != nil {
		t.Fatalf("the whole can be told and a part cannot: %v", err)
	}
	check(t, part, first, last)
	if len(whole.Mistakes) > 0 {
		return
	}
	missing := func(all, some map[any]bool) {
		for one := range some {
			if !all[one] {
				t.Errorf("a part has %v and the whole has not", one)
			}
		}
	}
	missing(anything(whole), anything(part))
	again, _ := calendar.Between(first, last)
	if diff := cmp.Diff(part, again); diff != "" {
		t.Errorf("the second time (-want +got):\n%s", diff)
	}
}

func anything(c ics.Closings) map[any]bool {
	m := map[any]bool{}
	for _, d := range c.Days {
		m[d] = true
	}
	for _, h := range c.Hours {
		m[h] = true
	}
	for _, i := range c.Instants {
		m[i] = true
	}
	return m
}

// check checks that closings are in order and touch the days they were asked for.
func check(t *testing.T, c ics.Closings, first, last windows.Date) {
	t.Helper()
	for i, d := range c.Days {
		if d.First > d.Last || d.First > last || d.Last < first || i > 0 && d.First < c.Days[i-1].First {
			t.Errorf("days %v", d)
		}
	}
	for i, h := range c.Hours {
		if h.From >= h.Until || h.From.Date() > last || (h.Until-1).Date() < first || i > 0 && h.From < c.Hours[i-1].From {
			t.Errorf("hours %v", h)
		}
	}
	for i, s := range c.Instants {
		from, until := windows.NewDate(s.From.Date()), windows.NewDate(s.Until.Date())
		if !s.From.Before(s.Until) || from > last+1 || until < first-1 || i > 0 && s.From.Before(c.Instants[i-1].From) {
			t.Errorf("instants %v", s)
		}
	}
}
