package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const signed = "/unsubscribe?sign=s3al&subscriber=ana"

// subscription finds whoever is mailing.
func (m *memory) subscription(_ context.Context, name, sign string) (*Subscription, error) {
	if m.mailing == nil || name != "ana" || sign != "s3al" {
		return nil, nil
	}
	found := *m.mailing
	found.Refuse = func(_ context.Context, refused bool) error {
		m.mailing.Refused, m.mailing.Reason = refused, ""
		return nil
	}
	return &found, nil
}

var unsubscribeScenes = []scene{
	{name: "digests", address: signed, status: 200, set: func(m *memory) {
		m.mailing = &Subscription{Person: "Ana", Address: "ana@example.com", Often: "daily"}
	}, want: []string{"ana@example.com", "gets a daily digest for", "Get no more of these"}},
	{name: "digests that are refused", address: signed, status: 200, set: func(m *memory) {
		m.mailing = &Subscription{Person: "Ana", Address: "ana@example.com", Often: "daily", Refused: true, Reason: "550 <b>no such user</b>"}
	}, want: []string{"No more digests are sent to", "550 &lt;b&gt;no such user", "Send them again"}},
	{name: "digests of nobody", address: "/unsubscribe?sign=guessed&subscriber=ana", status: 404, want: []string{"There is no such subscription"}},
}

// Looking at the address ends nothing; one click does, as mail programs make it, and can be taken back.
func TestUnsubscribe(t *testing.T) {
	m := week(t)
	m.mailing = &Subscription{Person: "Ana", Address: "ana@example.com", Often: "weekly"}
	handler := newPages(t, optionsFor(m))
	for _, tt := range []struct {
		method, address string
		form            url.Values
		status          int
		refused         bool
		want            string
	}{
		{http.MethodGet, signed, nil, 200, false, "weekly digest"},
		{http.MethodHead, signed, nil, 200, false, ""},
		{http.MethodPost, "/unsubscribe?subscriber=ana", nil, 404, false, "no such subscription"},
		{http.MethodPost, signed, url.Values{"List-Unsubscribe": {"One-Click"}}, 200, true, "No more digests"},
		{http.MethodPost, signed, nil, 200, true, "No more digests"},
		{http.MethodGet, signed, nil, 200, true, "Send them again"},
		{http.MethodPost, signed, url.Values{"again": {"yes"}}, 200, false, "weekly digest"},
	} {
		w := send(t, handler, tt.method, tt.address, tt.form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
		if w.Code != tt.status || m.mailing.Refused != tt.refused || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s %s %v: %d, refused %v\n%s", tt.method, tt.address, tt.form, w.Code, m.mailing.Refused, w.Body)
		}
	}
}
