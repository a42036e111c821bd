package web

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// audience keeps subscribers in memory, and the orders that were given.
type audience struct {
	list       []feed.Subscriber
	deliveries []feed.Delivery
	orders     []string
}

func (o *audience) Subscribers(context.Context) ([]feed.Subscriber, error) { return o.list, nil }

func (o *audience) Deliveries(_ context.Context, of string, limit int) (list []feed.Delivery, err error) {
	for _, d := range o.deliveries {
		if d.Subscriber == of && len(list) < limit {
			list = append(list, d)
		}
	}
	return list, nil
}

func (o *audience) Deliver(_ context.Context, name string, order feed.DeliveryOrder, of string) error {
	o.orders = append(o.orders, name+" "+string(order)+" "+of)
	return nil
}

// someTold are subscribers in every state.
func someTold() *audience {
	return &audience{
		list: []feed.Subscriber{
			{Name: "archive", Host: "archive.example.com", Format: "full", Success: noon.Add(-time.Minute), Seq: 40},
			{Name: "chat", Host: "hooks.slack.com", Format: "slack", View: "Decided", Failing: noon.Add(-time.Hour), Attempts: 3,
				Error: "it answered 502 Bad Gateway", Next: noon.Add(25 * time.Minute), Seq: 38, Behind: 2},
			{Name: "ops", Host: "ops.example.com", Format: "thin", Filter: "kind:flag", Disabled: noon.Add(-26 * time.Hour),
				Failing: noon.Add(-150 * time.Hour), Error: "the receiver wants no more (410 Gone) <b>", Behind: 40},
			{Name: "wall", Host: "wall.example.com", Format: "cloudevents", Paused: true},
		},
		deliveries: []feed.Delivery{
			{Subscriber: "archive", ID: "evt_1", Type: "event.created", Attempts: 1, First: noon, Last: noon, Taken: true, Status: 204},
			{Subscriber: "archive", ID: "evt_0", Type: "test", Last: noon, Wanted: true},
			{Subscriber: "chat", ID: "evt_2", Type: "ask.flagged", Attempts: 3, First: noon, Last: noon, Status: 502, Answer: "it answered 502 Bad Gateway"},
		},
	}
}

// someDigests go in every way.
var someDigests = []Mailing{
	{Subscriber: "ana", Person: "Ana", Often: "weekly"},
	{Subscriber: "ben", Person: "Ben", Often: "daily", Hook: true, Ended: noon.Add(-26 * time.Hour), Refused: true,
		Reason: "sending to ben at chat.example.com: the receiver wants no more (410 Gone) <i>"},
	{Subscriber: "chen", Person: "Chen", Often: "daily", Ended: noon.Add(-25 * time.Hour)},
	{Subscriber: "dana", Person: "Dana", Often: "daily", Hook: true, Failing: noon.Add(-27 * time.Hour), Attempts: 6, Next: noon.Add(3 * time.Hour),
		Reason: "sending to dana at chat.example.com: it answered 502 Bad Gateway <u>"},
	{Subscriber: "emil", Person: "Emil", Often: "weekly", Failing: noon.Add(-time.Minute), Attempts: 1, Reason: "421 come back later"},
}

func (m *memory) mailings(context.Context) ([]Mailing, error) { return m.digests, nil }

var subscriberScenes = []scene{
	{name: "subscribers", address: "/subscribers", status: 200, set: func(m *memory) {
		m.told, m.digests = someTold(), someDigests
	}, want: []string{
		"Digests", "Ana gets a weekly digest by mail", "Ben gets a daily digest by webhook", "Refused since Mon 23 Nov 2026", "(410 Gone) &lt;i&gt;",
		"None is sent until somebody resumes it.", "ended by its reader Mon 23 Nov 2026",
		"dana · failing since Mon 23 Nov 2026", "502 Bad Gateway &lt;u&gt;.</bdi> It was tried 6 times, and is tried again in 3 h.",
		"421 come back later.</bdi> It was tried once, and is tried again now.",
		"Told nothing any more", "Disabled since Mon 23 Nov 2026", "410 Gone) &lt;b&gt;", "Resume", "Failing since",
		"It was tried 3 times, and is tried again in 25 min.", "The log is 2 entries ahead of it.", "The view Decided, slack", "kind:flag, thin",
		"Paused", "Send a test", "Tell again", "not taken · 3 attempts · 502", "taken · 204", "about to be sent", "Send again",
	}},
	{name: "digests that are sent again", address: "/subscribers?said=resume&of=ana", status: 200, set: func(m *memory) {
		m.digests = someDigests
	}, want: []string{"ana gets digests again, from the next one on."}},
	{name: "no subscribers", address: "/subscribers", status: 200, want: []string{"Nobody is told yet.", "subscribers:", "whsec_"}},
}

// Orders are given to whom they are meant for, and to nobody else.
func TestOrdersToSubscribers(t *testing.T) {
	m := week(t)
	m.told, m.digests = someTold(), someDigests
	h := newPages(t, optionsFor(m))
	for form, want := range map[string]int{
		"subscriber=chat&order=pause":                           http.StatusSeeOther,
		"subscriber=ops&order=resume":                           http.StatusSeeOther,
		"subscriber=chat&order=resend&id=evt_2":                 http.StatusSeeOther,
		"subscriber=chat&order=replay&since=2026-11-23T08%3A00": http.StatusSeeOther,
		"subscriber=chat&order=replay&since=lately":             http.StatusBadRequest,
		"subscriber=chat&order=destroy":                         http.StatusBadRequest,
		"subscriber=nobody&order=pause":                         http.StatusBadRequest,
		"subscriber=ben&order=resume":                           http.StatusSeeOther,
		"subscriber=ben&order=test":                             http.StatusBadRequest,
		"subscriber=chen&order=resume":                          http.StatusBadRequest, // whoever ended it begins it again
	} {
		if w := send(t, h, http.MethodPost, "/subscribers", form, "Content-Type", "application/x-www-form-urlencoded"); w.Code != want {
			t.Errorf("%s answers %d, want %d", form, w.Code, want)
		}
	}
	slices.Sort(m.told.orders)
	want := []string{"ben resume ", "chat pause ", "chat replay 2026-11-23T08:00:00Z", "chat resend evt_2", "ops resume "}
	if !slices.Equal(m.told.orders, want) {
		t.Errorf("ordered %q", m.told.orders)
	}
}
