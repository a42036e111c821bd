package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The exit status says whether all cases were answered as expected.
func TestVerify(t *testing.T) {
	right := `{"calendars": {"a": {"tz": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}}}, "cases": [
		{"id": "x", "group": "day", "calendar": "a", "op": "deadline", "start": "2026-03-02T08:00:00Z", "seconds": 3600, "expected": "2026-03-02T10:00:00Z"}]}`
	for text, want := range map[string]struct {
		status int
		says   string
	}{
		right: {exitOK, "all                  1 cases      0 wrong\n"},
		strings.Replace(right, "10:00:00Z", "11:00:00Z", 1): {exitFailed, "x: answered 2026-03-02T10:00:00Z, expected 2026-03-02T11:00:00Z\n"},
		"{": {exitFailed, "cannot be read"},
	} {
		name := filepath.Join(t.TempDir(), "cases.json")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if got := (Program{Name: "dateline"}).Run(t.Context(), []string{"windows", "verify", name}, &out, &out); got != want.status || !strings.Contains(out.String(), want.says) {
			t.Errorf("the exit status is %d, want %d, and it says\n%s", got, want.status, out.String())
		}
	}
	var out bytes.Buffer
	if got := (Program{Name: "dateline"}).Run(t.Context(), []string{"windows", "verify"}, &out, &out); got != exitUsage {
		t.Errorf("without a file the exit status is %d", got)
	}
}
