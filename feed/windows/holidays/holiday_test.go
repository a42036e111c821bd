package holidays_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed/windows"
	"github.com/datelinehq/dateline/feed/windows/holidays"
)

// TestGolden checks the days of testdata/golden.txt, which people wrote down.
func TestGolden(t *testing.T) {
	text, err := os.ReadFile("testdata/golden.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		said, name, _ := strings.Cut(line, ": ")
		f := strings.Fields(said)
		if len(f) != 3 || f[0] != "+" && f[0] != "-" {
			t.Fatalf("%q is not + or -, a place and a date", line)
		}
		date, err := time.Parse(time.DateOnly, f[2])
		if err != nil {
			t.Fatal(err)
		}
		switch h, ok := find(t, f[1], date); {
		case ok != (f[0] == "+"):
			t.Errorf("%s: the table says %v %q", line, ok, h.Name)
		case !strings.Contains(h.Name, name):
			t.Errorf("%s: the day is called %q", line, h.Name)
		}
	}
}

// TestYear shows a whole year, as In returns it.
func TestYear(t *testing.T) {
	all, err := holidays.In("DE-BE", 2025)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range all {
		got = append(got, h.Date.String()+" "+h.Date.Weekday().String()[:3]+" "+h.Name)
	}
	want := []string{
		"2025-01-01 Wed Neujahr",
		"2025-03-08 Sat Internationaler Frauentag",
		"2025-04-18 Fri Karfreitag",
		"2025-04-21 Mon Ostermontag",
		"2025-05-01 Thu Tag der Arbeit",
		"2025-05-08 Thu 80. Jahrestag der Befreiung",
		"2025-05-29 Thu Christi Himmelfahrt",
		"2025-06-09 Mon Pfingstmontag",
		"2025-10-03 Fri Tag der Deutschen Einheit",
		"2025-12-25 Thu 1. Weihnachtstag",
		"2025-12-26 Fri 2. Weihnachtstag",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Berlin 2025 (- want, + got)\n%s", diff)
	}
}

// TestErrors checks that what the table cannot answer is said, with what may have been meant.
func TestErrors(t *testing.T) {
	tests := []struct {
		place string
		year  int
		says  []string
	}{
		{"DE-XX", 2026, []string{`"DE-XX"`, "nearest are DE-B"}},
		{"de-be", 2026, []string{"DE-BE (Berlin)"}},
		{"Germany", 2026, []string{"DE (Germany)"}},
		{"UK", 2026, []string{"nearest are GB (United Kingdom)"}},
		{"UK-SCT", 2026, []string{"nearest are GB-SCT (Scotland)"}},
		{"GB_SCT", 2026, []string{"GB-SCT (Scotland)"}},
		{"Scotland", 2026, []string{"GB-SCT (Scotland)"}},
		{"", 2026, []string{"nearest are"}},
		{"DE", 2023, []string{"2023", "2024 to 2035"}},
		{"DE", 2036, []string{"2036", "2024 to 2035"}},
		{"IN", 2027, []string{"IN (India)", "2027", "not known yet", "up to 2026"}},
	}
	for _, tt := range tests {
		all, err := holidays.In(tt.place, tt.year)
		if err == nil {
			t.Errorf("%q in %d is answered with %d days", tt.place, tt.year, len(all))
			continue
		}
		for _, says := range tt.says {
			if !strings.Contains(err.Error(), says) {
				t.Errorf("%q in %d: %v; this should say %s", tt.place, tt.year, err, says)
			}
		}
	}
}

// TestTentative checks that days that may move say so, and days that do not, do not.
func TestTentative(t *testing.T) {
	for _, tt := range []struct {
		place, date string
		tentative   bool
	}{
		{"TR", "2026-03-20", false},
		{"TR", "2027-03-09", true},
		{"TR", "2027-05-01", false},
		{"TR", "2027-05-19", false}, // the Eid may move; Youth Day does not
		{"ES-AN", "2027-08-16", true},
		{"GR", "2027-05-04", true},
	} {
		date, err := time.Parse(time.DateOnly, tt.date)
		if err != nil {
			t.Fatal(err)
		}
		if h, ok := find(t, tt.place, date); !ok || h.Tentative != tt.tentative {
			t.Errorf("%s %s: holiday %v, tentative %v, want %v", tt.place, tt.date, ok, h.Tentative, tt.tentative)
		}
	}
}

// TestOwn checks that who changes what In returned changes nobody else's.
func TestOwn(t *testing.T) {
	one, err := holidays.In("FR", 2026)
	if err != nil {
		t.Fatal(err)
	}
	one[0].Name = "changed"
	other, err := holidays.In("FR", 2026)
	if err != nil {
		t.Fatal(err)
	}
	if other[0].Name != "Jour de l'an" {
		t.Errorf("the table now says %q", other[0].Name)
	}
}

// find returns the holiday of a place on a date.
func find(t *testing.T, place string, date time.Time) (holidays.Holiday, bool) {
	t.Helper()
	all, err := holidays.In(place, date.Year())
	if err != nil {
		t.Fatal(err)
	}
	want := windows.DateOf(date)
	i := slices.IndexFunc(all, func(h holidays.Holiday) bool { return h.Date == want })
	if i < 0 {
		return holidays.Holiday{}, false
	}
	return all[i], true
}

func BenchmarkIn(b *testing.B) {
	for b.Loop() {
		if _, err := holidays.In("DE-BE", 2026); err != nil {
			b.Fatal(err)
		}
	}
}
