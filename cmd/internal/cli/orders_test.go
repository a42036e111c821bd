package cli

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
)

// A program with a token does with subscribers what operators do on their page, and that is written down.
func TestOrders(t *testing.T) {
	furnished(t, guardedYAML+`
subscribers: [{name: ops, webhook: https://ops.example.com/hook, secret: whsec_bm90IGEgc2VjcmV0IGF0IGFsbCwgb3Igbm90IG9uZQ==}]
`, func(t *testing.T, _ *site, h *host) {
		guarded := doored(t, h)
		reads := token(t, h, access.Operator, []access.Scope{access.ScopeRead})
		views := token(t, h, access.Viewer, []access.Scope{access.ScopeWrite})
		orders := token(t, h, access.Operator, []access.Scope{access.ScopeWrite})
		for _, c := range []struct {
			name, token, subscriber, body, key string
			status                             int
			says                               string
		}{
			{"nobody", "", "ops", `{"order":"pause"}`, "", http.StatusUnauthorized, "#refused"},
			{"a token that reads", reads, "ops", `{"order":"pause"}`, "", http.StatusForbidden, "another scope"},
			{"a viewer", views, "ops", `{"order":"pause"}`, "", http.StatusForbidden, "the role of operator"},
			{"pause", orders, "ops", `{"order":"pause"}`, "", http.StatusOK, `{"data":{"subscriber":"ops","order":"pause"}}`},
			{"test", orders, "ops", `{"order":"test"}`, "k1", http.StatusOK, `"order":"test"`},
			{"test again", orders, "ops", `{"order":"test"}`, "k1", http.StatusOK, `"order":"test"`},
			{"replay", orders, "ops", `{"order":"replay","since":"2026-03-01T08:00:00Z"}`, "k2", http.StatusOK, `replay`},
			{"resend", orders, "ops", `{"order":"resend","id":"evt_none"}`, "k3", http.StatusNotFound, "No message with"},
			{"nobody of that name", orders, "attic", `{"order":"pause"}`, "k4", http.StatusNotFound, "No subscriber in"},
		} {
			address := "/api/v1/subscribers/" + c.subscriber
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(c.body))
			if c.token != "" {
				r.Header.Set("Authorization", "Bearer "+c.token)
			}
			if c.key != "" {
				r.Header.Set("Idempotency-Key", c.key)
			}
			w := httptest.NewRecorder()
			guarded.ServeHTTP(w, r)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
				t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
			}
		}
		ops, err := h.db.Subscriber(t.Context(), "ops")
		if err != nil || ops.State() != feed.SubscriberPaused {
			t.Errorf("ops is %s, %v", ops.State(), err)
		}
		if tests, err := h.db.Wanted(t.Context(), "ops", 10); err != nil || len(tests) != 1 {
			t.Errorf("%d tests are to be sent, %v", len(tests), err)
		}
		deeds, err := h.db.Deeds(t.Context(), nil, 100)
		if err != nil {
			t.Fatal(err)
		}
		var did strings.Builder
		for _, d := range deeds {
			did.WriteString(d.By + " " + d.What + "\n")
		}
		for _, want := range []string{"token of a test paused the subscriber ops", "had a test sent to the subscriber ops",
			"had everything since 2026-03-01T08:00:00Z told again to the subscriber ops"} {
			if !strings.Contains(did.String(), want) {
				t.Errorf("it is not written down that somebody %s:\n%s", want, &did)
			}
		}
	})
}
