package guard_test

import (
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed/guard"
)

func TestNetworks(t *testing.T) {
	const (
		allowed     = "" // to everybody
		onlyPrivate = "without private: true"
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

		// What may be let through.
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

		// What nobody is let through to.
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
		for _, through := range [][]netip.Prefix{nil, guard.Private()} {
			want := want
			if through != nil && want == onlyPrivate {
				want = allowed
			}
			err := guard.NewDialer(through...).ControlContext(t.Context(), network, net.JoinHostPort(address, "443"), nil)
			if (err == nil) != (want == allowed) || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s, through %v: %v, want %q", address, through, err, want)
			}
		}
	}
}

func TestWhatIsNoAddress(t *testing.T) {
	for _, c := range [][2]string{
		{"unix", "/run/docker.sock"}, {"tcp4", "localhost:80"}, {"tcp4", "1.1.1.1"}, {"udp4", "1.1.1.1:53"}, {"tcp4", ""},
	} {
		if err := guard.NewDialer(guard.Private()...).ControlContext(t.Context(), c[0], c[1], nil); err == nil {
			t.Errorf("%s %q may be sent to", c[0], c[1])
		}
	}
}

// A list lets through what it names, and never a cloud's metadata service.
func TestThrough(t *testing.T) {
	everything := []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}
	office := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}
	for _, c := range []struct {
		address string
		through []netip.Prefix
		open    bool
	}{
		{"10.1.2.3", office, true},
		{"::ffff:10.1.2.3", office, true},
		{"64:ff9b::10.1.2.3", office, true},
		{"10.2.0.1", office, false},
		{"192.0.2.1", everything, true},
		{"169.254.169.254", everything, false},
		{"::ffff:169.254.169.254", everything, false},
		{"2002:a9fe:a9fe::", everything, false},
		{"fd00:ec2::254", everything, false},
	} {
		if err := guard.Refuse(netip.MustParseAddr(c.address), c.through...); (err == nil) != c.open {
			t.Errorf("%s through %v: %v", c.address, c.through, err)
		}
	}
}
