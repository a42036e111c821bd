package webhook_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed/webhook"
)

func TestCheck(t *testing.T) {
	const good = "https://hooks.example.com/dateline?room=7"
	for name, c := range map[string]struct{ url, secret, want string }{
		"good":                {good, secret, ""},
		"http":                {"http://receiver:8080", secret, ""},
		"IPv6":                {"https://[2606:4700::1111]/", secret, ""},
		"shortest secret":     {good, ofLength(24), ""},
		"longest secret":      {good, ofLength(64), ""},
		"no URL":              {"", secret, "the URL is missing"},
		"no scheme":           {"hooks.example.com/hush", secret, "must begin with https://"},
		"another scheme":      {"ftp://example.com/hush", secret, "must begin with https://"},
		"script":              {"javascript:hush", secret, "must begin with https://"},
		"no host":             {"https:///hush", secret, "names no host"},
		"a port only":         {"https://:443/hush", secret, "names no host"},
		"opaque":              {"https:hush", secret, "names no host"},
		"user":                {"https://hush@example.com/", secret, "user name or password"},
		"password":            {"https://ana:hush@example.com/", secret, "user name or password"},
		"password with a /":   {"https://ana:hush/1@example.com/", secret, "not an address"},
		"line break":          {"https://example.com/hush\r\nX: y", secret, "not an address"},
		"port 0":              {"https://example.com:0/hush", secret, "port"},
		"port too high":       {"https://example.com:65536/hush", secret, "port"},
		"no secret":           {good, "", "the secret is missing"},
		"no prefix":           {good, base64.StdEncoding.EncodeToString([]byte("hush hush hush hush hush hush")), "does not begin with whsec_"},
		"another prefix":      {good, "whsk_" + strings.Repeat("hush", 10), "does not begin with whsec_"},
		"not base64":          {good, "whsec_hush hush hush hush hush hush hush", "not base64"},
		"base64 of URLs":      {good, "whsec_" + strings.Repeat("-_-_hush", 5), "not base64"},
		"no padding":          {good, "whsec_" + strings.Repeat("hush", 8) + "hu", "not base64"},
		"secret of two lines": {good, ofLength(30) + "\nhush", "end of its line"},
		"secret too short":    {good, ofLength(23), "23 bytes long: it must be 24 to 64"},
		"secret too long":     {good, ofLength(65), "65 bytes long: it must be 24 to 64"},
	} {
		t.Run(name, func(t *testing.T) {
			to := webhook.Subscriber{Name: "ops", URL: c.url, Secret: c.secret}
			checked := to.Check()
			if (checked == nil) != (c.want == "") || checked != nil && !strings.Contains(checked.Error(), c.want) {
				t.Fatalf("says %v, want %q", checked, c.want)
			}
			if checked == nil {
				return
			}
			_, sent := webhook.NewSender("dateline/test").Send(t.Context(), to, webhook.ID(created), created, nil, noon)
			if want := "sending to ops: " + checked.Error(); sent == nil || sent.Error() != want {
				t.Errorf("sending says %v, want %s", sent, want)
			}
			if strings.Contains(checked.Error(), "hush") {
				t.Errorf("the message gives away what is secret: %v", checked)
			}
		})
	}
}

func TestSubscribersPrintWithoutSecrets(t *testing.T) {
	to := webhook.Subscriber{Name: "ops", URL: "https://example.com/token", Secret: secret}
	text, err := json.Marshal(to)
	if err != nil {
		t.Fatal(err)
	}
	for _, printed := range []string{fmt.Sprint(to), fmt.Sprintf("%v %+v %s", to, []webhook.Subscriber{to}, &to), string(text)} {
		if strings.Contains(printed, secret) || !strings.Contains(printed, "ops") {
			t.Errorf("printed as %s", printed)
		}
	}
}

// ofLength returns a secret of n bytes.
func ofLength(n int) string {
	return "whsec_" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat("s", n)))
}
