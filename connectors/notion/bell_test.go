package notion_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/connectors/notion"
)

func TestBell(t *testing.T) {
	bell, ok := open(t, notion.Config{All: true}, "http://notion.example", connectors.Env{}).(connectors.Bell)
	if !ok {
		t.Fatal("it has no doorbell")
	}
	sign := func(secret, body string) string {
		mac := hmac.New(sha256.New, []byte(secret))
		_, _ = mac.Write([]byte(body))
		return "sha256=" + hex.EncodeToString(mac.Sum(nil))
	}
	const first, later = `{"verification_token": "secret_kept"}`, `{"type": "comment.created", "entity": {"id": "x"}}`
	for name, c := range map[string]struct {
		body, kept, signature string
		want                  connectors.Chime
		refused               bool
	}{
		"the first call brings the secret":   {first, "", "", connectors.Chime{Keep: "secret_kept"}, false},
		"a call before that":                 {later, "", sign("", later), connectors.Chime{}, true},
		"a signed call":                      {later, "secret_kept", sign("secret_kept", later), connectors.Chime{Poll: true}, false},
		"signed with something else":         {later, "secret_kept", sign("other", later), connectors.Chime{}, true},
		"of another body":                    {later + " ", "secret_kept", sign("secret_kept", later), connectors.Chime{}, true},
		"not signed":                         {later, "secret_kept", "", connectors.Chime{}, true},
		"signed in another way":              {later, "secret_kept", "sha1=00", connectors.Chime{}, true},
		"signed with nonsense":               {later, "secret_kept", "sha256=nonsense", connectors.Chime{}, true},
		"somebody brings a secret once more": {first, "secret_kept", "", connectors.Chime{}, true},
		"nonsense":                           {"nonsense", "", "", connectors.Chime{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hooks/papers", http.NoBody)
			if c.signature != "" {
				r.Header.Set("X-Notion-Signature", c.signature)
			}
			got, err := bell.Ring(r, []byte(c.body), c.kept)
			if (err != nil) != c.refused || got.Poll != c.want.Poll || got.Keep != c.want.Keep {
				t.Errorf("%+v, %v; want %+v, refused: %v", got, err, c.want, c.refused)
			}
		})
	}
}
