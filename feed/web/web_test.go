package web

import (
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// optionsFor are what the tests make the pages of.
func optionsFor(m *memory) Options {
	if m.told == nil {
		m.told = &audience{}
	}
	return Options{
		Subscribers: m.told,
		Log:         m, Items: m, Sources: m, Asks: m.list, Owed: m.owed, People: m.who, Rule: m.rule, Warnings: m.warn, Receipt: m.receipt,
		Decisions: m.decisions, Say: m.say, Respond: m.respond, Agreed: m.agreement,
		Reports: m.reported, Backtest: m.backtest, Try: m.try, Readers: m, Editions: m, Archive: m, Previews: m,
		Teams:    []string{"core"},
		Versions: m.versions, Meanings: m.meant, Direct: m.direct, Views: m, Subscriptions: m.subscription, Mailings: m.mailings, Deeds: m.done,
		PublicURL: "https://dateline.example.com", Version: "0.1.0",
		Now: func() time.Time { return noon }, Logger: slog.New(slog.DiscardHandler),
	}
}

func newPages(t testing.TB, o Options) http.Handler {
	t.Helper()
	h, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// send makes a request as a browser does; headers are names and values in turn.
func send(t testing.TB, h http.Handler, method, address, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	r.Header.Set("Accept", "text/html")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func get(t testing.TB, h http.Handler, address string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return send(t, h, http.MethodGet, address, "", headers...)
}

// heaviest is how many bytes a page may have before compression.
const heaviest = 60_000

// TestScenes checks that every page says what it should, and is well made.
func TestScenes(t *testing.T) {
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			w := get(t, newPages(t, s.options(t)), s.address)
			if w.Code != s.status {
				t.Errorf("status %d, want %d", w.Code, s.status)
			}
			page := w.Body.String()
			text := html.UnescapeString(page)
			for _, want := range s.want {
				if !strings.Contains(words(text), want) && !strings.Contains(page, want) {
					t.Errorf("the page does not say %q", want)
				}
			}
			for _, wrong := range mistakes(page) {
				t.Error(wrong)
			}
			if len(page) > heaviest && !strings.Contains(s.name, "hostile") { // whose names alone have 10 kB
				t.Errorf("the page has %d bytes, more than %d", len(page), heaviest)
			}
			if strings.Contains(page, "ZgotmplZ") {
				t.Error("an address was refused by the template")
			}
		})
	}
}

// words is the text of a page, with one space where there are several and without its markup.
func words(page string) string {
	var b strings.Builder
	for page != "" {
		text, rest, _ := strings.Cut(page, "<")
		b.WriteString(text)
		_, page, _ = strings.Cut(rest, ">")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// TestMistakes checks that the check of the pages finds what it is there to find.
func TestMistakes(t *testing.T) {
	for _, bad := range []string{
		"<h1>a</h1><p>", "<h1>a</h1></p>", "<p>no heading</p>", "<h1>a</h1><h1>b</h1>", `<h1 id=a>a</h1><p id=a></p>`,
		`<h1>a</h1><input id=x>`, `<h1 style="x">a</h1>`, `<h1 onclick="x">a</h1>`, `<h1>a</h1><a href="#x">b</a>`, `<h1>a</h1><a href="">b</a>`,
	} {
		if len(mistakes(bad)) == 0 {
			t.Errorf("nothing is found wrong with %s", bad)
		}
	}
}

// TestWeight checks that a full page is light: what is new, the last events and ten who wait in 60 kB.
func TestWeight(t *testing.T) {
	m := week(t)
	for i := range 6 {
		a := m.ask("web/88", "emre", "ana", noon.Add(-time.Duration(i)*time.Hour))
		m.asks = append(m.asks, a)
	}
	for n := len(m.entries); len(m.entries) < pageSize+10; {
		m.add(m.entries[len(m.entries)-n])
	}
	w := get(t, newPages(t, optionsFor(m)), "/")
	if got := strings.Count(w.Body.String(), ` id="e`); got != firstSize {
		t.Errorf("%d events on the page, want %d", got, firstSize)
	}
	if w.Body.Len() > 60_000 {
		t.Errorf("the page is %d bytes", w.Body.Len())
	}
	t.Logf("%d bytes", w.Body.Len())
}

// TestPages walks from the newest events to the oldest and sees each once.
func TestPages(t *testing.T) {
	m := week(t)
	for n := len(m.entries); len(m.entries) < 3*pageSize+7; {
		m.add(m.entries[len(m.entries)-n])
	}
	h := newPages(t, optionsFor(m))
	seen := map[string]bool{}
	address, pages := "/", 0
	for address != "" && pages < 10 {
		pages++
		page := get(t, h, address).Body.String()
		for rest := page; ; {
			var found bool
			if _, rest, found = strings.Cut(rest, ` id="e`); !found {
				break
			}
			id, _, _ := strings.Cut(rest, `"`)
			if seen[id] {
				t.Errorf("event %s is shown twice", id)
			}
			seen[id] = true
		}
		_, next, _ := strings.Cut(page, `rel="next" href="`)
		next, _, _ = strings.Cut(next, `"`)
		address = html.UnescapeString(next)
	}
	if len(seen) != len(m.entries) || pages != 4 {
		t.Errorf("%d pages show %d events, want 4 and %d", pages, len(seen), len(m.entries))
	}
}

// TestOptions checks that what is missing or wrong is found at the start.
func TestOptions(t *testing.T) {
	for name, spoil := range map[string]func(*Options){
		"no log":             func(o *Options) { o.Log = nil },
		"no asks":            func(o *Options) { o.Asks = nil },
		"no clock":           func(o *Options) { o.Now = nil },
		"no address":         func(o *Options) { o.PublicURL = "" },
		"an address in part": func(o *Options) { o.PublicURL = "dateline.example.com" },
		"a path":             func(o *Options) { o.PublicURL = "https://example.com/dateline" },
		"a password":         func(o *Options) { o.PublicURL = "https://ana:secret@example.com" },
	} {
		o := optionsFor(week(t))
		spoil(&o)
		if _, err := New(o); err == nil {
			t.Errorf("%s: no error", name)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error tells the password: %v", name, err)
		}
	}
}
