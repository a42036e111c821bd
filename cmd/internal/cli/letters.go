package cli

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/digest"
	"github.com/datelinehq/dateline/feed/digest/mail"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/web"
	"github.com/datelinehq/dateline/feed/webhook"
	"github.com/datelinehq/dateline/workflows"
)

// digests are who gets one, and how it is made and sent.
func (h *host) digests() *workflows.Digests {
	d := &workflows.Digests{To: map[string]digest.Subscriber{}}
	d.Compose = func(ctx context.Context, to digest.Subscriber, period digest.Period) (digest.Digest, error) {
		return h.compose(access.With(ctx, h.subscribing(to.Name)), to, period)
	}
	hooks := map[string]webhook.Subscriber{}
	for _, s := range h.config.Subscribers {
		if s.Digest == "" {
			continue
		}
		d.To[string(s.Name)] = s.Reader()
		if s.Webhook != "" {
			hooks[string(s.Name)] = s.Receiver()
		}
	}
	agent := "dateline/" + version()
	letters, posts := mail.NewSender(h.config.SMTP.Server(), agent), webhook.NewSender(agent)
	d.Send = func(ctx context.Context, to digest.Subscriber, told digest.Digest) error {
		if hook, ok := hooks[to.Name]; ok {
			return h.post(ctx, posts, hook, told)
		}
		var err error
		if told.Unsubscribe, err = h.unsubscribeAt(ctx, to.Name, to.Email); err != nil {
			return err
		}
		return letters.Send(ctx, mail.Message{To: to.Email, Subscriber: to.Name, Digest: told, PublicURL: h.public(), At: h.now()})
	}
	return d
}

// digestLines say who gets a digest, how often and how, for the pages.
func (h *host) digestLines() []string {
	var lines []string
	for _, s := range h.config.Subscribers {
		if s.Digest == "" {
			continue
		}
		by := "by mail"
		if s.Webhook != "" {
			by = "by webhook"
		}
		lines = append(lines, fmt.Sprintf("%s gets a %s digest %s (%s)", s.Person, s.Digest, by, s.Name))
	}
	return lines
}

// fillDigests makes sure that everybody's digests come.
func (h *host) fillDigests(ctx context.Context, t workflows.Temporal, d *workflows.Digests) error {
	return workflows.FillDigests(ctx, t, slices.Sorted(maps.Keys(d.To)))
}

// post sends a digest to a webhook.
func (h *host) post(ctx context.Context, by *webhook.Sender, to webhook.Subscriber, d digest.Digest) error {
	var text, html bytes.Buffer
	if err := errors.Join(digest.Text(&text, d), digest.HTML(&html, d)); err != nil {
		return err
	}
	return by.SendDigest(ctx, to, webhook.Digest{
		Subscriber: to.Name, Person: d.Person, Period: d.Period.Name, From: d.Period.From, Until: d.Period.Until,
		Subject: d.Subject, Text: text.String(), HTML: html.String(),
	}, h.now())
}

// unsubscribeAt is where a subscriber ends digests to an address. It is signed, so that nobody can end those of others.
func (h *host) unsubscribeAt(ctx context.Context, subscriber, address string) (string, error) {
	sign, err := h.sign(ctx, subscriber, address)
	if err != nil {
		return "", err
	}
	return h.public() + "/unsubscribe?" + url.Values{"subscriber": {subscriber}, "sign": {sign}}.Encode(), nil
}

// sign is the signature of a subscriber and an address.
func (h *host) sign(ctx context.Context, subscriber, address string) (string, error) {
	key, err := h.db.SigningKey(ctx, rand.Text())
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, []byte(key))
	if _, err := io.WriteString(mac, "unsubscribe "+subscriber+" "+address); err != nil {
		return "", fmt.Errorf("signing: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), nil
}

// subscription finds whoever gets digests by a signed address.
func (h *host) subscription(ctx context.Context, name, sign string) (*web.Subscription, error) {
	i := slices.IndexFunc(h.config.Subscribers, func(s config.Subscriber) bool { return string(s.Name) == name && s.Email != "" })
	if i < 0 || sign == "" {
		return nil, nil
	}
	to := h.config.Subscribers[i].Reader()
	ours, err := h.sign(ctx, to.Name, to.Email)
	if err != nil || !hmac.Equal([]byte(sign), []byte(ours)) {
		return nil, err
	}
	refusals, err := h.db.Refusals(ctx)
	if err != nil {
		return nil, err
	}
	r := refusals[name]
	return &web.Subscription{
		Person: to.Person, Address: to.Email, Often: string(to.Rhythm), Refused: r.Address == to.Email, Reason: r.Reason,
		Refuse: func(ctx context.Context, refused bool) error {
			wish, what := store.Refusal{Subscriber: name}, "began the digests to the subscriber "+name+" again"
			if refused {
				wish.Address, wish.Who, wish.At = to.Email, store.ByReader, h.now()
				what = "ended the digests to the subscriber " + name
			}
			if err := h.db.Refuse(ctx, wish); err != nil {
				return err
			}
			h.note(ctx, feed.Deed{At: h.now(), By: to.Email, What: what}) // whoever has the mail
			return nil
		},
	}, nil
}

// A mailing is how it goes with the digests to a subscriber.
type mailing struct {
	subscriber, state string
	refused           store.Refusal
}

// The states of mailings: they are sent, their reader ended them, or a mail server refuses their address.
const (
	mailingActive  = "active"
	mailingEnded   = "ended"
	mailingRefused = "refused"
)

// mailings are all there are by the configuration.
func (h *host) mailings(ctx context.Context) (all []mailing, err error) {
	refusals, err := h.db.Refusals(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range h.config.Subscribers {
		if s.Digest == "" {
			continue
		}
		m := mailing{subscriber: string(s.Name), state: mailingActive}
		if r, refused := refusals[m.subscriber]; refused && r.Address == s.Email {
			m.refused, m.state = r, mailingEnded
			if r.Who == store.ByServer {
				m.state = mailingRefused
			}
		}
		all = append(all, m)
	}
	return all, nil
}

// refusedDigests says which digests are not sent because a mail server refuses their address.
func (h *host) refusedDigests(ctx context.Context) (all []string, err error) {
	mailings, err := h.mailings(ctx)
	for _, m := range mailings {
		if m.state == mailingRefused {
			all = append(all, fmt.Sprintf("no more digests are sent to the subscriber %s since %s: %s; correct the address in the configuration, "+
				"or, if it is right, run %s digest --again %[1]s", m.subscriber, stamp(m.refused.At), m.refused.Reason, h.program.Name))
		}
	}
	return all, err
}

// checkMail reports on the mail server, if there is one, and whether it takes us.
func (h *host) checkMail(ctx context.Context, out marked) (taken bool) {
	if h.config.SMTP == (config.SMTP{}) {
		return true
	}
	server := h.config.SMTP.Server()
	if err := mail.NewSender(server, "dateline/"+version()).Try(ctx); err != nil {
		out.bad("%s: %s", server, h.secrets.Redact(err.Error()))
		return false
	}
	out.good("%s: the mail server takes us", server)
	return true
}
