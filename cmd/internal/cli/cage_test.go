package cli

import (
	"bufio"
	"crypto/tls"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"html"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/template"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/connectors"
)

// canaryLead begins every canary, so that one that was cut off is found too. It holds what addresses, pages and JSON write
// in other ways.
const canaryLead = "canary+of/"

// A cage has a canary in every secret setting, and looks for those that got out.
type cage struct {
	t            *testing.T
	world        *echoes
	config, data string
	// secrets are what must not be told, by what they are of.
	secrets map[string][]string
	// told is what was told, by where.
	told map[string]string
}

// newCage writes the configuration, and checks that no secret setting was forgotten.
func newCage(t *testing.T, w *echoes, database string) *cage {
	t.Helper()
	dir := t.TempDir()
	c := &cage{
		t: t, world: w, config: filepath.Join(dir, "dateline.yaml"), data: filepath.Join(dir, "data"),
		secrets: map[string][]string{"cut off": {canaryLead}}, told: map[string]string{},
	}
	if database != "" {
		u, err := url.Parse(database)
		if err != nil {
			t.Fatal(err)
		}
		u.User = url.UserPassword(u.User.Username(), c.canary("database")) // a server of tests asks for none
		database = u.String()
	}
	c.secrets["database"] = append(c.secrets["database"], database)
	key, lines := keyFile(t)
	coded := func(of string) string { // a secret that has to be base64 of so many bytes
		return c.hatch(of, base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%-32.32s", canaryLead+of)))
	}
	given := map[string]string{
		"database":                    database,
		"encryption.key":              coded("encryption.key"),
		"sources.push.secret":         "whsec_" + coded("sources.push.secret"),
		"subscribers.secret":          "whsec_" + coded("subscribers.secret"),
		"subscribers.webhook":         w.url + "/hook/" + c.canary("subscribers.webhook"),
		"calendars.holidays.ics":      w.url + "/calendar/" + c.canary("calendars.holidays.ics"),
		"sources.github.app.key_file": key,
	}
	c.secrets["sources.github.app.key_file"] = lines
	used := map[string]bool{}
	canary := func(setting string) string {
		used[setting] = true
		if given[setting] == "" {
			given[setting] = c.canary(setting)
		}
		return fmt.Sprintf("%q", given[setting])
	}
	text := template.Must(template.New("").Funcs(template.FuncMap{"canary": canary, "quoted": func(setting string) string {
		used[setting] = true
		return fmt.Sprintf("%q", given[setting])
	}}).Parse(canariesYAML))
	var out strings.Builder
	filled := map[string]any{"World": w.url, "Mail": w.mail, "Deeds": []string{"refuse", "fail", "odd"}}
	if err := text.Execute(&out, filled); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(c.config, []byte(out.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, setting := range append(secretSettings(t), "calendars.holidays.ics") {
		if !used[setting] {
			t.Errorf("%s is secret, and there is no canary in it: put one into canariesYAML", setting)
		}
		delete(used, setting)
	}
	for setting := range used {
		t.Errorf("there is a canary in %s, which the configuration does not know as secret", setting)
	}
	return c
}

// canary is a new one, which is to be found nowhere.
func (c *cage) canary(of string) string { return c.hatch(of, canaryLead+of+"&more") }

// hatch makes a secret one of those that must not be told.
func (c *cage) hatch(of, secret string) string {
	c.secrets[of] = append(c.secrets[of], secret)
	return secret
}

// secretSettings are the paths of all settings that are secret, by their types.
func secretSettings(t *testing.T) []string {
	t.Helper()
	found := map[string]bool{}
	walkSettings(t, reflect.TypeFor[config.Config](), "", found)
	for tool, open := range tools {
		walkSettings(t, reflect.TypeOf(open()).Elem(), "sources."+tool, found)
	}
	if len(found) < 15 {
		t.Fatalf("only %d settings are secret", len(found))
	}
	return slices.Sorted(maps.Keys(found))
}

// sounding are names of settings that sound secret, and so have to be of a type that is.
var sounding = regexp.MustCompile(`(^|_)(key|password|secret|token)(_file)?$`)

func walkSettings(t *testing.T, of reflect.Type, path string, found map[string]bool) {
	t.Helper()
	for _, f := range config.Fields(of) {
		at, inner := strings.TrimPrefix(path+"."+f.Key, "."), f.Type
		keys := reflect.TypeFor[config.Keys]()
		for inner != keys && slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Map}, inner.Kind()) {
			inner = inner.Elem()
		}
		switch {
		case inner == reflect.TypeFor[connectors.Secret](), inner == keys, strings.HasSuffix(f.Key, "_file"):
			found[at] = true
		case inner.Kind() == reflect.String && sounding.MatchString(f.Key):
			t.Errorf("%s sounds secret, and is no connectors.Secret", at)
		case inner.Kind() == reflect.Struct && inner != of:
			walkSettings(t, inner, at, found)
		}
	}
}

// find says which secrets are in a text, however they are written there.
func (c *cage) find(text string) (found []string) {
	for of, secrets := range c.secrets {
		for _, secret := range secrets {
			for _, form := range spellings(secret) {
				if i := strings.Index(text, form); i >= 0 {
					found = append(found, fmt.Sprintf("%s: …%q…", of, text[max(0, i-200):min(len(text), i+len(form)+100)]))
					break
				}
			}
		}
	}
	return found
}

// spellings are the ways in which a secret may be written.
func spellings(secret string) []string {
	if secret == "" {
		return nil
	}
	quoted, _ := json.Marshal(secret)
	digits := hex.EncodeToString([]byte(secret))
	all := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret), template.HTMLEscapeString(secret),
		strings.ReplaceAll(template.HTMLEscapeString(secret), "+", "&#43;"), strings.Trim(string(quoted), `"`),
		digits, strings.ToUpper(digits),
	}
	for before := range 3 { // the letters at the ends of base64 depend on what is beside it
		text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", before) + secret))
		text = text[min(2*before, 3) : len(text)-4]
		all = append(all, text, strings.NewReplacer("+", "-", "/", "_").Replace(text))
	}
	return all
}

// search remembers what was told somewhere.
func (c *cage) search(where, text string) { c.told[where] = text }

// heard checks that what is sent was really sent, and so could be repeated.
func (c *cage) heard() {
	c.t.Helper()
	for _, of := range []string{
		"access.oidc.client_secret", "calendars.holidays.ics", "smtp.password", "subscribers.webhook", "sources.asana.token",
		"sources.github.token", "the token of an app", "sources.jira.token", "sources.notion.token",
		"sources.trello.key", "sources.trello.token", "TEMPORAL_API_KEY",
	} {
		if len(c.repeated(of)) == 0 {
			c.t.Errorf("nobody was sent %s, so that nobody repeats it", of)
		}
	}
}

// repeated says where a secret is in what was sent.
func (c *cage) repeated(of string) []string {
	one := cage{secrets: map[string][]string{of: c.secrets[of]}}
	return one.find(c.world.text())
}

func (c *cage) flags(args ...string) []string {
	return append(args, "--config", c.config, "--data", c.data)
}

// run runs a command, which may fail, and returns what it says.
func (c *cage) run(program string, args ...string) string {
	c.t.Helper()
	command := exec.CommandContext(c.t.Context(), program, c.flags(args...)...)
	command.Env = append(os.Environ(), "SSL_CERT_FILE="+c.world.authority)
	out, _ := command.CombinedOutput()
	if len(out) == 0 && command.ProcessState == nil {
		c.t.Errorf("%v does not run", args)
	}
	return string(out)
}

// files are the contents of the data folder.
func (c *cage) files() string {
	c.t.Helper()
	var all strings.Builder
	names, err := filepath.Glob(filepath.Join(c.data, "*"))
	if err != nil || len(names) == 0 {
		c.t.Fatalf("there is no data: %v", err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			c.t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}

// dump is every row of every table of a PostgreSQL, as text.
func dump(t *testing.T, database string) string {
	t.Helper()
	db, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	texts := func(query string) (all []string) {
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				t.Fatal(err)
			}
			all = append(all, text)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return all
	}
	var all []string
	for _, table := range texts("select quote_ident(tablename) from pg_tables where schemaname = current_schema()") {
		all = append(all, table)
		all = append(all, texts("select whole::text from "+table+" whole")...)
	}
	if len(all) < 40 {
		t.Errorf("the dump has only %d lines", len(all))
	}
	return strings.Join(all, "\n")
}

// Echoes are all that Dateline asks: tools, a provider, receivers and a mail server, which repeat whatever they are told.
type echoes struct {
	url, mail, authority string
	// lent is the token that an app gets, which holds only where it is asked for.
	lent string

	mu   sync.Mutex
	seen strings.Builder
}

func newEchoes(t *testing.T) *echoes {
	t.Helper()
	w := &echoes{}
	server := httptest.NewUnstartedServer(w)
	server.EnableHTTP2 = true // which Temporal is asked by
	server.StartTLS()
	t.Cleanup(server.Close)
	w.url, w.authority = server.URL, filepath.Join(t.TempDir(), "authority.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(w.authority, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	secured := &tls.Config{Certificates: server.TLS.Certificates, MinVersion: tls.VersionTLS12}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", secured)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	_, w.mail, _ = net.SplitHostPort(listener.Addr().String())
	go func() {
		for {
			one, err := listener.Accept()
			if err != nil {
				return
			}
			go w.post(one)
		}
	}()
	return w
}

func (w *echoes) hear(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen.WriteString(text)
}

func (w *echoes) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen.String()
}

// ServeHTTP repeats the request in the headers and in the body of the answer.
func (w *echoes) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	told, err := httputil.DumpRequest(r, true)
	if err != nil {
		told = []byte(err.Error())
	}
	w.hear(string(told))
	text := "you said " + string(told)
	header := strings.NewReplacer("\r", " ", "\n", " ").Replace(text)
	for name := range strings.FieldsSeq("Location Www-Authenticate X-Request-Id Etag X-Oauth-Scopes Server Warning") {
		rw.Header().Set(name, header)
	}
	rw.Header().Set("Content-Type", "application/json")
	says := func(status int, v any) {
		rw.WriteHeader(status)
		_ = json.NewEncoder(rw).Encode(v)
	}
	words := map[string]any{
		"error": text, "error_description": text, "message": text, "object": text, "errorMessages": []string{text},
		"errors": []map[string]string{{"message": text}},
	}
	does, _, _ := strings.Cut(r.URL.Path[1:], "/")
	switch {
	case r.URL.Path == "/oidc/.well-known/openid-configuration":
		says(http.StatusOK, map[string]any{
			"issuer": w.url + "/oidc", "authorization_endpoint": w.url + "/oidc/authorize",
			"token_endpoint": w.url + "/oidc/token", "jwks_uri": w.url + "/oidc/keys",
		})
	case does == "lend" && r.Method == http.MethodPost:
		says(http.StatusCreated, map[string]string{"token": w.lent, "expires_at": "2199-01-01T00:00:00Z"})
	case does == "hook":
		rw.WriteHeader(http.StatusFound)
	case does == "odd":
		says(http.StatusOK, words)
	case does == "fail":
		says(http.StatusInternalServerError, words)
	default:
		says(http.StatusUnauthorized, words)
	}
}

// post is a mail server that lets nobody in.
func (w *echoes) post(one net.Conn) {
	defer func() { _ = one.Close() }()
	say := func(text string) { _, _ = one.Write([]byte(text + "\r\n")) }
	say("220 mail ESMTP")
	lines := bufio.NewScanner(one)
	for lines.Scan() {
		line := lines.Text()
		w.hear(line + "\n")
		switch word, _, _ := strings.Cut(strings.ToUpper(line), " "); word {
		case "EHLO":
			say("250-mail\r\n250 AUTH PLAIN LOGIN")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("535 5.7.8 you said " + line)
		}
	}
}
