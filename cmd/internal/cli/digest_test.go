package cli

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"go.temporal.io/sdk/testsuite"

	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/webhook"
)

// The demo's people have digests that a lead can look at, and what cannot be printed says why.
func TestTheDemosDigests(t *testing.T) {
	s, _, conf, _ := filled(t)
	s.tick()
	waits := 0
	for _, p := range conf.People {
		text, code := s.run("digest", "--person", p.Name)
		if code != exitOK || !strings.HasPrefix(text, "For "+p.Name+": ") || !strings.Contains(text, "\nPROGRESSED\n") {
			t.Errorf("%s: %d\n%s", p.Name, code, text)
		}
		waits += strings.Count(text, "/asks/")
		page, code := s.run("digest", "--person", p.Name, "--weekly", "--format", "html")
		if code != exitOK || !strings.Contains(page, ">For the touchpoint</h2>") || !strings.Contains(page, ">What is stuck</h3>") {
			t.Errorf("%s: %d\n%s", p.Name, code, page)
		}
	}
	if waits < 10 {
		t.Errorf("the demo's people wait for %d things", waits)
	}
	for want, args := range map[string][]string{
		`did you mean "Nikhil Rao"?`: {"--person", "Nikhil Roa"}, "text or html": {"--person", "Nikhil Rao", "--format", "pdf"},
		"at least one of the flags": {}, "is named \"ana\"": {"--again", "ana"},
	} {
		if said, code := s.run(append([]string{"digest"}, args...)...); code == exitOK || !strings.Contains(said, want) {
			t.Errorf("%v: %d, %s", args, code, said)
		}
	}
}

// A mailbox is a mail server on this machine, which takes what comes unless it is to refuse it.
type mailbox struct {
	mu     sync.Mutex
	got    []string
	refuse bool
}

// NewSession begins a connection.
func (m *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) { return handover{m}, nil }

type handover struct{ *mailbox }

func (handover) Reset()                               {}
func (handover) Logout() error                        { return nil }
func (handover) Mail(string, *smtp.MailOptions) error { return nil }

func (h handover) Rcpt(string, *smtp.RcptOptions) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.refuse {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user here"}
	}
	return nil
}

func (h handover) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.got = append(h.got, string(text))
	return err
}

// set says whether it refuses, came returns what has come.
func (m *mailbox) set(refuse bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refuse = refuse
}

func (m *mailbox) came() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.got
}

// serve runs the server until the test ends and returns its port.
func (m *mailbox) serve(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(m)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		_ = server.Close()
		if err := <-ended; err != nil && !errors.Is(err, smtp.ErrServerClosed) {
			t.Error(err)
		}
	})
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}

// morning has the digest sent that a subscriber gets on a Monday.
func (s *site) morning(weeks int, subscriber string) {
	s.t.Helper()
	if err := s.dawn(weeks, subscriber); err != nil {
		s.t.Fatal(err)
	}
}

// dawn is morning, and returns why what is due is sent again.
func (s *site) dawn(weeks int, subscriber string) error {
	s.t.Helper()
	s.now = func() time.Time { return time.Date(2026, time.March, 2+7*weeks, 9, 0, 0, 0, time.UTC) }
	activities := s.activities()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(activities)
	_, err := env.ExecuteActivity(activities.Digest, subscriber)
	return err
}

// A digest comes by mail in the morning, once; its reader ends it by one click, and begins it again; a mail server that refuses
// the address ends it too, and the operator is told.
func TestDigestByMail(t *testing.T) {
	s := reviews(t)
	box := &mailbox{}
	text, err := os.ReadFile(s.config)
	if err != nil {
		t.Fatal(err)
	}
	more := "\npublic_url: https://dateline.example.com\nsmtp: {host: 127.0.0.1, port: " + box.serve(t) + ", tls: none, from: dateline@example.com}\n" +
		"subscribers: [{name: ben, email: ben@example.com, digest: weekly, person: Ana}]\n"
	if err := os.WriteFile(s.config, append(text, more...), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, code := s.run("check", "--offline"); code != exitOK {
		t.Fatal(said)
	}
	pages := s.serve().pages
	morning := func(weeks int, come int, what string) {
		t.Helper()
		s.morning(weeks, "ben")
		if len(box.came()) != come {
			t.Fatalf("%s: %d have come, not %d", what, len(box.came()), come)
		}
	}
	morning(0, 0, "the first morning begins it")
	morning(1, 1, "the second brings one")
	morning(1, 1, "once")
	m, err := netmail.ReadMessage(strings.NewReader(box.came()[0]))
	if err != nil || m.Header.Get("Message-Id") != "<digest.ben.2026-W11@dateline.example.com>" || m.Header.Get("List-Unsubscribe-Post") == "" {
		t.Fatalf("%v, %v", m.Header, err)
	}
	there, err := url.Parse(strings.Trim(m.Header.Get("List-Unsubscribe"), "<>"))
	if err != nil || there.Host != "dateline.example.com" {
		t.Fatalf("ended at %v, %v", there, err)
	}
	click := func(address, form string, status int) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, pages+address, strings.NewReader(form))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		if resp.StatusCode != status {
			t.Errorf("%s answers %s", address, resp.Status)
		}
	}
	click("/unsubscribe?subscriber=ben&sign=guessed", "List-Unsubscribe=One-Click", http.StatusNotFound)
	click(there.RequestURI(), "List-Unsubscribe=One-Click", http.StatusOK)
	morning(2, 1, "nobody wants it")
	click(there.RequestURI(), "again=yes", http.StatusOK)
	morning(3, 2, "it is wanted again")
	box.set(true)
	morning(4, 2, "the server refuses the address")
	box.set(false)
	morning(5, 2, "and is not asked again")
	h := s.host()
	warnings, err := h.warnings(t.Context())
	if said := strings.Join(warnings, "\n"); err != nil || !strings.Contains(said, "ben@example.com") || !strings.Contains(said, "no such user here") {
		t.Errorf("the operator is told %q, %v", said, err)
	}
	said, code := s.run("check", "--offline")
	if code != exitOK || !strings.Contains(said, "no such user here") || !strings.Contains(said, "run dateline digest --again ben, or resume it at https://dateline.example.com/subscribers\n") {
		t.Errorf("check: %d, %s", code, said)
	}
	states := func() (all []string) {
		mailings, err := h.mailings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mailings {
			all = append(all, m.to.Name+" "+m.state)
		}
		return all
	}
	if got := states(); !slices.Equal(got, []string{"ben refused"}) {
		t.Errorf("the digests are %v", got)
	}
	if said, code := s.run("digest", "--again", "ben"); code != exitOK {
		t.Error(said)
	}
	if said, _ := s.run("check", "--offline"); strings.Contains(said, "no such user here") {
		t.Errorf("check: %s", said)
	}
	if got := states(); !slices.Equal(got, []string{"ben active"}) {
		t.Errorf("the digests are %v", got)
	}
	click(there.RequestURI(), "List-Unsubscribe=One-Click", http.StatusOK)
	if got := states(); !slices.Equal(got, []string{"ben ended"}) {
		t.Errorf("the digests are %v", got)
	}
	click(there.RequestURI(), "again=yes", http.StatusOK)
	morning(6, 3, "it is sent again")
	last, err := h.db.LastDigest(t.Context(), "ben")
	if err != nil || last.Outcome != store.DigestSent || last.Period != "2026-W16" {
		t.Errorf("noted is %+v, %v", last, err)
	}
}

// A digest comes by webhook until its receiver answers 410: then nothing more is sent there, the operator is told, and whoever resumes
// it has the next one sent.
func TestDigestByWebhook(t *testing.T) {
	s := reviews(t)
	var got []string
	status := http.StatusNoContent
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var told struct {
			Type string
			Data webhook.Digest
		}
		if err := json.NewDecoder(r.Body).Decode(&told); err != nil || told.Type != webhook.Digested {
			t.Errorf("told was %+v, %v", told, err)
		}
		got = append(got, told.Data.Period)
		w.WriteHeader(status)
	}))
	t.Cleanup(receiver.Close)
	const path = "/services/canary-4711"
	configure := func(query string) {
		t.Helper()
		text, err := os.ReadFile(s.config)
		if err != nil {
			t.Fatal(err)
		}
		before, _, _ := strings.Cut(string(text), "\npublic_url:")
		more := "\npublic_url: https://dateline.example.com\nsubscribers: [{name: ben, webhook: '" + receiver.URL + path + query + "', private: true, " +
			"secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, digest: weekly, person: Ana}]\n"
		if err := os.WriteFile(s.config, []byte(before+more), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	configure("")
	pages := s.serve().pages
	morning := func(weeks, come int, what string) {
		t.Helper()
		if s.morning(weeks, "ben"); len(got) != come {
			t.Fatalf("%s: %v have come, not %d", what, got, come)
		}
	}
	shows := func(what string, want, not string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, pages+"/subscribers", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		page, err := io.ReadAll(resp.Body)
		if text := string(page); err != nil || !strings.Contains(text, want) || strings.Contains(text, not) || strings.Contains(text, "canary") {
			t.Errorf("%s: the page says %s, %v", what, text, err)
		}
	}
	morning(0, 0, "the first morning begins it")
	morning(1, 1, "the second brings one")
	shows("while it is sent", "Ana gets a weekly digest by webhook", "Refused since")
	status = http.StatusGone
	morning(2, 2, "it is not wanted")
	morning(2, 2, "and not sent again")
	status = http.StatusNoContent
	morning(3, 2, "nor is the next")
	shows("when it is refused", "the receiver wants no more (410 Gone)", "is told nothing")
	said, code := s.run("check", "--offline")
	if code != exitOK || !strings.Contains(said, "(410 Gone); correct the address") || !strings.Contains(said, "run dateline digest --again ben") ||
		strings.Contains(said, "canary") {
		t.Errorf("check: %d, %s", code, said)
	}
	h := s.host()
	state := func(want string) {
		t.Helper()
		if mailings, err := h.mailings(t.Context()); err != nil || len(mailings) != 1 || mailings[0].state != want {
			t.Errorf("the digests are %+v, %v", mailings, err)
		}
	}
	state(mailingRefused)
	if said, code := s.run("subscribers", "pause", "ben"); code != exitUsage || !strings.Contains(said, "it gets digests") {
		t.Errorf("paused: %d, %s", code, said)
	}
	form := strings.NewReader("subscriber=ben&order=resume")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, pages+"/subscribers", form)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(r)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("resumed: %v, %v", resp, err)
	}
	page, _ := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if !strings.Contains(string(page), "ben gets digests again") {
		t.Errorf("when it is resumed, the page says %s", page)
	}
	state(mailingActive)
	morning(4, 3, "it is wanted again")
	status = http.StatusGone
	morning(5, 4, "it is not wanted")
	status = http.StatusNoContent
	if said, code := s.run("subscribers", "resume", "ben"); code != exitOK {
		t.Error(said)
	}
	morning(6, 5, "a command resumes it too")
	status = http.StatusBadGateway
	if err := s.dawn(7, "ben"); err == nil {
		t.Error("what was not taken is not sent again")
	}
	state(mailingFailing)
	shows("while it fails", "It was tried once, and is tried again", "Refused since")
	morning(8, 7, "a week later it is given up")
	state(mailingRefused)
	shows("when it is given up", "it took nothing for five days: sending to ben at", "is tried again")
	if said, code := s.run("check", "--offline"); code != exitOK || !strings.Contains(said, "it took nothing for five days: sending to ben at") {
		t.Errorf("check: %d, %s", code, said)
	}
	status = http.StatusNoContent
	morning(9, 7, "and called no more")
	if said, code := s.run("subscribers", "resume", "ben"); code != exitOK {
		t.Error(said)
	}
	morning(10, 8, "until it is resumed")
	state(mailingActive)
	status = http.StatusGone
	morning(11, 9, "it is not wanted")
	status = http.StatusNoContent
	configure("?room=7")
	morning(12, 10, "another address is tried by itself")
	if want := []string{"2026-W11", "2026-W12", "2026-W14", "2026-W15", "2026-W16", "2026-W17", "2026-W18", "2026-W20", "2026-W21", "2026-W22"}; !slices.Equal(got, want) {
		t.Errorf("come have %v", got)
	}
}
