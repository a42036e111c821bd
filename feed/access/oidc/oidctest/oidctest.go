// Package oidctest is an OpenID provider for tests: oidc-provider, which is certified, run by node. People log in there by
// their names, on a page with a form, as they do elsewhere.
//
// DATELINE_TEST_OIDC is the node_modules in which oidc-provider is; .ci/with-test-services sets it. A provider serves all
// tests of a process, each with a client of its own.
package oidctest

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
)

//go:embed provider.mjs
var script string

// A Person is what the provider tells of somebody.
type Person struct {
	Email    string   `json:"email,omitempty"`
	Verified bool     `json:"email_verified"`
	Name     string   `json:"name,omitempty"`
	Nick     string   `json:"preferred_username,omitempty"`
	Groups   []string `json:"groups,omitempty"`
}

// People are those who can log in, by the names that they do it with.
var People = map[string]Person{
	"ana":  {Email: "Ana@Example.com", Verified: true, Nick: "ana", Groups: []string{"core", "leads"}},
	"eve":  {Email: "eve@example.com", Verified: true, Groups: []string{"visitors"}},
	"jon":  {Email: "jon@example.com", Nick: "jon"},
	"june": {Email: "june@example.com", Nick: "june", Groups: []string{"core"}},
}

// A Client is what the provider knows us by.
type Client struct{ Issuer, ID, Secret string }

// A Provider is where people log in. The zero Provider tells all it knows of somebody in the ID token.
type Provider struct {
	// Terse has it say no more there than who it is of: the rest has to be asked for.
	Terse bool
}

var wordy, terse = sync.OnceValues(Provider{}.start), sync.OnceValues(Provider{Terse: true}.start)

// held are pipes at whose ends providers end: they are closed when this process is over, and not by the collector of
// garbage.
var held []io.Closer

// start starts the provider, which ends with this process, and returns its address.
func (p Provider) start() (issuer string, err error) {
	modules := os.Getenv("DATELINE_TEST_OIDC")
	if modules == "" {
		return "", errors.New(`set DATELINE_TEST_OIDC to a node_modules that has oidc-provider, or run "make test"`)
	}
	people, err := json.Marshal(People)
	if err != nil {
		return "", err
	}
	//nolint:noctx,gosec // it outlives the test that comes first, and is ours
	node := exec.Command("node", "--input-type=module", "--eval", script, modules, string(people), strconv.FormatBool(p.Terse))
	var said bytes.Buffer
	node.Stderr = &said
	out, err := node.StdoutPipe()
	if err != nil {
		return "", err
	}
	in, err := node.StdinPipe()
	if err != nil {
		return "", err
	}
	held = append(held, in, out)
	if err := node.Start(); err != nil {
		return "", err
	}
	issuer, err = bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("the provider did not start: %w\n%s", err, said.String())
	}
	return strings.TrimSpace(issuer), nil
}

// Register makes a client whose browsers come back to these addresses: after logging in, and after logging out.
func (p Provider) Register(t testing.TB, in, out string) Client {
	t.Helper()
	start := wordy
	if p.Terse {
		start = terse
	}
	issuer, err := start()
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(map[string]any{
		"redirect_uris": []string{in}, "post_logout_redirect_uris": []string{out}, "grant_types": []string{"authorization_code"},
	})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, issuer+"/reg", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var made struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	if err := json.Unmarshal(answer, &made); err != nil || made.ID == "" {
		t.Fatalf("registering a client: %s: %s", resp.Status, answer)
	}
	return Client{issuer, made.ID, made.Secret}
}
