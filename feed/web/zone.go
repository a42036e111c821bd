package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed/query"
)

// zoneCookie holds the name of the reader's time zone. The script sets it where nobody chose one.
const zoneCookie = "zone"

// zones are offered to choose from; a browser with JavaScript knows its own, and any other that exists is taken too.
var zones = []string{
	"UTC",
	"Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi",
	"America/Argentina/Buenos_Aires", "America/Bogota", "America/Chicago", "America/Denver", "America/Halifax",
	"America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Phoenix", "America/Santiago",
	"America/Sao_Paulo", "America/St_Johns", "America/Toronto", "America/Vancouver",
	"Asia/Bangkok", "Asia/Dhaka", "Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Jerusalem",
	"Asia/Karachi", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Manila", "Asia/Riyadh", "Asia/Seoul", "Asia/Shanghai",
	"Asia/Singapore", "Asia/Taipei", "Asia/Tehran", "Asia/Tokyo",
	"Australia/Adelaide", "Australia/Brisbane", "Australia/Perth", "Australia/Sydney",
	"Europe/Athens", "Europe/Berlin", "Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul", "Europe/Kyiv",
	"Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Moscow", "Europe/Paris", "Europe/Rome",
	"Europe/Stockholm", "Europe/Warsaw", "Europe/Zurich",
	"Pacific/Auckland", "Pacific/Honolulu",
}

// zonePage is what readers choose for themselves: a time zone, and who they are.
type zonePage struct {
	Layout layout
	Zones  []option
	// People are those the reader can be.
	People []option
	// Back is the page the choice was asked for from.
	Back string
}

// zoneOf is the reader's time zone, and UTC where it is not known.
func zoneOf(r *http.Request) *time.Location {
	if c, err := r.Cookie(zoneCookie); err == nil {
		if zone, ok := loadZone(c.Value); ok {
			return zone
		}
	}
	return time.UTC
}

func loadZone(name string) (*time.Location, bool) {
	if name == "" || name == "Local" || len(name) > 64 {
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}

func (s *server) zone(w http.ResponseWriter, r *http.Request) error {
	page := zonePage{Layout: s.layout(r), Back: back(r.URL.Query().Get("back"))}
	page.Layout.Title, page.Layout.Back = s.times(r).Say("zone.title"), page.Back
	current := page.Layout.Zone
	names := zones
	if !slices.Contains(names, current) {
		names = append([]string{current}, names...)
	}
	for _, name := range names {
		if _, ok := loadZone(name); ok {
			page.Zones = append(page.Zones, option{Value: name, Text: strings.ReplaceAll(name, "_", " "), Chosen: name == current})
		}
	}
	me := s.me(r)
	for _, name := range s.names() {
		page.People = append(page.People, option{Value: name, Text: name, Chosen: name == me})
	}
	return s.show(w, r, http.StatusOK, "zone.html", page)
}

func (s *server) setZone(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	name := r.PostForm.Get("zone")
	if _, ok := loadZone(name); !ok {
		return newProblem(http.StatusBadRequest, "zone", "name", query.Line(name))
	}
	// The name of the person is kept only where the form asks for it.
	if chosen, asked := r.PostForm["me"]; asked {
		if chosen[0] != "" && !s.knows(chosen[0]) {
			return newProblem(http.StatusBadRequest, "person", "name", query.Line(chosen[0]))
		}
		s.remember(w, meCookie, url.QueryEscape(chosen[0]), true)
	}
	s.remember(w, zoneCookie, name, false)                                 // the script reads it
	http.Redirect(w, r, back(r.PostForm.Get("back")), http.StatusSeeOther) //nolint:gosec // back lets only our own pages through
	return nil
}

// remember keeps a choice in the reader's browser for a year, or forgets it if it is empty. The script cannot read what is
// hidden.
func (s *server) remember(w http.ResponseWriter, name, value string, hidden bool) {
	age := 365 * 24 * 60 * 60
	if value == "" {
		age = -1
	}
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // neither choice is a secret, and without https there is nothing to secure
		Name: name, Value: value, Path: "/", MaxAge: age, SameSite: http.SameSiteLaxMode, HttpOnly: hidden,
		Secure: s.public.Scheme == "https",
	})
}

// back is the address of one of our pages, and of the feed where it is anything else.
func back(address string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	return address
}
