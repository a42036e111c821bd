package jira

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"
)

//go:embed page.html
var assets embed.FS

// sheets are the templates of the pages; that they parse is tested.
var sheets = template.Must(template.ParseFS(assets, "page.html"))

// A page is what people see: an issue with what happened to it, or the list of issues.
type page struct {
	Title, Lead, Badge string
	Posts              []post
	Links              []link
}

// A post is something that somebody said or did.
type post struct {
	ID, Who, Did string
	At           time.Time
	Text         string
}

// A link leads to another page.
type link struct{ Href, Text, Note string }

func (f *Face) issuePage(w http.ResponseWriter, r *http.Request) {
	f.show(w, func(l *ledger) *page {
		is := l.find(strings.ToUpper(r.PathValue("issue")))
		if is == nil {
			return nil
		}
		in := writer{ledger: l, life: f.life, refer: f.options.Refer}
		p := &page{Title: is.title, Badge: is.status, Lead: issueKey(is.number) + " · " + l.title}
		if who := l.people[is.assigned].Name; who != "" {
			p.Lead += " · assigned to " + who
		}
		p.Posts = append(p.Posts, post{ID: "top", Who: l.people[is.act.By].Name, Did: "asked", At: is.created, Text: in.plain(is.body)})
		for _, c := range is.comments {
			did := "wrote"
			if c.updated.After(c.at) {
				did = "wrote (edited)"
			}
			p.Posts = append(p.Posts, post{ID: fmt.Sprintf("comment-%d", c.id), Who: l.people[c.by].Name, Did: did, At: c.at, Text: in.plain(c.body)})
		}
		for _, h := range is.histories {
			var did []string
			for _, c := range h.items {
				if c.field == "description" {
					did = append(did, "rewrote the description")
				} else {
					did = append(did, fmt.Sprintf("changed %s from “%s” to “%s”", c.field, c.old, c.show))
				}
			}
			p.Posts = append(p.Posts, post{ID: fmt.Sprintf("history-%d", h.id), Who: l.people[h.by].Name, Did: strings.Join(did, ", "), At: h.at})
		}
		slices.SortStableFunc(p.Posts, func(x, y post) int { return x.At.Compare(y.At) })
		return p
	})
}

func (f *Face) indexPage(w http.ResponseWriter, r *http.Request) {
	f.show(w, func(l *ledger) *page {
		p := &page{Title: l.title, Lead: "What harbours ask of Moorline. A company that does not exist."}
		for _, is := range slices.Backward(l.issues) {
			p.Links = append(p.Links, link{Href: f.base(r) + "/browse/" + issueKey(is.number), Text: issueKey(is.number) + " " + is.title, Note: is.status})
		}
		return p
	})
}

// show answers with a page, or that there is none.
func (f *Face) show(w http.ResponseWriter, make func(*ledger) *page) {
	var b bytes.Buffer
	err := fmt.Errorf("there is no such page")
	f.read(func(l *ledger) {
		if p := make(l); p != nil {
			err = sheets.ExecuteTemplate(&b, "page.html", p)
		}
	})
	if err != nil {
		http.Error(w, "There is no such page.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	_, _ = b.WriteTo(w)
}
