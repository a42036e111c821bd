package cli

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/store"
)

// A program with a token does with subscribers what operators do on their page, and that is written down.
func TestOrders(t *testing.T) {
	furnished(t, guardedYAML+`
subscribers:
  - {name: ops, webhook: https://ops.example.com/hook, secret: whsec_bm90IGEgc2VjcmV0IGF0IGFsbCwgb3Igbm90IG9uZQ==}
  - {name: ana, webhook: https://ana.example.com/hook, secret: whsec_bm90IGEgc2VjcmV0IGF0IGFsbCwgb3Igbm90IG9uZQ==, digest: daily, person: Ana}
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
			{"a test of digests", orders, "ana", `{"order":"test"}`, "k5", http.StatusBadRequest, "It can be resumed"},
			{"digests again", orders, "ana", `{"order":"resume"}`, "k6", http.StatusOK, `"order":"resume"`},
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

// check names who was given up, why, and what lets it go on.
func TestCheckNamesWhoWasGivenUp(t *testing.T) {
	furnished(t, guardedYAML+`
subscribers:
  - {name: chat, webhook: https://chat.example.com/hook, secret: whsec_bm90IGEgc2VjcmV0IGF0IGFsbCwgb3Igbm90IG9uZQ==}
  - {name: ops, webhook: https://ops.example.com/hook, secret: whsec_bm90IGEgc2VjcmV0IGF0IGFsbCwgb3Igbm90IG9uZQ==}
`, func(t *testing.T, s *site, h *host) {
		given := store.Attempt{Subscriber: "ops", ID: "evt_1", Type: feed.MessageCreated, Seq: 1, At: h.now(), Status: http.StatusGone,
			Answer: "410 Gone", Disable: true}
		if _, err := h.db.Attempted(t.Context(), given); err != nil {
			t.Fatal(err)
		}
		said, code := s.run("check", "--offline")
		want := "nothing is sent to the subscriber ops since " + stamp(h.now())[:len("2026-11-02")]
		if code != exitOK || !strings.Contains(said, want) || strings.Contains(said, "subscriber chat") ||
			!strings.Contains(said, ": 410 Gone; when its receiver is well again, run dateline subscribers resume ops, or resume it at http") {
			t.Errorf("%d, %s", code, said)
		}
		if said, code := s.run("subscribers", "resume", "ops"); code != exitOK {
			t.Fatal(said)
		}
		if said, _ := s.run("check", "--offline"); strings.Contains(said, "subscriber ops") {
			t.Errorf("after it was resumed, check says %s", said)
		}
	})
}
