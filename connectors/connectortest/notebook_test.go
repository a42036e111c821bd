package connectortest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A notebook is a small tool: numbered notes, two to a page.
func notebook(w http.ResponseWriter, r *http.Request) {
	after, _ := strconv.Atoi(r.URL.Query().Get("after"))
	var page []map[string]any
	for n := after + 1; n <= min(after+2, 5); n++ {
		page = append(page, map[string]any{"id": n, "text": fmt.Sprintf("note %d", n), "at": time.Unix(int64(n)*3600, 0).UTC()})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"notes": page, "more": after+2 < 5})
}

const token = "a token for a notebook"

// A reader is a connector for notebooks, with a flaw or none.
type reader struct {
	base   string
	client *http.Client
	flaw   string
	last   int
}

type place struct {
	Version int `json:"v"`
	Last    int `json:"n"`
}

func (r *reader) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	p := place{}
	if after == "" {
		p.Version = 1
	} else if err := json.Unmarshal([]byte(after), &p); (err != nil || p.Version != 1) && r.flaw != "gullible" {
		return feed.Page{}, fmt.Errorf("reading the cursor: %w", connectors.ErrCursor)
	}
	if r.flaw == "remembering" {
		p.Last = max(p.Last, r.last)
	}
	var answer struct {
		Notes []json.RawMessage `json:"notes"`
		More  bool              `json:"more"`
	}
	err := r.get(ctx, fmt.Sprintf("%s/notes?after=%d", r.base, p.Last), &answer)
	if err == nil && r.flaw == "restless" && !answer.More {
		err = r.get(ctx, r.base+"/notes?after=5", &struct{}{})
	}
	if err != nil && r.flaw == "swallowing" {
		return feed.Page{Next: after}, nil
	}
	if err != nil {
		return feed.Page{}, err
	}
	page := feed.Page{More: answer.More}
	for _, raw := range answer.Notes {
		var note struct {
			ID   int       `json:"id"`
			Text string    `json:"text"`
			At   time.Time `json:"at"`
		}
		switch err := json.Unmarshal(raw, &note); {
		case err != nil && r.flaw == "strict":
			return feed.Page{}, fmt.Errorf("reading a note: %w", err)
		case err != nil && r.flaw == "careless":
			continue
		case err != nil:
			page.Rejects = append(page.Rejects, feed.Reject{Key: "note", Reason: err.Error(), Raw: raw})
			continue
		}
		p.Last = note.ID
		id := strconv.Itoa(note.ID)
		e := feed.Event{Key: "note/" + id, Item: id, Verb: feed.Opened, At: note.At, Updated: note.At, Text: note.Text}
		if r.flaw == "timeless" {
			e.At = time.Time{}
		}
		if r.flaw != "forgetful" || note.ID != 3 {
			page.Items = append(page.Items, feed.Item{ID: id, Kind: "note", Title: note.Text, Updated: note.At})
			page.Events = append(page.Events, e)
		}
	}
	if r.flaw == "lingering" {
		go func() { select {} }()
	}
	r.last = p.Last
	text, err := json.Marshal(p)
	page.Next = feed.Cursor(text)
	return page, err
}

func (r *reader) get(ctx context.Context, address string, v any) error {
	method := http.MethodGet
	if r.flaw == "writing" {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return err
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	switch {
	case err != nil:
		return err
	case resp.StatusCode == http.StatusUnauthorized && r.flaw != "blunt":
		return connectors.ErrAuth
	case resp.StatusCode == http.StatusTooManyRequests && r.flaw != "impatient":
		return &connectors.Wait{For: time.Duration(seconds) * time.Second, Err: fmt.Errorf("%s", resp.Status)}
	case resp.StatusCode != http.StatusOK && r.flaw == "talkative":
		return fmt.Errorf("%s with the token %s", resp.Status, token)
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("GET %s: %s", address, resp.Status)
	case string(text) == "null":
		return fmt.Errorf("GET %s: nothing was answered", address)
	}
	return json.Unmarshal(text, v)
}
