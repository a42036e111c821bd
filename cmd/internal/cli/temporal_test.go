package cli

import (
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the TEMPORAL_* variables say is what Temporal is sent: the namespace with each request, and a certificate or an API key
// of ours, to nobody but who is vouched for by the authority that they name.
func TestTemporalIsSentWhatIsSaid(t *testing.T) {
	const subject, key = "dateline of acme", "the-api-key"
	certificate, private, ours := selfSigned(t, subject)
	for name, c := range map[string]struct {
		asks      tls.ClientAuthType
		variables map[string]string
		from, key string // what Temporal has to see
		refused   bool
	}{
		"mTLS": {asks: tls.RequireAndVerifyClientCert, from: subject, variables: map[string]string{
			"TEMPORAL_TLS_CLIENT_CERT_PATH": certificate, "TEMPORAL_TLS_CLIENT_KEY_PATH": private,
		}},
		"an API key":             {key: "Bearer " + key, variables: map[string]string{"TEMPORAL_API_KEY": key}},
		"mTLS without our part":  {asks: tls.RequireAndVerifyClientCert, refused: true},
		"an unknown authority":   {refused: true, variables: map[string]string{"TEMPORAL_API_KEY": key, "TEMPORAL_TLS_SERVER_CA_CERT_PATH": certificate}},
		"a server of other name": {refused: true, variables: map[string]string{"TEMPORAL_TLS_SERVER_NAME": "elsewhere.test"}},
	} {
		t.Run(name, func(t *testing.T) {
			temporal := &frontend{}
			server := httptest.NewUnstartedServer(temporal)
			server.EnableHTTP2 = true
			server.TLS = &tls.Config{ClientAuth: c.asks, ClientCAs: ours, MinVersion: tls.VersionTLS12}
			server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError) // of those who are refused
			server.StartTLS()
			t.Cleanup(server.Close)
			authority := filepath.Join(t.TempDir(), "ca.crt")
			writePEM(t, authority, "CERTIFICATE", server.Certificate().Raw)
			t.Setenv("TEMPORAL_ADDRESS", server.Listener.Addr().String())
			t.Setenv("TEMPORAL_NAMESPACE", "acme.a1b2c")
			t.Setenv("TEMPORAL_TLS_SERVER_CA_CERT_PATH", authority)
			for name, value := range c.variables {
				t.Setenv(name, value)
			}
			h := newHost(t, newSite(t, nil, ""))
			connected, err := h.temporal(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(connected.close)
			err = connected.answers(t.Context())
			if err == nil {
				err = connected.client.SignalWorkflow(t.Context(), "w", "", "wake", nil)
			}
			temporal.mu.Lock()
			defer temporal.mu.Unlock()
			if c.refused {
				if err == nil || len(temporal.seen) > 0 {
					t.Errorf("Temporal was sent %v, %v", temporal.seen, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range temporal.seen {
				if s.from != c.from || s.key != c.key {
					t.Errorf("%s came from %q with %q, not from %q with %q", s.method, s.from, s.key, c.from, c.key)
				}
			}
			if last := temporal.seen[len(temporal.seen)-1]; !strings.HasSuffix(last.method, "/SignalWorkflowExecution") || !strings.Contains(last.body, "acme.a1b2c") {
				t.Errorf("the last was %s with %q, without the namespace", last.method, last.body)
			}
		})
	}
}

// A frontend is as much of Temporal's as says who came: it answers every call of gRPC with nothing, or that it is well.
type frontend struct {
	mu   sync.Mutex
	seen []sent
}

// Sent is what somebody sent, who is known by a certificate, a key or neither.
type sent struct{ method, from, key, body string }

// ServeHTTP notes who calls what.
func (f *frontend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if len(body) > 5 && body[0] == 1 { // compressed; then comes its length
		if packed, err := gzip.NewReader(bytes.NewReader(body[5:])); err == nil {
			body, _ = io.ReadAll(packed)
		}
	}
	s := sent{method: r.URL.Path, key: r.Header.Get("Authorization"), body: string(body)}
	if len(r.TLS.PeerCertificates) > 0 {
		s.from = r.TLS.PeerCertificates[0].Subject.CommonName
	}
	f.mu.Lock()
	f.seen = append(f.seen, s)
	f.mu.Unlock()
	w.Header().Set("Content-Type", "application/grpc")
	w.Header().Set("Trailer", "Grpc-Status")
	message := "\x00\x00\x00\x00\x00" // not compressed, of no length
	if strings.HasPrefix(r.URL.Path, "/grpc.health.v1.Health/") {
		message = "\x00\x00\x00\x00\x02\x08\x01" // status: SERVING
	}
	_, _ = io.WriteString(w, message)
	w.Header().Set("Grpc-Status", "0")
}

// selfSigned makes a certificate and its key as files, and the pool that vouches for it.
func selfSigned(t *testing.T, subject string) (certificate, private string, pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	of := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: subject}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, KeyUsage: x509.KeyUsageDigitalSignature,
	}
	signed, err := x509.CreateCertificate(rand.Reader, of, of, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	coded, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, private = filepath.Join(t.TempDir(), "tls.crt"), filepath.Join(t.TempDir(), "tls.key")
	writePEM(t, certificate, "CERTIFICATE", signed)
	writePEM(t, private, "EC PRIVATE KEY", coded)
	parsed, err := x509.ParseCertificate(signed)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	pool.AddCert(parsed)
	return certificate, private, pool
}

func writePEM(t *testing.T, path, kind string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), 0o600); err != nil {
		t.Fatal(err)
	}
}
