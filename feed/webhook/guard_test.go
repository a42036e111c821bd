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

func TestGuard(t *testing.T) {
	const (
		allowed     = "" // to everybody
		onlyPrivate = "unless the subscriber is private"
	)
	for address, want := range map[string]string{
		// The open internet, and what lies just outside the special networks.
		"93.184.216.34":             allowed,
		"1.1.1.1":                   allowed,
		"9.255.255.255":             allowed,
		"11.0.0.0":                  allowed,
		"100.63.255.255":            allowed,
		"100.128.0.0":               allowed,
		"126.255.255.255":           allowed,
		"128.0.0.0":                 allowed,
		"172.15.255.255":            allowed,
		"172.32.0.0":                allowed,
		"192.167.255.255":           allowed,
		"198.17.255.255":            allowed,
		"198.20.0.0":                allowed,
		"223.255.255.255":           allowed,
		"2606:4700::1111":           allowed,
		"2001:200::1":               allowed,
		"2a00:1450:4001:800::1":     allowed,
		"::ffff:1.1.1.1":            allowed,
		"64:ff9b::101:101":          allowed, // NAT64 of 1.1.1.1
		"2002:101:101::1":           allowed, // 6to4 of 1.1.1.1
		"2001:0:101:101::fefe:fefe": allowed, // Teredo by and of 1.1.1.1

		// What private subscribers may be on.
		"127.0.0.1":                 onlyPrivate,
		"127.255.255.254":           onlyPrivate,
		"10.0.0.1":                  onlyPrivate,
		"172.16.0.1":                onlyPrivate,
		"172.31.255.255":            onlyPrivate,
		"192.168.1.1":               onlyPrivate,
		"::1":                       onlyPrivate,
		"fc00::1":                   onlyPrivate,
		"fd12:3456:789a::1":         onlyPrivate,
		"fd12:3456:789a::1%eth0":    onlyPrivate,
		"::ffff:127.0.0.1":          onlyPrivate,
		"::ffff:10.0.0.1%eth0":      onlyPrivate,
		"64:ff9b::7f00:1":           onlyPrivate,
		"64:ff9b::10.0.0.1":         onlyPrivate,
		"2002:7f00:1::1":            onlyPrivate,
		"2002:c0a8:101::1":          onlyPrivate,
		"2001:0:7f00:1::fefe:fefe":  onlyPrivate, // by a server on loopback
		"2001:0:101:101::80ff:fffe": onlyPrivate, // of a client on loopback

		// What nobody may be on.
		"169.254.169.254":             "metadata",
		"100.100.100.200":             "metadata",
		"168.63.129.16":               "metadata",
		"fd00:ec2::254":               "metadata",
		"fd00:ec2::254%eth0":          "metadata",
		"fd20:ce::254":                "metadata",
		"::ffff:169.254.169.254":      "metadata",
		"::ffff:a9fe:a9fe%1":          "metadata",
		"64:ff9b::a9fe:a9fe":          "metadata",
		"2002:a9fe:a9fe::":            "metadata",
		"2001:0:a9fe:a9fe::fefe:fefe": "metadata",
		"2001:0:101:101::5601:5601":   "metadata",
		"0.0.0.0":                     "unspecified",
		"0.1.2.3":                     "unspecified",
		"::":                          "unspecified",
		"::ffff:0.0.0.0":              "unspecified",
		"169.254.0.1":                 "link-local",
		"fe80::1":                     "link-local",
		"fe80::1%eth0":                "link-local",
		"febf::1":                     "link-local",
		"100.64.0.1":                  "shared",
		"100.127.255.255":             "shared",
		"192.0.0.192":                 "reserved",
		"192.88.99.1":                 "reserved",
		"192.0.2.1":                   "documentation",
		"198.51.100.1":                "documentation",
		"203.0.113.1":                 "documentation",
		"2001:db8::1":                 "documentation",
		"3fff:fff::1":                 "documentation",
		"198.18.0.1":                  "benchmarks",
		"198.19.255.255":              "benchmarks",
		"2001:2::1":                   "benchmarks",
		"224.0.0.1":                   "multicast",
		"239.255.255.250":             "multicast",
		"ff02::1":                     "multicast",
		"ff02::1%eth0":                "multicast",
		"240.0.0.1":                   "reserved",
		"255.255.255.255":             "broadcast",
		"64:ff9b:1::101:101":          "NAT64",
		"2001:10::1":                  "reserved",
		"::127.0.0.1":                 "reserved", // the oldest way to carry an address
		"::ffff:0:127.0.0.1":          "reserved", // a translated one
		"100::1":                      "reserved",
		"fec0::1":                     "reserved",
		"5f00::1":                     "reserved",
		"4000::1":                     "reserved",
	} {
		network := "tcp4"
		if strings.Contains(address, ":") {
			network = "tcp6"
		}
		for _, private := range []bool{false, true} {
			want := want
			if private && want == onlyPrivate {
				want = allowed
			}
			err := webhook.Guard(private)(t.Context(), network, net.JoinHostPort(address, "443"), nil)
			if (err == nil) != (want == allowed) || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s, private %v: %v, want %q", address, private, err, want)
			}
		}
	}
}

func TestGuardRefusesWhatIsNoAddress(t *testing.T) {
	for _, c := range [][2]string{
		{"unix", "/run/docker.sock"}, {"tcp4", "localhost:80"}, {"tcp4", "1.1.1.1"}, {"udp4", "1.1.1.1:53"}, {"tcp4", ""},
	} {
		if err := webhook.Guard(true)(t.Context(), c[0], c[1], nil); err == nil {
			t.Errorf("%s %q may be sent to", c[0], c[1])
		}
	}
}

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
		err := sender.Send(t.Context(), to, created, nil, noon)
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
	if err := sender.Send(t.Context(), to, created, nil, noon); err != nil {
		t.Fatal(err)
	}
	to.Private = false
	if err := sender.Send(t.Context(), to, created, nil, noon); err == nil || len(receiver.all()) != 1 {
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
	err := webhook.NewSender("dateline/test").Send(t.Context(), to, created, nil, noon)
	if err == nil || !strings.Contains(err.Error(), "certificate") || reached.Load() {
		t.Errorf("sent to a stranger: %v", err)
	}
}
