package api

import (
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/datelinehq/dateline/feed/access"
)

const (
	// counted is the time in which so many calls are answered, and policy what that is called.
	counted = time.Minute
	policy  = "calls"
	// maxCallers is how many callers are remembered.
	maxCallers = 10_000
)

// A limiter counts the calls of each caller: a bucket that holds the calls of a minute and is filled as fast as that.
type limiter struct {
	calls int

	mu sync.Mutex
	of map[string]*rate.Limiter
}

func newLimiter(calls int) *limiter { return &limiter{calls: calls, of: map[string]*rate.Limiter{}} }

// bucket is the caller's. Full ones are as good as new ones, and are forgotten where there are too many.
func (l *limiter) bucket(caller string, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.of[caller]
	if b != nil {
		return b
	}
	if len(l.of) >= maxCallers {
		for name, b := range l.of {
			if b.TokensAt(now) >= float64(l.calls) {
				delete(l.of, name)
			}
		}
		if len(l.of) >= maxCallers {
			clear(l.of)
		}
	}
	b = rate.NewLimiter(rate.Limit(float64(l.calls)/counted.Seconds()), l.calls)
	l.of[caller] = b
	return b
}

// A tally is what is left to a caller.
type tally struct {
	// left is how many calls are answered at once, full after how many seconds all of them are again.
	left, full int
	// wait is after how many seconds the next one is answered; 0 where this one is.
	wait int
}

// take counts a call.
func (l *limiter) take(caller string, now time.Time) (t tally) {
	b := l.bucket(caller, now)
	answered := b.AllowN(now, 1)
	tokens := max(0, b.TokensAt(now))
	after := func(missing float64) int { return int(math.Ceil(missing / float64(b.Limit()))) }
	t.left, t.full = int(tokens), after(float64(l.calls)-tokens)
	if !answered {
		t.wait = max(1, after(1-tokens))
	}
	return t
}

// limited tells what is left as draft-ietf-httpapi-ratelimit-headers has it.
func (s *server) limited(next http.Handler) http.Handler {
	if s.Calls == 0 {
		return next
	}
	return s.handler(func(w http.ResponseWriter, r *http.Request) error {
		caller, counts := callerOf(r)
		if !counts {
			next.ServeHTTP(w, r)
			return nil
		}
		t := s.limits.take(caller, s.Now())
		h := w.Header()
		h.Set("RateLimit-Policy", fmt.Sprintf(`"%s";q=%d;w=%.0f`, policy, s.Calls, counted.Seconds()))
		h.Set("RateLimit", fmt.Sprintf(`"%s";r=%d;t=%d`, policy, t.left, t.full))
		if t.wait > 0 {
			h.Set("Retry-After", strconv.Itoa(t.wait))
			return &problem{
				Type: "https://iana.org/assignments/http-problem-types#quota-exceeded", Status: http.StatusTooManyRequests,
				Title:    "Request cannot be satisfied as assigned quota has been exceeded",
				Detail:   fmt.Sprintf("At most %d calls a minute are answered. Call again in %s.", s.Calls, seconds(t.wait)),
				Violated: []string{policy},
			}
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

func seconds(n int) string {
	if n == 1 {
		return "a second"
	}
	return strconv.Itoa(n) + " seconds"
}

// callerOf is whose calls are counted together: those of a token, of somebody who is known, or of an address. Those from this
// machine are not counted where nobody is asked who they are. Of IPv6 a network of one house is an address.
func callerOf(r *http.Request) (caller string, counts bool) {
	if caller = access.Of(r.Context()).Caller(); caller != "" {
		return caller, true
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return "address/" + r.RemoteAddr, true
	}
	at := from.Addr().Unmap().WithZone("")
	if at.Is6() {
		if net, err := at.Prefix(64); err == nil && !at.IsLoopback() {
			at = net.Addr()
		}
	}
	return "address/" + at.String(), !at.IsLoopback()
}

// bounded adds to the description of an address how many calls are answered.
func (o Options) bounded(op *operation, fault map[string]content) {
	if o.Calls == 0 {
		return
	}
	left := map[string]header{
		"RateLimit-Policy": {"How many calls of one caller are answered, as q in w seconds.", &schema{Type: "string"}},
		"RateLimit":        {"How many are left, as r, and in how many seconds all of them are, as t.", &schema{Type: "string"}},
	}
	ok := op.Responses["200"]
	ok.Headers = maps.Clone(ok.Headers)
	if ok.Headers == nil {
		ok.Headers = map[string]header{}
	}
	maps.Copy(ok.Headers, left)
	op.Responses["200"] = ok
	left["Retry-After"] = header{"In how many seconds the next call is answered.", &schema{Type: "integer"}}
	op.Responses["429"] = reply{
		Description: fmt.Sprintf("There were more than %d calls in a minute.", o.Calls), Headers: left, Content: fault,
	}
}
