package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/api"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// What cannot be answered is told as RFC 9457 has it, with what there is.
func TestProblems(t *testing.T) {
	s := open(t, storetest.SQLite(t), nil)
	s.fill(3)
	for path, want := range map[string]struct {
		status          int
		parameter, says string
	}{
		"nowhere":                     {404, "", "/api/v1/ lists what there is."},
		"items/api/none":              {404, "", "There is no such item."},
		"asks/none":                   {404, "", "There is no such ask."},
		"decisions/none":              {404, "", "There is no such decision."},
		"events?colour=red":           {400, "", "There is no parameter called “colour”."},
		"events?kin=flag":             {400, "", "Is “kind” meant?"},
		"asks?verb=merged":            {400, "", "There is no parameter called “verb”."},
		"events?kind=flags":           {400, "kind", "There is no kind of event called “flags”. Is “flag” meant?"},
		"events?since=lately":         {400, "since", "is neither a day"},
		"events?limit=0":              {400, "limit", "“0” is no whole number from 1 to 1000."},
		"events?limit=1001":           {400, "limit", "from 1 to 1000"},
		"events?limit=x":              {400, "limit", "“x” is no whole number"},
		"events?limit=1&limit=2":      {400, "limit", "There can be one limit, and not 2."},
		"items?source=apo":            {400, "source", "Is “api” meant?"},
		"asks?kind=love":              {400, "kind", "There is no kind of ask called “love”."},
		"asks?state=late":             {400, "state", "Asks cannot be listed by “late”."},
		"decisions?state=done":        {400, "state", "Decisions have no state “done”."},
		"people?team=crew":            {400, "team", "There is no team called “crew”."},
		"reports?by=person":           {400, "by", "Reports are not by “person”."},
		"reports?days=-1":             {400, "days", "“-1” is no whole number from 0 to 3650."},
		"backtest":                    {400, "window", "Say what to try"},
		"backtest?window=review:4":    {400, "window", "is not a length of time"},
		"backtest?window=love:8wh":    {400, "window", "no kind of ask"},
		"asks/%00?state=%00%ff&q=%ff": {400, "", "There is no parameter called"},
	} {
		w, body := s.get(path)
		var p struct {
			Type, Title, Detail, Parameter string
			Status                         int
			Known                          []string
		}
		if err := json.Unmarshal(body, &p); err != nil {
			t.Errorf("%s: %v: %s", path, err, body)
		}
		if w.StatusCode != want.status || p.Status != want.status || w.Header.Get("Content-Type") != "application/problem+json" ||
			p.Parameter != want.parameter || !strings.Contains(p.Detail, want.says) || !strings.HasPrefix(p.Type, "/api/v1/#") ||
			p.Title == "" {
			t.Errorf("%s: %d %s", path, w.StatusCode, body)
		}
		if w.Header.Get("ETag") != "" || w.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: a problem may be kept: %v", path, w.Header)
		}
	}
	w, body := s.send(http.MethodPost, "events")
	if w.StatusCode != http.StatusMethodNotAllowed || w.Header.Get("Allow") != "GET, HEAD" ||
		!strings.Contains(string(body), "#method") {
		t.Errorf("POST: %d %v %s", w.StatusCode, w.Header, body)
	}
}

// A fault of ours has a number and no reason.
func TestFailure(t *testing.T) {
	s := open(t, storetest.SQLite(t), func(o *api.Options) {
		o.Sources = func(context.Context) ([]feed.Source, error) { return nil, errors.New("the disk is on fire") }
		o.Item = func(context.Context, string, string) (feed.ItemEntry, bool, error) { panic("the disk is on fire") }
	})
	for _, path := range []string{"events", "sources", "items/api/1"} {
		w, body := s.get(path)
		if w.StatusCode != http.StatusInternalServerError || strings.Contains(string(body), "fire") ||
			!regexp.MustCompile(`"request":"\w{12}"`).Match(body) {
			t.Errorf("%s: %d %s", path, w.StatusCode, body)
		}
	}
}

// Records are those of exports: the same bytes.
func TestRecords(t *testing.T) {
	s := open(t, storetest.SQLite(t), nil)
	s.fill(1)
	who, err := s.people(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	entries, err := s.db.Events(t.Context(), feed.Filter{}, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	encoder := json.NewEncoder(&want)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(entries[0].Record(who.Person)); err != nil {
		t.Fatal(err)
	}
	_, body := s.get("events?limit=1")
	got, _, _ := strings.Cut(strings.TrimPrefix(string(body), `{"data":[`), `],"next":`)
	if diff := cmp.Diff(strings.TrimSpace(want.String()), got); diff != "" {
		t.Errorf("(-exported +answered)\n%s", diff)
	}
	for _, path := range []string{"events", "items", "items/api/0", "asks?state=all", "asks/a000", "decisions",
		"decisions/d000", "people", "sources", "reports?days=30", "backtest?window=review:8wh"} {
		_, body := s.get(path)
		if strings.Contains(string(body), "acme.example") {
			t.Errorf("%s tells an e-mail address", path)
		}
		for _, at := range regexp.MustCompile(`"\d{4}-\d\d-\d\dT[^"]+"`).FindAllString(string(body), -1) {
			if !strings.HasSuffix(at, `Z"`) {
				t.Errorf("%s: %s is not in UTC", path, at)
			}
		}
	}
}

// Who has the newest is told so, of events before they are read; HEAD says what GET would.
func TestConditional(t *testing.T) {
	read := 0
	db := storetest.SQLite(t)
	s := open(t, db, func(o *api.Options) { o.Log = counting{db, &read} })
	s.fill(4)
	for _, path := range []string{"events?kind=progress&limit=2", "items", "asks", "decisions", "people", "sources",
		"reports", "openapi.json", ""} {
		w, _ := s.get(path)
		tag := w.Header.Get("ETag")
		before := read
		again, body := s.get(path, "If-None-Match", tag)
		if tag == "" || again.StatusCode != http.StatusNotModified || len(body) > 0 || again.Header.Get("ETag") != tag ||
			read != before {
			t.Errorf("%s: %d with tag %q, then %q; events read %d times", path, again.StatusCode, tag, again.Header.Get("ETag"),
				read-before)
		}
		head, body := s.send(http.MethodHead, path)
		if head.StatusCode != http.StatusOK || len(body) > 0 || head.Header.Get("ETag") != tag ||
			head.Header.Get("Content-Length") != w.Header.Get("Content-Length") {
			t.Errorf("HEAD %s: %d %v", path, head.StatusCode, head.Header)
		}
		for _, h := range []string{"Set-Cookie", "Access-Control-Allow-Origin"} {
			if w.Header.Get(h) != "" {
				t.Errorf("%s: %s is set", path, h)
			}
		}
	}
	w, _ := s.get("events")
	other, _ := s.get("events?kind=progress")
	s.commit(feed.Page{Next: "more", Events: []feed.Event{{Key: "more", Verb: feed.Released, At: noon, Updated: noon}}})
	later, body := s.get("events", "If-None-Match", w.Header.Get("ETag"))
	if later.StatusCode != http.StatusOK || !strings.Contains(string(body), "api/more") ||
		w.Header.Get("ETag") == other.Header.Get("ETag") {
		t.Errorf("after an addition: %d", later.StatusCode)
	}
	small, body := s.get("events", "Accept-Encoding", "gzip")
	if small.Header.Get("Content-Encoding") != "gzip" || len(body) >= 2000 {
		t.Errorf("it is not compressed: %d bytes, %v", len(body), small.Header)
	}
}

// counting counts how often events are read.
type counting struct {
	api.Log
	read *int
}

func (c counting) Events(ctx context.Context, f feed.Filter, before int64, limit int) ([]feed.Entry, error) {
	*c.read++
	return c.Log.Events(ctx, f, before, limit)
}

// Options that lack something are refused at the start.
func TestOptions(t *testing.T) {
	if _, err := api.New(api.Options{}); err == nil {
		t.Error("an API of nothing is made")
	}
}
