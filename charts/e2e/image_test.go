package e2e

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"
)

// An image is what .ci/image has made, unpacked.
type image struct {
	files string
	imageConfig
}

type imageConfig struct {
	User, WorkingDir     string
	Entrypoint, Cmd, Env []string
	Labels               map[string]string
}

// newImage makes an image, or takes the one that .ci/chart-e2e has made already.
func newImage(t *testing.T, program string) *image {
	t.Helper()
	if os.Getuid() != 0 {
		t.Fatal("containers are run by runc, which has to be root")
	}
	archive := filepath.Join(os.Getenv("DATELINE_TEST_IMAGES"), program+".tar")
	if _, err := os.Stat(archive); err != nil {
		archive = filepath.Join(t.TempDir(), program+".tar")
		run(t, command(t, filepath.Join(root, ".ci", "image"), program, archive))
	}
	folder := t.TempDir()
	run(t, command(t, "tar", "-C", folder, "-xf", archive))
	var manifests []struct {
		Config string
		Layers []string
	}
	decodeFile(t, filepath.Join(folder, "manifest.json"), &manifests)
	var config struct {
		Config       imageConfig
		OS           string
		Architecture string
	}
	decodeFile(t, filepath.Join(folder, manifests[0].Config), &config)
	i := &image{filepath.Join(folder, "files"), config.Config}
	if err := os.Mkdir(i.files, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, layer := range manifests[0].Layers {
		run(t, command(t, "tar", "-C", i.files, "--numeric-owner", "-xpzf", filepath.Join(folder, layer)))
	}
	return i
}

func decodeFile(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

// The image has what a program needs that has nothing else, and says what it is.
func TestImage(t *testing.T) {
	i := newImage(t, "dateline")
	for _, file := range []string{
		"usr/bin/dateline", "etc/ssl/certs/ca-certificates.crt", "usr/share/zoneinfo/Europe/Berlin", "usr/share/zoneinfo/tzdata.zi",
		"usr/share/doc/dateline/LICENSE", "usr/share/sbom/dateline.cdx.json", "etc/passwd",
	} {
		if info, err := os.Stat(filepath.Join(i.files, file)); err != nil || info.Size() == 0 {
			t.Errorf("the image lacks %s (%v)", file, err)
		}
	}
	if i.User != "65532:65532" || i.WorkingDir != "/etc/dateline" || !slices.Equal(i.Cmd, []string{"run"}) {
		t.Errorf("the image runs %q as %q in %q", i.Cmd, i.User, i.WorkingDir)
	}
	for _, label := range []string{"title", "description", "source", "licenses", "version", "revision"} {
		if i.Labels["org.opencontainers.image."+label] == "" {
			t.Errorf("the image lacks the label %s", label)
		}
	}
	if title := i.Labels["org.opencontainers.image.title"]; title != "dateline" {
		t.Errorf("the image is called %q", title)
	}
	type part struct{ Name, Version string }
	var bill struct {
		BomFormat  string
		Components []part
	}
	decodeFile(t, filepath.Join(i.files, "usr/share/sbom/dateline.cdx.json"), &bill)
	if !slices.ContainsFunc(bill.Components, func(p part) bool { return p.Name == "go.temporal.io/sdk" }) {
		t.Errorf("the bill of materials (%s, %d components) does not name Temporal's SDK", bill.BomFormat, len(bill.Components))
	}
}

// pods are those that the chart makes with some values, by component.
func pods(t *testing.T, values ...string) map[string]podSpec {
	t.Helper()
	args := []string{"template", "dateline", chart, "--kube-version", "1.36"}
	for _, v := range values {
		args = append(args, "--set", v)
	}
	all := map[string]podSpec{}
	for document := range strings.SplitSeq(run(t, command(t, tool(t, "helm3"), args...)), "\n---\n") {
		var object struct {
			Kind     string
			Metadata struct{ Labels map[string]string }
			Spec     struct {
				podSpec  `json:",inline"`
				Template struct{ Spec podSpec }
			}
		}
		if err := yaml.Unmarshal([]byte(document), &object); err != nil {
			continue // another kind, whose fields are of other types
		}
		switch component := object.Metadata.Labels["app.kubernetes.io/component"]; object.Kind {
		case "Deployment", "StatefulSet":
			all[component] = object.Spec.Template.Spec
		case "Pod":
			all[component] = object.Spec.podSpec
		}
	}
	return all
}

// A process is a container that is asked at its ports.
type process struct {
	*running
	at map[string]string
	podSpec
}

// serves starts the container of a pod at ports of its own.
func (i *image) serves(t *testing.T, p podSpec, secrets volumes) process {
	t.Helper()
	b := i.bundle(t, p, secrets)
	at := map[string]string{"http": address(t), "metrics": address(t)}
	if slices.ContainsFunc(b.spec.Process.Env, func(v string) bool { return strings.HasPrefix(v, "DATELINE_LISTEN=") }) {
		b.set("DATELINE_LISTEN", at["http"])
	}
	b.set("DATELINE_METRICS", at["metrics"])
	return process{b.start(t), at, p}
}

// answers asks at a path of a port until the status is the wanted one, and returns what is answered.
func (p process) answers(t *testing.T, port, path string, status int) (said string) {
	t.Helper()
	within(t, time.Minute, func(ctx context.Context) string {
		select {
		case err := <-p.done:
			p.done <- err
			t.Fatalf("the container ended (%v):\n%s", err, p.said.String())
		default:
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.at[port]+path, http.NoBody)
		if err != nil {
			return err.Error()
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err.Error()
		}
		defer func() { _ = resp.Body.Close() }()
		text, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != status {
			return resp.Status + ": " + string(text)
		}
		said = string(text)
		return ""
	})
	return said
}

// measured checks with promtool what the process tells Prometheus.
func (p process) measured(t *testing.T) {
	t.Helper()
	check := command(t, "promtool", "check", "metrics")
	told := p.answers(t, "metrics", "/metrics", http.StatusOK)
	check.Stdin = strings.NewReader(told)
	if out, err := check.CombinedOutput(); err != nil || !strings.Contains(told, "dateline_database_up 1") {
		t.Errorf("promtool check metrics: %v\n%s", err, out)
	}
}

// ready asks what the chart has the nodes ask.
func (p process) ready(t *testing.T, status int) {
	t.Helper()
	probe := p.Containers[0].ReadinessProbe.HTTPGet
	p.answers(t, probe.Port, probe.Path, status)
}

// The one pod of SQLite becomes ready, reads, is found good by helm test, and stops when it is asked to.
func TestSoloRuns(t *testing.T) {
	t.Parallel()
	i := newImage(t, "dateline-solo")
	all := pods(t, "config.public_url=https://dateline.example.com")
	secrets := volumes{"dateline": {"dateline.yaml": "public_url: https://dateline.example.com\n"}}
	solo := i.serves(t, all["solo"], secrets)
	solo.ready(t, http.StatusOK)
	solo.answers(t, "metrics", "/healthz/ready", http.StatusOK) // it reads: the engine inside works
	solo.measured(t)
	i.passes(t, all["test"], secrets, solo)
	solo.stop(t)

	// What is not the volume cannot be written to by the program either.
	elsewhere := i.bundle(t, all["solo"], secrets)
	elsewhere.set("DATELINE_DATA", "/elsewhere")
	if said, err := elsewhere.start(t).wait(t); err == nil || !strings.Contains(said, "read-only file system") {
		t.Errorf("data elsewhere than on the volume: %v\n%s", err, said)
	}
}

// With PostgreSQL the pages are ready without Temporal; who reads lives without it, but is not ready.
func TestClusterRuns(t *testing.T) {
	t.Parallel()
	database := os.Getenv("DATELINE_TEST_POSTGRES")
	if database == "" {
		t.Fatal("DATELINE_TEST_POSTGRES is not set: run this with .ci/with-test-services")
	}
	i := newImage(t, "dateline")
	all := pods(t, "database=postgres", "databaseSecret.name=db", "temporal.address=127.0.0.1:1")
	secrets := volumes{
		"dateline": {"dateline.yaml": "database_file: /run/secrets/dateline/database/uri\n"},
		"db":       {"uri": database},
	}
	serve := i.serves(t, all["serve"], secrets)
	serve.ready(t, http.StatusOK)
	serve.measured(t)
	i.passes(t, all["test"], secrets, serve)
	work := i.serves(t, all["work"], secrets)
	work.answers(t, "metrics", "/healthz/live", http.StatusOK)
	work.ready(t, http.StatusServiceUnavailable)
	work.measured(t)
	work.stop(t)
	serve.stop(t)
}

// passes runs the pod of helm test against what serves.
func (i *image) passes(t *testing.T, test podSpec, secrets volumes, serves process) {
	t.Helper()
	b := i.bundle(t, test, secrets)
	for n, arg := range b.spec.Process.Args {
		if strings.HasPrefix(arg, "--served=") {
			b.spec.Process.Args[n] = "--served=http://" + serves.at["http"] // it has no name here
		}
	}
	said, err := b.start(t).wait(t)
	if err != nil || !strings.Contains(said, "serves and is ready") {
		t.Errorf("helm test ended with %v:\n%s", err, said)
	}
}

// A container can write to its volumes and nowhere else, whatever runs in it.
func TestWritesNowhereElse(t *testing.T) {
	t.Parallel()
	i := newImage(t, "dateline")
	writer := filepath.Join(t.TempDir(), "writer")
	build := command(t, "go", "build", "-o", writer, "./testdata/writer")
	build.Env = append(build.Environ(), "CGO_ENABLED=0")
	run(t, build)
	secrets := volumes{"dateline": {"dateline.yaml": ""}, "db": {"uri": ""}}
	solo := pods(t)["solo"]
	work := pods(t, "database=postgres", "databaseSecret.name=db", "temporal.address=temporal:7233")["work"]
	for _, c := range []struct {
		name  string
		pod   podSpec
		loose bool
		want  []string
	}{
		{"solo", solo, false, []string{"/data", "/tmp"}},
		{"work", work, false, []string{"/tmp"}},
		{"more where there is more", work, true, []string{"/", "/etc/passwd", "/tmp", "/usr/bin", "becomes root"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := i.bundle(t, c.pod, secrets)
			text, err := os.ReadFile(writer)
			if err != nil {
				t.Fatal(err)
			}
			program := filepath.Join(b.folder, "writer")
			if err := os.WriteFile(program, text, 0o755); err != nil {
				t.Fatal(err)
			}
			b.spec.Process.Args = []string{"/run/writer"}
			mount := b.spec.Mounts[0]
			mount.Destination, mount.Type, mount.Source, mount.Options = "/run/writer", "bind", program, []string{"bind", "ro"}
			b.spec.Mounts = append(b.spec.Mounts, mount)
			if c.loose {
				b.spec.Root.Readonly, b.spec.Process.User.UID = false, 0
			}
			said, err := b.start(t).wait(t)
			if err != nil {
				t.Fatalf("the writer ended with %v:\n%s", err, said)
			}
			found := strings.Split(strings.TrimSpace(said), "\n")
			if !c.loose && !slices.Equal(found, c.want) {
				t.Errorf("a container can write to %q, not to %q", found, c.want)
			}
			for _, want := range c.want {
				if !slices.Contains(found, want) {
					t.Errorf("the writer found %d places, without %q", len(found), want)
				}
			}
		})
	}
}
