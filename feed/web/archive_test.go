package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
)

// busy is the week, with a further n events behind it, some of which come later than others that happened after them.
func busy(t testing.TB, n int) *memory {
	m := week(t)
	for i := range n {
		e := m.entries[i%20]
		e.At, e.Text = noon.Add(-time.Duration((i*7)%n)*time.Minute), fmt.Sprintf("Number %d.", i)
		e.Updated = e.At
		m.add(e)
	}
	return m
}

// A feedReader is a program that subscribed, and knows the archives that it has read.
type feedReader struct {
	t     *testing.T
	h     http.Handler
	known map[string]bool
	seen  map[string]int
}

// catchUp reads the subscription and the archives before it, up to one that it knows.
func (r *feedReader) catchUp(address string) (documents int) {
	r.t.Helper()
	for next := address; next != "" && !r.known[next]; {
		w := get(r.t, r.h, next)
		if w.Code != http.StatusOK {
			r.t.Fatalf("%s: %d", next, w.Code)
		}
		documents++
		r.known[next] = next != address
		f, err := gofeed.NewParser().Parse(strings.NewReader(w.Body.String()))
		if err != nil {
			r.t.Fatal(err)
		}
		for _, item := range f.Items {
			r.seen[item.GUID]++
		}
		next = related(w.Body.String(), "prev-archive")
	}
	return documents
}

// related is the address that a document links to.
func related(document, rel string) string {
	_, rest, found := strings.Cut(document, `rel="`+rel+`"`)
	if rel == "prev-archive" && !found {
		_, rest, _ = strings.Cut(document, `"next_url": `)
		rest = ` href=` + strings.ReplaceAll(rest, `\u0026`, "&")
	}
	_, rest, _ = strings.Cut(rest, `href="`)
	href, _, _ := strings.Cut(rest, `"`)
	return strings.TrimPrefix(strings.ReplaceAll(href, "&amp;", "&"), "https://dateline.example.com")
}

// TestArchives tells of a reader that was away while much happened, and much of it was told late: in every format it misses
// nothing, and reads no archive twice.
func TestArchives(t *testing.T) {
	for _, filter := range []string{"", "?kind=discussion&kind=flag", "?source=api"} {
		for _, in := range formats {
			t.Run(in.path+filter, func(t *testing.T) {
				m := busy(t, 900)
				r := feedReader{t, newPages(t, optionsFor(m)), map[string]bool{}, map[string]int{}}
				first := r.catchUp(in.path + filter)
				for i := range 730 {
					e := m.entries[i%20]
					e.At = noon.Add(-time.Duration(1000+i) * time.Minute) // told late: nothing of it is among the newest
					e.Updated = e.At
					m.add(e)
				}
				again := r.catchUp(in.path + filter)
				if first < 4 || again > 5 {
					t.Errorf("%d documents at first, %d later", first, again)
				}
				values, _ := url.ParseQuery(strings.TrimPrefix(filter, "?"))
				want := 0
				for _, e := range m.entries {
					if anyOf(values["kind"], string(e.Kind)) && anyOf(values["source"], e.Source) {
						want++
					}
				}
				if len(r.seen) != want {
					t.Errorf("%d entries were read of %d", len(r.seen), want)
				}
			})
		}
	}
}

// TestArchiveIsFixed checks that an archive has the same entries for ever, and says where it stands.
func TestArchiveIsFixed(t *testing.T) {
	m := busy(t, 900)
	h := newPages(t, optionsFor(m))
	read := func(address string) (document string, guids []string) {
		document = get(t, h, address).Body.String()
		f, err := gofeed.NewParser().ParseString(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range f.Items {
			guids = append(guids, item.GUID)
		}
		return document, guids
	}
	last := related(get(t, h, "/feed.atom?source=api").Body.String(), "prev-archive")
	document, before := read(last)
	if last != "/feed.atom?source=api&archive=4" || related(document, "next-archive") != "" || len(before) == 0 ||
		related(document, "current") != "/feed.atom?source=api" || related(document, "self") != last ||
		!strings.Contains(document, "<fh:archive>") {
		t.Errorf("the last archive is %s:\n%.900s", last, document)
	}
	for i := range 300 {
		m.add(m.entries[i])
	}
	m.entries[850].Text, m.seq = "Edited.", m.seq+1
	m.entries[850].Changed = m.seq
	document, after := read(last)
	if !slices.Equal(before, after) {
		t.Errorf("%d entries became %d", len(before), len(after))
	}
	if next := related(document, "next-archive"); next != "/feed.atom?source=api&archive=5" {
		t.Errorf("the next archive is %q", next)
	}
	if _, current := read("/feed.atom"); !slices.Contains(current, guidOf(m.entries[850])) {
		t.Error("an edit of what is archived is not told")
	}
}

func guidOf(e feed.Entry) string {
	return "tag:dateline.example.com,2026:event/" + e.Source + "/" + e.Key
}

// TestNoArchive checks that what is no archive is said to be none.
func TestNoArchive(t *testing.T) {
	h := newPages(t, optionsFor(busy(t, 900)))
	for address, status := range map[string]int{
		"/feed.atom?archive=1": 200, "/feed.rss?archive=1": 200, "/feed.json?archive=1": 200, "/feed.json?archive=4": 200,
		"/feed.atom?archive=5": 404, "/feed.atom?archive=0": 404, "/feed.atom?archive=-1": 404, "/feed.atom?archive=x": 404,
		"/feed.atom?since=7d&archive=1": 404, "/?archive=1": 400,
	} {
		if w := get(t, h, address); w.Code != status || status != 200 && w.Header().Get("ETag") != "" {
			t.Errorf("%s: %d, tag %q", address, w.Code, w.Header().Get("ETag"))
		}
	}
	if document := get(t, h, "/feed.atom?since=7d").Body.String(); related(document, "prev-archive") != "" {
		t.Error("a view of the last days has archives")
	}
	o := optionsFor(busy(t, 900))
	o.Archive = nil
	if w := get(t, newPages(t, o), "/feed.atom"); w.Code != 200 || related(w.Body.String(), "prev-archive") != "" {
		t.Errorf("without archives: %d", w.Code)
	}
}

// A reader whose token stands in the address of its subscription gets to the archives too, and to what a list of subscriptions names.
// No other address has the token.
func TestArchivesOfATokenInTheAddress(t *testing.T) {
	token, id, hash := access.NewToken()
	kept := feed.Token{ID: id, Hash: hash, Name: "reader", Role: "viewer", Scopes: []string{"feed"}}
	door := access.Door{
		Ways: []access.Way{access.ByToken(func(_ context.Context, h string) (feed.Token, bool, error) {
			return kept, h == hash, nil
		}, func() time.Time { return noon })},
		Refuse: func(w http.ResponseWriter, _ *http.Request, why access.Refusal) { w.WriteHeader(why.Status) },
	}
	h := door.Guard(newPages(t, optionsFor(busy(t, 700))))
	for _, in := range formats {
		r := &feedReader{t: t, h: h, known: map[string]bool{}, seen: map[string]int{}}
		if n := r.catchUp(in.path + "?kind=discussion&token=" + token); n < 3 {
			t.Errorf("%s: it reads %d documents", in.name, n)
		}
		body := get(t, h, in.path+"?token="+token).Body.String()
		links := strings.Count(body, "token="+token)
		if links == 0 || links != strings.Count(body, token) || strings.Count(body, "?token=") != links {
			t.Errorf("%s: the token stands in %d addresses of subscriptions, and %d times", in.name, links, strings.Count(body, token))
		}
		if open := get(t, h, in.path, "Authorization", "Bearer "+token); open.Code != http.StatusOK || strings.Contains(open.Body.String(), token) {
			t.Errorf("%s: sent as a header, the token is answered %d, and told", in.name, open.Code)
		}
	}
	list := get(t, h, "/subscriptions.opml?token="+token).Body.String()
	for _, outline := range strings.Split(list, "<outline ")[1:] {
		_, rest, _ := strings.Cut(outline, `xmlUrl="https://dateline.example.com`)
		subscription, page, _ := strings.Cut(rest, `"`)
		if code := get(t, h, strings.ReplaceAll(subscription, "&amp;", "&")).Code; code != http.StatusOK || strings.Contains(page, token) {
			t.Errorf("of %s the subscription answers %d", outline, code)
		}
	}
}
