package webhook

import (
	"context"
	"net"
	"net/http"
)

const (
	Limit     = limit
	MaxAnswer = maxAnswer
)

var RetryAfter = retryAfter

// DialWith makes every connection with f.
func (s *Sender) DialWith(f func(ctx context.Context, network, address string) (net.Conn, error)) {
	s.public.DialContext, s.private.DialContext = f, f
}

// Transports are the ways that messages take.
func (s *Sender) Transports() []*http.Transport { return []*http.Transport{s.public, s.private} }
