package engine

import (
	"context"
	"fmt"
	"os"
	"time"

	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	sqliteplugin "go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/schema/sqlite"
)

// cluster names the only cluster there is.
const clusterName = "active"

// settings are the server's dynamic settings that differ from its defaults.
var settings = dynamicconfig.StaticClient{
	// One machine's sources fit; the default cache is made for a data centre.
	dynamicconfig.HistoryCacheHostLevelMaxSize.Key(): 2048,
}

// database returns how the server reaches its file, which is made when it is not there. It is made beside its place and
// moved there whole, so that one killed half-way is made anew.
//
// The server keeps its connections for as long as the process lives. The fresh file is therefore written without a
// write-ahead log, which would stay behind when it is moved.
func database(file string) (*config.SQL, error) {
	sql := &config.SQL{
		PluginName:        sqliteplugin.PluginName,
		DatabaseName:      file,
		ConnectAttributes: map[string]string{"mode": "rwc", "journal_mode": "wal", "synchronous": "normal"},
	}
	if !exists(file) {
		fresh := *sql
		fresh.DatabaseName = file + ".new"
		fresh.ConnectAttributes = map[string]string{"mode": "rwc"}
		// A log that outlived its database would be played into the fresh one.
		for _, stale := range []string{fresh.DatabaseName, file + "-wal", file + "-shm"} {
			if err := os.RemoveAll(stale); err != nil {
				return nil, err
			}
		}
		if err := sqlite.SetupSchema(&fresh); err != nil {
			return nil, err
		}
		namespace, err := sqlite.NewNamespaceConfig(clusterName, Namespace, false, nil)
		if err != nil {
			return nil, err
		}
		if err := sqlite.CreateNamespaces(&fresh, namespace); err != nil {
			return nil, err
		}
		if err := os.Rename(fresh.DatabaseName, file); err != nil {
			return nil, err
		}
	}
	return sql, nil
}

// configuration is the server's static configuration: one node, one shard, loopback.
func configuration(ctx context.Context, db *config.SQL) (*config.Config, error) {
	ports, err := freePorts(ctx, len(services))
	if err != nil {
		return nil, err
	}
	frontend := fmt.Sprintf("127.0.0.1:%d", ports[0])
	conf := &config.Config{
		Persistence: config.Persistence{
			DefaultStore:     "sqlite",
			VisibilityStore:  "sqlite",
			NumHistoryShards: 1,
			DataStores:       map[string]config.DataStore{"sqlite": {SQL: db}},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10,
			MasterClusterName:        clusterName,
			CurrentClusterName:       clusterName,
			ClusterInformation: map[string]cluster.ClusterInformation{
				clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: frontend},
			},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		PublicClient:        config.PublicClient{HostPort: frontend},
		Services:            map[string]config.Service{},
	}
	conf.Global.Membership = config.Membership{MaxJoinDuration: 30 * time.Second, BroadcastAddress: "127.0.0.1"}
	conf.Archival.History.State = "disabled"
	conf.Archival.Visibility.State = "disabled"
	conf.NamespaceDefaults.Archival.History.State = "disabled"
	conf.NamespaceDefaults.Archival.Visibility.State = "disabled"
	for i, s := range services {
		conf.Services[string(s)] = config.Service{RPC: config.RPC{GRPCPort: ports[i], BindOnIP: "127.0.0.1"}}
	}
	return conf, nil
}
