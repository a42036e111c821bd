package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
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

// templates are the pages by the names of their files.
type templates map[string]*template.Template

// parseTemplates parses the pages and runs each one once.
func parseTemplates(a *assets) (templates, error) {
	funcs := template.FuncMap{"asset": a.path, "icon": a.icon}
	all := templates{}
	for name, specimen := range specimens {
		t, err := template.New("layout.html").Option("missingkey=error").Funcs(funcs).
			ParseFS(pages, "layout.html", "waiting.html", "sources.html", "filters.html", "events.html", "decisionline.html", "videos.html",
				"setup.html", "since.html", "hours.html", name)
		if err != nil {
			return nil, fmt.Errorf("parsing a page: %w", err)
		}
		all[name] = t
		if _, err := all.run(name, specimen); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// usualPage is the size, in bytes, that hardly a page exceeds.
const usualPage = 64 << 10

// run makes a page.
func (t templates) run(name string, page any) ([]byte, error) {
	b := bytes.NewBuffer(make([]byte, 0, usualPage))
	if err := t[name].Execute(b, page); err != nil {
		return nil, fmt.Errorf("making the page %s: %w", name, err)
	}
	return b.Bytes(), nil
}
