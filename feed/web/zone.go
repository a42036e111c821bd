package web

import (
	"net/http"
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

// zonePage is the choice of a time zone.
type zonePage struct {
	Layout layout
	Zones  []option
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
	page.Layout.Title, page.Layout.Back = "Time zone", page.Back
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
	return s.show(w, r, http.StatusOK, "zone.html", page)
}

func (s *server) setZone(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	name := r.PostForm.Get("zone")
	if _, ok := loadZone(name); !ok {
		return &problem{Status: http.StatusBadRequest, Title: "There is no such time zone", Text: "No time zone has the name “" + query.Line(name) + "”."}
	}
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // the script reads it, and it is no secret
		Name: zoneCookie, Value: name, Path: "/", MaxAge: 365 * 24 * 60 * 60, SameSite: http.SameSiteLaxMode,
		Secure: s.public.Scheme == "https",
	})
	http.Redirect(w, r, back(r.PostForm.Get("back")), http.StatusSeeOther) //nolint:gosec // back lets only our own pages through
	return nil
}

// back is the address of one of our pages, and of the feed where it is anything else.
func back(address string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	return address
}
