package web

import (
	"encoding/json"
	"os"
	"sync"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// axeCore is the text of axe-core, which checks pages for what shuts people out.
var axeCore = sync.OnceValues(func() (string, error) {
	text, err := os.ReadFile(os.Getenv("DATELINE_TEST_AXE"))
	return string(text), err
})

// withAxe puts axe-core into every page that the tab opens.
func (b *tab) withAxe() {
	b.t.Helper()
	script, err := axeCore()
	if err != nil {
		b.t.Fatalf(`set DATELINE_TEST_AXE to axe.min.js of axe-core, or run "make test", which fetches it: %v`, err)
	}
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// axe checks a page by the rules of WCAG 2.2, levels A and AA, and by what axe-core knows besides. Dark pages differ from light ones
// in their colours only.
func (b *tab) axe(dark bool) {
	b.t.Helper()
	rules := `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`
	if dark {
		rules = `{type: "rule", values: ["color-contrast"]}`
	}
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`axe.run(document, {
		runOnly: `+rules+`, resultTypes: ["violations"],
	}).then(r => JSON.stringify(r.violations.map(v => v.id + ": " + v.help + " " +
		v.nodes.slice(0, 3).map(n => n.html.slice(0, 150) + " " + n.failureSummary).join(" | "))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	var violations []string
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range violations {
		b.t.Errorf("%s: %s", b.scene, v)
	}
}
