package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
)

func TestHeaders(t *testing.T) {
	h := newPages(t, optionsFor(week(t)))
	for _, address := range []string{"/", "/feed.atom", "/news?seq=0", "/zone", "/nowhere", "/healthz/live", "/favicon.svg", "/?kind=x"} {
		w := get(t, h, address)
		csp := w.Header().Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", address, csp)
		}
		for _, name := range []string{"X-Content-Type-Options", "Referrer-Policy", "Content-Type", "Cache-Control"} {
			if w.Header().Get(name) == "" {
				t.Errorf("%s: no %s", address, name)
			}
		}
	}
}

// TestStatic checks that a file has the address of its content, for ever, and no other.
func TestStatic(t *testing.T) {
	h := newPages(t, optionsFor(week(t)))
	page := get(t, h, "/").Body.String()
	_, css, _ := strings.Cut(page, `rel="stylesheet" href="`)
	css, _, _ = strings.Cut(css, `"`)
	w := get(t, h, css)
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("%s: %d %v", css, w.Code, w.Header())
	}
	for _, address := range []string{"/static/000000000000/style.css", "/static/x/../style.css", css + "x", "/static/style.css"} {
		if w := get(t, h, address); w.Code == http.StatusOK {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}

func TestMethods(t *testing.T) {
	h := newPages(t, optionsFor(week(t)))
	for _, address := range []string{"/", "/feed.atom", "/nowhere", "/healthz/live"} {
		if w := send(t, h, http.MethodPost, address, ""); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
			t.Errorf("POST %s: %d, Allow %q", address, w.Code, w.Header().Get("Allow"))
		}
		if w := send(t, h, http.MethodHead, address, ""); w.Body.Len() != 0 || w.Code != get(t, h, address).Code {
			t.Errorf("HEAD %s: %d and %d bytes", address, w.Code, w.Body.Len())
		}
	}
	if w := send(t, h, http.MethodPost, "/zone", "zone=UTC", "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("a form of another site: %d", w.Code)
	}
}

func TestGzip(t *testing.T) {
	h := newPages(t, optionsFor(week(t)))
	whole := get(t, h, "/").Body.String()
	w := get(t, h, "/", "Accept-Encoding", "br, gzip;q=0.8")
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	small, err := io.ReadAll(z)
	if err != nil || string(small) != whole {
		t.Errorf("the compressed page is another (%v)", err)
	}
	for _, coding := range []string{"gzip;q=0", "br", "identity", "gzip; q=0.0"} {
		if got := get(t, h, "/", "Accept-Encoding", coding).Header().Get("Content-Encoding"); got != "" {
			t.Errorf("%s: %s", coding, got)
		}
	}
}

// TestLog checks that the log names routes and statuses, and never what people looked for.
func TestLog(t *testing.T) {
	var log bytes.Buffer
	o := optionsFor(week(t))
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	h := newPages(t, o)
	get(t, h, "/?q=salary&person=Ana")
	get(t, h, "/feed.atom?q=salary")
	get(t, h, "/nowhere/salary")
	for _, want := range []string{`route="GET /{$}" status=200`, `route="GET /feed.atom" status=200`, `route=/ status=404`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("no line with %s in\n%s", want, &log)
		}
	}
	if strings.Contains(log.String(), "salary") {
		t.Errorf("the log tells what was looked for:\n%s", &log)
	}
}

// TestFailure checks that an error on our side shows its number and not its reason.
func TestFailure(t *testing.T) {
	var log bytes.Buffer
	for name, spoil := range map[string]func(*Options, *memory){
		"an error": func(_ *Options, m *memory) { m.broken = true },
		"a panic": func(o *Options, _ *memory) {
			o.Asks = func(context.Context, AskFilter, int) ([]feed.AskEntry, error) { panic("the disk is on fire") }
		},
	} {
		m := week(t)
		o := optionsFor(m)
		log.Reset()
		o.Logger = slog.New(slog.NewTextHandler(&log, nil))
		spoil(&o, m)
		w := get(t, newPages(t, o), "/")
		_, id, _ := strings.Cut(w.Body.String(), "this request: <code>")
		id, _, _ = strings.Cut(id, "<")
		if w.Code != http.StatusInternalServerError || id == "" || !strings.Contains(log.String(), "request="+id) {
			t.Errorf("%s: status %d, request %q, log\n%s", name, w.Code, id, &log)
		}
		if strings.Contains(w.Body.String(), "fire") || !strings.Contains(log.String(), "the disk is on fire") {
			t.Errorf("%s: the reason belongs into the log only", name)
		}
	}
}

func TestProgramsGetLines(t *testing.T) {
	h := newPages(t, optionsFor(week(t)))
	w := get(t, h, "/feed.atom?kind=decisions", "Accept", "*/*")
	want := "There is no kind of event called “decisions”. There is: decision, progress, discussion, request, flag.\n"
	if w.Code != http.StatusBadRequest || w.Body.String() != want || w.Header().Get("ETag") != "" {
		t.Errorf("%d %q, ETag %q", w.Code, w.Body, w.Header().Get("ETag"))
	}
}

func TestHealth(t *testing.T) {
	o := optionsFor(week(t))
	o.Ready = func(context.Context) error { return errors.New("the schema is newer") }
	h := newPages(t, o)
	if w := get(t, h, "/healthz/live"); w.Code != http.StatusOK {
		t.Errorf("live: %d", w.Code)
	}
	if w := get(t, h, "/healthz/ready"); w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "schema") {
		t.Errorf("ready: %d %s", w.Code, w.Body)
	}
	o.Ready = nil
	if w := get(t, newPages(t, o), "/healthz/ready"); w.Code != http.StatusOK {
		t.Errorf("ready: %d", w.Code)
	}
}

func TestNews(t *testing.T) {
	m := week(t)
	h := newPages(t, optionsFor(m))
	tests := []struct{ address, want string }{
		{"/news?seq=0&kind=flag", `{"new":1,"text":"1 new event"}`},
		{"/news?seq=0&kind=decision", `{"new":2,"text":"2 new events"}`},
		{"/news?seq=99999", `{"new":0,"text":""}`},
		{"/news?seq=0&kind=flag&person=Farah", `{"new":0,"text":""}`},
	}
	for _, tt := range tests {
		if got := get(t, h, tt.address).Body.String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.address, got, tt.want)
		}
	}
	for range maxNews {
		m.add(m.entries[0])
	}
	if got := get(t, h, "/news?seq=0").Body.String(); !strings.Contains(got, `"99+ new events"`) {
		t.Error(got)
	}
	for _, bad := range []string{"/news", "/news?seq=x", "/news?seq=-1", "/news?seq=0&kind=x"} {
		if w := get(t, h, bad); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", bad, w.Code)
		}
	}
	clear(m.reads)
	get(t, h, "/news?seq=99999&source=api")
	if m.reads["head"] != 1 || m.reads["after"]+m.reads["sources"] != 0 {
		t.Errorf("no news cost %v", m.reads)
	}
}

func TestZone(t *testing.T) {
	h := newPages(t, optionsFor(week(t)))
	form := []string{"Content-Type", "application/x-www-form-urlencoded"}
	w := send(t, h, http.MethodPost, "/zone", "zone=Asia%2FTokyo&back=%2F%3Fkind%3Dflag", form...)
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/?kind=flag" || len(cookies) != 1 || cookies[0].Value != "Asia/Tokyo" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	for _, bad := range []string{"zone=Mars%2FBase", "zone=Local", "zone=..%2F..%2Fetc%2Fpasswd", "", "zone=" + strings.Repeat("x", 9000)} {
		if w := send(t, h, http.MethodPost, "/zone", bad, form...); w.Code != http.StatusBadRequest {
			t.Errorf("%.40s: %d", bad, w.Code)
		}
	}
	for from, want := range map[string]string{
		"/": "/", "/?q=a": "/?q=a", "": "/", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/", "/a\r\nb": "/", "/\t/evil.example": "/",
	} {
		if got := back(from); got != want {
			t.Errorf("back from %q is %q, want %q", from, got, want)
		}
	}
	// A day is the reader's: 23 November 23:30 in Berlin is the 24th in Tokyo.
	if got := get(t, h, "/?since=2026-11-24", "Cookie", "zone=Asia/Tokyo").Body.String(); !strings.Contains(got, "1.8.0") {
		t.Error("what happened at 01:30 in Tokyo is missing on that day")
	}
	if got := get(t, h, "/?since=2026-11-24").Body.String(); strings.Contains(got, "1.8.0") {
		t.Error("what happened at 16:30 UTC the day before is there")
	}
}

// TestWeeks tells every week of a century by its Monday.
func TestWeeks(t *testing.T) {
	at := inEnglish(t, noon, time.UTC)
	for monday := time.Date(1999, time.December, 27, 0, 0, 0, 0, time.UTC); monday.Year() < 2100; monday = monday.AddDate(0, 0, 7) {
		year, n := monday.ISOWeek()
		want := monday.Format("2 Jan 2006")
		if monday.Year() == noon.Year() {
			want = monday.Format("2 Jan")
		}
		if iso := fmt.Sprintf("%d-W%02d", year, n); at.week(iso) != want {
			t.Errorf("%s is told as %q, want %q", iso, at.week(iso), want)
		}
	}
	if got := at.week("all"); got != "all" {
		t.Errorf("what is no week is told as %q", got)
	}
}

func TestTimes(t *testing.T) {
	at := inEnglish(t, noon, time.UTC)
	for d, want := range map[time.Duration]string{
		-time.Hour: "just now", 0: "just now", 59 * time.Second: "just now", time.Minute: "1 min ago", 59*time.Minute + 59*time.Second: "59 min ago",
		time.Hour: "1 h ago", 47*time.Hour + 59*time.Minute: "47 h ago", 48 * time.Hour: "2 d ago", 400 * 24 * time.Hour: "400 d ago",
	} {
		if got := at.ago(noon.Add(-d)); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
	for day, want := range map[string]string{
		"2026-11-24": "Today, Tuesday 24 November", "2026-11-23": "Yesterday, Monday 23 November",
		"2026-11-22": ", Sunday 22 November", "2025-11-24": ", Monday 24 November 2025",
	} {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if name, date := at.day(d); name+", "+date != want {
			t.Errorf("%s: %s, %s, want %s", day, name, date, want)
		}
	}
	for d, want := range map[time.Duration]string{
		time.Hour: "today 09:12", 11 * time.Hour: "yesterday 23:12", 35 * time.Hour: "Sun 22 Nov 23:12", 400 * 24 * time.Hour: "Mon 20 Oct 2025 10:12",
	} {
		if got := at.when(noon.Add(-d)); got != want {
			t.Errorf("%s ago is %q, want %q", d, got, want)
		}
	}
}

func FuzzPlace(f *testing.F) {
	f.Add(int64(1), "")
	f.Add(int64(1)<<62, "AAAA")
	f.Fuzz(func(t *testing.T, pos int64, junk string) {
		if pos > 0 {
			if got, err := readPlace(place(pos)); err != nil || got != pos {
				t.Errorf("%d became %d (%v)", pos, got, err)
			}
		}
		if got, err := readPlace(junk); err == nil && junk != "" && got <= 0 {
			t.Errorf("%q is the place %d", junk, got)
		}
	})
}

// TestPartsFail checks that what goes wrong in a part of a page goes wrong with the page, however often it is asked.
func TestPartsFail(t *testing.T) {
	pages, err := New(optionsFor(week(t)))
	if err != nil {
		t.Fatal(err)
	}
	s := pages.server
	part := s.templates.beside(s.Texts.First(), "days", 7)
	for range 2 {
		if html, err := part.HTML(); err == nil || html != "" {
			t.Errorf("seven is no list of days, and makes %q, %v", html, err)
		}
	}
	page := feedPage{Days: part}
	if err := s.templates.run(s.Texts.First(), "feed.html", page, func([]byte) { t.Error("half a page is sent") }); err == nil {
		t.Error("a page without a part is one")
	}
}
