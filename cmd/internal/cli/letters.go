package cli

import (
	"bytes"
	"cmp"
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
		if told.Unsubscribe, err = h.unsubscribeAt(ctx, to.Name, to.Address); err != nil {
			return err
		}
		return letters.Send(ctx, mail.Message{To: to.Address, Subscriber: to.Name, Digest: told, PublicURL: h.public(), At: h.now()})
	}
	return d
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
	ours, err := h.sign(ctx, to.Name, to.Address)
	if err != nil || !hmac.Equal([]byte(sign), []byte(ours)) {
		return nil, err
	}
	refusals, err := h.db.Refusals(ctx)
	if err != nil {
		return nil, err
	}
	r := refusals[name]
	return &web.Subscription{
		Person: to.Person, Address: to.Address, Often: string(to.Rhythm), Refused: r.Address == to.Address, Reason: r.Reason,
		Refuse: func(ctx context.Context, refused bool) error {
			wish, what := store.Refusal{Subscriber: name}, "began the digests to the subscriber "+name+" again"
			if refused {
				wish.Address, wish.Who, wish.At = to.Address, store.ByReader, h.now()
				what = "ended the digests to the subscriber " + name
			}
			if err := h.db.Refuse(ctx, wish); err != nil {
				return err
			}
			h.note(ctx, feed.Deed{At: h.now(), By: to.Address, What: what}) // whoever has the mail
			return nil
		},
	}, nil
}

// A mailing is how it goes with the digests to a subscriber.
type mailing struct {
	to      digest.Subscriber
	state   string
	refused store.Refusal
	failing store.DigestFailure
}

// The states of mailings: they are sent, not taken for the time being, their reader ended them, or they are not sent any more, for the
// mail server or the receiver of the webhook refuses them, or takes none for days.
const (
	mailingActive  = "active"
	mailingFailing = "failing"
	mailingEnded   = "ended"
	mailingRefused = "refused"
)

// mailings are all there are by the configuration.
func (h *host) mailings(ctx context.Context) (all []mailing, err error) {
	refusals, err := h.db.Refusals(ctx)
	if err != nil {
		return nil, err
	}
	failures, err := h.db.DigestFailures(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range h.config.Subscribers {
		if s.Digest == "" {
			continue
		}
		m := mailing{to: s.Reader(), state: mailingActive}
		if f, failing := failures[m.to.Name]; failing && f.Address == m.to.Address {
			m.failing, m.state = f, mailingFailing
		}
		if r, refused := refusals[m.to.Name]; refused && r.Address == m.to.Address {
			m.refused, m.state = r, mailingEnded
			if r.Who == store.ByServer {
				m.state = mailingRefused
			}
		}
		all = append(all, m)
	}
	return all, nil
}

// shownMailings implements web.Mailings.
func (h *host) shownMailings(ctx context.Context) ([]web.Mailing, error) {
	mailings, err := h.mailings(ctx)
	shown := make([]web.Mailing, len(mailings))
	for i, m := range mailings {
		shown[i] = web.Mailing{
			Subscriber: m.to.Name, Person: m.to.Person, Often: string(m.to.Rhythm), Hook: m.to.Hook,
			Ended: m.refused.At, Refused: m.state == mailingRefused, Failing: m.failing.Since, Next: m.failing.Next,
			Attempts: m.failing.Attempts, Reason: cmp.Or(m.refused.Reason, m.failing.Reason),
		}
	}
	return shown, err
}

// sendAgain takes back that the digests to a subscriber are refused, and reports whether they were.
func (h *host) sendAgain(ctx context.Context, name string) (refused bool, err error) {
	refusals, err := h.db.Refusals(ctx)
	if err != nil || refusals[name].Address == "" {
		return false, err
	}
	if err := h.db.Refuse(ctx, store.Refusal{Subscriber: name}); err != nil {
		return true, err
	}
	h.did(ctx, "had digests sent to the subscriber "+name+" again", "")
	return true, nil
}

// refusedDigests says which digests are not sent because a mail server, or the receiver of a webhook, does not take them.
func (h *host) refusedDigests(ctx context.Context) (all []string, err error) {
	mailings, err := h.mailings(ctx)
	for _, m := range mailings {
		if m.state == mailingRefused {
			all = append(all, fmt.Sprintf("no more digests are sent to the subscriber %s since %s: %s; correct the address in the configuration, "+
				"or, if it is right, run %s digest --again %[1]s, or resume it at %[5]s/subscribers",
				m.to.Name, stamp(m.refused.At), m.refused.Reason, h.program.Name, h.public()))
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
