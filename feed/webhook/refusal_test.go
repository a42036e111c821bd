package webhook_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/datelinehq/dateline/feed/webhook"
)

// hush stands in every address, and must stand in no error.
const hush = "/hush-path?token=hush-query"

func TestAnswers(t *testing.T) {
	const (
		taken = iota
		again // a plain error
		gone
		wait
	)
	for _, c := range []struct {
		status int
		after  string
		want   int
		says   string
	}{
		{200, "", taken, ""},
		{201, "", taken, ""},
		{202, "60", taken, ""},
		{204, "", taken, ""},
		{299, "", taken, ""},
		{300, "", again, "it answered 300 Multiple Choices: redirects are not followed"},
		{304, "", again, "it answered 304 Not Modified: redirects are not followed"},
		{399, "", again, "it answered 399: redirects are not followed"},
		{400, "", again, "it answered 400 Bad Request"},
		{401, "60", again, "it answered 401 Unauthorized"},
		{404, "", again, "it answered 404 Not Found"},
		{410, "60", gone, "the receiver wants no more (410 Gone)"},
		{429, "30", wait, "the receiver asks to wait 30s: it answered 429 Too Many Requests"},
		{429, "", again, "it answered 429 Too Many Requests"},
		{429, "soon", again, "it answered 429 Too Many Requests"},
		{429, "0", again, "it answered 429 Too Many Requests"},
		{500, "60", again, "it answered 500 Internal Server Error"},
		{502, "", again, "it answered 502 Bad Gateway"},
		{503, "Wed, 01 Jul 2026 12:00:30 GMT", wait, "the receiver asks to wait 30s: it answered 503 Service Unavailable"},
		{503, "", again, "it answered 503 Service Unavailable"},
		{504, "60", again, "it answered 504 Gateway Timeout"},
		{599, "", again, "it answered 599"},
		{999, "", again, "it answered 999"},
	} {
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if c.after != "" {
				w.Header().Set("Retry-After", c.after)
			}
			w.WriteHeader(c.status)
		})
		_, err := webhook.NewSender("dateline/test").Send(t.Context(), subscriber(server, hush), webhook.ID(created), created, nil, noon)
		if c.want == taken {
			if err != nil {
				t.Errorf("%d: %v", c.status, err)
			}
			continue
		}
		if want := "sending to ops at " + server.Listener.Addr().String() + ": " + c.says; err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%d, Retry-After %q: %v, want %s", c.status, c.after, err, want)
		}
		keepsQuiet(t, err)
		var pause *webhook.Wait
		if asked := errors.As(err, &pause); asked != (c.want == wait) || asked && pause.For != 30*time.Second {
			t.Errorf("%d, Retry-After %q: wait is %+v", c.status, c.after, pause)
		}
		if errors.Is(err, webhook.ErrGone) != (c.want == gone) {
			t.Errorf("%d: %v", c.status, err)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var followed atomic.Bool
	elsewhere := serve(t, func(http.ResponseWriter, *http.Request) { followed.Store(true) })
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, location := range []string{elsewhere.URL + "/hush", "/hush", "http://169.254.169.254/hush", "http://%zz:hush", ""} {
			server := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/hush-path" {
					followed.Store(true)
				}
				w.Header().Set("Location", location)
				w.WriteHeader(status)
			})
			_, err := webhook.NewSender("dateline/test").Send(t.Context(), subscriber(server, hush), webhook.ID(created), created, nil, noon)
			if err == nil || !strings.Contains(err.Error(), "redirects are not followed") || followed.Load() {
				t.Errorf("%d to %q: %v, followed %v", status, location, err, followed.Load())
			}
			keepsQuiet(t, err)
		}
	}
}

// What answers need not be a web server.
func TestAnswersThatAreNotHTTP(t *testing.T) {
	for name, answer := range map[string]string{
		"nothing":          "",
		"another protocol": "220 mail.example.com ESMTP\r\n",
		"an echo":          "POST /hush-path?token=hush-query HTTP/1.1\r\n\r\n",
		"a headless echo":  "HTTP/1.1 200 OK\r\n?token=hush-query\r\n\r\n",
		"hostile":          "HTTP/1.1 200 OK\r\n\x1b[2J\u202e \r\x00\r\n\r\n",
		"no number":        "HTTP/1.1 2e2 OK\r\n\r\n",
		"a long header":    "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n",
		"a long line":      "HTTP/1.1 " + strings.Repeat("x", 60<<10) + "\r\n\r\n",
		"another tongue":   "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: tls\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := webhook.NewSender("dateline/test").Send(t.Context(), subscriber(hijacked(t, answer), hush), webhook.ID(created), created, nil, noon)
			if err == nil {
				t.Fatal("took it for a receipt")
			}
			text := err.Error()
			if len(text) > 1000 || strings.ContainsAny(text, "\x00\x1b\r\n\u202e") {
				t.Errorf("says %d bytes: %.500q", len(text), text)
			}
			keepsQuiet(t, err)
		})
	}
}

func TestNobodyThere(t *testing.T) {
	server := serve(t, func(http.ResponseWriter, *http.Request) {})
	server.Close()
	_, err := webhook.NewSender("dateline/test").Send(t.Context(), subscriber(server, hush), webhook.ID(created), created, nil, noon)
	if err == nil || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("sent to nobody: %v", err)
	}
	keepsQuiet(t, err)
}

// The receiver writes until nobody listens any more.
func TestOfABigAnswerLittleIsRead(t *testing.T) {
	written := make(chan int64, 1)
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		n, _ := io.Copy(w, io.LimitReader(zeros{}, 1<<30))
		written <- n
	})
	if _, err := webhook.NewSender("dateline/test").Send(t.Context(), subscriber(server, ""), webhook.ID(created), created, nil, noon); err != nil {
		t.Fatal(err)
	}
	// What is not read waits in the buffers of both ends, a few megabytes at most.
	if n := <-written; n > 64<<20 {
		t.Errorf("the receiver could write %d MB", n>>20)
	}
}

func TestASlowReceiverIsCutOffByTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	server := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		defer close(done)
		_, _ = io.Copy(io.Discard, r.Body)
		cancel()
		<-r.Context().Done() // until the sender hangs up
	})
	_, err := webhook.NewSender("dateline/test").Send(ctx, subscriber(server, hush), webhook.ID(created), created, nil, noon)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cut off with %v", err)
	}
	keepsQuiet(t, err)
	<-done
}

// The twenty seconds are those of the test's own clock.
func TestTheLimit(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		says   string
		took   time.Duration
	}{
		"silent":               {"", "it did not answer within 20s", webhook.Limit},
		"half a header":        {"HTTP/1.1 200 OK\r\nContent-", "it did not answer within 20s", webhook.Limit},
		"taken, and then slow": {"HTTP/1.1 204 No Content\r\n\r\n", "", 0},
		"taken, half a body":   {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "", webhook.Limit},
		"gone, half a body":    {"HTTP/1.1 410 Gone\r\nContent-Length: 10\r\n\r\nhalf", "the receiver wants no more", webhook.Limit},
		"interim answers only": {strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 3), "it did not answer within 20s", webhook.Limit},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sender := webhook.NewSender("dateline/test")
				sender.DialWith(func(context.Context, string, string) (net.Conn, error) {
					here, there := net.Pipe()
					go func() {
						req, err := http.ReadRequest(bufio.NewReader(there))
						if err != nil {
							t.Error(err)
							return
						}
						_, _ = io.Copy(io.Discard, req.Body)
						_, _ = io.WriteString(there, c.answer)
						_, _ = io.Copy(io.Discard, there) // until the sender hangs up
					}()
					return here, nil
				})
				to := webhook.Subscriber{Name: "ops", URL: "http://receiver.example.com", Secret: secret}
				began := time.Now()
				_, err := sender.Send(t.Context(), to, webhook.ID(created), created, nil, noon)
				if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
					t.Errorf("says %v, want %q", err, c.says)
				}
				if took := time.Since(began); took != c.took {
					t.Errorf("took %s, want %s", took, c.took)
				}
				for _, transport := range sender.Transports() {
					transport.CloseIdleConnections()
				}
			})
		})
	}
}

// hijacked serves what need not be HTTP. It hangs up when it has said all, but not after it has changed the protocol.
func hijacked(t *testing.T, answer string) *httptest.Server {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(conn, answer)
		if strings.Contains(answer, " 101 ") {
			t.Cleanup(func() { _ = conn.Close() })
			return
		}
		_ = conn.Close()
	})
}

func keepsQuiet(t *testing.T, err error) {
	t.Helper()
	if err != nil && (strings.Contains(err.Error(), "hush") || strings.Contains(err.Error(), strings.TrimPrefix(secret, "whsec_"))) {
		t.Errorf("the message gives away what is secret: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }
