package ics_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// size is how large hostile calendars are, a sixteenth of it with -short.
const size = 2 << 20

// fill writes a calendar of one piece over and over, in which %d is another number each time.
func fill(piece string) string {
	size := size
	if testing.Short() {
		size /= 16
	}
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\n")
	for n := 0; n == 0 || b.Len() < size; n++ {
		b.WriteString(strings.ReplaceAll(piece, "%d", strconv.Itoa(n)))
	}
	return b.String() + "END:VCALENDAR\n"
}

// Whoever writes a calendar cannot keep its reader busy for long, whatever it is filled with.
func TestHostile(t *testing.T) {
	event := func(lines string) string {
		return "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\n" + lines + "END:VEVENT\n"
	}
	zone := "BEGIN:VTIMEZONE\nTZID:Zone %d\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\n" +
		"RRULE:FREQ=YEARLY\nEND:STANDARD\nEND:VTIMEZONE\n" +
		"BEGIN:VEVENT\nDTSTART;TZID=Zone %d:20260101T000000\nDURATION:PT1H\nEND:VEVENT\n"
	never := "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
	several := strings.Repeat("1,", 40) + "1"
	many := strings.Repeat("20260101,", 1000) + "20260102"
	tests := map[string]string{
		"many events":                fill("BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n"),
		"many broken events":         fill("BEGIN:VEVENT\nEND:VEVENT\n"),
		"rules that never come true": fill(event("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\n")),
		"rules that hardly do":       fill(event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;BYYEARDAY=60;BYWEEKNO=9\n")),
		"rules with long lists":      fill(event(never + ";BYYEARDAY=" + several + ";BYSETPOS=" + several + "\n")),
		"daily rules":                fill(event("RRULE:FREQ=DAILY\n")),
		"old rules":                  fill("BEGIN:VEVENT\nDTSTART:16000101\nRRULE:FREQ=DAILY\nEND:VEVENT\n"),
		"the same date":              fill("BEGIN:VEVENT\nDTSTART:20260101\nRDATE:" + many + "\nEND:VEVENT\n"),
		"dates":                      fill(event(strings.Repeat("RDATE:20260101,20260102\n", 50_000))),
		"exceptions":                 fill(event("RRULE:FREQ=DAILY\n" + strings.Repeat("EXDATE:20260101,20260102\n", 10_000))),
		"parameters":                 fill(event(strings.Repeat("RDATE"+strings.Repeat(";A=B", 240)+":20260101\n", 100))),
		"more parameters":            fill(event("RDATE" + strings.Repeat(";A=B", 200_000) + ":20260101\n")),
		"one folded line":            "BEGIN:VCALENDAR\nRDATE:" + strings.Repeat("1\n ", 500_000) + "\nEND:VCALENDAR\n",
		"one long name":              fill(event("SUMMARY:" + strings.Repeat("\\n\\,", 200_000) + "\n")),
		"components":                 fill("BEGIN:X\n"),
		"ends":                       fill("END:X\n"),
		"zones":                      fill(zone),
		"unknown zones":              fill("BEGIN:VEVENT\nDTSTART;TZID=Zone %d:20260101T000000\nEND:VEVENT\n"),
		"zones of long rules":        fill(strings.Replace(zone, "YEARLY", "YEARLY;BYMONTH=2;BYMONTHDAY=30", 1)),
		"versions":                   fill("BEGIN:VEVENT\nUID:1\nDTSTART:20260101\nRECURRENCE-ID:20260101\nEND:VEVENT\n"),
		"not UTF-8":                  fill("BEGIN:VEVENT\nSUMMARY:\xff\xfe\x00\nDTSTART:20260101\nEND:VEVENT\n"),
		"line breaks":                strings.Repeat("\r", size),
		"nothing but zeros":          strings.Repeat("\x00", size),
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			_, mistakes := tell(text, windows.NewDate(2024, 1, 1), windows.NewDate(2030, 12, 31))
			took := time.Since(begun)
			first, _, _ := strings.Cut(mistakes, "\n")
			t.Logf("%v: %d mistakes, first %s", took.Round(time.Millisecond), strings.Count(mistakes, "\n"), first)
			if took > 2*time.Minute { // it is a matter of seconds, or of for ever
				t.Errorf("took %v", took)
			}
		})
	}
}
