package calendars_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed/protocol/calendars"
)

const closing = `
calendars:
  berlin:
    location: Europe/Berlin
    hours: {"monday:friday": ["09:00-18:00"]}
    holidays: [{dates: ["2026-12-24..2026-12-26"], name: Christmas}]
    exceptions:
      - {date: 2026-12-23, closed: ["12:00-14:00"], name: Party}
      - {date: 2026-12-24, hours: ["09:00-12:00"], name: Christmas Eve}
  london: {location: Europe/London, hours: {"monday:friday": ["09:00-17:00"]}, holidays: [{dates: [2026-12-25], name: Christmas}]}
  any: {union: [berlin, london]}
  all: {intersection: [berlin, london]}
`

// What closes a calendar is told with its reason, the strongest first; of several where any would do, what closes all.
func TestClosures(t *testing.T) {
	written, mistakes := read(t, []byte(closing))
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	open, _ := calendars.Open(written, database(t), nil)
	off, err := calendars.ParseAbsence("2026-12-23 13:00-16:00")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, time.December, 22, 23, 0, 0, 0, time.UTC)
	for name, want := range map[string]string{
		"berlin": "23 12:00 Party 23 14:00, 24 00:00 Christmas Eve 24 09:00, 24 12:00 Christmas Eve 25 00:00, 25 00:00 Christmas 27 00:00",
		"away": "23 12:00 Party 23 13:00, 23 13:00 away 23 16:00, 24 00:00 Christmas Eve 24 09:00, " +
			"24 12:00 Christmas Eve 25 00:00, 25 00:00 Christmas 27 00:00",
		"any": "25 01:00 Christmas 26 01:00",
	} {
		c := open[name]
		if name == "away" {
			c = open["berlin"].Away(off)
		}
		var got []string
		for _, closure := range c.Closures(from, from.AddDate(0, 0, 6)) {
			got = append(got, closure.Start.In(c.Zone()).Format("2 15:04")+" "+closure.Why+" "+closure.End.In(c.Zone()).Format("2 15:04"))
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	noon := time.Date(2026, time.December, 26, 12, 0, 0, 0, time.UTC)
	if all := open["all"].Closures(noon, noon.Add(time.Hour)); len(all) != 1 || all[0].Why != "Christmas" {
		t.Errorf("one that is needed is closed, and all are open: %v", all)
	}
}
