package trello

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

var monday = time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)

// story is what happens on the board in these tests, a minute between two acts.
var story = []world.Act{
	1:  {By: "ines", Deed: world.Opened, Work: 1, Number: 1, Kind: world.Ticket, Name: "Harbour Vik", Text: "See [[2]] and [[9]], @duarte."},
	2:  {By: "duarte", Deed: world.Opened, Work: 2, Number: 2, Kind: world.Ticket, Name: "Harbour Å"},
	3:  {By: "ines", Deed: world.Commented, Work: 1, Number: 1, Text: "@duarte and @backend, when?"},
	4:  {By: "duarte", Deed: world.Assigned, Work: 1, Number: 1, To: []string{"nikhil"}},
	5:  {By: "duarte", Deed: world.Moved, Work: 1, Number: 1, Name: "Needs decision"},
	6:  {By: "duarte", Deed: world.Dated, Work: 1, Number: 1, Due: monday.AddDate(0, 0, 7)},
	7:  {By: "ines", Deed: world.Listed, Work: 1, Number: 1, Name: "Berths are counted"},
	8:  {By: "ines", Deed: world.Ticked, Work: 1, Number: 1, Name: "Berths are counted"},
	9:  {By: "ines", Deed: world.Labelled, Work: 1, Number: 1, Name: "urgent"},
	10: {By: "ines", Deed: world.Edited, Work: 1, Number: 1, About: 3, Text: "@duarte, when?"},
	11: {By: "gone", Deed: world.Commented, Work: 1, Number: 1, Text: "I did not mean to."},
	12: {By: "gone", Deed: world.Unsaid, Work: 1, Number: 1, About: 11},
	13: {By: "duarte", Deed: world.Moved, Work: 1, Number: 1, Name: "Open"},
	14: {By: "duarte", Deed: world.Commented, Work: 2, Number: 2, Text: "Never mind."},
	15: {By: "duarte", Deed: world.Binned, Work: 2, Number: 2},
	16: {By: "ines", Deed: world.Closed, Work: 1, Number: 1},
	17: {By: "ines", Deed: world.Commented, Work: 3, Number: 1, Project: "api", Text: "Elsewhere."},
	18: {By: "ines", Deed: world.Handed, Work: 1, Number: 1, Name: "Berths are counted", To: []string{"nikhil"}},
}

// A stage is a face of the story, on a server.
type stage struct {
	face *Face
	base string
}

func play(t *testing.T) *stage {
	t.Helper()
	w, err := world.New(world.Options{Seed: 1, Now: monday})
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{face: New(w, Options{
		Refused: []string{"stale"}, Clock: func() time.Time { return monday },
		Refer: func(work int) string { return map[int]string{9: "https://desk.example/9"}[work] },
	})}
	s.face.ledger = newLedger(w.People(), world.Projects(world.Board))
	for i, a := range story[1:] {
		a.ID, a.At = i+1, monday.Add(time.Duration(i)*time.Minute)
		if a.Project == "" {
			a.Project = "onboarding"
		}
		s.face.ledger.enterAll([]world.Act{a})
	}
	s.face.ledger.read = 1 << 30 // nothing more of the world itself
	server := httptest.NewServer(http.StripPrefix("/trello", s.face))
	t.Cleanup(server.Close)
	s.base = server.URL + "/trello"
	return s
}

// get asks with credentials in the header, unless there are others.
func (s *stage) get(t *testing.T, path string, v any, authorization ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", strings.Join(append(authorization, `OAuth oauth_consumer_key="k", oauth_token="t"`)[:1], ""))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if v != nil {
		if err := json.Unmarshal(body, v); err != nil {
			t.Fatalf("%s: %s: %v: %s", path, resp.Status, err, body)
		}
	}
	return resp.StatusCode, string(body)
}

type act struct {
	ID   string    `json:"id"`
	Type string    `json:"type"`
	Date time.Time `json:"date"`
	Data struct {
		Text   string         `json:"text"`
		Edited string         `json:"dateLastEdited"`
		Old    map[string]any `json:"old"`
		Card   map[string]any `json:"card"`
	} `json:"data"`
	Creator *struct {
		Username string `json:"username"`
	} `json:"memberCreator"`
}

func (s *stage) board() string { return "/1/boards/" + shortLink("board", "onboarding", 0) }

func kinds(acts []act) (all []string) {
	for _, a := range acts {
		one := a.Type
		for field := range a.Data.Old {
			one += ":" + field
		}
		all = append(all, one)
	}
	return all
}

// What happened is there newest first, but for what Trello lists nowhere; a deleted card has taken its actions with it.
func TestActions(t *testing.T) {
	s := play(t)
	var acts []act
	s.get(t, s.board()+"/actions?filter=all&limit=1000", &acts)
	want := []string{
		"updateCard:closed", "deleteCard", "updateCard:dueComplete", "updateCard:idList", "updateCheckItemStateOnCard",
		"addChecklistToCard", "updateCard:due", "updateCard:idList", "addMemberToCard", "commentCard", "updateCard:desc", "createCard",
	}
	if got := kinds(acts); !slices.Equal(got, want) {
		t.Errorf("the actions are\n%q, want\n%q", got, want)
	}
	said := acts[9]
	if said.Data.Text != "@duartepinto, when?" || said.Data.Edited != "2026-11-23T09:09:00.000Z" || said.Creator.Username != "inescarvalho" {
		t.Errorf("the edited comment is %+v", said)
	}
	written := fmt.Sprintf("See %s/c/%s and https://desk.example/9, @duartepinto.", s.base, shortLink("card", "onboarding", 2))
	if text := acts[10].Data.Card["desc"]; text != written {
		t.Errorf("on the card is written %q, want %q", text, written)
	}
}

// Pages of actions join without a gap, whether they go on before a date or before an id; since leaves out what it names.
func TestPages(t *testing.T) {
	s := play(t)
	var all []act
	s.get(t, s.board()+"/actions?limit=1000", &all)
	for name, bound := range map[string]func(act) string{
		"by id":   func(a act) string { return a.ID },
		"by date": func(a act) string { return a.Date.Format("2006-01-02T15:04:05.000Z07:00") },
	} {
		var got []act
		for before := ""; ; {
			var some []act
			s.get(t, s.board()+"/actions?limit=3&before="+url.QueryEscape(before), &some)
			got = append(got, some...)
			if len(some) < 3 {
				break
			}
			before = bound(some[2])
		}
		if !slices.Equal(kinds(got), kinds(all)) {
			t.Errorf("%s: %q, want %q", name, kinds(got), kinds(all))
		}
		var since []act
		s.get(t, s.board()+"/actions?since="+url.QueryEscape(bound(all[4])), &since)
		if len(since) != 4 {
			t.Errorf("%s: since the fifth there are %q", name, kinds(since))
		}
	}
	var moves []act
	s.get(t, s.board()+"/actions?filter=updateCard:idList,deleteCard", &moves)
	if len(moves) != 3 {
		t.Errorf("filtered: %q", kinds(moves))
	}
	var nested struct {
		Actions []act            `json:"actions"`
		Cards   []map[string]any `json:"cards"`
		Lists   []map[string]any `json:"lists"`
		Members []map[string]any `json:"members"`
	}
	s.get(t, s.board()+"?fields=name&actions=all&actions_limit=2&actions_before="+all[1].ID+
		"&cards=all&card_fields=dateLastActivity&lists=open&members=all&member_fields=username", &nested)
	if len(nested.Actions) != 2 || nested.Actions[0].ID != all[2].ID || len(nested.Cards) != 1 || len(nested.Lists) != 5 || len(nested.Members) < 6 {
		t.Errorf("nested: %+v", nested)
	}
	if want := map[string]any{"id": nested.Cards[0]["id"], "dateLastActivity": "2026-11-23T09:17:00.000Z"}; fmt.Sprint(nested.Cards[0]) != fmt.Sprint(want) {
		t.Errorf("the card is %v, want %v", nested.Cards[0], want)
	}
}

// A card is as the acts left it, and archived ones are only shown to those who ask for them.
func TestCard(t *testing.T) {
	s := play(t)
	var open, closed []map[string]any
	s.get(t, s.board()+"/cards", &open)
	s.get(t, s.board()+"/cards/closed", &closed)
	if len(open) != 0 || len(closed) != 1 {
		t.Fatalf("%d cards are open, %d archived", len(open), len(closed))
	}
	var c struct {
		Name        string
		Closed      bool
		DueComplete bool
		Due         string
		IDMembers   []string
		Labels      []struct{ Name, Color string }
		Badges      struct{ Comments, CheckItems, CheckItemsChecked int }
		List        struct{ Name string }
	}
	s.get(t, "/1/cards/"+shortLink("card", "onboarding", 1)+"?list=true", &c)
	if c.Name != "Harbour Vik" || !c.Closed || !c.DueComplete || c.Due != "2026-11-30T09:00:00.000Z" || len(c.IDMembers) != 1 ||
		len(c.Labels) != 1 || c.Labels[0].Color == "" || c.Badges.Comments != 1 || c.Badges.CheckItemsChecked != 1 || c.List.Name != "Open" {
		t.Errorf("the card is %+v", c)
	}
}

// Whose a line of a checklist is, is told by the checklist alone, wherever it is asked for.
func TestChecklists(t *testing.T) {
	s := play(t)
	type lists []struct {
		IDCard     string
		CheckItems []struct{ Name, State, IDMember string }
	}
	var card, board struct{ Checklists lists }
	var cards []struct{ Checklists lists }
	s.get(t, "/1/cards/"+shortLink("card", "onboarding", 1)+"?checklists=all", &card)
	s.get(t, s.board()+"?checklists=all", &board)
	s.get(t, s.board()+"/cards/closed?checklists=all&fields=name", &cards)
	if len(cards) != 1 {
		t.Fatalf("there are %d archived cards", len(cards))
	}
	for where, got := range map[string]lists{"card": card.Checklists, "board": board.Checklists, "cards": cards[0].Checklists} {
		nikhil := s.face.ledger.members["nikhil"].id
		if len(got) != 1 || len(got[0].CheckItems) != 1 || got[0].IDCard == "" || got[0].CheckItems[0].IDMember != nikhil {
			t.Errorf("in the %s they are %+v", where, got)
		}
	}
}

// Several requests can be made in one, and each is answered for itself.
func TestBatch(t *testing.T) {
	s := play(t)
	var answers []map[string]any
	s.get(t, "/1/batch?urls="+url.QueryEscape("/cards/"+shortLink("card", "onboarding", 1)+"?fields=name%2Cclosed,/cards/00000000,/members/me"), &answers)
	if len(answers) != 3 || answers[0]["200"] == nil || answers[1]["statusCode"] != 404.0 || answers[2]["200"] == nil {
		t.Errorf("answered %v", answers)
	}
	if n := len(answers[0]["200"].(map[string]any)); n != 3 {
		t.Errorf("of the card there are %d fields, want id and two more", n)
	}
}

func TestRefusals(t *testing.T) {
	s := play(t)
	for _, c := range []struct {
		path, authorization string
		status              int
		said                string
	}{
		{"/1/members/me", "", 401, "invalid key"},
		{"/1/members/me?key=k", "", 401, "invalid token"},
		{"/1/members/me", `OAuth oauth_consumer_key="k", oauth_token="stale"`, 401, "invalid token"},
		{"/1/members/me?key=k&token=stale", "", 401, "invalid token"},
		{"/1/members/me?key=k&token=t", "", 200, "inescarvalho"},
		{"/1/boards/00000000?key=k&token=t", "", 404, "board not found"},
		{"/1/boards/no-such-thing?key=k&token=t", "", 400, "invalid id"},
		{"/1/boards/" + shortLink("board", "onboarding", 0) + "/actions?limit=1001&key=k&token=t", "", 400, "invalid value for limit"},
		{"/1/nothing?key=k&token=t", "", 404, "Cannot GET /1/nothing"},
		{"/1/cards/" + shortLink("card", "onboarding", 2) + "?key=k&token=t", "", 404, "not found"},
	} {
		if status, said := s.get(t, c.path, nil, c.authorization); status != c.status || !strings.Contains(said, c.said) {
			t.Errorf("%s with %q: %d %s, want %d %s", c.path, c.authorization, status, said, c.status, c.said)
		}
	}
}

// Every url leads to a page.
func TestSheets(t *testing.T) {
	s := play(t)
	for path, want := range map[string]string{
		s.face.BoardAddress("onboarding"): "Needs decision",
		s.face.Address(1):                 "Berths are counted",
		s.face.Address(1) + "/1-old-name": "@duartepinto, when?",
		"/page.css":                       "article",
	} {
		if status, body := s.get(t, path, nil); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	if status, _ := s.get(t, s.face.Address(2), nil); status != 404 {
		t.Errorf("a deleted card still has a page: %d", status)
	}
	var card struct{ URL string }
	s.get(t, "/1/cards/"+shortLink("card", "onboarding", 1), &card)
	if want := s.base + s.face.Address(1); !strings.HasPrefix(card.URL, want) {
		t.Errorf("the card is at %s, want %s", card.URL, want)
	}
	if s.face.Account("ines") != "inescarvalho" || s.face.Account("gone")+s.face.Account("backend") != "" {
		t.Error("the wrong people have accounts")
	}
}
