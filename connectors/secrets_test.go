package connectors_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/connectors"
)

func TestRedact(t *testing.T) {
	var s connectors.Secrets
	if got := s.Redact("nothing is secret yet"); got != "nothing is secret yet" {
		t.Error(got)
	}
	s.Add("ghp_abc/def+1", "ampers&nd", "short", "", "postgres://dateline:correct%20horse@db.example.com/dateline")
	for in, want := range map[string]string{
		"token ghp_abc/def+1 refused":               "token *** refused",
		"GET https://x/?token=ghp_abc%2Fdef%2B1":    "GET https://x/?token=***",
		"GET https://x/ghp_abc%2Fdef+1/y":           "GET https://x/***/y",
		`{"error": "no: ampers\u0026nd"}`:           `{"error": "no: ***"}`,
		"<p>no: ampers&amp;nd":                      "<p>no: ***",
		"the password correct horse is wrong":       "the password *** is wrong",
		"short words stay, or texts become holes":   "short words stay, or texts become holes",
		hex.EncodeToString([]byte("ghp_abc/def+1")): "***",
	} {
		if got := s.Redact(in); got != want {
			t.Errorf("Redact(%q) = %q, want %q", in, got, want)
		}
	}
}

// Whatever stands before and behind a secret, of its base64 only what tells of its ends is left.
func TestRedactBase64(t *testing.T) {
	const secret = "correct-horse/battery+staple?"
	var s connectors.Secrets
	s.Add(secret)
	for before := range 6 {
		for behind := range 6 {
			text := strings.Repeat("x", before) + secret + strings.Repeat("y", behind)
			r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
			r.SetBasicAuth(text, "")
			for _, told := range []string{
				base64.StdEncoding.EncodeToString([]byte(text)), base64.RawURLEncoding.EncodeToString([]byte(text)), r.Header.Get("Authorization"),
			} {
				if got := s.Redact(told); !strings.Contains(got, connectors.Hidden) || len(got) > len(told)-len(secret) {
					t.Errorf("of %q is left %q", told, got)
				}
			}
		}
	}
}

// A setting that is secret does not print, by itself or with what it is in.
func TestSecretDoesNotPrint(t *testing.T) {
	settings := struct {
		Token connectors.Secret
		Older []connectors.Secret
	}{"canary", []connectors.Secret{"canary"}}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("read", "settings", settings, "token", settings.Token)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("read", "settings", settings, "token", settings.Token)
	text, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	told := fmt.Sprintf("%v %+v %#v %s %q %s %s", settings, settings, settings, settings.Token, settings.Token, text, log.String())
	if strings.Contains(told, "canary") || !strings.Contains(told, connectors.Hidden) {
		t.Error(told)
	}
}
