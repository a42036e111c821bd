package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed/protocol/compare"
)

// The configuration of the stories below needs a secret that nobody has.
const compared = `database: ${NOBODY_HAS_THIS}
sources: [{name: api, github: {repo: acme/api, token: "${NOBODY_HAS_THAT}"}}]
calendars:
  berlin:
    {location: Europe/Berlin, hours: {"monday:friday": ["09:00-17:00"]},
    holidays: [{ics: company.ics}, {ics: "https://calendar.example.com/key"}]}
teams: {core: []}
`

const summer = `BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20250701
SUMMARY:Closed
END:VEVENT
END:VCALENDAR
`

const (
	unreadAddress = "\nCalendars at addresses were not looked into: https://calendar.example.com/…\n"
	closing       = "\n" + compare.Effect + "\n" + unreadAddress
)

// The exit status is 0 whether there are differences or not, 1 if there are mistakes, 2 if something else is asked for.
func TestProtocolDiff(t *testing.T) {
	t.Setenv("DATELINE_ZONEINFO", "")
	more := compared + "people: [{name: Ana_B, accounts: {github: ana}}]\npurposes: [{for: code, source: api}]\n"
	for name, c := range map[string]struct {
		after  string
		args   []string
		status int
		says   string
	}{
		"nothing": {compared, nil, exitOK, "nothing would change\n" + unreadAddress},
		"text": {more, nil, exitOK, "+ Ana_B: joins, with github/ana\n" +
			"+ purpose \"code\": in the source api\n" + closing},
		"md": {more, []string{"--format", "md"}, exitOK, "- **added** Ana\\_B: joins, with github/ana\n" +
			"- **added** purpose \"code\": in the source api\n" + closing},
		"mistakes": {"teams: {core: [Ana]}\n", nil, exitFailed, "dateline: the agreements cannot be compared:\n" +
			"AFTER:1: teams.core[0]: \"Ana\" is not one of the people\n"},
		"format": {compared, []string{"--format", "table"}, exitUsage,
			"dateline: usage: --format is text, json or md, not \"table\"\n"},
		"files": {compared, []string{"third"}, exitUsage, "dateline: usage: accepts 2 arg(s), received 3\n"},
	} {
		t.Run(name, func(t *testing.T) {
			said, status := diff(t, compared, c.after, c.args...)
			if difference := cmp.Diff(c.says, said); difference != "" || status != c.status {
				t.Errorf("the exit status is %d, want %d (-want +said):\n%s", status, c.status, difference)
			}
		})
	}
	said, _ := diff(t, compared, more, "--format", "json")
	first, rest, _ := strings.Cut(said, "\n")
	var line compare.Line
	err := json.Unmarshal([]byte(first), &line)
	if err != nil || line.Subject != "Ana_B" || strings.Count(rest, "\n") != 1 {
		t.Errorf("as JSON it says %s: %v", said, err)
	}
}

// diff compares two configurations, each in a folder of its own with the calendar that it names.
func diff(t *testing.T, before, after string, args ...string) (said string, status int) {
	t.Helper()
	var files []string
	for _, text := range []string{before, after} {
		dir := t.TempDir()
		for name, text := range map[string]string{"dateline.yaml": text, "company.ics": summer} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		files = append(files, filepath.Join(dir, "dateline.yaml"))
	}
	var out bytes.Buffer
	args = append([]string{"protocol", "diff", files[0], files[1]}, args...)
	status = Program{Name: "dateline"}.Run(t.Context(), args, &out, &out)
	return strings.ReplaceAll(out.String(), files[1], "AFTER"), status
}
