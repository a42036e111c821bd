package trello_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const boardID = "65e0f000a1b2c3d4e5f60001"

// An object is any of Trello's.
type object = map[string]any

// A hub plays Trello with one board, as far as this connector asks it. Everything it knows is kept as it is answered.
type hub struct {
	mu      sync.Mutex
	board   object
	lists   []json.RawMessage
	members []json.RawMessage
	actions []object
	cards   []object
	boards  []json.RawMessage // of the workspace moorline
	me      json.RawMessage
	// most is how many cards may be asked for within another object; 0 is no limit.
	most  int
	asked []string
}

// fixtures reads the hub from testdata: a file for each list, where its address is.
func fixtures(t testing.TB) *hub {
	t.Helper()
	h := &hub{}
	var checklists []object
	for file, v := range map[string]any{
		"boards/" + boardID + "/board": &h.board, "boards/" + boardID + "/lists": &h.lists, "boards/" + boardID + "/members": &h.members,
		"boards/" + boardID + "/cards": &h.cards, "boards/" + boardID + "/checklists": &checklists, "boards/" + boardID + "/actions": &h.actions,
		"organizations/moorline/boards": &h.boards, "members/me": &h.me,
	} {
		text, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(file)+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, v); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	for _, c := range h.cards {
		for _, list := range checklists {
			if list["idCard"] == c["id"] {
				c["checklists"] = append(checklistsOf(c), list)
			}
		}
	}
	return h
}

// take returns what was asked so far and forgets it.
func (h *hub) take() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	asked := h.asked
	h.asked = nil
	return asked
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, strings.TrimPrefix(r.URL.Path, "/1/"))
	if got := r.Header.Get("Authorization"); got != `OAuth oauth_consumer_key="a-key", oauth_token="a-token"` || r.URL.Query().Has("key") {
		http.Error(w, "invalid key", http.StatusUnauthorized)
		return
	}
	body, status := h.answer(r.URL)
	if text, plain := body.(string); plain {
		http.Error(w, text, status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(body)
}

func (h *hub) answer(u *url.URL) (any, int) {
	path, q := strings.TrimPrefix(u.Path, "/1/"), u.Query()
	parts := strings.Split(path, "/")
	switch {
	case path == "members/me":
		return h.me, 200
	case path == "organizations/moorline/boards":
		return h.boards, 200
	case path == "batch":
		return h.batch(q.Get("urls")), 200
	case parts[0] == "boards" && parts[1] != boardID && parts[1] != "wiNt3r24":
		return "board not found", 404
	case parts[0] == "boards" && len(parts) == 2:
		return h.nested(q)
	case parts[0] == "boards" && parts[2] == "cards":
		return h.cardPage(q), 200
	case parts[0] == "cards":
		return h.ofCard(parts, q)
	}
	return "Cannot GET /1/" + path, 404
}

// nested is the board with what was asked for within it.
func (h *hub) nested(q url.Values) (any, int) {
	o := object{}
	for k, v := range h.board {
		if k == "id" || slices.Contains(strings.Split(q.Get("fields"), ","), k) {
			o[k] = v
		}
	}
	if q.Has("lists") {
		o["lists"] = h.lists
	}
	if q.Has("members") {
		o["members"] = h.members
	}
	if q.Has("cards") {
		if h.most > 0 && len(h.cards) > h.most {
			return "API_TOO_MANY_CARDS_REQUESTED", 403
		}
		cards := []object{}
		for _, c := range h.cards {
			cards = append(cards, picked(c, q.Get("card_fields")))
		}
		o["cards"] = cards
	}
	if q.Get("checklists") == "all" {
		all := []object{}
		for _, c := range h.cards {
			all = append(all, checklistsOf(c)...)
		}
		o["checklists"] = all
	}
	if q.Has("actions") {
		limit, _ := strconv.Atoi(q.Get("actions_limit"))
		o["actions"] = h.bounded(q.Get("actions_since"), q.Get("actions_before"), limit)
	}
	return o, 200
}

// bounded are the latest actions between two bounds, neither of which belongs to it.
func (h *hub) bounded(since, before string, limit int) []object {
	slices.SortFunc(h.actions, func(x, y object) int { return strings.Compare(place(y), place(x)) })
	found := []object{}
	for _, a := range h.actions {
		if at := place(a); len(found) < limit && (since == "" || at > h.bound(since)+"~") && (before == "" || at < h.bound(before)) {
			found = append(found, a)
		}
	}
	return found
}

// place is where an action stands: its time, and for one time its id.
func place(a object) string {
	id, _ := a["id"].(string)
	at, err := time.Parse(time.RFC3339, fmt.Sprint(a["date"]))
	if err != nil {
		at = ofID(id)
	}
	return at.UTC().Format("2006-01-02T15:04:05.000Z") + id
}

func ofID(id string) time.Time {
	seconds, _ := strconv.ParseInt(id[:min(8, len(id))], 16, 64)
	return time.Unix(seconds, 0)
}

func (h *hub) bound(s string) string {
	if len(s) != 24 || strings.Contains(s, ":") {
		return s
	}
	for _, a := range h.actions {
		if a["id"] == s {
			return place(a)
		}
	}
	return ofID(s).UTC().Format("2006-01-02T15:04:05.000Z") + s
}

func (h *hub) cardPage(q url.Values) []object {
	slices.SortFunc(h.cards, func(x, y object) int { return cmp.Compare(y["id"].(string), x["id"].(string)) })
	limit, _ := strconv.Atoi(q.Get("limit"))
	found := []object{}
	for _, c := range h.cards {
		if before := q.Get("before"); len(found) < limit && (before == "" || c["id"].(string) < before) {
			found = append(found, around(c, q))
		}
	}
	return found
}

// checklistsOf are those of a card, as it has them.
func checklistsOf(c object) []object {
	if lists, ok := c["checklists"].([]object); ok {
		return lists
	}
	return []object{}
}

// around is a card with what was asked for beside it.
func around(c object, q url.Values) object {
	o := picked(c, q.Get("fields"))
	if q.Get("checklists") == "all" {
		o["checklists"] = checklistsOf(c)
	}
	return o
}

func picked(c object, fields string) object {
	o := object{"id": c["id"]}
	for f := range strings.SplitSeq(fields, ",") {
		if v, ok := c[f]; ok {
			o[f] = v
		}
	}
	return o
}

func (h *hub) ofCard(parts []string, q url.Values) (any, int) {
	for _, c := range h.cards {
		switch {
		case c["id"] != parts[1]:
		case len(parts) == 2:
			o := around(c, q)
			o["actions"] = h.actionsOf(c["id"], q.Get("actions"))
			return o, 200
		default:
			return h.actionsOf(c["id"], q.Get("filter")), 200
		}
	}
	return "The requested resource was not found.", 404
}

func (h *hub) actionsOf(card any, kinds string) []object {
	found := []object{}
	for _, a := range h.bounded("", "", len(h.actions)) {
		of, _ := a["data"].(object)["card"].(object)
		if of["id"] == card && slices.Contains(strings.Split(kinds, ","), fmt.Sprint(a["type"])) {
			found = append(found, a)
		}
	}
	return found
}

func (h *hub) batch(urls string) []any {
	answers := []any{}
	for one := range strings.SplitSeq(urls, ",") {
		u, err := url.Parse("/1" + one)
		if err != nil {
			return nil
		}
		body, status := h.answer(u)
		if status == 200 {
			answers = append(answers, object{"200": body})
		} else {
			answers = append(answers, object{"name": "NotFoundError", "message": body, "statusCode": status})
		}
	}
	return answers
}
