package web

import (
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/respond"
	"github.com/datelinehq/dateline/feed/syndication"
)

// A format is a form in which the feed can be subscribed to.
type format struct {
	name, path, mediaType string
	write                 func(io.Writer, syndication.Feed) error
}

// formats are all of them, in the order in which pages offer them.
var formats = []format{
	{"Atom", "/feed.atom", syndication.AtomType, syndication.Atom},
	{"RSS", "/feed.rss", syndication.RSSType, syndication.RSS},
	{"JSON Feed", "/feed.json", syndication.JSONType, syndication.JSON},
}

// An alternate is a page in a form for programs, as readers of feeds find it.
type alternate struct{ Name, Type, URL string }

// Alternates are the page's subscription in every format.
func (l layout) Alternates() (all []alternate) {
	filters, subscribes := strings.CutPrefix(l.Subscribe, formats[0].path)
	if subscribes {
		for _, in := range formats {
			mediaType, _, _ := strings.Cut(in.mediaType, ";")
			all = append(all, alternate{in.name, mediaType, in.path + filters})
		}
	}
	return all
}

// subscriptions answers with a list of what can be subscribed to, for feed readers to import.
func (s *server) subscriptions(w http.ResponseWriter, r *http.Request) error {
	sources, err := s.Sources.Sources(r.Context())
	if err != nil {
		return err
	}
	list := []syndication.Subscription{
		s.subscribed(r, "Dateline", nil), s.subscribed(r, "Dateline · decisions", url.Values{"kind": {"decision"}}),
	}
	for _, team := range s.Teams {
		list = append(list, s.subscribed(r, "Dateline · "+team, url.Values{"team": {team}}))
	}
	t := s.times(r)
	for _, v := range s.saved {
		// One that cannot be read, or means something else to everybody, is no subscription.
		if q, err := s.read(query.Tidy(url.Values{"q": {v.Filter}}), sources, t); err == nil && !q.personal {
			list = append(list, s.subscribed(r, "Dateline · "+v.Name, url.Values{"view": {v.Name}}))
		}
	}
	var b strings.Builder
	if err := syndication.OPML(&b, "Dateline at "+s.public.Host, list); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("Content-Disposition", `attachment; filename="dateline.opml"`)
	respond.Send(w, r, http.StatusOK, syndication.OPMLType, []byte(b.String()))
	return nil
}

func (s *server) subscribed(r *http.Request, title string, filters url.Values) syndication.Subscription {
	return syndication.Subscription{
		Title: title, Feed: s.public.String() + address(formats[0].path, filters, keyed(r)...), Page: s.public.String() + address("/", filters),
	}
}
