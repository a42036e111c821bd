package webhook

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// ErrGone says that the receiver answered 410: it wants no more messages, and none should be sent until somebody
// subscribes it again.
var ErrGone = errors.New("the receiver wants no more (410 Gone)")

// maxWait is the longest pause that a receiver can ask for.
const maxWait = 24 * time.Hour

// Wait says that the receiver asks for patience: the same entry is to be sent again after For, which is more than
// nothing and at most 24 hours.
type Wait struct {
	For time.Duration
	Err error
}

// Error says how long and why.
func (w *Wait) Error() string {
	return fmt.Sprintf("the receiver asks to wait %s: %v", w.For.Round(time.Second), w.Err)
}

// Unwrap returns what the receiver answered.
func (w *Wait) Unwrap() error { return w.Err }

// judge returns what an answer means: nil for a receipt.
func judge(status int, after string, now time.Time) error {
	if status >= 200 && status <= 299 {
		return nil
	}
	answered := fmt.Errorf("it answered %s", strings.TrimSpace(fmt.Sprint(status, " ", http.StatusText(status))))
	switch {
	case status == http.StatusGone:
		return ErrGone
	case status >= 300 && status <= 399:
		return fmt.Errorf("%w: redirects are not followed, give the address it leads to", answered)
	case status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable:
		if pause, ok := retryAfter(after, now); ok {
			return &Wait{For: pause, Err: answered}
		}
	}
	return answered
}

// retryAfter reads a Retry-After header: a number of seconds, or a date. One that cannot be read, or asks for no pause,
// says nothing.
func retryAfter(text string, now time.Time) (time.Duration, bool) {
	var pause time.Duration
	if strings.Trim(text, "0123456789") == "" {
		seconds, _ := strconv.ParseUint(text, 10, 64) // of no digits 0, of too many the highest number there is
		pause = time.Duration(min(seconds, uint64(maxWait/time.Second))) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		pause = min(at.Sub(now), maxWait)
	}
	return pause, pause > 0
}
