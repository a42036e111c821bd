package webhook_test

import (
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/webhook"
)

var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

func TestRetryAfter(t *testing.T) {
	const none = 0
	for text, want := range map[string]time.Duration{
		"120":                               2 * time.Minute,
		"007":                               7 * time.Second,
		"86400":                             24 * time.Hour,
		"86401":                             24 * time.Hour,
		"99999999999999999999999999999":     24 * time.Hour,
		"18446744073709551615":              24 * time.Hour,
		"Wed, 01 Jul 2026 12:01:00 GMT":     time.Minute,
		"Wednesday, 01-Jul-26 12:01:00 GMT": time.Minute,
		"Wed Jul  1 12:01:00 2026":          time.Minute,
		"Fri, 01 Jan 9999 00:00:00 GMT":     24 * time.Hour,
		"Wed, 01 Jul 2026 12:00:00 GMT":     none,
		"Thu, 01 Jan 1970 00:00:00 GMT":     none,
		"":                                  none,
		"0":                                 none,
		"-5":                                none,
		"+5":                                none,
		"99999999999999999999seconds":       none,
		"1.5":                               none,
		"1e3":                               none,
		"0x10":                              none,
		"1_000":                             none,
		"5 minutes":                         none,
		"２":                                 none,
		"tomorrow":                          none,
		"2026-07-01T12:01:00Z":              none,
	} {
		if got, ok := webhook.RetryAfter(text, noon); ok != (want > 0) || ok && got != want {
			t.Errorf("Retry-After %q is %s, %v; want %s", text, got, ok, want)
		}
	}
}

// FuzzRetryAfter checks the bounds for every text, and the value for every number.
func FuzzRetryAfter(f *testing.F) {
	for _, text := range []string{
		"0", "120", "86401", "18446744073709551616", "-1", "Wed, 01 Jul 2026 12:01:00 GMT", "Wed Jul  1 12:01:00 2026",
		"Monday, 02-Jan-06 15:04:05 MST", "\x00", "99999999999999999999seconds", strings.Repeat("9", 400),
	} {
		f.Add(text, noon.Unix())
	}
	day := big.NewInt(24 * 60 * 60)
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		now := time.Unix(unix%(1<<40), 0)
		pause, ok := webhook.RetryAfter(text, now)
		if ok && (pause <= 0 || pause > 24*time.Hour) {
			t.Errorf("%q at %s is a pause of %s", text, now, pause)
		}
		if number := text != "" && strings.Trim(text, "0123456789") == ""; number {
			want, _ := new(big.Int).SetString(text, 10)
			if want.Cmp(day) > 0 {
				want = day
			}
			if got := int64(pause / time.Second); got != want.Int64() || ok != (got > 0) {
				t.Errorf("%s seconds are %s, %v", text, pause, ok)
			}
		} else if _, err := http.ParseTime(text); ok && err != nil {
			t.Errorf("%q is neither a number nor a date, and a pause of %s", text, pause)
		}
	})
}
