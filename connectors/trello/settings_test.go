package trello_test

import (
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
)

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		name string
		settings
		wrong string // a part of the message; empty for settings that are right
	}{
		{"an id", settings{Board: boardID, Key: "k", Token: "t"}, ""},
		{"a short link", settings{Board: "wiNt3r24", Key: "k", Token: "t"}, ""},
		{"an address", settings{Board: "https://trello.com/b/wiNt3r24/winter-berths", Key: "k", Token: "t"}, ""},
		{"a short address", settings{Board: "http://127.0.0.1:8090/trello/b/wiNt3r24", Key: "k", Token: "t"}, ""},
		{"a workspace", settings{Workspace: "moorline", Key: "k", Token: "t"}, ""},
		{"the API with its version", settings{Board: boardID, Key: "k", Token: "t", URL: "http://127.0.0.1:8090/trello/1"}, ""},
		{"nothing", settings{Key: "k", Token: "t"}, "exactly one of board and workspace"},
		{"two things", settings{Board: boardID, Workspace: "moorline", Key: "k", Token: "t"}, "exactly one of board and workspace"},
		{"a name", settings{Board: "Winter berths", Key: "k", Token: "t"}, `board: "Winter berths"`},
		{"a card", settings{Board: "https://trello.com/c/wiNt3r24", Key: "k", Token: "t"}, "board:"},
		{"a way out", settings{Workspace: "../members", Key: "k", Token: "t"}, `workspace: "../members"`},
		{"no key", settings{Board: boardID, Token: "t"}, "key:"},
		{"no token", settings{Board: boardID, Key: "k"}, "token:"},
		{"a token with a quote", settings{Board: boardID, Key: "k", Token: `a"b`}, "token:"},
		{"a key of two lines", settings{Board: boardID, Key: "k\nl", Token: "t"}, "key:"},
		{"no address of the API", settings{Board: boardID, Key: "k", Token: "t", URL: "api.trello.com"}, "url:"},
		{"a password in the address", settings{Board: boardID, Key: "k", Token: "t", URL: "https://a:b@api.trello.com"}, "url:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.Open(connectors.Env{})
			if (err != nil) != (c.wrong != "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("got %v, want %q", err, c.wrong)
			}
		})
	}
}

// An address leads to the board that its short link names.
func TestBoardByAddress(t *testing.T) {
	server := serve(t, fixtures(t))
	c := &settings{Board: "https://trello.com/b/wiNt3r24/winter-berths", Key: "a-key", Token: "a-token", URL: server.URL + "/1/"}
	connector, err := c.Open(connectors.Env{HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	p, err := connector.Fetch(t.Context(), "")
	if err != nil || len(p.Items) != 5 {
		t.Errorf("%d items arrived, %v", len(p.Items), err)
	}
	if c.Credential() != (&settings{Board: boardID, Key: "a-key", Token: "a-token"}).Credential() {
		t.Error("two boards with one token do not share its limits")
	}
}

// A workspace opens its boards, and nothing else.
func TestParts(t *testing.T) {
	server := serve(t, fixtures(t))
	c := &settings{Workspace: "moorline", Key: "a-key", Token: "a-token", URL: server.URL}
	whole, err := c.Open(connectors.Env{HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	p, err := whole.Fetch(t.Context(), "")
	if err != nil || len(p.Parts) != 3 {
		t.Fatalf("the boards are %v, %v", p.Parts, err)
	}
	part, err := whole.(connectors.Whole).Part(p.Parts[0])
	if err != nil {
		t.Fatal(err)
	}
	if p, err := part.Fetch(t.Context(), ""); err != nil || len(p.Events) == 0 {
		t.Errorf("%d events arrived, %v", len(p.Events), err)
	}
	p.Parts[0].ID = "../members/me"
	if _, err := whole.(connectors.Whole).Part(p.Parts[0]); err == nil {
		t.Error("a part with a path for an id was opened")
	}
}
