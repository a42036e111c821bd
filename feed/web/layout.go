package web

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/datelinehq/dateline/feed/access"
)

// layout is what every page shows around what it is about.
type layout struct {
	// Title is the document's title, without our name. Said says that it is in the words of another package.
	Title string
	Said  bool
	// Search is what was searched for; Kept are the other filters, which a search keeps.
	Search string
	Kept   []setting
	// Subscribe is the address of the page as a subscription; empty where there is none.
	Subscribe string
	// Calendar is the address of the deadlines on the page; empty where there are none.
	Calendar string
	// Zone is the time zone of the times on the page; Back is the page to come back to from its choice.
	Zone, Back string
	Version    string
	// Who is who logged in, empty where nobody does; Leaves says that they can log out.
	Who    string
	Leaves bool
	// Audits says that they may see who did what.
	Audits bool
	// Bindings are the keys that nobody changed, for the script: "next=j,go /asks=g a".
	Bindings string
	// Lang is the language of the page.
	Lang string
	// Place is which of the places at the head of the page this is: feed, people, sources, or none of them.
	Place string
}

// setting is a name and value of an address.
type setting struct{ Name, Value string }

// bindings are all keys in one attribute.
var bindings = func() string {
	var all []string
	for _, g := range keyGroups {
		for _, k := range g.Keys {
			all = append(all, k.Action+"="+k.Key)
		}
	}
	return strings.Join(all, ",")
}()

func (s *server) layout(r *http.Request) layout {
	reader := access.Of(r.Context())
	return layout{
		Who: cmp.Or(reader.Person, reader.Name), Leaves: reader.Leaves, Audits: reader.Role >= access.Admin,
		Lang: s.language(r).Lang(), Zone: zoneOf(r).String(), Back: r.URL.RequestURI(), Version: s.Version, Bindings: bindings,
	}
}
