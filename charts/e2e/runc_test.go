package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/containerd/containerd/v2/contrib/seccomp"
	specs "github.com/opencontainers/runtime-spec/specs-go"
)

// A bundle is a container as runc wants it: the files of an image, and what a pod of the chart says of how it runs.
type bundle struct {
	folder string
	spec   specs.Spec
}

// volumes are the contents of what a pod mounts: the files of Secrets by name.
type volumes map[string]map[string]string

// bundle makes a container of the image i as the first of a pod has it.
func (i *image) bundle(t *testing.T, p podSpec, secrets volumes) *bundle {
	t.Helper()
	c := p.Containers[0]
	b := &bundle{folder: t.TempDir()}
	args := append(append([]string{}, i.Entrypoint...), c.Args...)
	env := append([]string{}, i.Env...)
	for _, v := range c.Env {
		env = append(env, v.Name+"="+v.Value)
	}
	b.spec = specs.Spec{
		Version: "1.0.2",
		Root:    &specs.Root{Path: i.files, Readonly: c.SecurityContext.ReadOnlyRootFilesystem},
		Process: &specs.Process{
			Args: args, Env: env, Cwd: i.WorkingDir,
			User: specs.User{
				UID: uint32(p.SecurityContext.RunAsUser), GID: uint32(p.SecurityContext.RunAsGroup),
				AdditionalGids: []uint32{uint32(p.SecurityContext.FSGroup)},
			},
			Capabilities:    &specs.LinuxCapabilities{},
			NoNewPrivileges: !c.SecurityContext.AllowPrivilegeEscalation,
		},
		Mounts: mounts(),
		Linux: &specs.Linux{
			// The network is the machine's, so that the container can be asked whether it is ready.
			Namespaces: []specs.LinuxNamespace{
				{Type: specs.PIDNamespace}, {Type: specs.IPCNamespace}, {Type: specs.UTSNamespace}, {Type: specs.MountNamespace},
			},
			MaskedPaths:   []string{"/proc/kcore", "/proc/keys", "/proc/timer_list", "/sys/firmware"},
			ReadonlyPaths: []string{"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"},
		},
	}
	if drop := c.SecurityContext.Capabilities.Drop; len(drop) != 1 || drop[0] != "ALL" {
		t.Fatalf("the chart drops the capabilities %q, not all", drop)
	}
	b.spec.Linux.Seccomp = seccomp.DefaultProfile(&b.spec)
	for _, m := range c.VolumeMounts {
		options := []string{"rbind", "rprivate", "nosuid", "nodev"}
		if m.ReadOnly {
			options = append(options, "ro")
		}
		source := filepath.Join(b.folder, "volumes", m.Name)
		fill(t, source, p, m.Name, secrets)
		b.spec.Mounts = append(b.spec.Mounts, specs.Mount{Destination: m.MountPath, Type: "bind", Source: source, Options: options})
	}
	return b
}

// fill makes a volume as a node would: what can be written belongs to the pod's group.
func fill(t *testing.T, folder string, p podSpec, name string, secrets volumes) {
	t.Helper()
	files := map[string]string{}
	for _, v := range p.Volumes {
		if v.Name == name && v.Secret.SecretName != "" {
			if files = secrets[v.Secret.SecretName]; files == nil {
				t.Fatalf("there is no Secret %s", v.Secret.SecretName)
			}
		}
	}
	group := p.SecurityContext.FSGroup
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := own(path, group, 0o440); err != nil {
			t.Fatal(err)
		}
	}
	if err := own(folder, group, 0o770); err != nil {
		t.Fatal(err)
	}
}

func own(path string, group int, mode os.FileMode) error {
	if err := os.Chown(path, 0, group); err != nil {
		return err
	}
	return os.Chmod(path, mode)
}

// mounts are those that every container has.
func mounts() []specs.Mount {
	return []specs.Mount{
		{Destination: "/proc", Type: "proc", Source: "proc", Options: []string{"nosuid", "noexec", "nodev"}},
		{Destination: "/dev", Type: "tmpfs", Source: "tmpfs", Options: []string{"nosuid", "strictatime", "mode=755"}},
		{Destination: "/dev/shm", Type: "tmpfs", Source: "shm", Options: []string{"nosuid", "noexec", "nodev", "mode=1777"}},
		{Destination: "/sys", Type: "sysfs", Source: "sysfs", Options: []string{"nosuid", "noexec", "nodev", "ro"}},
	}
}

// set gives a variable another value.
func (b *bundle) set(name, value string) {
	env := b.spec.Process.Env[:0:0]
	for _, v := range b.spec.Process.Env {
		if !strings.HasPrefix(v, name+"=") {
			env = append(env, v)
		}
	}
	b.spec.Process.Env = append(env, name+"="+value)
}

// A running container.
type running struct {
	name string
	said bytes.Buffer
	done chan error
}

// start runs the container until it ends or the test does.
func (b *bundle) start(t *testing.T) *running {
	t.Helper()
	text, err := json.Marshal(b.spec)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.folder, "config.json"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	test, number := filepath.Split(b.folder)
	name := fmt.Sprintf("dateline-e2e-%d-%s-%s", os.Getpid(), filepath.Base(test), number)
	r := &running{name: name, done: make(chan error, 1)}
	cmd := command(t, "runc", "run", "--bundle", b.folder, r.name)
	cmd.Stdout, cmd.Stderr = &r.said, &r.said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { r.done <- cmd.Wait() }()
	t.Cleanup(func() { _ = command(t, "runc", "delete", "--force", r.name).Run() })
	return r
}

// wait waits until the container has ended by itself.
func (r *running) wait(t *testing.T) (said string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	select {
	case err = <-r.done:
		return r.said.String(), err
	case <-ctx.Done():
		t.Fatalf("the container does not end; it said:\n%s", r.said.String())
		return "", nil
	}
}

// stop asks the container to end, as a node does, and wants it to end well.
func (r *running) stop(t *testing.T) {
	t.Helper()
	run(t, command(t, "runc", "kill", r.name, "TERM"))
	if said, err := r.wait(t); err != nil {
		t.Errorf("asked to stop, the container ended with %v:\n%s", err, said)
	}
}
