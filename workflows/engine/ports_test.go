package engine

import (
	"fmt"
	"net"
	"testing"
)

// What was chosen and is not used yet is not chosen again, and of a block that somebody listens in nothing is.
func TestPorts(t *testing.T) {
	chosen := map[int]bool{}
	for range 200 {
		ports, err := freePorts(t.Context(), len(services))
		if err != nil {
			t.Fatal(err)
		}
		for _, port := range ports {
			if chosen[port] || port < firstPort || port >= lastPort {
				t.Fatalf("port %d is chosen twice, or is none to choose from", port)
			}
			chosen[port] = true
		}
	}
	ports, err := freePorts(t.Context(), len(services))
	if err != nil {
		t.Fatal(err)
	}
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", fmt.Sprintf("127.0.0.1:%d", ports[len(ports)-1]))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	if free, err := freeBlock(t.Context(), ports[0], len(ports)); err == nil {
		t.Errorf("%v are free, and somebody listens at %d", free, ports[len(ports)-1])
	}
}
