package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
)

// Subscribers are those who are told by webhooks.
type Subscribers interface {
	// Subscribers returns those of the configuration, by name.
	Subscribers(ctx context.Context) ([]feed.Subscriber, error)
	// Deliveries returns at most limit deliveries to one of them, the last attempted first.
	Deliveries(ctx context.Context, subscriber string, limit int) ([]feed.Delivery, error)
	// Deliver has something done with a subscriber: of is the message that SendAgain is about, and the time of Replay.
	Deliver(ctx context.Context, subscriber string, order DeliveryOrder, of string) error
}

// A DeliveryOrder is what can be done with a subscriber.
type DeliveryOrder string

// The orders to subscribers.
const (
	// PauseDeliveries stops telling it anything; ResumeDeliveries goes on where it stopped.
	PauseDeliveries  DeliveryOrder = "pause"
	ResumeDeliveries DeliveryOrder = "resume"
	// SendTest sends it a test, SendAgain a message again.
	SendTest  DeliveryOrder = "test"
	SendAgain DeliveryOrder = "resend"
	// Replay tells it again everything since a time.
	Replay DeliveryOrder = "replay"
)

// maxDeliveries is how many deliveries to a subscriber a page lists.
const maxDeliveries = 20

// deliveriesOrdered says what comes of an order.
var deliveriesOrdered = map[DeliveryOrder]string{
	PauseDeliveries:  " is told nothing until somebody resumes it. What happens meanwhile waits.",
	ResumeDeliveries: " is told within seconds, from where it stopped.",
	SendTest:         " is sent a test within seconds. Reload the page to see what it answered.",
	SendAgain:        " is sent the message again within seconds. Reload the page to see what it answered.",
	Replay:           " is told again everything since then. What it knows comes with the same webhook-id.",
}

type (
	// subscribersPage is who is told, and how that goes.
	subscribersPage struct {
		Layout layout
		// Told is what comes of what was just ordered.
		Told string
		// Disabled are those that were given up, the others follow.
		Disabled, Others []subscriberView
		// Digests say who gets one, how often and how.
		Digests []string
		// Block is a configuration to copy, for whoever has none yet.
		Block string
		// Can says that orders are taken here.
		Can bool
	}
	// subscriberView is one subscriber.
	subscriberView struct {
		Name, Host, Icon, State, Detail, Advice, Chooses string
		Wrong                                            bool
		// Behind says how far it is behind, Success when it last took something.
		Behind, Success string
		Stopped, Can    bool
		Since           string
		Deliveries      []deliveryView
	}
	// deliveryView is a delivery.
	deliveryView struct {
		Subscriber, ID, Type, Outcome, Answer string
		Wrong, Can                            bool
		At                                    moment
	}
)

// subscriberBlock is what to write into the configuration.
const subscriberBlock = `subscribers:
  - name: ops
    webhook: https://ops.example.com/dateline
    secret: ${DATELINE_WEBHOOK_SECRET}   # echo whsec_$(openssl rand -base64 24)
    filter: "kind:decision"              # or view: a view; without either, everything
    format: full                         # or thin, slack, cloudevents
`

// subscribers answers with who is told, and how that goes.
func (s *server) subscribers(w http.ResponseWriter, r *http.Request) error {
	page := subscribersPage{Layout: s.layout(r), Block: subscriberBlock, Digests: s.Digests, Can: s.Subscribers != nil}
	page.Layout.Title, page.Layout.Place = "Subscribers", "subscribers"
	if s.Subscribers == nil {
		return s.show(w, r, http.StatusOK, "subscribers.html", page)
	}
	all, err := s.Subscribers.Subscribers(r.Context())
	if err != nil {
		return err
	}
	t := times{s.Now(), zoneOf(r)}
	for _, sub := range all {
		deliveries, err := s.Subscribers.Deliveries(r.Context(), sub.Name, maxDeliveries)
		if err != nil {
			return err
		}
		v := subscriberOf(sub, deliveries, t)
		if sub.State() == feed.SubscriberDisabled {
			page.Disabled = append(page.Disabled, v)
		} else {
			page.Others = append(page.Others, v)
		}
	}
	given := r.URL.Query()
	what, named := deliveriesOrdered[DeliveryOrder(given.Get("said"))], given.Get("of")
	if what != "" && slices.ContainsFunc(all, func(f feed.Subscriber) bool { return f.Name == named }) {
		page.Told = named + what
	}
	return s.show(w, r, http.StatusOK, "subscribers.html", page)
}

func subscriberOf(sub feed.Subscriber, deliveries []feed.Delivery, t times) subscriberView {
	v := subscriberView{
		Name: sub.Name, Host: sub.Host, Success: "It never took anything yet.", Behind: "It was told everything.", Can: true,
		Since: t.now.Add(-24 * time.Hour).UTC().Format("2006-01-02T15:04"),
	}
	v.Chooses = "Everything"
	if sub.View != "" {
		v.Chooses = "The view " + sub.View
	} else if sub.Filter != "" {
		v.Chooses = sub.Filter
	}
	if sub.Format != "" {
		v.Chooses += ", " + sub.Format
	}
	if !sub.Success.IsZero() {
		v.Success = "It last took something " + t.ago(sub.Success) + "."
	}
	if sub.Behind > 0 {
		v.Behind = "The log is " + plural(int(sub.Behind), "entry", "entries") + " ahead of it."
	}
	switch sub.State() {
	case feed.SubscriberDisabled:
		v.Icon, v.State, v.Wrong, v.Stopped = "refused", "Disabled since "+t.moment(sub.Disabled).Full, true, true
		v.Detail = sub.Error
		v.Advice = "It is told nothing until somebody resumes it, and then everything from where it stopped."
	case feed.SubscriberPaused:
		v.Icon, v.State, v.Stopped = "paused", "Paused", true
	case feed.SubscriberFailing:
		v.Icon, v.State, v.Wrong = "warning", "Failing since "+t.moment(sub.Failing).Full, true
		v.Detail = sub.Error
		v.Advice = "It was tried " + often(sub.Attempts) + ", and is tried again now."
		if wait := sub.Next.Sub(t.now); wait > 0 {
			v.Advice = "It was tried " + often(sub.Attempts) + ", and is tried again in " + brief(wait) + "."
		}
	case feed.SubscriberActive:
		v.Icon, v.State = "current", "Active"
	}
	for _, d := range deliveries {
		v.Deliveries = append(v.Deliveries, deliveryOf(d, t))
	}
	return v
}

func often(n int) string {
	if n == 1 {
		return "once"
	}
	return strconv.Itoa(n) + " times"
}

func deliveryOf(d feed.Delivery, t times) deliveryView {
	v := deliveryView{Subscriber: d.Subscriber, ID: d.ID, Type: d.Type, Answer: d.Answer, At: t.moment(d.Last), Can: !d.Wanted}
	switch {
	case d.Wanted && d.Attempts == 0:
		v.Outcome = "about to be sent"
	case d.Wanted:
		v.Outcome = "about to be sent again"
	case d.Taken:
		v.Outcome = "taken"
	default:
		v.Outcome, v.Wrong = "not taken", true
	}
	if d.Attempts > 1 {
		v.Outcome += " · " + plural(d.Attempts, "attempt", "attempts")
	}
	if d.Status > 0 {
		v.Outcome += " · " + strconv.Itoa(d.Status)
	}
	return v
}

// deliver has something done with a subscriber.
func (s *server) deliver(w http.ResponseWriter, r *http.Request) error {
	if s.Subscribers == nil {
		return errMethod
	}
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	name, order, of := r.PostForm.Get("subscriber"), DeliveryOrder(r.PostForm.Get("order")), strings.TrimSpace(r.PostForm.Get("id"))
	all, err := s.Subscribers.Subscribers(r.Context())
	if err != nil {
		return err
	}
	if deliveriesOrdered[order] == "" || !slices.ContainsFunc(all, func(f feed.Subscriber) bool { return f.Name == name }) {
		return errForm
	}
	if order == Replay {
		given := r.PostForm.Get("since")
		at, err := time.Parse("2006-01-02T15:04", given)
		if err != nil {
			return &problem{Status: http.StatusBadRequest, Title: "That is no time", Text: "“" + query.Line(given) + "” is no time such as 2026-11-24T08:00."}
		}
		of = at.Format(time.RFC3339)
	}
	if err := s.Subscribers.Deliver(r.Context(), name, order, of); err != nil {
		return fmt.Errorf("having a subscriber %s: %w", order, err)
	}
	http.Redirect(w, r, address("/subscribers", url.Values(nil), setting{"said", string(order)}, setting{"of", name}), http.StatusSeeOther)
	return nil
}
