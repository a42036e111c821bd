package github

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

// A page is what one address shows to people: a heading and what was said below it.
type page struct {
	Base, Title, Lead, Badge string
	Posts                    []post
	Links                    []link
}

// A post is something somebody said or did.
type post struct {
	ID, Who, Login, Did, Where, Code string
	At                               time.Time
	Text                             template.HTML
}

// A link leads to another page.
type link struct{ Href, Text, Note string }

// org is the beginning of the addresses of all pages about the company.
const org = "/" + Organization

// pages adds what people see when they follow an html_url.
func (f *Face) pages(m *http.ServeMux) {
	show := func(pattern string, make func(*ask) (page, error)) {
		m.HandleFunc("GET "+pattern, func(w http.ResponseWriter, r *http.Request) { f.show(w, r, make) })
	}
	show("/{login}", (*ask).profilePage)
	show("/apps/{login}", (*ask).profilePage)
	show("/orgs/"+Organization+"/teams/{team}", (*ask).teamPage)
	show(org, (*ask).indexPage)
	show(org+"/{$}", (*ask).indexPage)
	show(org+"/{repo}", (*ask).repoPage)
	show(org+"/{repo}/issues/{number}", (*ask).issuePage)
	show(org+"/{repo}/pull/{number}", (*ask).issuePage)
	show(org+"/{repo}/releases/tag/{tag}", (*ask).releasePage)
	show(org+"/{repo}/commit/{sha}", (*ask).commitPage)
	show(org+"/{repo}/blob/{sha}/{path...}", (*ask).filePage)
	m.HandleFunc("GET /page.css", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, assets, "page.css") })
	m.HandleFunc("GET /avatars/{file}", avatar)
}

func (f *Face) show(w http.ResponseWriter, r *http.Request, make func(*ask) (page, error)) {
	var b bytes.Buffer
	var err error
	f.read(func(l *ledger) {
		a := &ask{Request: r, ledger: l, draw: painter{base: f.base(r), ledger: l}, repo: l.repos[r.PathValue("repo")]}
		if r.PathValue("repo") != "" && a.repo == nil {
			err = errNotFound
			return
		}
		var p page
		if p, err = make(a); err != nil {
			return
		}
		p.Base = a.draw.base
		err = sheets.ExecuteTemplate(&b, "page.html", p)
	})
	if err != nil {
		http.Error(w, "There is no such page.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'")
	_, _ = b.WriteTo(w)
}

func (a *ask) indexPage() (page, error) {
	p := page{Title: "Moorline", Lead: "Berths, bookings and invoices for small harbours. A company that does not exist."}
	for _, r := range a.all() {
		p.Links = append(p.Links, link{Href: a.draw.repoPage(r), Text: Organization + "/" + r.name, Note: r.description})
	}
	return p, nil
}

func (a *ask) repoPage() (page, error) {
	p := page{Title: Organization + "/" + a.repo.name, Lead: a.repo.description}
	for _, is := range ordered(slices.Clone(a.repo.issues), issueUpdated, true)[:min(100, len(a.repo.issues))] {
		p.Links = append(p.Links, link{a.draw.page(is), fmt.Sprintf("#%d %s", is.number, is.title), is.badge()})
	}
	return p, nil
}

// badge says how the issue stands, in a word or two.
func (is *issue) badge() string {
	switch {
	case is.merge != nil:
		return "merged"
	case !is.closed.IsZero() && is.reason == "not_planned":
		return "closed as not planned"
	case !is.closed.IsZero():
		return "closed"
	case is.draft:
		return "draft"
	}
	return "open"
}

func (a *ask) issuePage() (page, error) {
	is, err := a.numbered()
	if err != nil {
		return page{}, err
	}
	p := page{Title: is.title, Badge: is.badge(), Lead: fmt.Sprintf("%s/%s#%d", Organization, is.repo.name, is.number)}
	if len(is.labels) > 0 {
		p.Lead += " · " + strings.Join(is.labels, ", ")
	}
	if len(is.reviews) > 0 && is.closed.IsZero() {
		p.Lead += " · waiting for a review by " + strings.Join(is.reviews, ", ")
	}
	opened := &entry{act: is.act, body: is.body}
	p.Posts = append(p.Posts, a.post(opened, "opened this"))
	for _, e := range is.timeline {
		if e.event == "mentioned" || e.event == "subscribed" {
			continue
		}
		p.Posts = append(p.Posts, a.post(e, deed(e)))
		for _, r := range is.repo.remarks {
			if r.review == e && e.state != "" {
				did := "remarked"
				if r.thread != nil {
					did = "replied"
				}
				p.Posts = append(p.Posts, a.post(r, did))
			}
		}
	}
	return p, nil
}

// deeds are the words for states and events; %s is whom or what they are about.
var deeds = map[string]string{
	"APPROVED": "approved", "CHANGES_REQUESTED": "asked for changes", "COMMENTED": "reviewed",
	"DISMISSED": "reviewed, which no longer counts", "review_requested": "asked %s for a review",
	"review_request_removed": "no longer asks %s", "review_dismissed": "dismissed a review", "assigned": "assigned this to %s",
	"unassigned": "took this from %s", "labeled": "labelled this %s", "unlabeled": "took the label %s off",
	"milestoned": "planned this for %s", "demilestoned": "took this out of %s", "ready_for_review": "declared this ready for review",
	"convert_to_draft": "made this a draft again", "head_ref_deleted": "deleted the branch", "referenced": "mentioned this in a commit",
	"merged": "merged this", "closed": "closed this", "reopened": "reopened this",
}

// deed says in words what the entry is.
func deed(e *entry) string {
	switch e.event {
	case "":
		if e.state == "" {
			return "commented"
		}
	case "committed":
		return "pushed: " + e.commit.message
	case "cross-referenced":
		return fmt.Sprintf("mentioned this in %s#%d", e.source.repo.name, e.source.number)
	case "renamed":
		return fmt.Sprintf("renamed this from “%s”", e.from)
	}
	return strings.Replace(deeds[e.event+e.state], "%s", e.who+e.into, 1)
}

func (a *ask) post(e *entry, did string) post {
	who := a.ledger.people[e.act.By]
	p := post{
		Who: who.Name, Login: who.Handle, Did: did, At: e.act.At, Text: a.prose(e.body), ID: "top",
	}
	if e.id != 0 {
		p.ID = e.fragment()
	}
	if e.review != nil && e.state == "" && e.event == "" {
		where := e
		if e.thread != nil {
			where = e.thread
		}
		p.Where, p.Code = fmt.Sprintf("%s:%d", where.act.File, where.act.Line), where.act.Code
	}
	if !e.updated.IsZero() && e.updated.After(e.act.At) {
		p.Did += " (edited)"
	}
	return p
}

func (a *ask) releasePage() (page, error) {
	for _, e := range a.repo.releases {
		if e.act.Name == a.PathValue("tag") {
			return page{
				Title: e.act.Name, Lead: Organization + "/" + a.repo.name + " · release", Posts: []post{a.post(e, "released this")},
			}, nil
		}
	}
	return page{}, errNotFound
}

func (a *ask) commitPage() (page, error) {
	rep, err := a.commit()
	if err != nil {
		return page{}, err
	}
	o := rep.body.(object)
	p := page{Title: "Commit " + o["sha"].(string)[:10], Lead: Organization + "/" + a.repo.name}
	p.Posts = []post{{ID: "top", Text: a.prose(o["commit"].(object)["message"].(string)), At: rep.modified, Did: "committed"}}
	for _, f := range o["files"].([]any) {
		file := f.(object)
		note := fmt.Sprintf("+%d −%d", file["additions"], file["deletions"])
		p.Links = append(p.Links, link{file["blob_url"].(string), file["filename"].(string), note})
	}
	return p, nil
}

func (a *ask) filePage() (page, error) {
	files, ok := a.repo.at(a.PathValue("sha"))
	data := files[a.PathValue("path")]
	if !ok || data == nil {
		return page{}, errNotFound
	}
	return page{
		Title: a.PathValue("path"), Lead: Organization + "/" + a.repo.name,
		Posts: []post{{ID: "top", Text: a.prose(string(data)), At: a.repo.pushed, Did: "as of " + a.PathValue("sha")[:min(10, len(a.PathValue("sha")))]}},
	}, nil
}

var linked = regexp.MustCompile(`https?://[^\s<>)]*[^\s<>).,;:]|(?:moorline/(api|web))?#([0-9]+)\b`)

// prose shows a text as it was written, with its links.
func (a *ask) prose(text string) template.HTML {
	var b strings.Builder
	last := 0
	for _, m := range linked.FindAllStringSubmatchIndex(text, -1) {
		template.HTMLEscape(&b, []byte(text[last:m[0]]))
		found := text[m[0]:m[1]]
		last = m[1]
		href := found
		if m[4] >= 0 {
			name := ""
			if m[2] >= 0 {
				name = text[m[2]:m[3]]
			} else if a.repo != nil {
				name = a.repo.name
			}
			href = fmt.Sprintf("%s/%s/%s/issues/%s", a.draw.base, Organization, name, text[m[4]:m[5]])
		}
		fmt.Fprintf(&b, `<a href="%s">%s</a>`, template.HTMLEscapeString(href), template.HTMLEscapeString(found))
	}
	template.HTMLEscape(&b, []byte(text[last:]))
	return template.HTML(b.String()) //nolint:gosec // every piece was escaped above
}

// avatar draws a disc with the first letter of the name.
func avatar(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimSuffix(r.PathValue("file"), ".svg")
	if name == "" || name[0] < 'a' || name[0] > 'z' {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, _ = fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="20" fill="hsl(%d 35%% 42%%)"/>`+
		`<text x="20" y="27" text-anchor="middle" font-family="sans-serif" font-size="20" fill="#fff">%c</text></svg>`,
		number(0, name)%360, name[0]-'a'+'A')
}
