package cli

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/store/storetest"
	"github.com/datelinehq/dateline/feed/windows"
	"github.com/datelinehq/dateline/feed/windows/zones"
)

// outing is a calendar with one day on which an office is closed.
func outing(day string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//acme//calendar//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n" +
		"DTSTART;VALUE=DATE:" + day + "\r\nSUMMARY:Outing\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}

// A calendarServer serves one calendar with an entity tag, or an error.
type calendarServer struct {
	text   string
	status int
	whole  int // how often the text was sent
}

func (c *calendarServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tag := fmt.Sprintf("%q", fmt.Sprint(len(c.text), c.text[60:]))
	tag = strings.NewReplacer("\r", "", "\n", "", `\`, "").Replace(tag)
	switch {
	case c.status != 0:
		http.Error(w, "no", c.status)
	case r.Header.Get("If-None-Match") == tag:
		w.WriteHeader(http.StatusNotModified)
	default:
		c.whole++
		w.Header().Set("ETag", tag)
		fmt.Fprint(w, c.text)
	}
}

// A calendar at an address is read again after an hour, kept while it cannot be read, and never told by its address.
func TestShelf(t *testing.T) {
	served := &calendarServer{text: outing("20261204")}
	server := httptest.NewServer(served)
	defer server.Close()
	secret := server.URL + "/private-0123456789/basic.ics"
	folder := t.TempDir()
	file := filepath.Join(folder, "company.ics")
	if err := os.WriteFile(file, []byte(outing("20261207")), 0o600); err != nil {
		t.Fatal(err)
	}
	data, err := zones.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	s := &shelf{
		refs: []string{secret, "company.ics", "missing.ics"}, file: filepath.Join(folder, "dateline.yaml"),
		db: storetest.SQLite(t), zones: data, client: server.Client(),
		log: slog.New(slog.NewTextHandler(&log, nil)), now: func() time.Time { return now },
	}
	told := func() string {
		t.Helper()
		if err := s.renew(t.Context()); err != nil {
			t.Fatal(err)
		}
		volumes, err := s.volumes(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for i, v := range volumes {
			fmt.Fprintf(&b, "%d:", i)
			if v.calendar != nil {
				closed, err := v.calendar.Between(windows.NewDate(2026, 1, 1), windows.NewDate(2026, 12, 31))
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&b, " %v", closed.Days)
			}
			if v.Problem != "" {
				fmt.Fprintf(&b, " (%s)", strings.ReplaceAll(v.Problem, folder, "FOLDER"))
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	const missing = "2: (open FOLDER/missing.ics: no such file or directory)\n"
	for _, step := range []struct {
		name    string
		do      func()
		want    string
		fetched int
	}{
		{"the first reading", func() {}, "0: [2026-12-04 Outing]\n1: [2026-12-07 Outing]\n" + missing, 1},
		{"half an hour later nothing is asked", func() {
			now, served.status = now.Add(30*time.Minute), http.StatusTeapot
		}, "0: [2026-12-04 Outing]\n1: [2026-12-07 Outing]\n" + missing, 1},
		{"after an hour it is the same", func() {
			now, served.status = now.Add(31*time.Minute), 0
		}, "0: [2026-12-04 Outing]\n1: [2026-12-07 Outing]\n" + missing, 1},
		{"the server is away, and the file is nonsense", func() {
			now, served.status = now.Add(2*time.Hour), http.StatusBadGateway
			if err := os.WriteFile(file, []byte("<html>"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "0: [2026-12-04 Outing] (the server answers 502 Bad Gateway)\n1: [2026-12-07 Outing] (NONSENSE)\n" + missing, 1},
		{"what failed is tried again at once", func() {
			served.status, served.text = 0, outing("20261211")
		}, "0: [2026-12-11 Outing]\n1: [2026-12-07 Outing] (NONSENSE)\n" + missing, 2},
	} {
		step.do()
		got := told()
		if i, j := strings.Index(got, "1: [2026-12-07 Outing] ("), strings.Index(got, "\n2:"); i >= 0 {
			got = got[:i] + "1: [2026-12-07 Outing] (NONSENSE)" + got[j:]
		}
		if got != step.want || served.whole != step.fetched {
			t.Errorf("%s: fetched %d times, and the shelf has\n%s\nwant %d times and\n%s", step.name, served.whole, got, step.fetched, step.want)
		}
	}
	server.Close()
	now = now.Add(2 * time.Hour)
	if got := told(); strings.Contains(got, "private") || !strings.Contains(got, "refused") {
		t.Errorf("without a server it says\n%s", got)
	}
	if strings.Contains(log.String(), "private") {
		t.Errorf("the address is in the log:\n%s", log.String())
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.renew(ended); err == nil {
		t.Error("it goes on although it was told to stop")
	}
}
