package cli

import (
	"html"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/simulator"
)

// demoSite is what the demo configures, of which one repository was read.
func demoSite(t *testing.T, more string) *site {
	t.Helper()
	sim, err := simulator.Listen(t.Context(), "127.0.0.1:0", simulator.Options{Seed: 1, Speed: 60})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dissolve(sim) })
	s := &site{t: t, data: t.TempDir()}
	s.config = filepath.Join(s.data, "dateline.yaml")
	if _, err := demoConfiguration(s.data, sim, "127.0.0.1:0", &connectors.Secrets{}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(s.config)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.config, append(text, "\nmetrics: 127.0.0.1:0\n"+more...), 0o600); err != nil {
		t.Fatal(err)
	}
	s.poll(simulator.Organization)
	s.poll(simulator.Organization + "/web")
	return s
}

var pictureAt = regexp.MustCompile(`<img src="(/previews/[0-9a-f]{32})"[^>]*><figcaption><bdi>Colours after what they mean`)

// The demo's videos are shown, by the same way that others are: Loom, which is simulated, is asked once somebody looks.
func TestTheDemoShowsVideos(t *testing.T) {
	at := demoSite(t, "").serve()
	began := time.Now()
	var picture string
	for picture == "" {
		_, page := call(t, http.MethodGet, at.pages+"/?q=two+minutes+of+clicking", "")
		if !strings.Contains(page, `class="video"`) {
			t.Fatalf("the video is not shown, not even as one of which nothing is known yet:\n%s", page)
		}
		if m := pictureAt.FindStringSubmatch(page); m != nil {
			picture = m[1]
		} else if time.Since(began) > 30*time.Second {
			t.Fatalf("nothing was found out about the video:\n%s", page)
		}
	}
	if status, body := call(t, http.MethodGet, at.pages+picture, ""); status != http.StatusOK || http.DetectContentType([]byte(body)) != "image/jpeg" {
		t.Errorf("its picture answers %d", status)
	}
}

func TestPreviewsCanBeSwitchedOff(t *testing.T) {
	at := demoSite(t, "previews: false\n").serve()
	_, page := call(t, http.MethodGet, at.pages+"/?q=two+minutes+of+clicking", "")
	if strings.Contains(page, `class="video"`) || !strings.Contains(page, "two minutes of clicking through it</a>") {
		t.Errorf("the link did not stay one:\n%s", page)
	}
}

var setupText = regexp.MustCompile(`(?s)<pre id="setup-([a-z]+)"[^>]*><code>(.*?)</code>`)

// What the pages tell to write who has no source yet can be written.
func TestFirstSources(t *testing.T) {
	s := newSite(t, http.NotFoundHandler(), "metrics: 127.0.0.1:0\n")
	_, page := call(t, http.MethodGet, s.serve().pages+"/", "")
	texts := setupText.FindAllStringSubmatch(page, -1)
	if len(texts) != len(tools) {
		t.Errorf("%d tools are told of, want %d", len(texts), len(tools))
	}
	for _, m := range texts {
		env := func(name string) (string, bool) {
			if name == "HELP_SECRET" {
				return "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true
			}
			return "a-secret-of-a-tool", strings.HasSuffix(name, "_TOKEN") || strings.HasSuffix(name, "_KEY")
		}
		c, err := config.Parse("dateline.yaml", []byte(html.UnescapeString(m[2])), tools, &connectors.Secrets{}, env)
		if err != nil || len(c.Sources) != 1 || c.Sources[0].Tool != m[1] {
			t.Errorf("%s: %v in\n%s", m[1], err, m[2])
		}
	}
}

// The buttons of the page do what the commands of the same names do.
func TestThePagePauses(t *testing.T) {
	s := demoSite(t, "")
	at := s.serve()
	for _, c := range []struct{ order, state string }{{"pause", "paused"}, {"resume", "current"}, {"poll", "current"}} {
		status, page := call(t, http.MethodPost, at.pages+"/sources", "source=moorline%2Fweb&order="+c.order, "Content-Type", "application/x-www-form-urlencoded")
		if status != http.StatusOK || !strings.Contains(page, "<bdi>moorline/web is ") {
			t.Errorf("%s: %d\n%s", c.order, status, page)
		}
		if list, _ := s.run("sources"); !regexp.MustCompile(`moorline/web +github +` + c.state).MatchString(list) {
			t.Errorf("after %s:\n%s", c.order, list)
		}
	}
	if list, _ := s.run("sources", "--json"); !strings.Contains(list, `"limit":5000`) {
		t.Errorf("no quota is told:\n%s", list)
	}
}
