package notion

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

//go:embed page.html page.css
var assets embed.FS

// sheets are the templates of the pages; that they parse is tested.
var sheets = template.Must(template.ParseFS(assets, "page.html"))

// A sheet is what one address shows to people.
type sheet struct {
	Base, Title, Lead, Badge string
	Posts                    []post
	Links                    []link
}

// A post is something somebody wrote.
type post struct {
	ID, Who, Did string
	At           time.Time
	Text         template.HTML
}

// A link leads to another page.
type link struct{ Href, Text, Note string }

var idAtEnd = regexp.MustCompile(`[0-9a-f]{32}$`)

// pages adds what people see when they follow a url.
func (f *Face) pages(m *http.ServeMux) {
	m.HandleFunc("GET /page.css", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, assets, "page.css") })
	m.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { f.show(w, r, (*ask).index) })
	m.HandleFunc("GET /{slug}", func(w http.ResponseWriter, r *http.Request) { f.show(w, r, (*ask).sheet) })
}

func (f *Face) show(w http.ResponseWriter, r *http.Request, make func(*ask) (sheet, bool)) {
	var b bytes.Buffer
	found := false
	f.read(func(l *ledger) {
		a := &ask{Request: r, ledger: l, draw: painter{base: f.base(r), ledger: l, newer: true}}
		var s sheet
		if s, found = make(a); found {
			s.Base = a.draw.base
			found = sheets.ExecuteTemplate(&b, "page.html", s) == nil
		}
	})
	if !found {
		http.Error(w, "There is no such page.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'")
	_, _ = b.WriteTo(w)
}

// index shows all databases and what is in them, the last edited first.
func (a *ask) index() (sheet, bool) {
	s := sheet{Title: "Moorline", Lead: "What the team proposes and decides. A company that does not exist."}
	pages := slices.Clone(a.ledger.pages)
	slices.SortStableFunc(pages, func(x, y *page) int { return y.edited.Compare(x.edited) })
	for _, p := range pages {
		if !p.trashed {
			s.Links = append(s.Links, link{a.draw.address(p), p.title, p.status})
		}
	}
	return s, true
}

// sheet shows the page, or the database, whose id ends the address.
func (a *ask) sheet() (sheet, bool) {
	id := idAtEnd.FindString(strings.ToLower(a.PathValue("slug")))
	for _, b := range a.ledger.bases {
		if short(b.id) == id {
			return a.index()
		}
	}
	p := a.paper(id)
	if id == "" || p == nil || p.trashed {
		return sheet{}, false
	}
	s := sheet{Title: p.title, Badge: p.status, Lead: fmt.Sprintf("%s · %s-%d", p.base.Title, prefix, p.act.Number)}
	if len(p.owners) > 0 {
		s.Lead += " · owned by " + a.names(p.owners)
	}
	if len(p.reviewers) > 0 {
		s.Lead += " · waiting for a review by " + a.names(p.reviewers)
	}
	s.Posts = append(s.Posts, a.post("top", p.act.By, "wrote this", p.created, p.text))
	for _, c := range p.comments {
		if c.deleted {
			continue
		}
		did := "commented"
		if c.silent {
			did += " (resolved)"
		}
		s.Posts = append(s.Posts, a.post(short(c.id), c.act.By, did, c.act.At, c.text))
	}
	return s, true
}

func (a *ask) names(handles []string) string {
	var names []string
	for _, h := range handles {
		names = append(names, a.ledger.people[h].Name)
	}
	return strings.Join(names, ", ")
}

// post shows a text as Notion would, piece by piece.
func (a *ask) post(id, by, did string, at time.Time, text string) post {
	var b strings.Builder
	for _, one := range a.draw.rich(text) {
		s := one.(object)
		words := template.HTMLEscapeString(s["plain_text"].(string))
		if href, ok := s["href"].(string); ok {
			words = fmt.Sprintf(`<a href="%s">%s</a>`, template.HTMLEscapeString(href), words)
		}
		b.WriteString(words)
	}
	who := a.ledger.people[by].Name
	if who == "" {
		who = "somebody who left"
	}
	return post{ID: id, Who: who, Did: did, At: at, Text: template.HTML(b.String())} //nolint:gosec // every piece was escaped above
}
