package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// canariesYAML has a canary in every setting that is secret. Each tool refuses one source, fails at one and answers
// nonsense to one, and repeats in each answer what it was asked.
const canariesYAML = `
public_url: https://dateline.example.com
database: {{quoted "database"}}
encryption: {key: {{canary "encryption.key"}}}
access:
  oidc: {issuer: "{{.World}}/oidc", client_id: dateline, client_secret: {{canary "access.oidc.client_secret"}}}
  everyone: viewer
previews: false
smtp:
  {host: 127.0.0.1, port: {{.Mail}}, tls: tls, from: dateline@example.com, user: dateline,
   password: {{canary "smtp.password"}}}
calendar: office
calendars:
  office: {location: UTC, hours: {"monday:friday": ["09:00-17:00"]}, holidays: [{ics: {{canary "calendars.holidays.ics"}}}]}
people: [{name: Ana}]
subscribers:
  - {name: ops, webhook: {{canary "subscribers.webhook"}}, private: true, secret: {{canary "subscribers.secret"}}}
  - {name: ana, email: ana@example.com, digest: daily, person: Ana}
sources:
  - {name: desk, push: {secret: {{canary "sources.push.secret"}}}}
  - name: app
    github:
      {repo: acme/api, url: "{{.World}}/lend",
       app: {id: 1, installation: 2, key_file: {{quoted "sources.github.app.key_file"}}}}
{{range $i, $does := .Deeds}}
  - name: code-{{$does}}
    github:
      {repo: acme/api, token: {{canary "sources.github.token"}}, url: "{{$.World}}/{{$does}}",
       hook_secret: {{canary "sources.github.hook_secret"}}}
  - name: tracker-{{$does}}
    jira:
      {project: API, email: reader@example.com, token: {{canary "sources.jira.token"}}, url: "{{$.World}}/{{$does}}",
       hook_secret: {{canary "sources.jira.hook_secret"}}}
  - name: board-{{$does}}
    trello:
      {board: 5f0c0ffee0000000000000a{{$i}}, key: {{canary "sources.trello.key"}}, token: {{canary "sources.trello.token"}},
       secret: {{canary "sources.trello.secret"}}, url: "{{$.World}}/{{$does}}"}
  - name: plan-{{$does}}
    asana: {project: "1200{{$i}}", token: {{canary "sources.asana.token"}}, url: "{{$.World}}/{{$does}}"}
  - name: notes-{{$does}}
    notion: {all: true, token: {{canary "sources.notion.token"}}, url: "{{$.World}}/{{$does}}"}
{{end}}
`

// What is secret in the configuration, what tools agree on with their doorbells, and tokens that were made, are found
// nowhere: in no log, on no page, in no answer, metric, error or export, in neither database and in Temporal's, though
// everybody who is asked repeats what they were told.
func TestCanaries(t *testing.T) {
	program := filepath.Join(t.TempDir(), "dateline-solo")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../../dateline-solo").CombinedOutput()
	if err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	databases := map[string]string{"sqlite": ""}
	if !testing.Short() { // the program is another process, in which the race detector sees nothing
		databases["postgres"] = storetest.PostgresDSN(t)
	}
	for name, database := range databases {
		t.Run(name, func(t *testing.T) {
			w := newEchoes(t)
			c := newCage(t, w, database)
			w.lent = c.canary("the token of an app")
			p := c.start(program)
			c.ask(p)
			c.command(program)
			p.stop()
			c.turnedAway(program)
			c.search("the data folder", c.files())
			if database != "" {
				c.search("PostgreSQL", dump(t, database))
			}
			c.search("the log", p.log.text())
			c.heard()
			for place, text := range c.told {
				for _, found := range c.find(text) {
					t.Errorf("%s: %s", place, found)
				}
			}
			if page := c.told["GET /sources as admin"]; !strings.Contains(page, "***") {
				t.Errorf("the page of sources does not show what the tools said, so nothing is tried there:\n%s", page)
			}
		})
	}
}

// A process runs dateline-solo.
type process struct {
	t              *testing.T
	command        *exec.Cmd
	log            *logbook
	pages, metrics string
}

// A logbook is what a process says, which can be read while it says more.
type logbook struct {
	mu   sync.Mutex
	said bytes.Buffer
}

// Write notes what is said.
func (l *logbook) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.said.Write(text)
}

func (l *logbook) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.said.String()
}

// start runs the program, with more variables, until it serves.
func (c *cage) start(program string, variables ...string) *process {
	c.t.Helper()
	p := &process{t: c.t, log: &logbook{}}
	flags := c.flags("run", "--verbose", "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0")
	p.command = exec.CommandContext(c.t.Context(), program, flags...)
	p.command.Env = append(append(os.Environ(), "SSL_CERT_FILE="+c.world.authority), variables...)
	p.command.Stdout, p.command.Stderr = p.log, p.log
	if err := p.command.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = p.command.Process.Kill() })
	p.until("it serves", func() bool {
		for _, m := range servingAt.FindAllStringSubmatch(p.log.text(), -1) {
			if m[1] == "feed" {
				p.pages = m[2]
			} else {
				p.metrics = m[2]
			}
		}
		return p.pages != "" && p.metrics != ""
	})
	return p
}

// until waits for something.
func (p *process) until(what string, is func() bool) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 3*time.Minute)
	defer cancel()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for !is() {
		select {
		case <-ctx.Done():
			p.t.Fatalf("waiting until %s; it said\n%s", what, p.log.text())
		case <-look.C:
		}
	}
}

func (p *process) stop() {
	p.t.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	if err := p.command.Wait(); err != nil {
		p.t.Errorf("it ended with %v", err)
	}
}

// ask lets the sources be read and everybody be told, and looks at everything that is served.
func (c *cage) ask(p *process) {
	c.t.Helper()
	made := c.run(p.command.Path, "tokens", "create", "--name", "reader", "--scope", "feed,read,write", "--role", "admin")
	lines := strings.Fields(made)
	token := lines[len(lines)-1]
	c.hatch("a token", token)
	admin := []string{"Authorization", "Bearer " + token}
	form := append([]string{"Content-Type", "application/x-www-form-urlencoded"}, admin...)

	// Asana and Notion tell a secret when they first ring.
	call(c.t, http.MethodPost, p.pages+"/hooks/plan-fail", "", "X-Hook-Secret", c.canary("what Asana agreed on"))
	call(c.t, http.MethodPost, p.pages+"/hooks/notes-fail", `{"verification_token": "`+c.canary("what Notion agreed on")+`"}`)
	call(c.t, http.MethodPost, p.pages+"/subscribers", "subscriber=ops&order=test", form...)
	p.until("every source was asked, and the subscriber told", func() bool {
		_, answer := call(c.t, http.MethodGet, p.pages+"/api/v1/sources", "", admin...)
		var sources struct{ Data []feed.SourceRecord }
		if err := json.Unmarshal([]byte(answer), &sources); err != nil {
			c.t.Fatalf("%v in %s", err, answer)
		}
		waiting := len(sources.Data) < 4
		for _, s := range sources.Data {
			waiting = waiting || s.Error == "" && s.Tool != pushTool
		}
		_, told := call(c.t, http.MethodGet, p.pages+"/subscribers", "", append([]string{"Accept", "text/html"}, admin...)...)
		return !waiting && strings.Contains(told, "sending to ops")
	})

	cookie, state := c.beginLogin(p.pages)
	for who, headers := range map[string][]string{
		"nobody": nil, "admin": admin, "a stranger": {"Authorization", "Bearer dl_wrong"},
		"somebody who logs in": {"Cookie", cookie},
	} {
		headers := append([]string{"Accept", "text/html", "Content-Type", "application/x-www-form-urlencoded"}, headers...)
		for _, r := range access.Routes() {
			method, path := addressOf(r.Pattern)
			if path == "/api/v1/stream" {
				continue // it does not end; what it tells is what the API does
			}
			for _, address := range []string{path, path + "?token=" + token, path + "?token=" + token + ";&q=x"} {
				name := strings.Replace(address, token, "TOKEN", 1) + " as " + who
				c.look(p.pages, method, address, name, headers)
				if r.Subscription { // whoever comes with a token in the address of a subscription is led on with it
					name = method + " " + name
					c.told[name] = strings.ReplaceAll(c.told[name], "token="+token, "token=TOKEN")
				}
			}
		}
		c.look(p.pages, http.MethodGet, "/login/callback?code=c&state="+state, "/login/callback as "+who, headers)
	}
	_, c.told["the metrics"] = call(c.t, http.MethodGet, p.metrics+"/metrics", "")
}

// look notes what is answered, and with which headers.
func (c *cage) look(site, method, address, name string, headers []string) {
	c.t.Helper()
	form := strings.NewReader("source=code-fail&order=pause")
	req, err := http.NewRequestWithContext(c.t.Context(), method, site+address, form)
	if err != nil {
		c.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		c.t.Fatal(err)
	}
	var text bytes.Buffer
	if err := resp.Write(&text); err != nil {
		c.t.Fatal(err)
	}
	_ = resp.Body.Close()
	c.told[method+" "+name] = text.String()
}

// beginLogin goes as far as the provider, and returns the cookie and the state that it is come back with.
func (c *cage) beginLogin(site string) (cookie, state string) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, site+"/login", http.NoBody)
	if err != nil {
		c.t.Fatal(err)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		c.t.Fatal(err)
	}
	_ = resp.Body.Close()
	to, err := resp.Location()
	if err != nil {
		c.t.Fatalf("%s: %v", resp.Status, err)
	}
	for _, set := range resp.Cookies() {
		cookie += set.Name + "=" + set.Value + "; "
	}
	return cookie, to.Query().Get("state")
}

// command tries what is printed.
func (c *cage) command(program string) {
	c.t.Helper()
	for _, args := range [][]string{
		{"tokens", "list"}, {"audit"}, {"sources"}, {"subscribers"}, {"check"}, {"feed"}, {"asks"}, {"decisions"}, {"reports"},
		{"export", "events"}, {"export", "items"}, {"export", "asks"}, {"export", "decisions"}, {"digest", "--person", "Ana"},
		{"poll", "code-fail"}, {"hook", "board-fail"}, {"hook", "code-fail"}, {"sync", "--source", "code-refuse"},
		{"secrets", "rotate"},
	} {
		c.told[strings.Join(args, " ")] = c.run(program, append(args, "--verbose")...)
	}
}

// turnedAway lets the program go to a Temporal that repeats the API key instead of taking it.
func (c *cage) turnedAway(program string) {
	c.t.Helper()
	key := c.canary("TEMPORAL_API_KEY")
	p := c.start(program, "TEMPORAL_ADDRESS="+strings.TrimPrefix(c.world.url, "https://"), "TEMPORAL_API_KEY="+key)
	p.until("Temporal has turned it away", func() bool {
		return strings.Contains(p.log.text(), "waiting for Temporal") && len(c.repeated("TEMPORAL_API_KEY")) > 0
	})
	_, c.told["the metrics while Temporal turns it away"] = call(c.t, http.MethodGet, p.metrics+"/metrics", "")
	p.stop()
	c.search("the log while Temporal turns it away", p.log.text())
}

// keyFile writes the key of an app.
func keyFile(t *testing.T) (file string, lines []string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	file = filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	return file, all[1 : len(all)-1]
}
