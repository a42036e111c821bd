package main

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestGenerate tells what each clause does, in a country made up for it.
func TestGenerate(t *testing.T) {
	got := table(t, `
# A country.
country XX Nowhere
region B Bee
region A Ay
as-of 2026-01-02
until 2025
substitute {} (given)

01-01: New Year; also sat sun next
03-01: Founding; in A
05-01: Labour; except B
05-04: Old; until 2024
05-05: Once; only 2025
07-06: Moved; move sat -1 sun +1
08-01: If; if fri
12-25: Christmas; also sat -1 sun next
12-26: Boxing; also sat sun next
2024-12-31?:
  Long
`)
	want := `2026-01-02

XX 2025 2025 Nowhere
XX-A 2025 2025 Ay
XX-B 2025 2025 Bee
2024-01-01 XX New Year
2024-03-01 XX:A Founding
2024-05-01 XX!B Labour
2024-05-04 XX Old
2024-07-05 XX Moved
2024-12-25 XX Christmas
2024-12-26 XX Boxing
2024-12-31? XX Long
2025-01-01 XX New Year
2025-03-01 XX:A Founding
2025-05-01 XX!B Labour
2025-05-05 XX Once
2025-07-07 XX Moved
2025-08-01 XX If
2025-12-25 XX Christmas
2025-12-26 XX Boxing
`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the table (- want, + got)\n%s", diff)
	}
}

// TestInstead tells how days are given for others: one after the other, across the turn of the year, and for two on one day.
func TestInstead(t *testing.T) {
	tests := []struct{ rules, year, want string }{
		// Saturday and Sunday give Monday and Tuesday.
		{"12-25: C; also sat sun next\n12-26: B; also sat sun next", "2027", "12-25 C, 12-26 B, 12-27 C+, 12-28 B+"},
		// Sunday gives the day after Monday, which is one itself.
		{"12-25: C; also sat sun next\n12-26: B; also sat sun next", "2033", "12-25 C, 12-26 B, 12-27 C+"},
		// But not where only the Monday can be given.
		{"12-25: C; also sun +1\n12-26: B; also sun +1", "2033", "12-25 C, 12-26 B"},
		// The Friday before is in the old year.
		{"01-01: N; also sat -1", "2027", "01-01 N, 12-31 N+"},
		// Two on one day give one day.
		{"05-05: K; also shared next\n2025-05-05: B; also shared next", "2025", "05-05 K, 05-05 B, 05-06 K+"},
		// Between two.
		{"bridge between\n3rd mon of 09: A\n2026-09-23: E", "2026", "09-21 A, 09-22 between, 09-23 E"},
	}
	for _, tt := range tests {
		var got []string
		for line := range strings.Lines(table(t, "country XX X\nas-of 2001-01-01\nsubstitute {}+\n"+tt.rules)) {
			if day, ok := strings.CutPrefix(line, tt.year+"-"); ok {
				got = append(got, strings.Replace(strings.TrimSpace(day), " XX", "", 1))
			}
		}
		if s := strings.Join(got, ", "); s != tt.want {
			t.Errorf("%q in %s: got %q, want %q", tt.rules, tt.year, s, tt.want)
		}
	}
}

// TestRefused checks that a mistake is said, with file and line.
func TestRefused(t *testing.T) {
	for line, says := range map[string]string{
		"Christmas":                  "neither a setting nor a day",
		"12-25:":                     "no name",
		"12-25: Christmas;":          "nothing after the semicolon",
		"12-25: Christmas; on leap":  "no such clause",
		"12-25: Christmas; in":       "not the whole of it",
		"12-25: Christmas; in YY":    "has no region YY",
		"12-25: Christmas; also sat": "has to end it",
		"12-25: Christmas; if xmas":  "not a weekday",
		"12-32: Christmas":           "not a day of every year",
		"moonday: Christmas":         "not a day that can be understood",
	} {
		_, err := generate(files("country XX X\nas-of 2026-01-01\n" + line))
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "xx.txt:3: ") {
			t.Errorf("%q: %v; this should say %q", line, err, says)
		}
	}
}

func table(t *testing.T, rules string) string {
	t.Helper()
	text, err := generate(files(rules))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func files(rules string) fstest.MapFS {
	return fstest.MapFS{"xx.txt": {Data: []byte(rules)}, seriesFile: {}}
}
