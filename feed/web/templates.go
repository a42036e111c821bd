package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"

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

// pieces are the files that every page may use.
var pieces = []string{
	"layout.html", "waiting.html", "sources.html", "filters.html", "events.html", "decisionline.html", "videos.html",
	"setup.html", "since.html", "hours.html",
}

// templates are the pages in each language, by the names of their files.
type templates map[*texts.Catalogue]map[string]*template.Template

// parseTemplates parses the pages, puts the texts of each language into them and runs each one once.
func parseTemplates(a *assets, languages *texts.Languages) (templates, error) {
	all := templates{}
	for _, language := range languages.All() {
		all[language] = map[string]*template.Template{}
		base := template.New("layout.html").Option("missingkey=error").Funcs(template.FuncMap{"asset": a.path, "icon": a.icon}).
			Funcs(language.Funcs())
		if err := parse(base, language, pieces...); err != nil {
			return nil, err
		}
		for name, specimen := range specimens {
			page, err := base.Clone()
			if err != nil {
				return nil, fmt.Errorf("beginning the page %s: %w", name, err)
			}
			if err := parse(page, language, name); err != nil {
				return nil, err
			}
			all[language][name] = page
			if _, err := all.run(language, name, specimen); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// parse adds files to a page, in a language.
func parse(page *template.Template, language *texts.Catalogue, files ...string) error {
	if _, err := page.ParseFS(pages, files...); err != nil {
		return fmt.Errorf("parsing a page: %w", err)
	}
	for _, t := range page.Templates() {
		if err := language.Weave(t.Tree); err != nil {
			return err
		}
	}
	return nil
}

// usualPage is the size, in bytes, that hardly a page exceeds.
const usualPage = 64 << 10

// run makes a page.
func (t templates) run(language *texts.Catalogue, name string, page any) ([]byte, error) {
	b := bytes.NewBuffer(make([]byte, 0, usualPage))
	if err := t[language][name].Execute(b, page); err != nil {
		return nil, fmt.Errorf("making the page %s: %w", name, err)
	}
	return b.Bytes(), nil
}
