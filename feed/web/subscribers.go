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
	// Deliver has something done with a subscriber: of is the message that [feed.OrderResend] is about, and the time of
	// [feed.OrderReplay].
	Deliver(ctx context.Context, subscriber string, order feed.DeliveryOrder, of string) error
}

// maxDeliveries is how many deliveries to a subscriber a page lists.
const maxDeliveries = 20

type (
	// subscribersPage is who is told, and how that goes.
	subscribersPage struct {
		Layout layout
		// Told is what comes of what was just ordered.
		Told string
		// Disabled are those that were given up, the others follow.
		Disabled, Others []subscriberView
		// Refused are the digests that nobody takes any more, Digests the others.
		Refused, Digests []mailingView
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
	t := s.times(r)
	page := subscribersPage{Layout: s.layout(r), Block: subscriberBlock, Can: s.Subscribers != nil}
	page.Layout.Title, page.Layout.Place = t.Say("subscribers.title"), "subscribers"
	var err error
	if page.Refused, page.Digests, err = s.mailings(r.Context(), t); err != nil {
		return err
	}
	if s.Subscribers == nil {
		return s.show(w, r, http.StatusOK, "subscribers.html", page)
	}
	all, err := s.Subscribers.Subscribers(r.Context())
	if err != nil {
		return err
	}
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
	order, name := feed.DeliveryOrder(given.Get("said")), given.Get("of")
	switch {
	case slices.Contains(feed.DeliveryOrders(), order) && subscribes(all, name):
		page.Told = t.Say("subscribers.ordered-"+string(order), "name", name)
	case order == feed.OrderResume && gets(page.Digests, name):
		page.Told = t.Say("digests.ordered-resume", "name", name)
	}
	return s.show(w, r, http.StatusOK, "subscribers.html", page)
}

func subscribes(all []feed.Subscriber, name string) bool {
	return slices.ContainsFunc(all, func(f feed.Subscriber) bool { return f.Name == name })
}

func subscriberOf(sub feed.Subscriber, deliveries []feed.Delivery, t times) subscriberView {
	v := subscriberView{
		Name: sub.Name, Host: sub.Host, Success: t.Say("subscribers.never"), Behind: t.Say("subscribers.told-all"), Can: true,
		Since: t.now.Add(-24 * time.Hour).UTC().Format("2006-01-02T15:04"),
	}
	v.Chooses = t.Say("subscribers.everything")
	if sub.View != "" {
		v.Chooses = t.Say("subscribers.view", "view", sub.View)
	} else if sub.Filter != "" {
		v.Chooses = sub.Filter
	}
	if sub.Format != "" {
		v.Chooses += ", " + sub.Format
	}
	if !sub.Success.IsZero() {
		v.Success = t.Say("subscribers.last", "ago", t.ago(sub.Success))
	}
	if sub.Behind > 0 {
		v.Behind = t.Count("subscribers.behind", int(sub.Behind))
	}
	switch sub.State() {
	case feed.SubscriberDisabled:
		v.State = t.Say("subscribers.is-disabled", "at", t.moment(sub.Disabled).Full)
		v.Icon, v.Wrong, v.Stopped = "refused", true, true
		v.Detail = stopped(sub.Error)
		v.Advice = t.Say("subscribers.resume")
	case feed.SubscriberPaused:
		v.Icon, v.State, v.Stopped = "paused", t.Say("subscribers.is-paused"), true
	case feed.SubscriberFailing:
		v.Icon, v.State, v.Wrong = "warning", t.Say("subscribers.is-failing", "at", t.moment(sub.Failing).Full), true
		v.Detail = stopped(sub.Error)
		v.Advice = tried(sub.Attempts, sub.Next, t)
	case feed.SubscriberActive:
		v.Icon, v.State = "current", t.Say("subscribers.is-active")
	}
	for _, d := range deliveries {
		v.Deliveries = append(v.Deliveries, deliveryOf(d, t))
	}
	return v
}

// tried says how often something was tried, and when it is tried again.
func tried(attempts int, next time.Time, t times) string {
	if wait := next.Sub(t.now); wait > 0 {
		return t.Count("subscribers.tried", attempts, "span", t.brief(wait))
	}
	return t.Count("subscribers.tried-now", attempts)
}

func deliveryOf(d feed.Delivery, t times) deliveryView {
	v := deliveryView{Subscriber: d.Subscriber, ID: d.ID, Type: d.Type, Answer: d.Answer, At: t.moment(d.Last), Can: !d.Wanted}
	switch {
	case d.Wanted && d.Attempts == 0:
		v.Outcome = t.Say("subscribers.sending")
	case d.Wanted:
		v.Outcome = t.Say("subscribers.sending-again")
	case d.Taken:
		v.Outcome = t.Say("subscribers.taken")
	default:
		v.Outcome, v.Wrong = t.Say("subscribers.refused"), true
	}
	if d.Attempts > 1 {
		v.Outcome += " · " + t.Count("subscribers.attempts", d.Attempts)
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
	name, order, of := r.PostForm.Get("subscriber"), feed.DeliveryOrder(r.PostForm.Get("order")), strings.TrimSpace(r.PostForm.Get("id"))
	all, err := s.Subscribers.Subscribers(r.Context())
	if err != nil {
		return err
	}
	refused, _, err := s.mailings(r.Context(), s.times(r))
	if err != nil {
		return err
	}
	if !slices.Contains(feed.DeliveryOrders(), order) || !subscribes(all, name) && (order != feed.OrderResume || !gets(refused, name)) {
		return errForm
	}
	if order == feed.OrderReplay {
		given := r.PostForm.Get("since")
		at, err := time.Parse("2006-01-02T15:04", given)
		if err != nil {
			return newProblem(http.StatusBadRequest, "time", "given", query.Line(given))
		}
		of = at.Format(time.RFC3339)
	}
	if err := s.Subscribers.Deliver(r.Context(), name, order, of); err != nil {
		return fmt.Errorf("having a subscriber %s: %w", order, err)
	}
	http.Redirect(w, r, address("/subscribers", url.Values(nil), setting{"said", string(order)}, setting{"of", name}), http.StatusSeeOther)
	return nil
}
