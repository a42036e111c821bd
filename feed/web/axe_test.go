package web

import (
	"encoding/json"
	"os"
	"sync"

	"github.com/chromedp/chromedp"
)

// axeCore is the text of axe-core, which checks pages for what shuts people out.
var axeCore = sync.OnceValues(func() (string, error) {
	text, err := os.ReadFile(os.Getenv("DATELINE_TEST_AXE"))
	return string(text), err
})

// axe checks a page by the rules of WCAG 2.2, levels A and AA, and by what axe-core knows besides.
func (b *tab) axe() {
	b.t.Helper()
	script, err := axeCore()
	if err != nil {
		b.t.Fatalf(`set DATELINE_TEST_AXE to axe.min.js of axe-core, or run "make test", which fetches it: %v`, err)
	}
	b.do(chromedp.Evaluate[chromedp.Void](script))
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
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
