package web

import (
	"context"
	"net/http"

	"github.com/datelinehq/dateline/feed"
)

// Deeds returns at most limit of what was done, the newest first.
type Deeds func(ctx context.Context, limit int) ([]feed.Deed, error)

// maxDeeds is how many deeds are shown.
const maxDeeds = 200

type (
	// auditPage tells who did what.
	auditPage struct {
		Layout layout
		Deeds  []deedView
		// More says that there are older ones.
		More bool
	}
	// deedView is something that somebody did. Refused says that they only tried.
	deedView struct {
		Who, What string
		At        moment
		Refused   bool
	}
)

func (s *server) audit(w http.ResponseWriter, r *http.Request) error {
	if s.Deeds == nil {
		return errMissing
	}
	deeds, err := s.Deeds(r.Context(), maxDeeds+1)
	if err != nil {
		return err
	}
	page := auditPage{Layout: s.layout(r), More: len(deeds) > maxDeeds}
	t := s.times(r)
	page.Layout.Title = t.Say("audit.title")
	for _, d := range deeds[:min(len(deeds), maxDeeds)] {
		page.Deeds = append(page.Deeds, deedView{
			Who: shorten(d.By, nameText), What: d.What, At: t.moment(d.At), Refused: d.Status >= http.StatusBadRequest,
		})
	}
	return s.show(w, r, http.StatusOK, "audit.html", page)
}
