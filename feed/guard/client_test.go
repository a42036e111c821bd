package guard_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed/guard"
)

// house is the address of the tests' server: the only one on loopback that the tests let through.
var house = netip.MustParseAddr("127.0.0.2")

// serve runs a server at the house and returns its port.
func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", net.JoinHostPort(house.String(), "0"))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(handler)
	_ = server.Listener.Close()
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func get(t *testing.T, client *http.Client, url string) (status int, text string, err error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body), err
}

func houseOnly() []netip.Prefix { return []netip.Prefix{netip.PrefixFrom(house, 32)} }

// Names are judged by where they lead.
func TestNamesThatLeadInside(t *testing.T) {
	z := &zone{names: map[string][]netip.Addr{}}
	client := guard.NewClient(guard.Options{Resolver: z.resolver(t)})
	for _, address := range []string{
		"127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "192.0.2.1",
		"100.100.100.200", "168.63.129.16", "198.18.0.1", "240.0.0.1", "255.255.255.255", "::ffff:10.0.0.1",
		"::1", "::", "fe80::1", "fd00:ec2::254", "fc00::1", "ff02::1", "2001:db8::1", "64:ff9b::7f00:1", "2002:a00:1::1", "2001:0:7f00:1::fefe:fefe",
	} {
		z.mu.Lock()
		z.names["inside.test."] = []netip.Addr{netip.MustParseAddr(address)}
		z.mu.Unlock()
		_, _, err := get(t, client, "http://inside.test/")
		if err == nil || !strings.Contains(err.Error(), "to which nothing is sent") {
			t.Errorf("a name of %s: %v", address, err)
		}
	}
	for _, host := range []string{"localhost", "127.1", "0x7f.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "127.0.0.1"} {
		if _, _, err := get(t, client, "http://"+host+"/"); err == nil {
			t.Errorf("%s was reached", host)
		}
	}
}

// A name that leads elsewhere the next time is judged anew.
func TestRebinding(t *testing.T) {
	port := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		_, _ = io.WriteString(w, "here")
	})
	z := &zone{names: map[string][]netip.Addr{"turning.test.": {house, netip.MustParseAddr("127.0.0.1")}}}
	client := guard.NewClient(guard.Options{Through: houseOnly(), Resolver: z.resolver(t)})
	if _, text, err := get(t, client, "http://turning.test:"+port); err != nil || text != "here" {
		t.Errorf("the first time: %q, %v", text, err)
	}
	if _, _, err := get(t, client, "http://turning.test:"+port); err == nil || !strings.Contains(err.Error(), "loopback") {
		t.Errorf("the second time: %v", err)
	}
}

func TestRedirects(t *testing.T) {
	z := &zone{names: map[string][]netip.Addr{"inside.test.": {netip.MustParseAddr("10.0.0.1")}, "house.test.": {house}}}
	resolver := z.resolver(t)
	targets := map[string]string{
		"/moved": "/here", "/loopback": "http://127.0.0.1/", "/localhost": "http://[::1]/", "/metadata": "http://169.254.169.254/latest/meta-data/",
		"/inside": "http://inside.test/", "/file": "file:///etc/passwd", "/gopher": "gopher://127.0.0.1/", "/named": "http://ana:secret@house.test/here", "/loop": "/loop",
		"/twice": "/moved", "/thrice": "/twice",
	}
	port := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if to, moved := targets[r.URL.Path]; moved {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, "here "+r.Header.Get("Referer")+r.UserAgent())
	})
	for _, c := range []struct {
		from   string
		follow int
		text   string
		err    string
	}{
		{"/here", 2, "here test", ""},
		{"/moved", 2, "here test", ""},
		{"/twice", 2, "here test", ""},
		{"/thrice", 2, "", "stopped after 2 redirects"},
		{"/loop", 2, "", "stopped after 2 redirects"},
		{"/loopback", 2, "", "a loopback address"},
		{"/localhost", 2, "", "a loopback address"},
		{"/metadata", 2, "", "metadata"},
		{"/inside", 2, "", "a private address"},
		{"/file", 2, "", "redirected from http to file"},
		{"/gopher", 2, "", "redirected from http to gopher"},
		{"/named", 2, "", "user name"},
	} {
		client := guard.NewClient(guard.Options{Agent: "test", Through: houseOnly(), Redirects: c.follow, Resolver: resolver})
		_, text, err := get(t, client, "http://house.test:"+port+c.from)
		if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) || c.err == "" && text != c.text {
			t.Errorf("%s: %q, %v", c.from, text, err)
		}
	}
	unmoved := guard.NewClient(guard.Options{Through: houseOnly(), Resolver: resolver})
	if status, _, err := get(t, unmoved, "http://house.test:"+port+"/moved"); status != http.StatusFound || err != nil {
		t.Errorf("without redirects: %d, %v", status, err)
	}
}

// The limit is on what comes out of decompression.
func TestAnswersAreCut(t *testing.T) {
	const most = 1000
	port := serve(t, func(w http.ResponseWriter, r *http.Request) {
		text := strings.Repeat("x", most)
		if r.URL.Path != "/just" {
			text = strings.Repeat("x", 5<<20)
		}
		if r.URL.Path == "/bomb" {
			var small bytes.Buffer
			z := gzip.NewWriter(&small)
			_, _ = io.WriteString(z, text)
			_ = z.Close()
			w.Header().Set("Content-Encoding", "gzip")
			text = small.String()
		}
		_, _ = io.WriteString(w, text)
	})
	client := guard.NewClient(guard.Options{Through: houseOnly(), MaxBody: most})
	for path, want := range map[string]error{"/just": nil, "/long": guard.ErrTooLarge, "/bomb": guard.ErrTooLarge} {
		_, text, err := get(t, client, "http://"+house.String()+":"+port+path)
		if !errors.Is(err, want) || len(text) > most || want == nil && len(text) != most {
			t.Errorf("%s: %d bytes, %v", path, len(text), err)
		}
	}
}

func TestSlowAnswersEnd(t *testing.T) {
	held := make(chan struct{})
	port := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-held:
		case <-r.Context().Done():
		}
	})
	defer close(held)
	client := guard.NewClient(guard.Options{Through: houseOnly(), Timeout: 50 * time.Millisecond})
	if _, _, err := get(t, client, "http://"+house.String()+":"+port); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting for ever ended in %v", err)
	}
}

// A proxy in the environment would make the connections in our place.
func TestNoProxies(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:9")
	z := &zone{names: map[string][]netip.Addr{"house.test.": {house}}}
	port := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "direct") })
	client := guard.NewClient(guard.Options{Through: houseOnly(), Resolver: z.resolver(t)})
	if _, text, err := get(t, client, "http://house.test:"+port); err != nil || text != "direct" {
		t.Errorf("%q, %v", text, err)
	}
}
