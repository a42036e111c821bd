package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/datelinehq/dateline/feed"
)

// limit bounds each step of an attempt, maxReason the characters that are told of what went wrong: enough for secrets to be
// whole, so that they are recognised when they are taken out.
const (
	limit     = 30 * time.Second
	maxReason = 4000
)

// ErrRefused says that the server refuses the recipient for good: nothing should be sent there until somebody has looked.
var ErrRefused = errors.New("the mail server refuses the address for good")

// A Sender hands messages in at one server. It may be used by several goroutines at once.
type Sender struct {
	server Server
	agent  string
}

// NewSender returns a Sender that introduces itself as agent: "dateline/1.2".
func NewSender(server Server, agent string) *Sender { return &Sender{server: server, agent: agent} }

// Send sends the message once, and returns nil when the server has taken it. After [ErrRefused] nothing more is to be sent to that
// address; after any other error the caller sends again later.
func (s *Sender) Send(ctx context.Context, m Message) error {
	msg, err := m.compose(s.server.From, s.agent)
	if err != nil {
		return fmt.Errorf("writing the digest of %s: %w", m.Subscriber, err)
	}
	client, err := s.client()
	if err != nil {
		return fmt.Errorf("sending through %s: %w", s.server, err)
	}
	ctx, cancel := context.WithTimeout(ctx, 2*limit)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() { // what fails behind it, such as the farewell, changes nothing
		return nil
	}
	return fmt.Errorf("sending to %s through %s: %w", m.To, s.server, s.judge(err))
}

func (s *Sender) client() (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(s.server.port()),
		gomail.WithTimeout(limit),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.server.Host, RootCAs: s.server.Roots, MinVersion: tls.VersionTLS12}),
	}
	switch s.server.TLS {
	case TLS:
		options = append(options, gomail.WithSSL())
	case None:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.server.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(s.server.User), gomail.WithPassword(s.server.Password))
	}
	return gomail.NewClient(s.server.Host, options...)
}

// judge says what an error means, and what to do about it.
func (s *Sender) judge(err error) error {
	reason := strings.Join(strings.Fields(feed.Text(err.Error(), maxReason)), " ")
	var sent *gomail.SendError
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var name x509.HostnameError
	switch {
	case errors.As(err, &sent) && sent.Reason == gomail.ErrSMTPRcptTo && unknown[sent.ErrorCode()]:
		return fmt.Errorf("%w: %s", ErrRefused, reason)
	case errors.As(err, &name):
		return fmt.Errorf("%s; write as smtp.host the name that the server's certificate is for", reason)
	case errors.As(err, &certificate):
		return fmt.Errorf("%s; if the server's authority is your own, name its certificate to this machine with SSL_CERT_FILE", reason)
	case errors.As(err, &record):
		return fmt.Errorf("%s; the server does not begin with TLS on this port: write tls: starttls, or port: 465", reason)
	case strings.Contains(reason, "does not support STARTTLS"):
		return fmt.Errorf("%s; the server offers no STARTTLS on this port: write tls: tls and port: 465", reason)
	case strings.Contains(reason, "AUTH"):
		return fmt.Errorf("%s; look at smtp.user and smtp.password", reason)
	}
	return errors.New(reason)
}

// unknown are the answers by which a server says that it knows no such recipient, or does not want it.
var unknown = map[int]bool{550: true, 551: true, 553: true, 556: true}

// Try sends nothing, and returns what would go wrong on the way to the server.
func (s *Sender) Try(ctx context.Context) error {
	client, err := s.client()
	if err != nil {
		return fmt.Errorf("reaching %s: %w", s.server, err)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("reaching %s: %w", s.server, s.judge(err))
	}
	_ = client.Close() // it was there: how it says farewell changes nothing
	return nil
}
