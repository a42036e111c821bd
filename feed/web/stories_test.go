package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/datelinehq/dateline/feed"
)

// TestBrowser tells stories of people with a browser. They share one browser, and each has a tab without a past.
func TestBrowser(t *testing.T) {
	browser := startBrowser(t)
	widths, walks := []int64{360, 1280}, []look{{width: 360, plain: true}, {width: 1280, dark: true}}
	if testing.Short() { // the server does the same however its pages are looked at
		widths, walks = widths[:1], walks[1:]
	}
	for _, width := range widths {
		t.Run(fmt.Sprintf("looks at %d px", width), func(t *testing.T) {
			t.Parallel()
			tab, at := openTab(t, browser, look{width: width}), newStage(t)
			if !testing.Short() {
				tab.withAxe()
			}
			known := map[string]bool{}
			for i, s := range scenes {
				first := !known[s.page()]
				known[s.page()] = true
				if testing.Short() && !first { // the server makes all states of a page by the same code
					continue
				}
				tab.scene = s.name
				tab.visit(at.show(t, s.options(t)) + s.address)
				for _, dark := range []bool{false, true} {
					tab.light(dark)
					if width == 1280 || !dark {
						tab.unfold(false)
						tab.picture(fmt.Sprintf("%s-%d-%t", s.name, width, dark))
					}
					tab.unfold(true)
					tab.check(width, dark)
					if once := !dark && widths[i%len(widths)] == width; (first || once) && !testing.Short() {
						tab.axe(dark)
					}
				}
				if width == 360 { // pages are to be read at 320 px, too
					tab.do(chromedp.EmulateViewport(320, 800))
					tab.check(320, true)
					tab.do(chromedp.EmulateViewport(width, 800))
				}
				if s.status >= 400 { // the console tells of every answer that is an error
					tab.forget()
				}
				tab.content()
			}
		})
	}
	t.Run("filter by the form", func(t *testing.T) {
		for _, plain := range []bool{false, true} {
			tab := openTab(t, browser, look{width: 1280, plain: plain})
			tab.visit(serve(t, optionsFor(week(t))))
			tab.do(chromedp.Click(chromedp.CSS(".filters summary")), chromedp.WaitVisible(chromedp.CSS("#f-person")))
			tab.picture(fmt.Sprintf("filters-%t", plain))
			tab.do(
				chromedp.SetValue(chromedp.CSS("#f-person"), "Divya"),
				chromedp.SetValue(chromedp.CSS("#f-state"), "closed"),
				chromedp.Submit(chromedp.CSS(".filters form")),
				chromedp.WaitReady(chromedp.CSS(".chips")),
			)
			at, err := chromedp.Run(tab.ctx, chromedp.Location())
			if err != nil || !strings.HasSuffix(at, "/?person=Divya&state=closed") {
				t.Errorf("the form leads to %s (%v)", at, err)
			}
			tab.picture(fmt.Sprintf("form-%t", plain))
			tab.do(
				chromedp.SetValue(chromedp.CSS("#q"), "slow connection"),
				chromedp.Submit(chromedp.CSS(".search")),
				chromedp.WaitReady(chromedp.CSS(".chips li:nth-child(4)")),
			)
			if n := ask[int](tab, `document.querySelectorAll(".event").length`); n != 1 {
				t.Errorf("%d events match, want 1", n)
			}
			tab.content()
		}
	})
	t.Run("news is announced and not inserted", func(t *testing.T) {
		m := week(t)
		o := optionsFor(m)
		o.Refresh = time.Second
		tab := openTab(t, browser, look{width: 1280})
		tab.visit(serve(t, o))
		before := ask[int](tab, `document.querySelectorAll(".event").length`)
		m.mu.Lock()
		for range 3 {
			e := feed.Entry{Source: "api", Tool: "github"}
			e.Item, e.Verb, e.Kind, e.At, e.By = "214", feed.Commented, feed.Discussion, noon, account("ana")
			e.Text = "And another thing."
			m.add(e)
		}
		m.mu.Unlock()
		tab.do(chromedp.WaitVisible(chromedp.CSS(".news a")))
		if said := ask[string](tab, `document.querySelector(".news").textContent`); said != "3 new events" {
			t.Errorf("it says %q", said)
		}
		if after := ask[int](tab, `document.querySelectorAll(".event").length`); after != before {
			t.Errorf("%d events became %d while somebody was reading", before, after)
		}
		tab.picture("news")
		tab.do(chromedp.Click(chromedp.CSS(".news a")), chromedp.WaitNotPresent(chromedp.CSS(".news a")))
		if fresh := ask[int](tab, `document.querySelectorAll(".event .prose").length`); !strings.Contains(ask[string](tab, `document.body.innerText`), "And another thing.") {
			t.Errorf("after following the link the news are not among %d texts", fresh)
		}
		tab.content()
	})
	t.Run("times are the reader's", func(t *testing.T) {
		t.Parallel()
		for zone, newest := range map[string]string{"Australia/Adelaide": "20:18", "America/St_Johns": "06:18", "Pacific/Auckland": "22:48"} {
			m := week(t)
			deciding(m)
			withViews(m)
			tab := openTab(t, browser, look{width: 1280, zone: zone})
			address := serve(t, optionsFor(m))
			tab.visit(address)
			tab.do(chromedp.WaitReady(chromedp.CSS(fmt.Sprintf(`body[data-zone=%q]`, zone))))
			if at := ask[string](tab, `document.querySelector(".event time").textContent`); at != newest {
				t.Errorf("in %s the newest event was at %s, want %s", zone, at, newest)
			}
			for _, page := range everyPage {
				tab.visit(address + page)
				for _, wrong := range ask[[]string](tab, fmt.Sprintf(wrongClocks, zone)) {
					t.Errorf("%s in %s: %s", page, zone, wrong)
				}
			}
			tab.content()
		}
	})
	t.Run("every page can be walked through with the keyboard", func(t *testing.T) {
		t.Parallel()
		for _, l := range walks {
			m := week(t)
			deciding(m)
			withViews(m)
			tab := openTab(t, browser, l)
			address := serve(t, optionsFor(m))
			for _, page := range everyPage {
				tab.visit(address + page)
				for range 60 {
					tab.do(chromedp.KeyEvent("\t"))
					stop := ask[string](tab, focused)
					if stop == "" {
						break // behind the last
					}
					if strings.HasPrefix(stop, "!") {
						t.Errorf("%s at %d px: the focus cannot be seen: %s", page, l.width, stop)
					}
				}
			}
			tab.content()
		}
	})
	t.Run("reports can be read on a narrow screen", func(t *testing.T) {
		for _, width := range []int64{320, 360} {
			tab := openTab(t, browser, look{width: width})
			at := serve(t, scene{set: halfAYear}.options(t))
			for _, page := range []string{"/backtest?window=review:+4wh&days=90", "/reports?days=365"} {
				tab.visit(at + page)
				for _, wrong := range ask[[]string](tab, smallFigures) {
					t.Errorf("%s at %d px: %s", page, width, wrong)
				}
			}
			if n := ask[int](tab, `[...document.querySelectorAll(".report .wide")].filter(e => e.scrollWidth <= e.clientWidth).length`); n != 0 {
				t.Errorf("at %d px %d tables fit, so that the test sees nothing of how they scroll", width, n)
			}
			if !ask[bool](tab, `document.querySelector(".narrow").checkVisibility() && getComputedStyle(document.querySelector(".wide")).backgroundImage.includes("gradient")`) {
				t.Errorf("at %d px nothing says that tables go on", width)
			}
			tab.do(chromedp.Focus(chromedp.CSS("[aria-labelledby=kind]")))
			for range 30 {
				tab.do(chromedp.KeyEvent(kb.ArrowRight))
			}
			tab.do(chromedp.Poll[chromedp.Void](`(() => {
				const region = document.activeElement, edge = region.getBoundingClientRect();
				const name = region.querySelector("tbody th").getBoundingClientRect();
				const last = region.querySelector("tbody td:last-child").getBoundingClientRect();
				return region.role === "region" && name.left === edge.left && last.left > name.right && last.right <= edge.right + 1;
			})()`, chromedp.WithPollingTimeout(10*time.Second)))
			tab.content()
		}
	})
	t.Run("the zone can be chosen without JavaScript", func(t *testing.T) {
		tab := openTab(t, browser, look{width: 360, plain: true})
		tab.visit(serve(t, optionsFor(week(t))) + "/?kind=flag")
		if at := ask[string](tab, `document.querySelector(".event time").textContent`); at != "09:06" {
			t.Errorf("the flag was at %s, want 09:06", at)
		}
		tab.do(
			chromedp.Click(chromedp.CSS("footer a")),
			chromedp.WaitVisible(chromedp.CSS("#zone")),
			chromedp.SetValue(chromedp.CSS("#zone"), "America/New_York"),
			chromedp.Submit(chromedp.CSS(".plain")),
			chromedp.WaitReady(chromedp.CSS(`body[data-zone="America/New_York"] .event`)),
		)
		if at := ask[string](tab, `document.querySelector(".event time").textContent`); at != "04:06" {
			t.Errorf("the flag was at %s, want 04:06", at)
		}
		tab.content()
	})
	t.Run("who is who is said by forms", func(t *testing.T) {
		for _, plain := range []bool{false, true} {
			m := week(t)
			crowd(m)
			tab := openTab(t, browser, look{width: 360, plain: plain})
			tab.visit(serve(t, optionsFor(m)) + "/people")
			suggested := func() int { return ask[int](tab, `document.querySelectorAll(".suggestions li").length`) }
			said := func() int { return ask[int](tab, `document.querySelectorAll(".said li").length`) }
			if suggested() != 2 || said() != 2 {
				t.Fatalf("%d are suggested and %d things are said", suggested(), said())
			}
			tab.do(chromedp.Click(chromedp.CSS(".suggestions li button")), chromedp.WaitReady(chromedp.CSS(".said li:nth-child(3)")))
			if suggested() != 1 {
				t.Errorf("%d are suggested after one was confirmed", suggested())
			}
			tab.do(chromedp.Click(chromedp.CSS(".said li button")), chromedp.WaitReady(chromedp.CSS(".suggestions li:nth-child(2)")))
			if said() != 2 {
				t.Errorf("%d things are said after one was taken back", said())
			}
			tab.content()
		}
	})
	t.Run("from the feed to an item and to what it is linked with", func(t *testing.T) {
		m := week(t)
		linkedUp(m)
		tab := openTab(t, browser, look{width: 1280, plain: true})
		tab.visit(serve(t, optionsFor(m)) + "/?source=api&verb=merged")
		tab.do(chromedp.Click(chromedp.CSS(".group h4 a")), chromedp.WaitReady(chromedp.CSS("h1.item")))
		if n := ask[int](tab, `document.querySelectorAll(".linked li").length`); n != 3 {
			t.Errorf("%d items are linked, want 3", n)
		}
		tab.do(chromedp.Click(chromedp.CSS(".linked li:nth-child(2) a")), chromedp.WaitReady(chromedp.CSS(".about .tool.jira")))
		tab.content()
	})
	t.Run("with single keys", func(t *testing.T) {
		m := week(t)
		deciding(m)
		tab := openTab(t, browser, look{width: 1280})
		address := serve(t, optionsFor(m))
		tab.visit(address)
		press := func(keys ...string) {
			tab.loaded() // a key that is pressed before the script runs does nothing
			for _, key := range keys {
				tab.do(chromedp.KeyEvent(key))
			}
		}
		at := func(want string) {
			t.Helper()
			if got := ask[string](tab, `document.activeElement.textContent.trim().slice(0, 200)`); !strings.Contains(got, want) {
				t.Errorf("the cursor is at %q, want %q", got, want)
			}
		}
		press("j")
		at("Ana owes Ben a decision")
		press("j", "j", "k")
		at("owes")
		moved := ask[string](tab, `document.querySelector(".change .title").textContent`)
		tab.do(chromedp.Focus(chromedp.CSS(".change [data-key=mute]")))
		press("e")
		tab.do(chromedp.WaitReady(chromedp.CSS(".since .quiet .mark")))
		if put := ask[string](tab, `document.querySelector(".since li .mark").closest("li").textContent`); !strings.Contains(ask[string](tab, `document.querySelector(".since").textContent`), moved) {
			t.Errorf("%q was put away, and %q is gone", put, moved)
		}
		press("g", "d")
		tab.do(chromedp.WaitReady(chromedp.CSS(".matter")))
		press("j", "j", "o")
		tab.do(chromedp.WaitReady(chromedp.CSS(".standing")))
		press("?")
		tab.do(chromedp.WaitReady(chromedp.CSS(".keys")))
		tab.do(
			chromedp.SetValue(chromedp.CSS(`[name="go /decisions"]`), "y"), chromedp.Click(chromedp.CSS(".keys button")),
			chromedp.WaitReady(chromedp.CSS(".keys [role=status]:not(:empty)")), chromedp.Focus(chromedp.CSS("#main")),
		)
		tab.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
		press("y")
		tab.do(chromedp.WaitReady(chromedp.CSS(".matter")))
		tab.visit(address + "/keys")
		tab.do(chromedp.Click(chromedp.CSS("#keys-on")), chromedp.Click(chromedp.CSS(".keys button")), chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
		press("y", "j")
		if got := ask[string](tab, `location.pathname + document.querySelectorAll("[data-row]:focus").length`); got != "/keys0" {
			t.Errorf("keys that are off lead to %s", got)
		}
		tab.content()
	})
	t.Run("hostile texts do nothing", func(t *testing.T) {
		for i, page := range []string{"/", "/", "/items/api/bad1", "/people", "/sources"} {
			tab := openTab(t, browser, look{width: 1280, plain: i%2 == 1})
			address := serve(t, scene{set: hostile}.options(t))
			tab.visit(address + page)
			tab.unfold(true)
			if title := ask[string](tab, "document.title"); title == "owned" {
				t.Errorf("the title is %q", title)
			}
			if n := ask[int](tab, `document.querySelectorAll("main img, main iframe, main style, main script, main form input[name=evil], .prose [id], .prose [class], .prose [style]").length`); n != 0 {
				t.Errorf("%d elements got through", n)
			}
			if n := ask[int](tab, `[...document.links].filter(a => !/^(https?|mailto):$/.test(a.protocol)).length`); n != 0 {
				t.Errorf("%d links lead into a script", n)
			}
			for _, r := range tab.asked() {
				if !strings.HasPrefix(r, address) {
					t.Errorf("the page asked for %s", r)
				}
			}
			tab.content()
		}
	})
	t.Run("the keyboard leads past the head", func(t *testing.T) {
		tab := openTab(t, browser, look{width: 1280})
		tab.visit(serve(t, optionsFor(week(t))))
		tab.do(chromedp.KeyEvent("\t"))
		if first := ask[string](tab, `document.activeElement.textContent`); first != "Skip to the content" {
			t.Errorf("the first stop is %q", first)
		}
		tab.picture("focus")
		tab.do(chromedp.KeyEvent("\r"))
		if at := ask[string](tab, `document.activeElement.id`); at != "main" {
			t.Errorf("it leads to %q, want main", at)
		}
	})
}
