package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed/store"
)

// The agreements that were in force are told with what each of them changed, also when one cannot be read any more.
func TestVersionsAreToldWithWhatTheyChanged(t *testing.T) {
	secrets := &connectors.Secrets{}
	parse := func(text string) *config.Config {
		t.Helper()
		c, err := config.Parse("dateline.yaml", []byte(text), tools, secrets, os.LookupEnv)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	const people = "calendars: {berlin: {location: Europe/Berlin, hours: {'monday:friday': ['09:00-17:00']}}}\npeople: [{name: Ana, calendar: berlin}]\n"
	slow := parse(people + "windows: [{name: all, within: 2bd}]")
	quick := parse(people + "windows: [{name: all, within: 8wh}]")
	h, err := Program{Name: "dateline"}.host(t.Context(), quick, &options{config: "dateline.yaml", data: t.TempDir()}, secrets, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	y := &history{h: h}
	told := func() string {
		t.Helper()
		all, err := y.versions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, v := range all {
			fmt.Fprintln(&b, v.Since.UTC().Format(time.DateOnly), v.Unclear)
			for _, l := range v.Changes {
				fmt.Fprintf(&b, "  %s %s: %s %s\n", l.Mark, l.Subject, l.Text, strings.Join(l.Details, "; "))
			}
		}
		return b.String()
	}
	day := time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)
	for i, step := range []struct {
		name string
		a    store.Agreement
		want string
	}{
		{"the first", store.Agreement{Version: "1", Text: slow.Text()}, "2026-11-23 \n"},
		{"another ruling", store.Agreement{Version: "1", Text: slow.Text(), Rulings: 1}, "2026-11-23 \n"},
		{"another window", store.Agreement{Version: "2", Text: quick.Text(), Rulings: 1}, `2026-11-25 
  changed window "all": within 8wh instead of 2bd 
  changed deadlines: what is asked now would be due at another time a response asked of Ana now would be due Thu 26 Nov 10:00 instead of Fri 27 Nov 17:00 (Europe/Berlin)
2026-11-23 
`},
		{"one that nobody can read", store.Agreement{Version: "3", Text: []byte("{windows: 7}"), Rulings: 1}, `2026-11-26 It cannot be read any more by this version of Dateline.
2026-11-25 
  changed window "all": within 8wh instead of 2bd 
  changed deadlines: what is asked now would be due at another time a response asked of Ana now would be due Thu 26 Nov 10:00 instead of Fri 27 Nov 17:00 (Europe/Berlin)
2026-11-23 
`},
		{"and back", store.Agreement{Version: "1", Text: slow.Text(), Rulings: 1}, `2026-11-27 The one before it cannot be read any more by this version of Dateline.
2026-11-26 It cannot be read any more by this version of Dateline.
2026-11-25 
  changed window "all": within 8wh instead of 2bd 
  changed deadlines: what is asked now would be due at another time a response asked of Ana now would be due Thu 26 Nov 10:00 instead of Fri 27 Nov 17:00 (Europe/Berlin)
2026-11-23 
`},
	} {
		step.a.Since = day.AddDate(0, 0, i)
		if err := h.db.Agree(t.Context(), step.a, "judge"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.want, told()); diff != "" {
			t.Errorf("%s (-want +told):\n%s", step.name, diff)
		}
	}
}
