package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"sync"
	"text/template/parse"

	"github.com/sourcegraph/conc"

	"github.com/datelinehq/dateline/feed/web/texts"
)

//go:embed *.html
var pages embed.FS

// specimens are the pages, each with the struct it is made from.
var specimens = map[string]any{
	"feed.html":      feedPage{},
	"item.html":      itemPage{},
	"people.html":    peoplePage{},
	"protocol.html":  protocolPage{},
	"reading.html":   readingPage{},
	"receipt.html":   receiptPage{},
	"asks.html":      asksPage{},
	"decisions.html": decisionsPage{},
	"decision.html":  decisionPage{},
	"reports.html":   reportsPage{},
	"backtest.html":  backtestPage{},
	"views.html":     viewsPage{},
	"audit.html":     auditPage{},
	"subscribers.html": subscribersPage{
		Disabled: []subscriberView{{Can: true, Deliveries: []deliveryView{{Can: true}}}},
	},
	"keys.html":    keysPage{},
	"zone.html":    zonePage{},
	"problem.html": problemPage{},

	"unsubscribe.html": unsubscribePage{},
}

// parts are the parts of pages that are made beside the rest, each with what it is made from.
var parts = map[string]any{"days": []dayView{{Groups: []groupView{{Events: []eventView{{}}}}}}}

// pieces are the files that every page may use.
var pieces = []string{
	"layout.html", "waiting.html", "sources.html", "filters.html", "events.html", "decisionline.html", "videos.html",
	"setup.html", "since.html", "hours.html",
}

// templates are the pages in each language, by the names of their files.
type templates map[*texts.Catalogue]*template.Template

// parseTemplates parses the pages, puts the texts of each language into them and runs each one once.
func parseTemplates(a *assets, languages *texts.Languages) (templates, error) {
	all := templates{}
	for _, language := range languages.All() {
		set := template.New("").Option("missingkey=error").Funcs(template.FuncMap{"asset": a.path, "icon": a.icon}).Funcs(language.Funcs())
		if _, err := set.ParseFS(pages, pieces...); err != nil {
			return nil, fmt.Errorf("parsing what every page may use: %w", err)
		}
		for name := range specimens {
			if err := parsePage(set, name); err != nil {
				return nil, fmt.Errorf("parsing the page %s: %w", name, err)
			}
		}
		for _, t := range set.Templates() {
			if t.Tree == nil {
				continue
			}
			if err := language.Weave(t.Tree); err != nil {
				return nil, err
			}
		}
		all[language] = set
		for _, some := range []map[string]any{specimens, parts} {
			for name, specimen := range some {
				if err := all.run(language, name, specimen, func([]byte) {}); err != nil {
					return nil, err
				}
			}
		}
	}
	return all, nil
}

// content is what the layout calls what it stands around.
const content = "main"

// parsePage adds a page to those that share their pieces: a layout of its own around its content, by the name of its file.
func parsePage(set *template.Template, name string) error {
	if _, err := set.ParseFS(pages, name); err != nil {
		return err
	}
	own := content + " of " + name
	if _, err := set.AddParseTree(own, set.Lookup(content).Tree); err != nil {
		return err
	}
	layout := set.Lookup("layout.html").Tree.Copy()
	for _, n := range layout.Root.Nodes {
		if call, is := n.(*parse.TemplateNode); is && call.Name == content {
			call.Name = own
		}
	}
	_, err := set.AddParseTree(name, layout)
	return err
}

// usualPage is the size, in bytes, that hardly a page exceeds.
const usualPage = 64 << 10

// made are the places in which pages were made before.
var made = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, usualPage)) }}

// run makes a page and has it sent, if it could be made whole. Once it is sent its bytes are those of another page.
func (t templates) run(language *texts.Catalogue, name string, page any, send func([]byte)) error {
	b := made.Get().(*bytes.Buffer) //nolint:forcetypeassert // nothing else is kept there
	defer made.Put(b)
	b.Reset()
	if err := t[language].ExecuteTemplate(b, name, page); err != nil {
		return fmt.Errorf("making the page %s: %w", name, err)
	}
	send(b.Bytes())
	return nil
}

// A part is what a page shows that is made while the rest of it is.
type part struct {
	made func() (template.HTML, error)
}

// HTML waits for the part.
func (p part) HTML() (template.HTML, error) {
	if p.made == nil {
		return "", nil
	}
	return p.made()
}

// beside begins to make a part.
func (t templates) beside(language *texts.Catalogue, name string, of any) part {
	var (
		making conc.WaitGroup // a panic in it is one of this request
		html   template.HTML
		err    error
	)
	making.Go(func() {
		err = t.run(language, name, of, func(made []byte) { html = template.HTML(made) }) //nolint:gosec // a template made it
	})
	return part{func() (template.HTML, error) {
		making.Wait()
		return html, err
	}}
}
