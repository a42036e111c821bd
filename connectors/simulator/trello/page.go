package trello

import (
	"bytes"
	"cmp"
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

// A page is what one address shows to people.
type page struct {
	Base, Board, Name, Title, Lead, Badge string
	Text                                  template.HTML
	Lines                                 []checked
	Posts                                 []post
	Columns                               []column
}

type checked struct {
	Name string
	Done bool
}

// A post is something somebody said or did.
type post struct {
	ID, Who, Did string
	At           time.Time
	Text         template.HTML
}

type column struct {
	Name  string
	Links []link
}

type link struct{ Href, Text, Note string }

// pages adds what people see when they follow a url.
func (f *Face) pages(m *http.ServeMux) {
	m.HandleFunc("GET /b/{short}", f.show(painter.boardSheet))
	m.HandleFunc("GET /b/{short}/{name}", f.show(painter.boardSheet))
	m.HandleFunc("GET /c/{short}", f.show(painter.cardSheet))
	m.HandleFunc("GET /c/{short}/{name}", f.show(painter.cardSheet))
	m.HandleFunc("GET /page.css", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, assets, "page.css") })
	m.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		b := f.ledger.boards[0] // which boards there are never changes
		http.Redirect(w, r, painter{base: f.base(r)}.boardPage(b), http.StatusFound)
	})
}

func (f *Face) show(draw func(painter, string) (page, bool)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var b bytes.Buffer
		var there bool
		var err error
		f.read(func(l *ledger) {
			p := painter{base: f.base(r), ledger: l, refer: f.options.Refer}
			var sheet page
			if sheet, there = draw(p, r.PathValue("short")); there {
				sheet.Base = p.base
				err = sheets.ExecuteTemplate(&b, "page.html", sheet)
			}
		})
		switch {
		case err != nil:
			http.Error(w, "The page cannot be shown.", http.StatusInternalServerError)
		case !there:
			http.Error(w, "There is no such page.", http.StatusNotFound)
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'")
			_, _ = b.WriteTo(w)
		}
	}
}

func (p painter) boardSheet(short string) (page, bool) {
	b := p.ledger.board(short)
	if b == nil {
		return page{}, false
	}
	sheet := page{Board: p.boardPage(b), Name: "Moorline", Title: b.project.Title, Lead: "Harbours on their way to Moorline. A company that does not exist."}
	for _, l := range b.lists {
		c := column{Name: l.name}
		for _, one := range b.cards {
			if one.list == l && !one.gone && !one.closed {
				c.Links = append(c.Links, link{p.cardPage(one), one.name, one.badge()})
			}
		}
		sheet.Columns = append(sheet.Columns, c)
	}
	return sheet, true
}

// badge says how the card stands, in a word.
func (c *card) badge() string {
	switch {
	case c.closed:
		return "archived"
	case c.done:
		return "complete"
	case !c.due.IsZero():
		return "due " + c.due.UTC().Format("2 Jan")
	}
	return ""
}

func (p painter) cardSheet(short string) (page, bool) {
	c := p.ledger.card(short)
	if c == nil {
		return page{}, false
	}
	sheet := page{
		Board: p.boardPage(c.board), Name: c.board.project.Title, Title: c.name, Badge: c.badge(), Text: p.prose(c.desc),
		Lead: fmt.Sprintf("#%d in the list %s", c.number, c.list.name),
	}
	var words []string
	for _, l := range c.labels {
		words = append(words, l.name)
	}
	for _, m := range c.members {
		words = append(words, m.name)
	}
	if len(words) > 0 {
		sheet.Lead += " · " + strings.Join(words, ", ")
	}
	for _, l := range c.lines {
		sheet.Lines = append(sheet.Lines, checked{l.name, l.done})
	}
	for _, a := range c.board.actions {
		if a.card == c {
			sheet.Posts = append(sheet.Posts, p.post(a))
		}
	}
	slices.SortStableFunc(sheet.Posts, func(x, y post) int { return x.At.Compare(y.At) })
	return sheet, true
}

func (p painter) post(a *action) post {
	one := post{ID: "action-" + a.id, Who: "somebody", Did: deed(a), At: a.at}
	if a.by != nil {
		one.Who = a.by.name
	}
	if a.kind == "commentCard" {
		one.ID, one.Text = "comment-"+a.id, p.prose(a.text)
	}
	return one
}

// deed says in words what the action is.
func deed(a *action) string {
	switch a.kind {
	case "createCard":
		return "added this to " + a.list.name
	case "commentCard":
		if !a.edited.IsZero() {
			return "commented (edited)"
		}
		return "commented"
	case "addMemberToCard":
		return "added " + a.whom.name
	case "removeMemberFromCard":
		return "took " + a.whom.name + " off"
	case "addChecklistToCard":
		return "added a checklist"
	case "updateCheckItemStateOnCard":
		return "marked “" + a.line.name + "” " + a.state
	}
	switch {
	case a.to != nil:
		return "moved this from " + a.from.name + " to " + a.to.name
	case a.old["name"] != nil:
		return fmt.Sprintf("renamed this from “%s”", a.old["name"])
	case a.now["closed"] == true:
		return "archived this"
	case a.now["closed"] == false:
		return "brought this back"
	case a.now["dueComplete"] == true:
		return "marked this complete"
	case a.now["dueComplete"] == false:
		return "marked this incomplete"
	case a.old["desc"] != nil:
		return "changed the description"
	}
	return fmt.Sprint("set the due date to ", cmp.Or(a.now["due"], any("none")))
}

var linked = regexp.MustCompile(`https?://[^\s<>)]*[^\s<>).,;:]`)

// prose shows a text as it was written, with its links.
func (p painter) prose(text string) template.HTML {
	text = p.write(text)
	var b strings.Builder
	last := 0
	for _, m := range linked.FindAllStringIndex(text, -1) {
		template.HTMLEscape(&b, []byte(text[last:m[0]]))
		found := template.HTMLEscapeString(text[m[0]:m[1]])
		fmt.Fprintf(&b, `<a href="%s">%s</a>`, found, found)
		last = m[1]
	}
	template.HTMLEscape(&b, []byte(text[last:]))
	return template.HTML(b.String()) //nolint:gosec // every piece was escaped above
}
