package e2e

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/datelinehq/dateline/charts/e2e/published"
)

// A cluster is an API server, what it works with, and nodes that say they run what they are given.
type cluster struct {
	folder, kubeconfig string
	processes          []*exec.Cmd
}

var (
	clusterOnce sync.Once
	theCluster  = &cluster{}
)

// TestMain takes away the cluster that tests have started.
func TestMain(m *testing.M) {
	code := m.Run()
	theCluster.stop()
	os.Exit(code)
}

// inCluster starts the cluster for the first test that wants one.
func inCluster(t *testing.T) *cluster {
	t.Helper()
	clusterOnce.Do(func() { theCluster.start(t) })
	if theCluster.kubeconfig == "" {
		t.Fatal("there is no cluster")
	}
	return theCluster
}

const adminToken = "the-token-of-the-administrator"

// start starts everything. What the processes say is in their logs.
func (c *cluster) start(t *testing.T) {
	t.Helper()
	began := time.Now()
	var err error
	if c.folder, err = os.MkdirTemp("", "dateline-cluster."); err != nil {
		t.Fatal(err)
	}
	store, peers, api, controllers, scheduler, node := address(t), address(t), address(t), address(t), address(t), address(t)
	host, port, _ := net.SplitHostPort(api)
	certs := filepath.Join(c.folder, "certs")
	key, public := c.keys(t)
	tokens := c.write(t, "tokens.csv", adminToken+",admin,admin,system:masters\n")
	kubeconfig := c.write(t, "kubeconfig", fmt.Sprintf(kubeconfigText, api, adminToken))

	c.run(t, "etcd", "--name=only", "--data-dir="+filepath.Join(c.folder, "etcd"), "--unsafe-no-fsync",
		"--listen-client-urls=http://"+store, "--advertise-client-urls=http://"+store, "--listen-peer-urls=http://"+peers,
		"--initial-advertise-peer-urls=http://"+peers, "--initial-cluster=only=http://"+peers)
	c.run(t, "kube-apiserver", "--etcd-servers=http://"+store,
		"--bind-address="+host, "--secure-port="+port, "--cert-dir="+certs,
		"--advertise-address="+host, "--endpoint-reconciler-type=none", "--service-cluster-ip-range=10.0.0.0/16",
		"--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file="+public,
		"--service-account-signing-key-file="+key, "--authorization-mode=Node,RBAC", "--token-auth-file="+tokens,
		"--enable-admission-plugins=NodeRestriction", "--allow-privileged=true")
	within(t, 3*time.Minute, func(ctx context.Context) string { return lacks(ctx, "https://"+api+"/readyz") })
	common := []string{"--kubeconfig=" + kubeconfig, "--authentication-kubeconfig=" + kubeconfig,
		"--authorization-kubeconfig=" + kubeconfig, "--bind-address=127.0.0.1", "--cert-dir=" + certs, "--leader-elect=false"}
	c.run(t, "kube-controller-manager", append(common, "--secure-port="+portOf(controllers),
		"--service-account-private-key-file="+key, "--root-ca-file="+filepath.Join(certs, "apiserver.crt"))...)
	c.run(t, "kube-scheduler", append(common, "--secure-port="+portOf(scheduler))...)
	c.run(t, "kwok", "--kubeconfig="+kubeconfig, "--config="+c.stages(t), "--manage-all-nodes=true", "--server-address="+node,
		"--node-ip=127.0.0.1", "--node-lease-duration-seconds=40")
	c.kubeconfig = kubeconfig
	c.extend(t)
	t.Logf("the cluster was ready after %s", time.Since(began).Round(100*time.Millisecond))
}

const kubeconfigText = `apiVersion: v1
kind: Config
clusters: [{name: local, cluster: {server: "https://%s", insecure-skip-tls-verify: true}}]
users: [{name: admin, user: {token: %s}}]
contexts: [{name: local, context: {cluster: local, user: admin}}]
current-context: local
`

// run starts a process that the cluster consists of.
func (c *cluster) run(t *testing.T, name string, args ...string) {
	t.Helper()
	log, err := os.Create(filepath.Join(c.folder, name+".log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := command(t, tool(t, name), args...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // also when the tests are killed
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c.processes = append(c.processes, cmd)
}

// stop ends all processes, the last first, and takes away what they kept.
func (c *cluster) stop() {
	for _, p := range slices.Backward(c.processes) {
		_ = p.Process.Kill()
		_ = p.Wait()
	}
	if os.Getenv("DATELINE_KEEP_CLUSTER_LOGS") == "" && c.folder != "" {
		_ = os.RemoveAll(c.folder)
	}
}

// keys makes the key that tokens of service accounts are signed with.
func (c *cluster) keys(t *testing.T) (private, public string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	half, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	whole := pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return c.write(t, "sa.key", string(pem.EncodeToMemory(&whole))),
		c.write(t, "sa.pub", string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: half})))
}

// stages are what kwok makes of nodes and pods: its own, and one for the pod of helm test.
func (c *cluster) stages(t *testing.T) string {
	t.Helper()
	kwok, err := published.Folder(t.Context(), published.Kwok)
	if err != nil {
		t.Fatal(err)
	}
	files := []string{filepath.Join("testdata", "test-pod-stage.yaml")}
	for _, pattern := range []string{"node/fast/node-*.yaml", "node/heartbeat-with-lease/node-*.yaml", "pod/fast/pod-*.yaml"} {
		found, err := filepath.Glob(filepath.Join(kwok, "kustomize", "stage", pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("kwok has no stages %s (%v)", pattern, err)
		}
		files = append(files, found...)
	}
	var all strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "---\n%s\n", text)
	}
	return c.write(t, "stages.yaml", all.String())
}

// extend adds the resources that the chart can make use of, nodes and volumes.
func (c *cluster) extend(t *testing.T) {
	t.Helper()
	definitions, err := published.Definitions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range definitions {
		c.kubectl(t, "apply", "--server-side", "--filename", d)
	}
	c.kubectl(t, "wait", "--for=condition=Established", "--timeout=60s", "crd", "--all")
	c.kubectl(t, "apply", "--filename", filepath.Join("testdata", "cluster.yaml"))
	c.kubectl(t, "wait", "--for=condition=Ready", "--timeout=60s", "node", "--all")
}

// kubectl runs kubectl and returns what it printed.
func (c *cluster) kubectl(t testing.TB, args ...string) string {
	t.Helper()
	return run(t, command(t, tool(t, "kubectl"), append([]string{"--kubeconfig=" + c.kubeconfig}, args...)...))
}

func (c *cluster) write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(c.folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// lacks asks an address of the API server, and says what is wrong with the answer.
func lacks(ctx context.Context, address string) string {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err.Error()
	}
	req.Header.Set("Authorization", "Bearer "+adminToken)
	client := http.Client{Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
		DisableKeepAlives: true,
	}}
	resp, err := client.Do(req)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(resp.Body)
		return resp.Status + ": " + string(text)
	}
	return ""
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}
