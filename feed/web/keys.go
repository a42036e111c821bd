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

// keyGroups are all keys, with those that nobody changed, and where in the texts it is said what they do. Two letters are pressed
// one after the other.
var keyGroups = []keyGroup{
	{"keys.on-a-page", []keyView{
		{"next", "j", "keys.next"}, {"previous", "k", "keys.previous"}, {"open", "o", "keys.open"}, {"done", "e", "keys.done"},
		{"mute", "m", "keys.mute"}, {"answer", "a", "keys.answer"}, {"snooze", "s", "keys.snooze"}, {"read", "x", "keys.read"},
		{"search", "/", "keys.search"}, {"keys", "?", "keys.keys"},
	}},
	{"keys.go-to", []keyView{
		{"go /", "g f", "keys.go-feed"}, {"go /asks", "g a", "keys.go-asks"},
		{"go /decisions", "g d", "keys.go-decisions"}, {"go /people", "g p", "keys.go-people"},
		{"go /reports", "g r", "keys.go-reports"}, {"go /sources", "g s", "keys.go-sources"},
	}},
}

func (s *server) keys(w http.ResponseWriter, r *http.Request) error {
	t, page := s.times(r), keysPage{Layout: s.layout(r)}
	page.Layout.Title = t.Say("keys.title")
	for _, of := range keyGroups {
		g := keyGroup{Name: t.Say(of.Name)}
		for _, k := range of.Keys {
			g.Keys = append(g.Keys, keyView{k.Action, k.Key, t.Say(k.Does)})
		}
		page.Groups = append(page.Groups, g)
	}
	return s.show(w, r, http.StatusOK, "keys.html", page)
}
