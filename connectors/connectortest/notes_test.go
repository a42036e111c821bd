package connectortest

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// The made-up tool is a board of notes. GET /notes?from=3 lists the notes from the third on, two at a time.

const notesToken = "a-token-of-the-board"

// board are the notes; the fourth has no author's name but a number.
var board = []string{
	`{"id": 1, "by": "ana", "at": "2026-03-02T09:00:00Z", "text": "Who waters the plants?"}`,
	`{"id": 2, "by": "ben", "at": "2026-03-02T09:00:00Z", "text": "I do."}`,
	`{"id": 3, "by": "", "at": "2026-03-02T10:30:00Z", "text": "Nobody did 🌵"}`,
	`{"id": 4, "by": 17, "at": "2026-03-02T11:00:00Z", "text": "Mine is dry."}`,
	`{"id": 5, "by": "ana", "at": "2026-03-03T08:00:00Z", "text": "Decided:\r\nBen, on Mondays."}`,
}

func serveNotes(w http.ResponseWriter, r *http.Request) {
	from, _ := strconv.Atoi(r.URL.Query().Get("from"))
	from = min(max(from-1, 0), len(board))
	to := min(from+2, len(board))
	list := []json.RawMessage{}
	for _, note := range board[from:to] {
		list = append(list, json.RawMessage(note))
	}
	body, err := json.Marshal(map[string]any{"notes": list, "more": to < len(board)})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	etag := fmt.Sprintf(`"%x"`, sha256.Sum256(body))
	w.Header().Set("ETag", etag)
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}

// notes is the connector of the board. It keeps all promises but the broken one.
type notes struct {
	base   string
	client *http.Client
	broken string

	held feed.Page       // for a connector with a memory, which none may have
	sent map[string]bool // the same
}

type notesCursor struct {
	Version int    `json:"v"`
	From    int    `json:"from"`
	ETag    string `json:"etag,omitempty"`
	Reading int    `json:"reading,omitempty"`
	Token   string `json:"token,omitempty"`
}

func (n *notes) Fetch(ctx context.Context, after feed.Cursor) (feed.Page, error) {
	c := notesCursor{Version: 1, From: 1}
	if after != "" {
		c = notesCursor{}
		if err := json.Unmarshal([]byte(after), &c); (err != nil || c.Version != 1) && n.broken != "any cursor will do" {
			return feed.Page{}, fmt.Errorf("reading the cursor: %w", connectors.ErrCursor)
		}
	}
	if n.broken == "cancellation is not heeded" {
		ctx = context.WithoutCancel(ctx)
	}
	if n.broken == "an idle poll asks twice" && c.ETag != "" {
		_, _, _ = n.ask(ctx, c)
	}
	body, etag, err := n.ask(ctx, c)
	if err != nil {
		return n.failed(c, err)
	}
	page := feed.Page{Next: after}
	if body != nil || n.broken == "an idle poll brings the last page" {
		page, err = n.translate(&c, body, etag)
	}
	if err != nil {
		return n.failed(c, err)
	}
	return n.remember(page), nil
}

// failed is what an error becomes.
func (n *notes) failed(c notesCursor, err error) (feed.Page, error) {
	switch n.broken {
	case "cancellation is another error":
		err = errors.New("the board is not there")
	case "a fault is a bad cursor":
		err = fmt.Errorf("%w: %w", connectors.ErrCursor, err)
	case "the cursor moves with an error":
		c.From++
		next, _ := json.Marshal(c)
		return feed.Page{Next: feed.Cursor(next)}, err
	case "an error tells the token":
		err = fmt.Errorf("with %s: %w", notesToken, err)
	}
	return feed.Page{}, err
}

// ask makes one request. No body and no error is that nothing changed.
func (n *notes) ask(ctx context.Context, c notesCursor) (body []byte, etag string, err error) {
	address := n.base + "/notes?from=" + strconv.Itoa(c.From)
	if n.broken == "an address tells the token" {
		address += "&token=" + notesToken
	}
	method := http.MethodGet
	if n.broken == "reading writes" {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, "", err
	}
	req.Header.Set("Authorization", "Bearer "+notesToken)
	if c.ETag != "" && n.broken != "an idle poll is not conditional" {
		req.Header.Set("If-None-Match", c.ETag)
	}
	resp, err := n.client.Do(req)
	if err != nil {
		if n.broken == "hanging up is a refusal" {
			err = fmt.Errorf("%w: %w", connectors.ErrAuth, err)
		}
		return nil, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusNotModified:
		return nil, "", nil
	default:
		return nil, "", n.refused(resp)
	}
	body, err = io.ReadAll(resp.Body)
	switch {
	case errors.Is(err, connectors.ErrTooLarge) && n.broken == "too large is nothing",
		errors.Is(err, io.ErrUnexpectedEOF) && n.broken == "half an answer is one",
		len(body) == 0 && n.broken == "an empty answer is one",
		resp.Header.Get("Content-Type") == "text/html" && n.broken == "a web page is an answer":
		body, err = []byte(`{"notes": []}`), nil
	}
	return body, resp.Header.Get("ETag"), err
}

func (n *notes) refused(resp *http.Response) error {
	err := errors.New(resp.Status)
	switch resp.StatusCode {
	case http.StatusUnauthorized:
		if n.broken != "401 is any error" {
			return fmt.Errorf("%w: %w", connectors.ErrAuth, err)
		}
	case http.StatusTooManyRequests:
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		if n.broken == "429 waits as long as it likes" {
			seconds = 3600
		}
		if n.broken != "429 is any error" {
			return &connectors.Wait{For: time.Duration(seconds) * time.Second, Err: err}
		}
	case http.StatusInternalServerError:
		if n.broken == "500 is nothing" {
			return nil
		}
	case http.StatusServiceUnavailable:
		if n.broken == "503 is a wait" {
			return &connectors.Wait{For: time.Minute, Err: err}
		}
	}
	return err
}

// translate makes a page of an answer and moves the cursor behind it.
func (n *notes) translate(c *notesCursor, body []byte, etag string) (feed.Page, error) {
	var answer struct {
		Notes []json.RawMessage `json:"notes"`
		More  bool              `json:"more"`
	}
	if err := json.Unmarshal(body, &answer); err != nil && n.broken != "an idle poll brings the last page" {
		return feed.Page{}, fmt.Errorf("reading the notes: %w", err)
	}
	if body != nil && answer.Notes == nil && n.broken != "null is an answer" {
		return feed.Page{}, errors.New("the answer has no notes")
	}
	if body == nil {
		answer.Notes = []json.RawMessage{json.RawMessage(board[len(board)-1])}
	}
	page := feed.Page{More: answer.More}
	last := c.From - 1
	for _, raw := range answer.Notes {
		id, err := n.note(&page, raw, c.Reading)
		if err != nil && n.broken == "a broken object is an error" && id == 0 {
			return feed.Page{}, err
		}
		if err != nil && n.broken == "a broken object ends the page" && id == 0 {
			page.Rejects = append(page.Rejects, feed.Reject{Key: "page", Reason: err.Error(), Raw: raw})
			last = c.From + len(answer.Notes) - 2
			break
		}
		if err != nil && (n.broken != "a broken object is dropped" || id != 0) {
			page.Rejects = append(page.Rejects, feed.Reject{Key: fmt.Sprintf("note %d", id), Reason: err.Error(), Raw: raw})
		}
		last = max(last, id)
	}
	c.ETag = etag
	if page.More {
		c.From, c.ETag = last+1, ""
	}
	if n.broken == "the walk does not end" {
		page.More, c.ETag = true, ""
	}
	if n.broken == "a key changes with every reading" {
		c.Reading, c.ETag = c.Reading+1, ""
	}
	if n.broken == "the cursor tells the token" {
		c.Token = notesToken
	}
	next, err := json.Marshal(c)
	page.Next = feed.Cursor(next)
	return page, err
}

// note puts one note on the page and returns its id, as far as it has one.
func (n *notes) note(page *feed.Page, raw json.RawMessage, reading int) (int, error) {
	var note struct {
		ID   int             `json:"id"`
		By   json.RawMessage `json:"by"`
		At   time.Time       `json:"at"`
		Text string          `json:"text"`
	}
	if err := json.Unmarshal(raw, &note); err != nil {
		return 0, fmt.Errorf("this is no note: %w", err)
	}
	var by string
	if err := json.Unmarshal(note.By, &by); err != nil {
		return note.ID, fmt.Errorf("who wrote the note cannot be understood: %w", err)
	}
	if n.broken == "nothing comes" || n.broken == "an object is left out" && note.ID == 2 {
		return note.ID, nil
	}
	it := feed.Item{ID: strconv.Itoa(note.ID), Kind: "note", Title: "A note", State: feed.StateOpen, Created: note.At, Updated: note.At}
	e := feed.Event{
		Key: fmt.Sprintf("note/%d", note.ID), Item: it.ID, Verb: feed.Commented, By: feed.Account{ID: by}, At: note.At,
		Updated: note.At, Text: note.Text,
	}
	if n.broken == "an event has no key" {
		e.Key = ""
	}
	if n.broken == "a key changes with every reading" {
		e.Key = fmt.Sprintf("%s/%d", e.Key, reading)
	}
	page.Events = append(page.Events, e)
	if n.broken != "an item never comes" || note.ID != 3 {
		page.Items = append(page.Items, it)
	}
	return note.ID, nil
}

// remember is where a connector with a memory shows it.
func (n *notes) remember(page feed.Page) feed.Page {
	switch n.broken {
	case "a page is held back in memory":
		events := append(n.held.Events, page.Events...)
		if n.held, page.Events = page, nil; !page.More {
			page.Events, n.held.Events = events, nil
		} else {
			n.held.Events = events
		}
	case "what was sent is not sent again":
		if n.sent == nil {
			n.sent = map[string]bool{}
		}
		var fresh []feed.Event
		for _, e := range page.Events {
			if !n.sent[e.Key] {
				n.sent[e.Key] = true
				fresh = append(fresh, e)
			}
		}
		page.Events = fresh
	}
	return page
}
