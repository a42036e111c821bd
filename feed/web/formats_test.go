package web

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"github.com/datelinehq/dateline/feed"
)

// TestFormats checks that every format tells the same, by its own media type, and links to itself and its page.
func TestFormats(t *testing.T) {
	h := newPages(t, optionsFor(week(t)))
	var first *gofeed.Feed
	for _, in := range formats {
		w := get(t, h, in.path+"?source=api&kind=flag&kind=discussion")
		f, err := gofeed.NewParser().ParseString(w.Body.String())
		if err != nil || w.Code != http.StatusOK || w.Header().Get("Content-Type") != in.mediaType {
			t.Fatalf("%s: %d %s %v", in.name, w.Code, w.Header().Get("Content-Type"), err)
		}
		if want := "https://dateline.example.com" + in.path + "?kind=discussion&kind=flag&source=api"; f.FeedLink != want {
			t.Errorf("%s: self is %s, want %s", in.name, f.FeedLink, want)
		}
		if first == nil {
			first = f
		}
		for i, item := range f.Items {
			one := first.Items[i]
			if item.GUID != one.GUID || item.Title != one.Title || item.Link != one.Link ||
				!item.PublishedParsed.Equal(*one.PublishedParsed) {
				t.Errorf("%s: entry %d is %+v, and %+v as Atom", in.name, i, item, one)
			}
		}
		if len(f.Items) != len(first.Items) || len(f.Items) == 0 || f.Title != first.Title || f.Link != first.Link {
			t.Errorf("%s: %d entries of %q", in.name, len(f.Items), f.Title)
		}
		if w := get(t, h, in.path+"?kind=flags"); w.Code != http.StatusBadRequest {
			t.Errorf("%s: a slip of the pen is answered with %d", in.name, w.Code)
		}
	}
}

// TestDiscovery checks that a page says where its subscriptions are, with its filters.
func TestDiscovery(t *testing.T) {
	h := newPages(t, optionsFor(week(t)))
	page := html.UnescapeString(get(t, h, "/?kind=flag").Body.String())
	for _, want := range []string{
		`<link rel="alternate" type="application/atom+xml" title="This view of the feed (Atom)" href="/feed.atom?kind=flag">`,
		`<link rel="alternate" type="application/rss+xml" title="This view of the feed (RSS)" href="/feed.rss?kind=flag">`,
		`type="application/feed+json" title="This view of the feed (JSON Feed)" href="/feed.json?kind=flag">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %s", want)
		}
	}
	page = get(t, h, "/asks?person=Ben&by=team").Body.String()
	if !strings.Contains(page, `title="The deadlines of these asks (iCalendar)" href="/asks.ics?person=Ben">`) {
		t.Error("the page of asks does not say where its calendar is")
	}
}

// TestTags checks that what is compressed has another tag, that each tag is answered with "unchanged" by what it was given
// for, and that the answers to HEAD say the same.
func TestTags(t *testing.T) {
	h := newPages(t, optionsFor(week(t)))
	for _, address := range []string{
		"/feed.atom", "/feed.rss?kind=flag", "/feed.json?q=nothing", "/feed.atom?is=flagged", "/asks.ics",
	} {
		tags := map[string]string{}
		for _, coding := range []string{"", "gzip"} {
			w := get(t, h, address, "Accept-Encoding", coding)
			tag := w.Header().Get("ETag")
			if !strings.HasPrefix(tag, `"`) || w.Header().Get("Content-Encoding") != coding ||
				w.Header().Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s as %q: %v", address, coding, w.Header())
			}
			tags[coding] = tag
			if again := get(t, h, address, "Accept-Encoding", coding); !bytes.Equal(again.Body.Bytes(), w.Body.Bytes()) {
				t.Errorf("%s as %q: one tag for two documents", address, coding)
			}
			head := send(t, h, http.MethodHead, address, "", "Accept-Encoding", coding)
			if head.Code != 200 || head.Body.Len() != 0 || head.Header().Get("ETag") != tag ||
				head.Header().Get("Content-Length") != fmt.Sprint(w.Body.Len()) {
				t.Errorf("HEAD %s as %q: %d %v", address, coding, head.Code, head.Header())
			}
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				w = send(t, h, method, address, "", "Accept-Encoding", coding, "If-None-Match", tag)
				if w.Code != http.StatusNotModified || w.Header().Get("ETag") != tag || w.Header().Get("Vary") != "Accept-Encoding" {
					t.Errorf("%s %s as %q again: %d %v", method, address, coding, w.Code, w.Header())
				}
			}
		}
		if tags[""] == tags["gzip"] {
			t.Errorf("%s: one tag for what is compressed and what is not", address)
		}
		w := get(t, h, address, "Accept-Encoding", "gzip")
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := io.ReadAll(z); err != nil || !bytes.Equal(plain, get(t, h, address).Body.Bytes()) {
			t.Errorf("%s: what was compressed is something else (%v)", address, err)
		}
	}
}

// TestOPML checks that the list has the feed, its decisions, each team and each view that can be subscribed to, and that all
// of them can be read.
func TestOPML(t *testing.T) {
	m := week(t)
	withViews(m)
	h := newPages(t, optionsFor(m))
	w := get(t, h, "/subscriptions.opml")
	var list struct {
		Outlines []struct {
			Text string `xml:"text,attr"`
			Feed string `xml:"xmlUrl,attr"`
		} `xml:"body>outline"`
	}
	err := xml.Unmarshal(w.Body.Bytes(), &list)
	if err != nil || w.Header().Get("Content-Type") != "text/x-opml; charset=utf-8" {
		t.Fatal(err, w.Header())
	}
	var names []string
	for _, o := range list.Outlines {
		names = append(names, o.Text)
		if w := get(t, h, strings.TrimPrefix(o.Feed, "https://dateline.example.com")); w.Code != http.StatusOK {
			t.Errorf("%s: %d", o.Feed, w.Code)
		}
	}
	want := []string{"Dateline", "Dateline · decisions", "Dateline · core", "Dateline · Decided"}
	if !slices.Equal(names, want) {
		t.Errorf("the list has %q, want %q", names, want)
	}
}

// TestDeadlines checks which asks a calendar has.
func TestDeadlines(t *testing.T) {
	m := week(t)
	ended, old, guess := m.asks[1], m.asks[1], m.asks[1]
	ended.ID, ended.State, ended.Ended, ended.Revision = "ask/answered", feed.AskAnswered, noon.AddDate(0, 0, -29), 3
	old.ID, old.State, old.Ended = "ask/forgotten", feed.AskWithdrawn, noon.AddDate(0, 0, -40)
	guess.ID, guess.Confidence = "ask/guessed", feed.Possible
	m.asks = append(m.asks, ended, old, guess)
	h := newPages(t, optionsFor(m))
	w := get(t, h, "/asks.ics?person=Farah")
	calendar := strings.ReplaceAll(w.Body.String(), "\r\n ", "")
	for _, want := range []string{
		"X-WR-CALNAME:Dateline · asks · Farah", "UID:ask/api/214@dateline.example.com",
		"URL:https://dateline.example.com/asks/ask%2Fapi%2F214",
		"UID:ask/answered@dateline.example.com", "STATUS:CANCELLED", "SEQUENCE:3",
	} {
		if !strings.Contains(calendar, want+"\r\n") {
			t.Errorf("it does not say %s:\n%s", want, calendar)
		}
	}
	n := strings.Count(calendar, "BEGIN:VEVENT")
	if n != 3 || w.Header().Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Errorf("%d events, %v", n, w.Header())
	}
	for _, address := range []string{
		"/asks.ics?state=late", "/asks.ics?by=team", "/asks.ics?person=Nobody", "/asks.ics?kind=reviews",
	} {
		if w := get(t, h, address); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}
