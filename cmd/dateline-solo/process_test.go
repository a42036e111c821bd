package main_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"testing"
)

// A process is a program that is killed and started again.
type process struct {
	t    testing.TB
	name string
	// command makes the command that starts it; ready reports whether it does its work.
	command func() *exec.Cmd
	ready   func() bool

	mu     sync.Mutex
	cmd    *exec.Cmd
	killed bool
	ended  chan struct{} // closed when cmd has
	said   bytes.Buffer  // by the last that was started
}

// newProcess makes a process that is not started yet, and is killed when the test ends.
func newProcess(t testing.TB, name string, command func() *exec.Cmd) *process {
	p := &process{t: t, name: name, command: command, ready: func() bool { return true }}
	t.Cleanup(p.kill)
	return p
}

// start starts it and waits until it is ready.
func (p *process) start() {
	p.t.Helper()
	p.begin()
	until(p.t, p.name+" is ready", p.ready)
	if p.t.Failed() {
		p.t.FailNow()
	}
}

// begin starts it.
func (p *process) begin() {
	p.t.Helper()
	cmd, ended := p.command(), make(chan struct{})
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said.Reset()
	p.cmd, p.ended, p.killed = cmd, ended, false
	cmd.Stdout, cmd.Stderr = p, p
	if err := cmd.Start(); err != nil {
		p.t.Error(err)
		close(ended)
		return
	}
	go func() {
		err := cmd.Wait()
		p.mu.Lock()
		defer p.mu.Unlock()
		if !p.killed && p.cmd == cmd && p.t.Context().Err() == nil {
			p.t.Errorf("%s ended by itself: %v\n%s", p.name, err, p.said.String())
		}
		close(ended)
	}()
}

// kill ends it without asking, and waits until it is gone.
func (p *process) kill() {
	p.mu.Lock()
	cmd, ended := p.cmd, p.ended
	p.killed = true
	p.mu.Unlock()
	if cmd == nil || cmd.Process == nil {
		return
	}
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Error(err)
	}
	<-ended
}

// Write keeps what the process says.
func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.Write(b)
}

// says returns the first group of a pattern in what it said since it was started, empty as long as it did not.
func (p *process) says(pattern string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if m := regexp.MustCompile(pattern).FindSubmatch(p.said.Bytes()); m != nil {
		return string(m[1])
	}
	return ""
}

// A relay is an address that leads to another, which may change: that of a server that is started again elsewhere.
type relay struct {
	address string
	mu      sync.Mutex
	to      string
}

func newRelay(t testing.TB) *relay {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	r := &relay{address: listener.Addr().String()}
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			go r.carry(t.Context(), from)
		}
	}()
	return r
}

// lead makes it lead to an address, unless that is empty.
func (r *relay) lead(to string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if to != "" {
		r.to = to
	}
	return to != ""
}

// carry connects whoever called, for as long as both want.
func (r *relay) carry(ctx context.Context, from net.Conn) {
	defer func() { _ = from.Close() }()
	r.mu.Lock()
	address := r.to
	r.mu.Unlock()
	to, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return
	}
	go func() {
		_, _ = io.Copy(to, from)
		_ = to.Close()
	}()
	_, _ = io.Copy(from, to)
}
