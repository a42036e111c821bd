package jira_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/jira"
)

func TestRing(t *testing.T) {
	const body = `{"webhookEvent": "jira:issue_updated"}`
	sign := func(secret string) string {
		mac := hmac.New(sha256.New, []byte(secret))
		_, _ = mac.Write([]byte(body))
		return fmt.Sprintf("sha256=%x", mac.Sum(nil))
	}
	for _, test := range []struct {
		secret, signature, body, wrong string
	}{
		{"ding", sign("ding"), body, ""},
		{"ding", strings.ToUpper(sign("ding")[7:]), body, "not signed"},
		{"ding", sign("dong"), body, "does not fit"},
		{"ding", sign("ding"), body + " ", "does not fit"},
		{"ding", "sha256=nonsense", body, "does not fit"},
		{"ding", "sha256=", body, "does not fit"},
		{"ding", "", body, "not signed"},
		{"", sign(""), body, "hook_secret"},
	} {
		c := open(t, jira.Config{Project: "SUP", HookSecret: connectors.Secret(test.secret)}, "https://acme.example", connectors.Env{})
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hooks/support", nil)
		r.Header.Set("X-Hub-Signature", test.signature)
		chime, err := c.(connectors.Bell).Ring(r, []byte(test.body), "")
		if test.wrong == "" && (err != nil || !chime.Poll) || test.wrong != "" && (err == nil || chime.Poll || !strings.Contains(err.Error(), test.wrong)) {
			t.Errorf("with the secret %q the signature %q rings %v, %v", test.secret, test.signature, chime, err)
		}
	}
}
