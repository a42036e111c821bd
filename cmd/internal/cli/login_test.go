package cli

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/datelinehq/dateline/feed/access/oidc/oidctest"
)

// In a browser somebody is asked who they are, logs in at the provider, reads, and logs out here and there; then somebody
// else does, who may see nothing.
func TestLoginInABrowser(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	public := "http://" + server.Listener.Addr().String()
	known := oidctest.Provider{}.Register(t, public+"/login/callback", public+"/logout")
	s := newSite(t, nil, strings.NewReplacer("ISSUER", known.Issuer, "CLIENT", known.ID, "SECRET", known.Secret, "PUBLIC", public).Replace(`
public_url: "PUBLIC"
access:
  oidc: {issuer: "ISSUER", client_id: "CLIENT", client_secret: "SECRET", scopes: [groups]}
  roles: {core: viewer}
people:
  - {name: Ana, email: ana@example.com}
`))
	h := s.host()
	served, err := h.house(t.Context(), public, nil)
	if err != nil {
		t.Fatal(err)
	}
	if server.Config.Handler, err = h.guarded(t.Context(), served, public); err != nil {
		t.Fatal(err)
	}
	server.Start()
	t.Cleanup(server.Close)

	browser := chromium(t)
	step := func(what, ready, want string, action chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(browser, action, chromedp.WaitReady(chromedp.CSS(ready))); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		text, err := chromedp.Run(browser, chromedp.Text(chromedp.CSS("body")))
		if err != nil || !strings.Contains(text, want) {
			t.Fatalf("%s: the page does not say %q: %v\n%s", what, want, err, text)
		}
	}
	press := func(what string) chromedp.Action[chromedp.Void] { return chromedp.Click(chromedp.CSS(what)) }
	enter := func(who string) chromedp.Action[chromedp.Void] {
		return chromedp.SendKeys(chromedp.CSS("input[name=who]"), who)
	}
	const login, leave = ".problem a[href^='/login']", "form[action='/logout'] button"
	const form, goes, confirm = "input[name=who]", "form button", "button[name=logout]"
	step("a stranger", login, "Who are you?", chromedp.Navigate(public+"/people"))
	step("asked by the provider", form, "Log in", press(login))
	step("saying who", form, "Log in", enter("ana"))
	step("logging in", leave, "You are ana", press(goes))
	step("reading on", leave, "I am", chromedp.Navigate(public+"/zone"))
	if me, err := chromedp.Run(browser, chromedp.Evaluate[string](`document.querySelector("#me").value`)); err != nil || me != "Ana" {
		t.Errorf("the page takes her for %q: %v", me, err)
	}
	if seen, err := chromedp.Run(browser, chromedp.Evaluate[string]("document.cookie")); err != nil || strings.Contains(seen, "__Host-") {
		t.Errorf("scripts see the cookies %q: %v", seen, err)
	}
	step("logging out here", confirm, "Log out here too?", press(leave))
	step("logging out there", login, "You have logged out", press(confirm))
	step("going back", login, "Who are you?", chromedp.Navigate(public+"/people"))
	step("asked again", form, "Log in", press(login))
	step("saying who else", form, "Log in", enter("eve"))
	step("somebody of no group", leave, "You may not see this", press(goes))
	step("logging out here", confirm, "Log out here too?", press(leave))
	step("logging out there", login, "You have logged out", press(confirm))
	step("asked once more", form, "Log in", press(login))
	step("saying a name that nobody has", form, "Log in", enter("nobody"))
	step("refused", login, "The login was refused", press(goes))
	deeds, err := h.db.Deeds(t.Context(), nil, 10)
	var noted []string
	for _, d := range slices.Backward(deeds) {
		noted = append(noted, d.By+" "+d.What)
	}
	const want = "ana@example.com logged in, ana@example.com logged out, eve@example.com logged in, eve@example.com logged out"
	if got := strings.Join(noted, ", "); err != nil || got != want {
		t.Errorf("noted is %s, %v", got, err)
	}
}

// chromium is a browser with a fresh profile. A machine without one fails the test.
func chromium(t *testing.T) context.Context {
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
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, quit := chromedp.NewContext(ctx)
	t.Cleanup(quit)
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	return ctx
}
