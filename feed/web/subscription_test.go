package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/datelinehq/dateline/feed"
)

func TestSubscription(t *testing.T) {
	h := newPages(t, optionsFor(week(t)))
	w := get(t, h, "/feed.atom?source=api&kind=flag&kind=discussion")
	f, err := gofeed.NewParser().ParseString(w.Body.String())
	if err != nil || w.Code != http.StatusOK {
		t.Fatal(w.Code, err)
	}
	if want := "https://dateline.example.com/feed.atom?kind=discussion&kind=flag&source=api"; f.FeedLink != want {
		t.Errorf("self is %s, want %s", f.FeedLink, want)
	}
	if want := "https://dateline.example.com/?kind=discussion&kind=flag&source=api"; f.Link != want {
		t.Errorf("its page is %s, want %s", f.Link, want)
	}
	var titles []string
	for _, item := range f.Items {
		titles = append(titles, item.Title)
	}
	want := []string{
		"Ben commented on acme/api#214: Keep the clock of a booking in its own zone",
		"Farah commented on acme/api#214: Keep the clock of a booking in its own zone",
		"Ana owes Ben a response on acme/api#209, past the window of 24 h: Refuse overlapping bookings at the database",
		"Chen commented on acme/api#201: Room list times out for large houses",
	}
	if strings.Join(titles, "\n") != strings.Join(want, "\n") {
		t.Errorf("titles\n%s\nwant\n%s", strings.Join(titles, "\n"), strings.Join(want, "\n"))
	}
	if c := f.Items[3].Content; !strings.Contains(c, "<code>OFFSET</code>") {
		t.Errorf("content %q", c)
	}
}

// TestConditional tells the life of a subscription: tag and date move together, and an unchanged log costs one look at
// its head.
func TestConditional(t *testing.T) {
	m := week(t)
	clock := noon
	o := optionsFor(m)
	o.Now = func() time.Time { return clock }
	h := newPages(t, o)

	first := get(t, h, "/feed.atom")
	tag, date := first.Header().Get("ETag"), first.Header().Get("Last-Modified")
	if tag == "" || date == "" {
		t.Fatalf("tag %q, date %q", tag, date)
	}
	for name, headers := range map[string][]string{
		"by tag":          {"If-None-Match", tag},
		"by one of many":  {"If-None-Match", `"a", ` + tag},
		"by weak tag":     {"If-None-Match", "W/" + tag},
		"by date":         {"If-Modified-Since", date},
		"by both":         {"If-None-Match", tag, "If-Modified-Since", date},
		"tag before date": {"If-None-Match", tag, "If-Modified-Since", noon.Add(-time.Hour).Format(http.TimeFormat)},
	} {
		clock = clock.Add(time.Minute)
		clear(m.reads)
		w := get(t, h, "/feed.atom", headers...)
		if w.Code != http.StatusNotModified || w.Body.Len() != 0 || w.Header().Get("ETag") != tag {
			t.Errorf("%s: %d, %d bytes, tag %s", name, w.Code, w.Body.Len(), w.Header().Get("ETag"))
		}
		if m.reads["edition"] != 1 || m.reads["people"] != 1 || len(m.reads) != 2 {
			t.Errorf("%s cost %v", name, m.reads)
		}
	}
	for name, headers := range map[string][]string{
		"another tag":             {"If-None-Match", `"a"`},
		"another tag, right date": {"If-None-Match", `"a"`, "If-Modified-Since", date},
		"an older date":           {"If-Modified-Since", noon.Add(-time.Second).UTC().Format(http.TimeFormat)},
		"no date":                 {"If-Modified-Since", "yesterday"},
	} {
		if w := get(t, h, "/feed.atom", headers...); w.Code != http.StatusOK {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if other := get(t, h, "/feed.atom?kind=flag").Header().Get("ETag"); other == tag {
		t.Error("two views have one tag")
	}

	// Two changes within one second: each has a tag of its own, and no two share a date.
	dates := map[string]string{date: tag}
	for range 3 {
		m.add(m.entries[0])
		w := get(t, h, "/feed.atom", "If-None-Match", tag, "If-Modified-Since", date)
		if w.Code != http.StatusOK || w.Header().Get("ETag") == tag {
			t.Errorf("after a change: %d, tag %s", w.Code, w.Header().Get("ETag"))
		}
		tag = w.Header().Get("ETag")
		if date = w.Header().Get("Last-Modified"); date != "" && dates[date] != "" {
			t.Errorf("the tags %s and %s share the date %s", dates[date], tag, date)
		}
		dates[date] = tag
	}
	clock = clock.Add(time.Minute)
	if w := get(t, h, "/feed.atom"); w.Header().Get("Last-Modified") == "" || w.Header().Get("ETag") != tag {
		t.Errorf("a minute later: date %q", w.Header().Get("Last-Modified"))
	}
}

// TestConditionalAgo checks that a view of the last days changes although nothing happens.
func TestConditionalAgo(t *testing.T) {
	clock := noon
	o := optionsFor(week(t))
	o.Now = func() time.Time { return clock }
	h := newPages(t, o)
	first := get(t, h, "/feed.atom?since=24h")
	clock = clock.Add(10 * time.Minute)
	if w := get(t, h, "/feed.atom?since=24h", "If-None-Match", first.Header().Get("ETag")); w.Code != http.StatusNotModified {
		t.Errorf("ten minutes later: %d", w.Code)
	}
	clock = clock.Add(time.Hour)
	w := get(t, h, "/feed.atom?since=24h", "If-None-Match", first.Header().Get("ETag"))
	if w.Code != http.StatusOK || w.Header().Get("Last-Modified") == first.Header().Get("Last-Modified") {
		t.Errorf("an hour later: %d, date %s", w.Code, w.Header().Get("Last-Modified"))
	}
}

func TestEmptySubscription(t *testing.T) {
	w := get(t, newPages(t, optionsFor(&memory{})), "/feed.atom")
	f, err := gofeed.NewParser().ParseString(w.Body.String())
	if err != nil || len(f.Items) != 0 || f.UpdatedParsed == nil || !f.UpdatedParsed.Equal(noon) {
		t.Errorf("%v %+v", err, f)
	}
}

// TestHostileSubscription checks that a feed reader gets nothing that could hurt it.
func TestHostileSubscription(t *testing.T) {
	m := week(t)
	hostile(m)
	w := get(t, newPages(t, optionsFor(m)), "/feed.atom")
	f, err := gofeed.NewParser().ParseString(w.Body.String())
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range f.Items {
		for _, bad := range unsafe(item.Content) {
			t.Errorf("%s gets through:\n%s", bad, item.Content)
		}
		if strings.ContainsAny(item.Title, "\n\u202e\x1b") {
			t.Errorf("title %q", item.Title)
		}
	}
}

// TestRevision checks that an edit keeps the identity and moves the date.
func TestRevision(t *testing.T) {
	m := week(t)
	h := newPages(t, optionsFor(m))
	read := func() *gofeed.Item {
		f, err := gofeed.NewParser().ParseString(get(t, h, "/feed.atom?kind=decision&verb=decided").Body.String())
		if err != nil || len(f.Items) != 1 {
			t.Fatal(err)
		}
		return f.Items[0]
	}
	before := read()
	for i, e := range m.entries {
		if e.Verb == feed.Decided {
			m.entries[i].Text, m.entries[i].Updated = "60 days after all.", noon
			m.seq++
			m.entries[i].Changed = m.seq
		}
	}
	after := read()
	if before.GUID != after.GUID || !after.UpdatedParsed.Equal(noon) || !after.PublishedParsed.Equal(*before.PublishedParsed) || !strings.Contains(after.Content, "60 days") {
		t.Errorf("before %s %v\nafter  %s %v %s", before.GUID, before.Updated, after.GUID, after.Updated, after.Content)
	}
}
