package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/api"
	"github.com/datelinehq/dateline/feed/query"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/webhook"
	"github.com/datelinehq/dateline/workflows"
)

// subscribed are the subscribers of the configuration, and how the deliveries to them go.
type subscribed struct{ h *host }

// Subscribers implements web.Subscribers. Those that the configuration no longer has are left out.
func (s subscribed) Subscribers(ctx context.Context) ([]feed.Subscriber, error) {
	states, err := s.h.db.Subscribers(ctx)
	if err != nil {
		return nil, err
	}
	head, err := s.h.db.Head(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]feed.Subscriber, 0, len(s.h.config.Subscribers))
	for _, c := range s.h.config.Subscribers {
		if c.Digest != "" {
			continue // it is told now and then, and not what happens
		}
		one := feed.Subscriber{Name: string(c.Name), Seq: head} // who was never told anything begins at the head
		if i := slices.IndexFunc(states, func(f feed.Subscriber) bool { return f.Name == one.Name }); i >= 0 {
			one = states[i]
		}
		if u, err := url.Parse(string(c.Webhook)); err == nil {
			one.Host = u.Host
		}
		one.Format, one.View, one.Filter = string(cmp.Or(c.Format, webhook.Full)), c.View, c.Filter
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b feed.Subscriber) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// Deliveries implements web.Subscribers.
func (s subscribed) Deliveries(ctx context.Context, subscriber string, limit int) ([]feed.Delivery, error) {
	return s.h.db.Deliveries(ctx, subscriber, "", limit)
}

// Deliver implements web.Subscribers, and the commands: it has something done with a subscriber.
func (s subscribed) Deliver(ctx context.Context, name string, order feed.DeliveryOrder, of string) error {
	to, ok := s.h.subscriber(name)
	if !ok {
		return fmt.Errorf("there is no subscriber %q in the configuration: %w", name, store.ErrNotFound)
	}
	if err := s.order(ctx, to, order, of); err != nil {
		return err
	}
	if to.Digest == "" {
		s.h.lookAfter(ctx, name)
	}
	return nil
}

// errDigests is why most orders to a subscriber of digests cannot be carried out.
var errDigests = errors.New("it gets digests, and can be resumed, and nothing else")

// order writes down what is to be done with a subscriber.
func (s subscribed) order(ctx context.Context, to config.Subscriber, order feed.DeliveryOrder, of string) (err error) {
	h, name, what := s.h, string(to.Name), ""
	if to.Digest != "" {
		if order == feed.OrderResume {
			_, err := h.sendAgain(ctx, name)
			return err
		}
		return fmt.Errorf("%s the subscriber %s: %w", order, name, errDigests)
	}
	switch order {
	case feed.OrderPause:
		what, err = "paused the subscriber "+name, h.db.StopSubscriber(ctx, name, true)
	case feed.OrderResume:
		what, err = "resumed the subscriber "+name, h.db.StopSubscriber(ctx, name, false)
	case feed.OrderTest:
		what, err = "had a test sent to the subscriber "+name, h.db.Want(ctx, webhook.NewTest(name, h.now()))
	case feed.OrderResend:
		what, err = "had "+of+" sent again to the subscriber "+name, h.db.Resend(ctx, name, of)
	case feed.OrderReplay:
		since, wrong := time.Parse(time.RFC3339, of)
		if wrong != nil {
			return fmt.Errorf("%q is no time such as 2026-11-24T08:00:00Z", of)
		}
		what, err = "had everything since "+of+" told again to the subscriber "+name, h.db.Replay(ctx, name, since)
	default:
		return fmt.Errorf("nobody can %q a subscriber", order)
	}
	if err == nil {
		h.did(ctx, what, "")
	}
	return err
}

// Order makes an order of the API ready.
func (s subscribed) Order(_ context.Context, name string, o feed.DeliveryOrder, of string, since time.Time) (api.Writing, error) {
	to, ok := s.h.subscriber(name)
	if !ok {
		return api.Writing{}, &api.Refusal{Status: http.StatusNotFound, Title: "There is no such subscriber",
			Detail: "No subscriber in the configuration has this name."}
	}
	if o == feed.OrderReplay {
		of = since.UTC().Format(time.RFC3339)
	}
	what := api.Writing{
		Do: func(ctx context.Context) (any, error) {
			err := s.order(ctx, to, o, of)
			switch {
			case errors.Is(err, errDigests):
				err = &api.Refusal{Status: http.StatusBadRequest, Title: "The subscriber gets digests", Detail: "It can be resumed, and nothing else."}
			case errors.Is(err, store.ErrNotFound):
				err = &api.Refusal{Status: http.StatusNotFound, Title: "There is no such message",
					Detail: "No message with this id was sent to the subscriber, or it is not kept any more."}
			}
			return nil, err
		},
	}
	if o != feed.OrderPause && to.Digest == "" {
		what.After = func(ctx context.Context) { s.h.lookAfter(ctx, name) }
	}
	return what, nil
}

// lookAfter has a subscriber looked after now, if Temporal can be told; else that is done when something is added to the log.
func (h *host) lookAfter(ctx context.Context, name string) {
	ctx, cancel := context.WithTimeout(ctx, signalWithin)
	defer cancel()
	if t := h.way.get(h); t != nil {
		if err := workflows.WakeSubscriber(ctx, t, name); err != nil {
			h.log.DebugContext(ctx, "Temporal did not hear of a subscriber", "subscriber", name, "reason", err.Error())
		}
	}
}

func (h *host) subscriber(name string) (config.Subscriber, bool) {
	i := slices.IndexFunc(h.config.Subscribers, func(s config.Subscriber) bool { return string(s.Name) == name })
	if i < 0 {
		return config.Subscriber{}, false
	}
	return h.config.Subscribers[i], true
}

// chosenFor is what a subscriber is told of.
func (h *host) chosenFor(ctx context.Context, name string) (f feed.Filter, all bool, err error) {
	hidden, err := h.keptFrom(ctx, name)
	if err != nil {
		return f, false, err
	}
	s, ok := h.subscriber(name)
	values := s.Chooses()
	if !ok || len(values) == 0 {
		f.Without.Sources = hidden
		return f, len(hidden) == 0, nil
	}
	sources, err := h.db.Sources(ctx)
	if err != nil {
		return f, false, err
	}
	who, err := h.agreed.directory(ctx)
	if err != nil {
		return f, false, err
	}
	views, err := (shelved{h}).Views(ctx)
	if err != nil {
		return f, false, err
	}
	q, err := query.Read(query.Tidy(values), query.Known{
		Sources: sources, Who: who, Teams: slices.Sorted(maps.Keys(h.config.Teams)), Views: views, Now: h.now(), Zone: time.UTC,
	})
	if err != nil {
		return f, false, fmt.Errorf("the filter of the subscriber %s: %w", name, err)
	}
	q.Filter.Without.Sources = append(q.Filter.Without.Sources, hidden...)
	return q.Filter, false, nil
}
