package web

import "net/http"

type (
	// keysPage tells what can be done with single keys.
	keysPage struct {
		Layout layout
		Groups []keyGroup
	}
	keyGroup struct {
		Name string
		Keys []keyView
	}
	// keyView is what a key does. Action is its name in the script.
	keyView struct{ Action, Key, Does string }
)

// keyGroups are all keys, with those that nobody changed. Two letters are pressed one after the other.
var keyGroups = []keyGroup{
	{"On a page", []keyView{
		{"next", "j", "Go to the next entry"}, {"previous", "k", "Go to the one before"}, {"open", "o", "Open it"},
		{"done", "e", "Put it away until something new happens"}, {"mute", "m", "Do not tell of it again"},
		{"answer", "a", "Say until when you will answer"}, {"snooze", "s", "Let it rest"},
		{"read", "x", "Say that you have read what is new"}, {"search", "/", "Search"}, {"keys", "?", "Show this page"},
	}},
	{"Go to", []keyView{
		{"go /", "g f", "The feed"}, {"go /asks", "g a", "Who waits for whom"}, {"go /decisions", "g d", "Decisions"},
		{"go /people", "g p", "People"}, {"go /reports", "g r", "Reports"}, {"go /sources", "g s", "Sources"},
	}},
}

func (s *server) keys(w http.ResponseWriter, r *http.Request) error {
	page := keysPage{Layout: s.layout(r), Groups: keyGroups}
	page.Layout.Title = "Keys"
	return s.show(w, r, http.StatusOK, "keys.html", page)
}
