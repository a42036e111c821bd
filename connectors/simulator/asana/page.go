package asana

import (
	"bytes"
	"embed"
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
	Base, Project, Name, Title, Lead, Badge string
	Text                                    template.HTML
	Subtasks                                []link
	Posts                                   []post
	Columns                                 []column
}

// A post is something somebody said or did.
type post struct {
	ID, Did string
	At      time.Time
	Text    template.HTML
}

type column struct {
	Name  string
	Links []link
}

type link struct {
	Href, Text, Note string
	Done             bool
}

// pages adds what people see when they follow a permalink.
func (f *Face) pages(m *http.ServeMux) {
	m.HandleFunc("GET /0/{project}", f.show)
	m.HandleFunc("GET /0/{project}/{task}", f.show)
	m.HandleFunc("GET /0/{project}/{task}/{rest...}", f.show)
	m.HandleFunc("GET /page.css", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, assets, "page.css") })
	m.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, f.base(r)+"/0/"+f.ledger.projects[0].gid+"/list", http.StatusFound) //nolint:gosec // to itself; which projects there are never changes
	})
}

func (f *Face) show(w http.ResponseWriter, r *http.Request) {
	var b bytes.Buffer
	var there bool
	var err error
	f.read(func(l *ledger) {
		p := painter{base: f.base(r), ledger: l, refer: f.options.Refer}
		var sheet page
		if sheet, there = p.sheet(r.PathValue("project"), r.PathValue("task")); there {
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

// sheet is the page of a project, or of a task, which any project may stand before.
func (p painter) sheet(project, task string) (page, bool) {
	if t := p.ledger.tasks[task]; t != nil {
		return p.taskSheet(t), true
	}
	one := p.ledger.project(project)
	if one == nil || slices.ContainsFunc([]byte(task), func(c byte) bool { return c >= '0' && c <= '9' }) {
		return page{}, false
	}
	sheet := page{Project: p.projectPage(one), Name: "Moorline", Title: one.Title, Lead: "What has to be done until spring. A company that does not exist."}
	for _, s := range one.sections {
		c := column{Name: s.name}
		for _, t := range in(one, s) {
			c.Links = append(c.Links, link{p.permalink(t), t.name, t.badge(), t.completed()})
		}
		sheet.Columns = append(sheet.Columns, c)
	}
	return sheet, true
}

func (p painter) projectPage(one *project) string { return p.base + "/0/" + one.gid + "/list" }

// badge says how the task stands, in a word.
func (t *task) badge() string {
	switch {
	case t.approval != "":
		return strings.ReplaceAll(t.approval, "_", " ")
	case t.completed():
		return "completed"
	case !t.due.IsZero():
		return "due " + t.due.UTC().Format("2 Jan")
	}
	return ""
}

func (p painter) taskSheet(t *task) page {
	sheet := page{Project: p.projectPage(t.project), Name: t.project.Title, Title: t.name, Badge: t.badge(), Text: p.prose(t.notes), Lead: "A task"}
	switch {
	case t.parent != nil:
		sheet.Lead = "A subtask of “" + t.parent.name + "”"
	case t.subtype == "approval":
		sheet.Lead = "An approval in " + t.section.name
	case t.section != nil:
		sheet.Lead = "A task in " + t.section.name
	}
	if t.assignee != nil {
		sheet.Lead += " · " + t.assignee.name
	}
	for _, name := range t.tags {
		sheet.Lead += " · " + name
	}
	for _, s := range t.subtasks {
		sheet.Subtasks = append(sheet.Subtasks, link{p.permalink(s), s.name, "", s.completed()})
	}
	for _, s := range t.stories {
		one := post{ID: s.gid, Did: words(t, s), At: s.at}
		if s.subtype == "comment_added" {
			one.Did, one.Text = commented(s), p.prose(s.text)
		}
		sheet.Posts = append(sheet.Posts, one)
	}
	slices.SortStableFunc(sheet.Posts, func(x, y post) int { return x.At.Compare(y.At) })
	return sheet
}

func commented(s *story) string {
	who := "somebody"
	if s.by != nil {
		who = s.by.name
	}
	if s.edited {
		return who + " commented (edited)"
	}
	return who + " commented"
}

var linked = regexp.MustCompile(`https?://[^\s<>)]*[^\s<>).,;:]`)

// prose shows a text as it was written, with its links.
func (p painter) prose(text string) template.HTML {
	text = p.plain(text)
	var b strings.Builder
	last := 0
	for _, m := range linked.FindAllStringIndex(text, -1) {
		template.HTMLEscape(&b, []byte(text[last:m[0]]))
		found := template.HTMLEscapeString(text[m[0]:m[1]])
		b.WriteString(`<a href="` + found + `">` + found + `</a>`)
		last = m[1]
	}
	template.HTMLEscape(&b, []byte(text[last:]))
	return template.HTML(b.String()) //nolint:gosec // every piece was escaped above
}
