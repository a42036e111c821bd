// Package engine is a Temporal server inside this process: the real one, on an SQLite file, for a team that has one
// machine and no wish to run more.
//
// It listens on loopback only, on ports that are free, and says nothing but warnings. Stopped or killed, it goes on
// at the next start where it was. Losing its file loses nothing that matters: Dateline keeps cursors, pauses and what is
// due in its own store and fills an empty engine again. That is also how upgrades go: the file is named after the
// server's version, and a newer server begins with an empty one.
//
// The server's own worker service is left out. It runs Temporal's schedules, batch jobs and archiving, none of which
// Dateline uses, and costs an idle machine more than everything else together.
//
// Only cmd/dateline-solo links this package. It imports the Temporal server and nothing of Dateline.
package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/headers"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/temporal"
)

// Namespace is the Temporal namespace the engine has.
const Namespace = "dateline"

// An Engine is a running Temporal server.
type Engine struct {
	server  temporal.Server
	address string
}

// services are the parts of a Temporal server that are run.
var services = []primitives.ServiceName{
	primitives.FrontendService, primitives.HistoryService, primitives.MatchingService,
}

// File is where an engine keeps its database in the folder dir.
func File(dir string) string {
	minor := headers.ServerVersion[:strings.LastIndexByte(headers.ServerVersion, '.')]
	return filepath.Join(dir, "temporal-"+minor+".db")
}

// Start starts a server on the database in dir, which it makes if it is not there. The server is ready when Start
// returns, and runs until Stop.
func Start(ctx context.Context, dir string, logger *slog.Logger) (*Engine, error) {
	db, err := database(File(dir))
	if err != nil {
		return nil, fmt.Errorf("preparing the database of the workflow engine: %w", err)
	}
	conf, err := configuration(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("choosing ports for the workflow engine: %w", err)
	}
	// The server wants to know where its worker service is even when it runs none.
	hosts := map[primitives.ServiceName]static.Hosts{primitives.WorkerService: static.SingleLocalHost(conf.PublicClient.HostPort)}
	for _, s := range services {
		hosts[s] = static.SingleLocalHost(fmt.Sprintf("127.0.0.1:%d", conf.Services[string(s)].RPC.GRPCPort))
	}
	server, err := temporal.NewServer(
		temporal.WithConfig(conf),
		temporal.ForServices([]string{string(services[0]), string(services[1]), string(services[2])}),
		temporal.WithStaticHosts(hosts),
		temporal.WithLogger(quiet{logger}),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()),
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper { return authorization.NewNoopClaimMapper() }),
		temporal.WithDynamicConfigClient(settings),
	)
	if err != nil {
		return nil, fmt.Errorf("making the workflow engine: %w", err)
	}
	if err := server.Start(); err != nil {
		return nil, fmt.Errorf("starting the workflow engine: %w", errors.Join(err, server.Stop()))
	}
	e := &Engine{server: server, address: conf.PublicClient.HostPort}
	if err := e.healthy(ctx); err != nil {
		return nil, fmt.Errorf("waiting for the workflow engine: %w", errors.Join(err, server.Stop()))
	}
	return e, nil
}

// healthy waits until the server does what it is asked: for a while after its start it says that it does not yet.
func (e *Engine) healthy(ctx context.Context) error {
	asks, err := client.NewLazyClient(client.Options{
		HostPort: e.address, Namespace: Namespace, Logger: log.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	if err != nil {
		return err
	}
	defer asks.Close()
	for {
		if _, err = asks.CheckHealth(ctx, &client.CheckHealthRequest{}); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Address is the host and port at which clients reach the server: a loopback address.
func (e *Engine) Address() string { return e.address }

// Stop stops the server. What it was told before is on disk.
func (e *Engine) Stop() error { return e.server.Stop() }

// The ports to choose from lie below those that systems give to outgoing connections, one of which could take a port
// between its choice and its use.
const firstPort, lastPort = 16_000, 32_000

// chosen counts the blocks of ports that this process looked at.
var chosen atomic.Int64

// freePorts returns n loopback ports in a row that nobody listens on. A port is free again between its choice and its use:
// which block a process looks at goes by its number, so that of two that start at once each looks at others.
func freePorts(ctx context.Context, n int) (ports []int, err error) {
	const apart, most = 1009, 100
	for range most {
		block := (int64(os.Getpid()) + apart*chosen.Add(1)) % int64((lastPort-firstPort)/n)
		if ports, err = freeBlock(ctx, firstPort+int(block)*n, n); err == nil {
			return ports, nil
		}
	}
	return nil, err
}

// freeBlock returns n ports from one on, if nobody listens on any.
func freeBlock(ctx context.Context, from, n int) (ports []int, err error) {
	for port := from; port < from+n; port++ {
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			return nil, err
		}
		if err := l.Close(); err != nil {
			return nil, err
		}
		ports = append(ports, port)
	}
	return ports, nil
}

// exists reports whether there is a file at path.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
