package calendars_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows"
	"github.com/datelinehq/dateline/feed/windows/ics"
	"github.com/datelinehq/dateline/feed/windows/zones"
)

// A section is what a configuration has of calendars.
type section struct {
	Calendars     map[string]calendars.Written `yaml:"calendars"`
	TimeIntervals []calendars.NamedIntervals   `yaml:"time_intervals"`
}

// read reads a configuration, in which no key may be unknown, and tells what is wrong with it.
func read(t testing.TB, text []byte) (map[string]calendars.Written, []calendars.Mistake) {
	t.Helper()
	var s section
	d := yaml.NewDecoder(strings.NewReader(string(text)))
	d.KnownFields(true)
	if err := d.Decode(&s); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	all, mistakes := calendars.Paste(s.Calendars, s.TimeIntervals, "time_intervals")
	return all, append(mistakes, calendars.Check(all, database(t))...)
}

// database is the time zone database that the program brings along.
func database(t testing.TB) calendars.Zones {
	t.Helper()
	data, err := zones.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return func(name string) (*time.Location, error) {
		zone, err := data.Zone(name)
		if err != nil { // without the version, which changes
			return nil, fmt.Errorf("there is no time zone %q", name)
		}
		return zone, nil
	}
}

// Every file of testdata/mistakes has calendars and what is said about them.
func TestMistakes(t *testing.T) {
	for name, files := range stories(t, "testdata/mistakes/*.txtar", 10) {
		t.Run(name, func(t *testing.T) {
			_, mistakes := read(t, files["config.yaml"])
			told := ""
			for _, m := range mistakes {
				told += m.Path + "\n  " + m.Text + "\n"
			}
			if diff := cmp.Diff(string(files["mistakes"]), told); diff != "" {
				t.Errorf("(-story +told):\n%s", diff)
			}
		})
	}
}

// Every file of testdata/open has calendars, the books that could be brought, and questions with their answers:
//
//	berlin open 2026-12-23 = 09:00-12:00
//	berlin why 2026-12-25 = 1. Weihnachtstag
//	berlin holidays 2026 = 2026-01-01 Neujahr
//	berlin lacks = company.ics
//	berlin known = 2035 DE-BE
//	berlin same as muenchen = no
//	notice = calendars.oncall.time_intervals[0]: ...
func TestOpen(t *testing.T) {
	for name, files := range stories(t, "testdata/open/*.txtar", 5) {
		t.Run(name, func(t *testing.T) {
			all, mistakes := read(t, files["config.yaml"])
			if len(mistakes) > 0 {
				t.Fatal(mistakes)
			}
			books := map[string]*ics.Calendar{}
			for _, book := range calendars.Books(all) {
				text, brought := files[book]
				if !brought {
					continue
				}
				read, _, err := ics.Read(strings.NewReader(string(text)), database(t))
				if err != nil {
					t.Fatal(err)
				}
				books[book] = read
			}
			open, notices := calendars.Open(all, database(t), books)
			told := ""
			for line := range strings.Lines(string(files["answers"])) {
				if !strings.HasPrefix(line, "notice") {
					question, _, _ := strings.Cut(strings.TrimSpace(line), " =")
					told += strings.TrimSpace(question+" = "+answer(t, open, question)) + "\n"
				}
			}
			for _, n := range notices {
				told += "notice = " + n.Path + ": " + n.Text + "\n"
			}
			if diff := cmp.Diff(string(files["answers"]), told); diff != "" {
				t.Errorf("(-story +told):\n%s", diff)
			}
		})
	}
}

func answer(t *testing.T, open map[string]*calendars.Calendar, question string) string {
	t.Helper()
	words := strings.Fields(question)
	c := open[words[0]]
	if c == nil {
		t.Fatalf("there is no %s", words[0])
	}
	for i, word := range words { // berlin away 2026-12-01 12:00-18:00 open 2026-12-01
		if word == "away" {
			end := i + 2
			if strings.Contains(words[end], ":") {
				end++
			}
			a, err := calendars.ParseAbsence(strings.Join(words[i+1:end], " "))
			if err != nil {
				t.Fatal(err)
			}
			c, words = c.Away(a), append([]string{words[0]}, words[end:]...)
			break
		}
	}
	rest := words[2:]
	switch words[1] {
	case "open":
		return hours(c, date(t, rest[0]))
	case "why":
		return c.Why(date(t, rest[0]))
	case "holidays":
		var all []string
		for _, h := range c.Holidays(number(t, rest[0])) {
			text := strings.TrimSpace(h.Date.String() + " " + h.Name)
			if h.Tentative {
				text += "?"
			}
			all = append(all, text)
		}
		return strings.Join(all, ", ")
	case "lacks":
		return strings.Join(c.Lacks, ", ")
	case "known":
		year, place := c.KnownUntil()
		return fmt.Sprint(year, " ", place)
	case "same":
		return map[bool]string{true: "yes", false: "no"}[c.Version() == open[rest[1]].Version()]
	}
	t.Fatalf("what is %q?", question)
	return ""
}

// hours are when a calendar is open on a date of its zone.
func hours(c *calendars.Calendar, d windows.Date) string {
	var all []string
	for s := range c.Spans(midnight(c, d), midnight(c, d+1)) {
		end := s.End.Format("15:04")
		if end == "00:00" {
			end = "24:00"
		}
		all = append(all, s.Start.Format("15:04")+"-"+end)
	}
	return strings.Join(all, " ")
}

func midnight(c *calendars.Calendar, d windows.Date) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, d.String(), c.Zone())
	return t
}

func date(t testing.TB, s string) windows.Date {
	t.Helper()
	d, err := windows.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func number(t testing.TB, s string) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(s, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// stories are the parts of files that match a pattern, by the files' names. There are at least so many.
func stories(t *testing.T, pattern string, atLeast int) map[string]map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) < atLeast {
		t.Fatalf("%d stories, %v", len(names), err)
	}
	all := map[string]map[string][]byte{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		parts := map[string][]byte{}
		for _, f := range txtar.Parse(text).Files {
			parts[f.Name] = f.Data
		}
		all[strings.TrimSuffix(filepath.Base(name), ".txtar")] = parts
	}
	return all
}
