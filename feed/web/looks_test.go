package web

import (
	"fmt"
	"slices"

	"github.com/chromedp/chromedp"
)

// visit opens an address and waits until the page has its style and its zone.
func (b *tab) visit(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address), chromedp.WaitReady(chromedp.CSS("footer")))
}

// check checks what everybody needs: no scrolling sideways, contrast, targets large enough to hit.
func (b *tab) check(width int64, dark bool) {
	b.t.Helper()
	if n := ask[int64](b, "document.documentElement.scrollWidth"); n > width {
		b.t.Errorf("%s: at %d px the page is %d px wide: %s", b.scene, width, n, ask[[]string](b, wide))
	}
	for _, weak := range ask[[]string](b, contrast) {
		b.t.Errorf("%s: at %d px, dark %t: too little contrast: %s", b.scene, width, dark, weak)
	}
	for _, small := range ask[[]string](b, targets) {
		b.t.Errorf("%s: at %d px: too small to hit: %s", b.scene, width, small)
	}
}

// content checks that the browser had nothing to complain of.
func (b *tab) content() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.complaints {
		b.t.Error(b.scene, c)
	}
}

// forget drops what the browser complained of so far.
func (b *tab) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.complaints = nil
}

// unfold unfolds everything on the page, or folds all but what is wrong with the sources.
func (b *tab) unfold(all bool) {
	b.t.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(
		`document.querySelectorAll("details:not(.sources)").forEach(d => d.open = %t)`, all)))
}

// asked are the addresses the tab asked for.
func (b *tab) asked() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.requests)
}

// contrast lists the texts whose colour is too close to what is behind them (WCAG 2.2, 1.4.3).
const contrast = `(() => {
  const numbers = (color) => color.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = numbers(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const e of document.querySelectorAll("body *")) {
    const says = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent.trim()).join("");
    if (!says || e.closest("option, .unseen") || !e.checkVisibility()) continue;
    const style = getComputedStyle(e);
    const pair = [light(numbers(style.color)), light(behind(e))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700;
    if (ratio < (large ? 3 : 4.5)) weak.push(ratio.toFixed(2) + " " + e.className + " " + says.slice(0, 40));
  }
  return weak;
})()`

// targets lists what can be clicked and is lower or narrower than 24 px, other than links within a line of text (WCAG
// 2.2, 2.5.8).
const targets = `[...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select")]
  .filter(e => e.checkVisibility() && getComputedStyle(e).display !== "inline" && !e.matches(".skip"))
  .filter(e => { const r = e.getBoundingClientRect(); return r.height < 24 || r.width < 24; })
  .map(e => e.outerHTML.slice(0, 120))`

// wide lists what reaches over the right edge of the page, the innermost first.
const wide = `[...document.querySelectorAll("body *")].reverse()
  .filter(e => e.getBoundingClientRect().right > innerWidth).slice(0, 3).map(e => e.outerHTML.slice(0, 200))`

// everyPage is an address of each page that people read.
var everyPage = []string{
	"/", "/?view=Decided", "/asks", "/asks?by=person", "/asks/ask%2Fapi%2F209", "/decisions", "/decisions/a1", "/items/api/205", "/people",
	"/protocol", "/reports", "/backtest", "/sources", "/subscribers", "/views", "/keys", "/zone",
}

// wrongClocks lists the times of day on a page that are not those of a time zone, %s.
const wrongClocks = `(() => {
  const clock = new Intl.DateTimeFormat("en-GB", {hour: "2-digit", minute: "2-digit", timeZone: "%s"});
  return [...document.querySelectorAll("time[datetime*=T]")].filter(t => /^\d\d:\d\d$/.test(t.textContent.trim()))
    .filter(t => t.textContent.trim() !== clock.format(new Date(t.dateTime))).map(t => t.outerHTML.slice(0, 150));
})()`

// smallFigures lists the texts of charts that are too small to read, or that lie on each other or beyond the page.
const smallFigures = `[...document.querySelectorAll(".plot")].flatMap(plot => {
  const texts = [...plot.querySelectorAll("text")].filter(t => t.checkVisibility());
  if (texts.length < 6) return ["a chart has " + texts.length + " figures"];
  return texts.flatMap((text, i) => {
    const r = text.getBoundingClientRect(), wrong = [];
    if (r.height < 12) wrong.push(text.textContent + " is " + r.height + " px high");
    if (r.left < 0 || r.right > innerWidth) wrong.push(text.textContent + " reaches beyond the page");
    for (const other of texts.slice(i + 1)) {
      const o = other.getBoundingClientRect();
      if (o.left < r.right && r.left < o.right && o.top < r.bottom && r.top < o.bottom) wrong.push(text.textContent + " lies on " + other.textContent);
    }
    return wrong;
  });
})`

// focused is where the keyboard is: nothing behind the last stop of a page, and with an exclamation mark what cannot be seen there.
const focused = `(() => {
  const e = document.activeElement;
  if (!e || e === document.body) return "";
  const r = e.getBoundingClientRect(), style = getComputedStyle(e);
  const seen = r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth && r.width > 0 && r.height > 0;
  const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return (seen && marked ? "" : "!") + (seen ? "" : "out of sight ") + (marked ? "" : "unmarked ") + e.outerHTML.slice(0, 120);
})()`
