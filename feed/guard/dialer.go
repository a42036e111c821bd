package guard

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// NewDialer returns a dialer that refuses what is not the open internet, but for the networks that are let through.
func NewDialer(through ...netip.Prefix) *net.Dialer {
	return &net.Dialer{ControlContext: func(_ context.Context, network, address string, _ syscall.RawConn) error {
		return judge(network, address, through)
	}}
}

// judge is asked when the name has been looked up and before the connection is made.
func judge(network, address string, through []netip.Prefix) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || network != "tcp4" && network != "tcp6" {
		return fmt.Errorf("%s is no address on the internet", network)
	}
	return Refuse(to.Addr(), through...)
}
