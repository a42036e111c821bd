package webhook_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/datelinehq/dateline/feed/webhook"
)

// Names are judged by where they lead.
func TestNothingIsSentToLoopback(t *testing.T) {
	receiver := newReceiver(t)
	_, port, err := net.SplitHostPort(receiver.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	sender := webhook.NewSender("dateline/test")
	for host, says := range map[string]string{
		"127.0.0.1":          "loopback",
		"localhost":          "loopback",
		"LOCALHOST":          "loopback",
		"[::ffff:127.0.0.1]": "loopback",
		"[::ffff:7f00:1]":    "loopback",
		"0.0.0.0":            "address, to which nothing is sent",
		"[::]":               "address, to which nothing is sent",
	} {
		to := receiver.subscriber()
		to.Private, to.URL = false, "http://"+net.JoinHostPort(strings.Trim(host, "[]"), port)
		_, err := sender.Send(t.Context(), to, webhook.ID(created), created, nil, noon)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("sending to %s: %v, want %q", host, err, says)
		}
	}
	if got := receiver.all(); len(got) > 0 {
		t.Errorf("%d messages arrived", len(got))
	}
}

// A connection that a private subscriber opened is not lent to one that is not.
func TestConnectionsOfPrivateSubscribersAreTheirs(t *testing.T) {
	receiver := newReceiver(t)
	sender := webhook.NewSender("dateline/test")
	to := receiver.subscriber()
	if _, err := sender.Send(t.Context(), to, webhook.ID(created), created, nil, noon); err != nil {
		t.Fatal(err)
	}
	to.Private = false
	if _, err := sender.Send(t.Context(), to, webhook.ID(created), created, nil, noon); err == nil || len(receiver.all()) != 1 {
		t.Errorf("sent to loopback over the connection of another: %v", err)
	}
}

func TestNoProxies(t *testing.T) {
	for _, transport := range webhook.NewSender("dateline/test").Transports() {
		if transport.Proxy != nil {
			t.Error("asks for a proxy, which would make the connection in our place")
		}
	}
}

// Whoever the address leads to must also be who the certificate names.
func TestCertificatesAreChecked(t *testing.T) {
	var reached atomic.Bool
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	server.Config.ErrorLog = quiet
	server.StartTLS()
	t.Cleanup(server.Close)
	to := webhook.Subscriber{Name: "ops", URL: server.URL, Secret: secret, Private: true}
	_, err := webhook.NewSender("dateline/test").Send(t.Context(), to, webhook.ID(created), created, nil, noon)
	if err == nil || !strings.Contains(err.Error(), "certificate") || reached.Load() {
		t.Errorf("sent to a stranger: %v", err)
	}
}
