package asana_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
)

func TestBell(t *testing.T) {
	sign := func(secret, body string) string {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(body))
		return hex.EncodeToString(mac.Sum(nil))
	}
	const body = `{"events": [{"action": "changed"}]}`
	for _, c := range []struct {
		name, method, secret, signature, kept, body string
		want                                        connectors.Chime
		wrong                                       bool
	}{
		{"the first call", "POST", "s3cret", "", "", "{}", connectors.Chime{Keep: "s3cret", Header: http.Header{"X-Hook-Secret": {"s3cret"}}}, false},
		{"the first call of another webhook", "POST", "other", "", "s3cret", "", connectors.Chime{Keep: "other", Header: http.Header{"X-Hook-Secret": {"other"}}}, false},
		{"a secret that is too long", "POST", strings.Repeat("s", 300), "", "", "", connectors.Chime{}, true},
		{"a call", "POST", "", sign("s3cret", body), "s3cret", body, connectors.Chime{Poll: true}, false},
		{"a heartbeat", "POST", "", sign("s3cret", `{"events": []}`), "s3cret", `{"events": []}`, connectors.Chime{}, false},
		{"an empty heartbeat", "POST", "", sign("s3cret", "{}"), "s3cret", "{}", connectors.Chime{}, false},
		{"nothing", "POST", "", sign("s3cret", ""), "s3cret", "", connectors.Chime{}, false},
		{"a call that is no JSON", "POST", "", sign("s3cret", "?"), "s3cret", "?", connectors.Chime{Poll: true}, false},
		{"no signature", "POST", "", "", "s3cret", body, connectors.Chime{}, true},
		{"another secret", "POST", "", sign("other", body), "s3cret", body, connectors.Chime{}, true},
		{"another body", "POST", "", sign("s3cret", body), "s3cret", body + " ", connectors.Chime{}, true},
		{"no digits", "POST", "", "***", "s3cret", body, connectors.Chime{}, true},
		{"nothing was agreed on", "POST", "", sign("", body), "", body, connectors.Chime{}, true},
		{"another method", "GET", "s3cret", "", "", "", connectors.Chime{}, true},
	} {
		for _, config := range []settings{{Project: projectGID}, {Portfolio: "1"}, {Workspace: "1"}} {
			config.Token = "t"
			connector, err := config.Open(connectors.Env{})
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequestWithContext(t.Context(), c.method, "/hooks/plan", nil)
			r.Header.Set("X-Hook-Secret", c.secret)
			r.Header.Set("X-Hook-Signature", c.signature)
			got, err := connector.(connectors.Bell).Ring(r, []byte(c.body), c.kept)
			if (err != nil) != c.wrong || got.Poll != c.want.Poll || got.Keep != c.want.Keep || got.Header.Get("X-Hook-Secret") != c.want.Header.Get("X-Hook-Secret") {
				t.Errorf("%s: %+v, %v", c.name, got, err)
			}
		}
	}
}
