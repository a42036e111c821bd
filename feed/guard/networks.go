package guard

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
)

// A network is a range of addresses that is not the open internet.
type network struct {
	prefix netip.Prefix
	name   string
	// private networks may be let through, the others never.
	private bool
}

// special lists the networks that are refused, the most particular first, after the IANA registries of special-purpose
// addresses. In IPv6 only 2000::/3 is given out at all; the last three lines are the rest.
var special = []network{
	{netip.MustParsePrefix("169.254.169.254/32"), metadata, false},
	{netip.MustParsePrefix("100.100.100.200/32"), metadata, false},
	{netip.MustParsePrefix("168.63.129.16/32"), metadata, false},
	{netip.MustParsePrefix("fd00:ec2::254/128"), metadata, false},
	{netip.MustParsePrefix("fd20:ce::254/128"), metadata, false},

	{netip.MustParsePrefix("127.0.0.0/8"), "a loopback address", true},
	{netip.MustParsePrefix("10.0.0.0/8"), "a private address", true},
	{netip.MustParsePrefix("172.16.0.0/12"), "a private address", true},
	{netip.MustParsePrefix("192.168.0.0/16"), "a private address", true},
	{netip.MustParsePrefix("0.0.0.0/8"), "an unspecified address", false},
	{netip.MustParsePrefix("100.64.0.0/10"), "an address shared by a provider's customers", false},
	{netip.MustParsePrefix("169.254.0.0/16"), "a link-local address", false},
	{netip.MustParsePrefix("192.0.0.0/24"), "an address reserved for protocols", false},
	{netip.MustParsePrefix("192.0.2.0/24"), "an address for documentation", false},
	{netip.MustParsePrefix("192.88.99.0/24"), "an address reserved for protocols", false},
	{netip.MustParsePrefix("198.18.0.0/15"), "an address for benchmarks", false},
	{netip.MustParsePrefix("198.51.100.0/24"), "an address for documentation", false},
	{netip.MustParsePrefix("203.0.113.0/24"), "an address for documentation", false},
	{netip.MustParsePrefix("224.0.0.0/4"), "a multicast address", false},
	{netip.MustParsePrefix("255.255.255.255/32"), "the broadcast address", false},
	{netip.MustParsePrefix("240.0.0.0/4"), "a reserved address", false},

	{netip.MustParsePrefix("::1/128"), "a loopback address", true},
	{netip.MustParsePrefix("fc00::/7"), "a private address", true},
	{netip.MustParsePrefix("::/128"), "an unspecified address", false},
	{netip.MustParsePrefix("64:ff9b:1::/48"), "an address of a network's own NAT64", false},
	{netip.MustParsePrefix("2001:2::/48"), "an address for benchmarks", false},
	{netip.MustParsePrefix("2001:db8::/32"), "an address for documentation", false},
	{netip.MustParsePrefix("2001::/23"), "an address reserved for protocols", false},
	{netip.MustParsePrefix("3fff::/20"), "an address for documentation", false},
	{netip.MustParsePrefix("fe80::/10"), "a link-local address", false},
	{netip.MustParsePrefix("ff00::/8"), "a multicast address", false},
	{netip.MustParsePrefix("::/3"), "a reserved address", false},
	{netip.MustParsePrefix("4000::/2"), "a reserved address", false},
	{netip.MustParsePrefix("8000::/1"), "a reserved address", false},
}

// The networks whose addresses carry an address of IPv4, to which a translator or a tunnel takes what is sent.
var (
	nat64     = netip.MustParsePrefix("64:ff9b::/96")
	sixToFour = netip.MustParsePrefix("2002::/16")
	teredo    = netip.MustParsePrefix("2001::/32")
)

// Private are the networks of a machine and of an organisation: loopback and what is private.
func Private() (list []netip.Prefix) {
	for _, n := range special {
		if n.private {
			list = append(list, n.prefix)
		}
	}
	return list
}

// metadata is why the services are refused from which a cloud hands out credentials. No list lets them through.
const metadata = "a cloud's metadata service"

// Refuse returns why nothing is sent to an address, and nil where it may be sent to. What lies in the networks that are let
// through is open besides the internet.
func Refuse(a netip.Addr, through ...netip.Prefix) error {
	a = a.Unmap().WithZone("") // no prefix contains an address with a zone
	if carried := embedded(a); carried != nil {
		for _, inner := range carried {
			if err := Refuse(inner, through...); err != nil {
				return fmt.Errorf("a form of %s, %w", inner, err)
			}
		}
		return nil
	}
	open := slices.ContainsFunc(through, func(p netip.Prefix) bool { return p.Contains(a) })
	for _, n := range special {
		switch {
		case !n.prefix.Contains(a):
		case open && n.name != metadata:
			return nil
		case n.private:
			return errors.New(n.name + ", to which nothing is sent without private: true")
		default:
			return errors.New(n.name + ", to which nothing is sent")
		}
	}
	return nil
}

// embedded returns the addresses of IPv4 that an address carries.
func embedded(a netip.Addr) []netip.Addr {
	b := a.As16()
	switch {
	case nat64.Contains(a):
		return []netip.Addr{netip.AddrFrom4([4]byte(b[12:]))}
	case sixToFour.Contains(a):
		return []netip.Addr{netip.AddrFrom4([4]byte(b[2:6]))}
	case teredo.Contains(a): // the server, and the client with its bits turned over
		return []netip.Addr{netip.AddrFrom4([4]byte(b[4:8])), netip.AddrFrom4([4]byte{^b[12], ^b[13], ^b[14], ^b[15]})}
	}
	return nil
}
