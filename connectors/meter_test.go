package connectors_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

func TestQuota(t *testing.T) {
	two := time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		headers map[string]string
		want    feed.Quota
	}{
		"GitHub": {map[string]string{"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "4870", "X-RateLimit-Reset": "1795528800"},
			feed.Quota{Left: 4870, Limit: 5000, Reset: two}},
		"used up":               {map[string]string{"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "0"}, feed.Quota{Limit: 5000}},
		"Jira":                  {map[string]string{"X-Ratelimit-Limit": "350", "X-Ratelimit-Remaining": "349", "X-Ratelimit-Reset": "2026-11-24T14:00Z"}, feed.Quota{Left: 349, Limit: 350, Reset: two}},
		"a time with an offset": {map[string]string{"X-Ratelimit-Limit": "350", "X-Ratelimit-Remaining": "1", "X-Ratelimit-Reset": "2026-11-24T15:00:00+01:00"}, feed.Quota{Left: 1, Limit: 350, Reset: two}},
		"Trello":                {map[string]string{"X-Rate-Limit-Api-Token-Interval-Ms": "10000", "X-Rate-Limit-Api-Token-Max": "100", "X-Rate-Limit-Api-Token-Remaining": "99"}, feed.Quota{Left: 99, Limit: 100}},
		"Asana":                 {nil, feed.Quota{}},
		"words":                 {map[string]string{"X-RateLimit-Limit": "many", "X-RateLimit-Remaining": "some"}, feed.Quota{}},
		"less than nothing":     {map[string]string{"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "-1"}, feed.Quota{}},
		"the end of time":       {map[string]string{"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "9223372036854775807"}, feed.Quota{Left: 1, Limit: 5}},
	} {
		t.Run(name, func(t *testing.T) {
			url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				for name, value := range c.headers {
					w.Header().Set(name, value)
				}
				w.WriteHeader(http.StatusNotModified)
			})
			client := connectors.NewClients(prometheus.NewRegistry(), "test", &connectors.Secrets{}).For("tool", "one")
			var m connectors.Meter
			for range 3 {
				req, err := http.NewRequestWithContext(connectors.Metered(t.Context(), &m), http.MethodGet, url, nil)
				if err != nil {
					t.Fatal(err)
				}
				resp, err := client.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				_ = resp.Body.Close()
			}
			if m.Requests() != 3 || m.Quota() != c.want {
				t.Errorf("%d requests, %+v; want 3, %+v", m.Requests(), m.Quota(), c.want)
			}
		})
	}
}
