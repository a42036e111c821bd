package guard_test

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// A zone is a name server of the tests' own. It answers each name with the next of its addresses, the last one for ever.
type zone struct {
	mu    sync.Mutex
	names map[string][]netip.Addr
}

// resolver looks names up in the zone and nowhere else.
func (z *zone) resolver(t *testing.T) *net.Resolver {
	t.Helper()
	conn, err := new(net.ListenConfig).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		question := make([]byte, 512)
		for {
			n, from, err := conn.ReadFrom(question)
			if err != nil {
				return
			}
			if answer := z.answer(question[:n]); answer != nil {
				_, _ = conn.WriteTo(answer, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func (z *zone) answer(question []byte) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	head := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 0}
	if to, known := z.next(q.Name.String(), q.Type); known {
		var body dnsmessage.ResourceBody = &dnsmessage.AAAAResource{AAAA: to.As16()}
		if to.Is4() {
			body = &dnsmessage.AResource{A: to.As4()}
		}
		m.Answers = []dnsmessage.Resource{{Header: head, Body: body}}
	}
	answer, err := m.Pack()
	if err != nil {
		return nil
	}
	return answer
}

func (z *zone) next(name string, wanted dnsmessage.Type) (netip.Addr, bool) {
	z.mu.Lock()
	defer z.mu.Unlock()
	list := z.names[name]
	if len(list) == 0 || list[0].Is4() != (wanted == dnsmessage.TypeA) {
		return netip.Addr{}, false
	}
	if len(list) > 1 {
		z.names[name] = list[1:]
	}
	return list[0], true
}
