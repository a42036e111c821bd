package mail

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/datelinehq/dateline/feed/digest"
)

// A Message is a digest for one address.
type Message struct {
	// To is the address, Subscriber the name of whoever subscribed it.
	To, Subscriber string
	Digest         digest.Digest
	// PublicURL is where readers reach the pages; its host makes identities unique in the world.
	PublicURL string
	// At is the time of this attempt.
	At time.Time
}

// ID is the Message-ID, without its brackets: the same at every attempt, another for each subscriber and period.
func (m Message) ID() string {
	return fmt.Sprintf("digest.%s.%s@%s", m.Subscriber, m.Digest.Period.Name, m.host())
}

func (m Message) host() string {
	if u, err := url.Parse(m.PublicURL); err == nil && u.Hostname() != "" && !strings.Contains(u.Hostname(), ":") {
		return u.Hostname()
	}
	return "dateline.invalid"
}

// compose writes the message as it is sent.
func (m Message) compose(from, agent string) (*gomail.Msg, error) {
	var text, html bytes.Buffer
	if err := digest.Text(&text, m.Digest); err != nil {
		return nil, err
	}
	if err := digest.HTML(&html, m.Digest); err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.From(from); err != nil {
		return nil, fmt.Errorf("the sender %q: %w", from, err)
	}
	if err := msg.To(m.To); err != nil {
		return nil, fmt.Errorf("the recipient %q: %w", m.To, err)
	}
	msg.Subject(m.Digest.Subject)
	msg.SetDateWithValue(m.At)
	msg.SetMessageIDWithValue(m.ID())
	msg.SetUserAgent(agent)
	msg.SetGenHeader("List-Id", "Digests of Dateline <digests."+m.host()+">")
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	if there := m.Digest.Unsubscribe; strings.HasPrefix(there, "https://") {
		if err := msg.SetListUnsubscribeOneClick(there); err != nil {
			return nil, fmt.Errorf("the address to unsubscribe at: %w", err)
		}
	} else if there != "" { // one click is for https only
		msg.SetListUnsubscribe("<" + there + ">")
	}
	msg.SetBodyString(gomail.TypeTextPlain, text.String())
	msg.AddAlternativeString(gomail.TypeTextHTML, html.String())
	return msg, nil
}
