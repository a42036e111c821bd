package cases_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed/windows/cases"
)

// A file is answered, and what is expected in error is found.
func TestAnswer(t *testing.T) {
	text, err := os.Open("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = text.Close() }()
	file, err := cases.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	wrong, groups, err := file.Answer(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	want := []cases.Wrong{
		{ID: "wrong", Group: "wrong", Got: "1h0m0s", Want: "1h0m1s", Requires: "2026a"},
		{ID: "wrong too", Group: "wrong", Got: "2026-03-02T08:01:00Z", Want: "none"},
	}
	if diff := cmp.Diff(want, wrong); diff != "" {
		t.Errorf("wrong (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"day": 3, "exceptions": 3, "night": 2, "pauses": 1, "never": 2, "wrong": 2}, groups); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

func TestMistakes(t *testing.T) {
	const calendar = `"a": {"tz": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}}`
	for text, reason := range map[string]string{
		`[]`: "cannot be read",
		`{"cases": [{"id": "x", "calendar": "a"}]}`:                                                                            "not in the file",
		`{"calendars": {` + calendar + `}, "cases": [{"id": "x", "calendar": "a", "op": "guess"}]}`:                            `"guess" is no question`,
		`{"calendars": {"a": {"tz": "Nowhere/Atall"}}, "cases": [{"id": "x", "calendar": "a", "op": "elapsed"}]}`:              "Nowhere/Atall",
		`{"calendars": {"a": {"tz": "UTC", "weekly": {"moon": []}}}, "cases": [{"calendar": "a"}]}`:                            "no weekday",
		`{"calendars": {"a": {"tz": "UTC", "weekly": {"mon": [["9", "10"]]}}}, "cases": [{"calendar": "a"}]}`:                  "no interval",
		`{"calendars": {"a": {"tz": "UTC", "exceptions": [{"date": "soon"}]}}, "cases": [{"calendar": "a"}]}`:                  "no date",
		`{"calendars": {"a": {"tz": "UTC", "exceptions": [{"date": "2026-01-01", "to": "x"}]}}, "cases": [{"calendar": "a"}]}`: "no date",
	} {
		file, err := cases.Read(strings.NewReader(text))
		if err == nil {
			_, _, err = file.Answer(time.LoadLocation)
		}
		if err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: %v; want an error about %q", text, err, reason)
		}
	}
}
