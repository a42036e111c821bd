package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// startBrowser starts a Chromium with a fresh profile. A machine without one fails the test.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path := os.Getenv("DATELINE_TEST_CHROMIUM")
	for _, name := range []string{"chromium", "google-chrome"} {
		if path == "" {
			path, _ = exec.LookPath(name)
		}
	}
	if path == "" {
		t.Fatal(`install chromium, or run "make test", which does`)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, quit := chromedp.NewContext(ctx)
	t.Cleanup(quit)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// serve serves pages to the browser and returns their address.
func serve(t *testing.T, o Options) string {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	o.PublicURL = "http://" + server.Listener.Addr().String()
	server.Config.Handler = newPages(t, o)
	server.Start()
	t.Cleanup(server.Close)
	return o.PublicURL
}

// A stage serves one scene after the other, so that what was shown can be forgotten.
type stage struct {
	server *httptest.Server
	shown  atomic.Pointer[http.Handler]
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*s.shown.Load()).ServeHTTP(w, r) }))
	t.Cleanup(s.server.Close)
	return s
}

// show serves pages to the browser and returns their address.
func (s *stage) show(t *testing.T, o Options) string {
	t.Helper()
	o.PublicURL = s.server.URL
	pages := newPages(t, o)
	s.shown.Store(&pages)
	return o.PublicURL
}

// A tab is one page of a browser, without cookies of others.
type tab struct {
	t   *testing.T
	ctx context.Context
	// scene is what is looked at, for messages.
	scene string

	mu sync.Mutex
	// complaints are what the browser's console says is wrong; requests the addresses that were asked for.
	complaints, requests []string
}

// A look is how a page is looked at.
type look struct {
	width int64
	dark  bool
	// plain switches JavaScript off, zone is the browser's time zone.
	plain bool
	zone  string
}

func openTab(t *testing.T, browser context.Context, l look) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(cancel)
	tab := &tab{t: t, ctx: ctx}
	if err := chromedp.Listen(ctx, tab.hear); err != nil {
		t.Fatal(err)
	}
	if l.zone == "" {
		l.zone = "UTC"
	}
	call(tab, log.Enable, cdp.Empty{})
	call(tab, network.Enable, network.EnableParams{})
	call(tab, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: l.zone})
	tab.light(l.dark)
	call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: l.plain})
	tab.do(chromedp.EmulateViewport(l.width, 800))
	return tab
}

// light has the reader prefer light pages, or dark ones.
func (b *tab) light(dark bool) {
	b.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		b.complaints = append(b.complaints, fmt.Sprintf("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL))
	case *runtime.EventExceptionThrown:
		b.complaints = append(b.complaints, e.ExceptionDetails.Text)
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	}
}

// do takes steps; the test ends if one is not possible.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// loaded waits until the page is whole and its script has run.
func (b *tab) loaded() {
	b.t.Helper()
	b.do(chromedp.Poll[chromedp.Void](`document.readyState === "complete"`))
}

// ask evaluates an expression in the page.
func ask[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// picture keeps what the page looks like, if somebody wants to see it.
func (b *tab) picture(name string) {
	b.t.Helper()
	folder := os.Getenv("DATELINE_ARTIFACTS")
	if folder == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), png, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// call gives the browser an order.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, command, params); err != nil {
		b.t.Fatal(err)
	}
}
