package simulator

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// A Server is a simulator that listens.
type Server struct {
	*Simulator
	server *http.Server
	done   chan error
}

// Listen makes a simulator and serves it on addr, as host:port; port 0 is any free one. Options.Base, if empty, becomes
// the address it listens on. It has to be closed.
func Listen(ctx context.Context, addr string, o Options) (*Server, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen for the simulator: %w", err)
	}
	if o.Base == "" {
		o.Base = "http://" + l.Addr().String()
	}
	sim, err := New(o)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	s := &Server{Simulator: sim, done: make(chan error, 1)}
	s.server = &http.Server{Handler: sim.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	go func() { s.done <- s.server.Serve(l) }()
	return s, nil
}

// URL is the address of the simulator; its pages for people are there.
func (s *Server) URL() string { return s.base }

// GitHubURL is the address of the API of GitHub. [Simulator.Tool] knows all of them.
func (s *Server) GitHubURL() string { return s.Tool("github").URL }

// Close stops listening and waits until the requests under way are answered, or ctx is over.
func (s *Server) Close(ctx context.Context) error {
	err := s.server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(fmt.Errorf("stop the simulator: %w", err), s.server.Close())
	}
	if served := <-s.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
