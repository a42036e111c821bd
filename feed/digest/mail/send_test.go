package mail_test

import (
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/datelinehq/dateline/feed/digest"
	"github.com/datelinehq/dateline/feed/digest/mail"
)

var now = time.Date(2026, 3, 9, 9, 0, 5, 0, time.UTC)

func message(to string) mail.Message {
	return mail.Message{
		To: to, Subscriber: "ana", PublicURL: "https://dateline.example.com", At: now,
		Digest: digest.Digest{
			Person: "Zoë", Subject: "Dateline, Mon 9 Mar: 1 waits on you – Zoë", Summary: "1 waits on you", Rhythm: digest.Daily,
			Period: digest.Period{Name: "2026-03-09"}, Feed: "https://dateline.example.com/",
			Changes:     []digest.Change{{On: digest.Item{Key: "acme/api#1", Title: "<b>.\n.\nÀ long " + strings.Repeat("word ", 40)}, Told: "Ben merged it"}},
			Unsubscribe: "https://dateline.example.com/unsubscribe?sign=x&subscriber=ana",
		},
	}
}

// A message arrives whole, by every way that is allowed, and says what mail programs need.
func TestSend(t *testing.T) {
	for _, tt := range []struct {
		how  mail.Encryption
		user string
	}{{mail.StartTLS, "dateline"}, {mail.TLS, "dateline"}, {"", "dateline"}, {mail.TLS, ""}, {mail.None, ""}} {
		t.Run(string(tt.how)+tt.user, func(t *testing.T) {
			box := &mailbox{user: tt.user, password: map[bool]string{true: "s3cret"}[tt.user != ""]}
			server := serve(t, box, tt.how, "127.0.0.1")
			if err := server.Check(); err != nil {
				t.Fatal(err)
			}
			sender := mail.NewSender(server, "dateline/1.2")
			for range 2 {
				if err := sender.Send(t.Context(), message("ana@example.com")); err != nil {
					t.Fatal(err)
				}
			}
			got := box.messages()
			if len(got) != 2 || got[0].to != "ana@example.com" || got[0].from != "dateline@example.com" || got[0].tls != (tt.how != mail.None) || got[0].user != tt.user {
				t.Fatalf("got %+v", got)
			}
			first, second := check(t, got[0].text), check(t, got[1].text)
			if first == "" || first != second {
				t.Errorf("the Message-ID of a repeat is %q, and was %q", second, first)
			}
		})
	}
}

// check reads a message as a mail program does and returns its Message-ID.
func check(t *testing.T, text string) string {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"From": `"Dateline" <dateline@example.com>`, "To": "<ana@example.com>", "Date": "Mon, 09 Mar 2026 09:00:05 +0000",
		"Message-Id": "<digest.ana.2026-03-09@dateline.example.com>", "List-Id": "Digests of Dateline <digests.dateline.example.com>",
		"List-Unsubscribe":      "<https://dateline.example.com/unsubscribe?sign=x&subscriber=ana>",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Auto-Submitted": "auto-generated", "User-Agent": "dateline/1.2",
	} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil || subject != message("").Digest.Subject {
		t.Errorf("the subject is %q, %v", subject, err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("it is %q, %v", kind, err)
	}
	var kinds []string
	for parts := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil || !strings.Contains(string(body), "Zoë") || !strings.Contains(string(body), "À long word") {
			t.Errorf("%s: %v\n%s", part.Header.Get("Content-Type"), err, body)
		}
		kinds = append(kinds, part.Header.Get("Content-Type"))
	}
	if len(kinds) != 2 || !strings.HasPrefix(kinds[0], "text/plain") || !strings.HasPrefix(kinds[1], "text/html") {
		t.Errorf("its parts are %q", kinds)
	}
	return m.Header.Get("Message-Id")
}

// What goes wrong says what to do; only an address that is refused for good is given up.
func TestRefusals(t *testing.T) {
	no := map[string]*smtp.SMTPError{
		"gone@example.com":  {Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user here"},
		"full@example.com":  {Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "mailbox full"},
		"grey@example.com":  {Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted, come back later"},
		"quota@example.com": {Code: 552, EnhancedCode: smtp.EnhancedCode{5, 2, 2}, Message: "over quota"},
	}
	for _, tt := range []struct {
		what, to string
		served   mail.Encryption
		names    []string
		set      func(*mail.Server)
		refused  bool
		want     []string
	}{
		{what: "no such recipient", to: "gone@example.com", refused: true, want: []string{"gone@example.com", "550", "no such user here"}},
		{what: "later", to: "grey@example.com", want: []string{"451", "come back later"}},
		{what: "full", to: "full@example.com", want: []string{"452"}},
		{what: "full, as some say it", to: "quota@example.com", want: []string{"552"}},
		{what: "a certificate of another name", names: []string{"smtp.example.com"}, want: []string{"smtp.host", "certificate"}},
		{what: "a certificate of nobody known", set: func(s *mail.Server) { s.Roots = x509.NewCertPool() }, want: []string{"SSL_CERT_FILE"}},
		{what: "a certificate of nobody known, at once", served: mail.TLS, set: func(s *mail.Server) { s.Roots = x509.NewCertPool() }, want: []string{"SSL_CERT_FILE"}},
		{what: "a wrong password", set: func(s *mail.Server) { s.Password = "guessed-by-somebody" }, want: []string{"smtp.password", "535"}},
		{what: "no password", set: func(s *mail.Server) { s.User, s.Password = "", "" }, want: []string{"502"}},
		{what: "a server without TLS", served: mail.None, set: func(s *mail.Server) { s.TLS = mail.StartTLS }, want: []string{"offers no STARTTLS", "465"}},
		{what: "TLS where none is", set: func(s *mail.Server) { s.TLS = mail.TLS }, want: []string{"tls: starttls"}},
		{what: "no server", set: func(s *mail.Server) { s.Port = 1 }, want: []string{"127.0.0.1:1", "refused"}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			names := tt.names
			if names == nil {
				names = []string{"127.0.0.1"}
			}
			served := tt.served
			if served == "" {
				served = mail.StartTLS
			}
			box := &mailbox{user: "dateline", password: "s3cret", refuses: no}
			server := serve(t, box, served, names...)
			if tt.set != nil {
				tt.set(&server)
			}
			to := tt.to
			if to == "" {
				to = "ana@example.com"
			}
			err := mail.NewSender(server, "dateline/1.2").Send(t.Context(), message(to))
			if err == nil || errors.Is(err, mail.ErrRefused) != tt.refused || len(box.messages()) > 0 {
				t.Fatalf("%v; %d came", err, len(box.messages()))
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%v\ndoes not say %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "guessed") || strings.Contains(err.Error(), "\n") {
				t.Errorf("it tells too much: %v", err)
			}
		})
	}
}

// Settings that cannot be meant say why.
func TestCheck(t *testing.T) {
	good := mail.Server{Host: "smtp.example.com", From: "dateline@example.com"}
	for _, tt := range []struct {
		set  func(*mail.Server)
		want string
	}{
		{func(*mail.Server) {}, ""},
		{func(s *mail.Server) { s.Host = "" }, "host is missing"},
		{func(s *mail.Server) { s.Host = "smtp.example.com:587" }, "a name only"},
		{func(s *mail.Server) { s.Host, s.TLS = "::1", mail.None }, ""},
		{func(s *mail.Server) { s.Host, s.TLS = "localhost", mail.None }, ""},
		{func(s *mail.Server) { s.TLS = mail.None }, "on this machine only"},
		{func(s *mail.Server) { s.TLS = "ssl" }, "none of starttls, tls and none"},
		{func(s *mail.Server) { s.Port = 70000 }, "between 1 and 65535"},
		{func(s *mail.Server) { s.User = "dateline" }, "belong together"},
		{func(s *mail.Server) { s.From = "" }, "from: "},
		{func(s *mail.Server) { s.From = "Dateline" }, "not an address"},
	} {
		s := good
		tt.set(&s)
		if err := s.Check(); (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v, want %q", s, err, tt.want)
		}
	}
}
