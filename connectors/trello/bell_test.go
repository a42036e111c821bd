package trello_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/datelinehq/dateline/connectors"
)

func TestBell(t *testing.T) {
	const hook = "https://dateline.example/hooks/board"
	sign := func(secret, text string) string {
		mac := hmac.New(sha1.New, []byte(secret))
		mac.Write([]byte(text))
		return base64.StdEncoding.EncodeToString(mac.Sum(nil))
	}
	const body = `{"action": {"type": "commentCard"}, "model": {}}`
	for _, c := range []struct {
		name, method, signature, secret, hook string
		poll, wrong                           bool
	}{
		{"a call", http.MethodPost, sign("a-secret", body+hook), "a-secret", hook, true, false},
		{"the question whether anybody is there", http.MethodHead, "", "a-secret", hook, false, false},
		{"a look", http.MethodGet, "", "a-secret", hook, false, false},
		{"no signature", http.MethodPost, "", "a-secret", hook, false, true},
		{"another secret", http.MethodPost, sign("other", body+hook), "a-secret", hook, false, true},
		{"another address", http.MethodPost, sign("a-secret", body+hook+"/x"), "a-secret", hook, false, true},
		{"another body", http.MethodPost, sign("a-secret", body+" "+hook), "a-secret", hook, false, true},
		{"no base64", http.MethodPost, "***", "a-secret", hook, false, true},
		{"no secret here", http.MethodPost, sign("", body+hook), "", hook, false, true},
		{"no address here", http.MethodPost, sign("a-secret", body), "a-secret", "", false, true},
		{"another method", http.MethodDelete, sign("a-secret", body+hook), "a-secret", hook, false, true},
	} {
		for _, config := range []settings{{Board: boardID}, {Workspace: "moorline"}} {
			config.Key, config.Token, config.Secret = "k", "t", connectors.Secret(c.secret)
			connector, err := config.Open(connectors.Env{Hook: c.hook})
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequestWithContext(t.Context(), c.method, "/hooks/board", nil)
			r.Header.Set("X-Trello-Webhook", c.signature)
			chime, err := connector.(connectors.Bell).Ring(r, []byte(body), "")
			if (err != nil) != c.wrong || chime.Poll != c.poll || chime.Keep != "" {
				t.Errorf("%s: %+v, %v", c.name, chime, err)
			}
		}
	}
}
