package access

import (
	"net/http"
	"slices"
	"strings"
)

// A Route is an address, or a sort of addresses, and who may use it.
type Route struct {
	// Pattern is as http.ServeMux has it.
	Pattern string
	// Least is the lowest role that may.
	Least Role
	// Subscription says that programs fetch it that can send no headers: a token may stand in the address.
	Subscription bool
	// Reads says that nothing but reading is done, whatever the method.
	Reads bool
	// Program says that nobody comes here but programs with a token.
	Program bool
	// Foreign says that other sites may send to it, and that nobody is asked who they are: it looks after itself.
	Foreign bool
}

// writes reports whether more is done than to read.
func (r Route) writes() bool { return !r.Reads && !strings.HasPrefix(r.Pattern, "GET ") }

// allows reports whether a token's scopes open it.
func (r Route) allows(scopes []Scope) bool {
	switch {
	case r.writes():
		return slices.Contains(scopes, ScopeWrite)
	case r.Subscription && slices.Contains(scopes, ScopeFeed):
		return true
	}
	return slices.Contains(scopes, ScopeRead)
}

// Routes are all addresses that are served. What is missing here is refused to everybody.
func Routes() []Route { return slices.Clone(routes) }

var routes = slices.Concat(
	// Whoever watches over the process, and what every page loads before anybody is known. A doorbell checks its own calls.
	table(Anybody, "GET /healthz/live", "GET /healthz/ready", "GET /static/{sum}/{name}", "GET /favicon.svg",
		"GET /login", "GET /login/callback", "POST /logout", "GET /logout",
		// Signed addresses, for whoever gets a digest.
		"GET /unsubscribe"),
	[]Route{
		{Pattern: "/hooks/", Foreign: true}, {Pattern: "POST /unsubscribe", Foreign: true},
		{Pattern: "POST /api/v1/sources/{name}/events", Foreign: true},
	},
	table(Viewer,
		"GET /{$}", "GET /news", "GET /items/{source}/{id}", "GET /asks", "GET /asks/{id}",
		"GET /decisions", "GET /decisions.csv", "GET /decisions.md", "GET /decisions/{id}",
		"GET /people", "GET /views", "GET /reports", "GET /reports.csv", "GET /backtest", "GET /protocol", "GET /sources",
		"GET /subscribers", "GET /keys", "GET /previews/{name}", "GET /zone",
		"GET /api/v1", "GET /api/v1/{$}", "GET /api/v1/openapi.json",
		"GET /api/v1/events", "GET /api/v1/items", "GET /api/v1/items/{source}/{id}", "GET /api/v1/asks", "GET /api/v1/asks/{id}",
		"GET /api/v1/decisions", "GET /api/v1/decisions/{id}", "GET /api/v1/people", "GET /api/v1/sources", "GET /api/v1/views",
		"GET /api/v1/reports", "GET /api/v1/backtest", "GET /api/v1/stream", "GET /api/v1/subscribers",
		// What only the reader sees; and a window that is tried changes nothing.
		"POST /marks/{source}/{id}", "POST /read", "POST /zone", "POST /backtest"),
	subscriptions("GET /feed.atom", "GET /feed.rss", "GET /feed.json", "GET /asks.ics", "GET /subscriptions.opml"),
	[]Route{{Pattern: "/mcp", Least: Viewer, Reads: true, Program: true}},
	table(Lead, "POST /asks/{id}", "POST /decisions/{id}", "POST /people", "POST /views"),
	table(Operator, "POST /sources", "POST /subscribers", "GET /api/v1/deliveries",
		"POST /api/v1/subscribers/{name}"),
	table(Admin, "GET /audit"),
)

func table(least Role, patterns ...string) []Route {
	list := make([]Route, len(patterns))
	for i, p := range patterns {
		list[i] = Route{Pattern: p, Least: least}
	}
	return list
}

func subscriptions(patterns ...string) []Route {
	list := table(Viewer, patterns...)
	for i := range list {
		list[i].Subscription = true
	}
	return list
}

// ServeHTTP makes a route something that a mux can find. Nobody is served by it.
func (Route) ServeHTTP(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }

// find is the table as a mux reads it.
func find() *http.ServeMux {
	mux := http.NewServeMux()
	for _, r := range routes {
		mux.Handle(r.Pattern, r)
	}
	return mux
}
