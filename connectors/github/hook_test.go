package github_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
)

const hookSecret = "It's a Secret to Everybody"

// sign is what GitHub says in X-Hub-Signature-256.
func sign(secret, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// The example of GitHub's documentation about validating deliveries.
func TestSignatureOfTheDocumentation(t *testing.T) {
	if got := sign(hookSecret, "Hello, World!"); got != "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17" {
		t.Fatal(got)
	}
}

func TestRing(t *testing.T) {
	const push = `{"ref": "refs/heads/main", "repository": {"id": 4711, "full_name": "acme/api"}}`
	form := url.Values{"payload": {push}}.Encode()
	repo := settings{Repo: "acme/api", HookSecret: hookSecret}
	org := settings{Org: "acme", HookSecret: hookSecret}
	for _, c := range []struct {
		name string
		settings
		event, body, signature, kind string
		want                         connectors.Chime
		wrong                        string
	}{
		{"a comment", repo, "issue_comment", push, sign(hookSecret, push), "", connectors.Chime{Poll: true}, ""},
		{"the first one", repo, "ping", `{"zen": "Keep it logically awesome."}`, sign(hookSecret, `{"zen": "Keep it logically awesome."}`), "", connectors.Chime{}, ""},
		{"a star", repo, "star", push, sign(hookSecret, push), "", connectors.Chime{}, ""},
		{"an organisation", org, "push", push, sign(hookSecret, push), "application/json", connectors.Chime{Poll: true, Part: "4711"}, ""},
		{"an organisation, as a form", org, "push", form, sign(hookSecret, form), "application/x-www-form-urlencoded", connectors.Chime{Poll: true, Part: "4711"}, ""},
		{"a new repository", org, "repository", push, sign(hookSecret, push), "", connectors.Chime{Poll: true}, ""},
		{"an organisation, of what cannot be read", org, "push", `{"repository": []}`, sign(hookSecret, `{"repository": []}`), "", connectors.Chime{Poll: true}, ""},
		{"no signature", repo, "push", push, "", "", connectors.Chime{}, "not signed"},
		{"an old signature", repo, "push", push, "sha1=7d38cdd689735b008b3c702edd92eea23791c5f6", "", connectors.Chime{}, "not signed"},
		{"another secret", repo, "push", push, sign("guess", push), "", connectors.Chime{}, "another secret"},
		{"another body", repo, "push", push + " ", sign(hookSecret, push), "", connectors.Chime{}, "another secret"},
		{"half a signature", repo, "push", push, sign(hookSecret, push)[:30], "", connectors.Chime{}, "another secret"},
		{"no hexadecimal", repo, "push", push, "sha256=" + strings.Repeat("z", 64), "", connectors.Chime{}, "another secret"},
		{"no secret", settings{Repo: "acme/api"}, "push", push, sign("", push), "", connectors.Chime{}, "set hook_secret"},
		{"an organisation without a secret", settings{Org: "acme"}, "push", push, sign("", push), "", connectors.Chime{}, "set hook_secret"},
	} {
		t.Run(c.name, func(t *testing.T) {
			connector, err := c.Open(connectors.Env{})
			if err != nil {
				t.Fatal(err)
			}
			req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hooks/api", strings.NewReader(c.body))
			req.Header.Set("X-GitHub-Event", c.event)
			req.Header.Set("X-Hub-Signature-256", c.signature)
			req.Header.Set("Content-Type", c.kind)
			got, err := connector.(connectors.Bell).Ring(req, []byte(c.body), "")
			if got.Poll != c.want.Poll || got.Part != c.want.Part || (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("got %+v, %v; want %+v, %q", got, err, c.want, c.wrong)
			}
			if err != nil && strings.Contains(err.Error(), hookSecret) {
				t.Error("the error tells the secret")
			}
		})
	}
}
