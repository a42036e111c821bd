package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// A release is the chart installed by one version of Helm in a namespace of its own.
type release struct {
	*cluster
	helmName, namespace string
}

// newRelease makes a namespace that lets in only what satisfies the restricted standard, with the Secrets that values name.
func (c *cluster) newRelease(t *testing.T, helm, namespace string) *release {
	t.Helper()
	c.kubectl(t, "create", "namespace", namespace)
	for _, mode := range []string{"enforce", "audit", "warn"} {
		c.kubectl(t, "label", "namespace", namespace, "pod-security.kubernetes.io/"+mode+"=restricted")
	}
	r := &release{c, helm, namespace}
	r.kubectl(t, "apply", "--filename", filepath.Join("testdata", "supplied.yaml"))
	return r
}

func (r *release) kubectl(t testing.TB, args ...string) string {
	t.Helper()
	return r.cluster.kubectl(t, append([]string{"--namespace=" + r.namespace}, args...)...)
}

// hungUp is how Helm's client tells, now and then, that it stopped watching because what it waited for was there.
var hungUp = regexp.MustCompile(`(?m)^E\d.*"Unexpected error when reading response body" err="context canceled"\n?`)

// helm runs Helm, which has nothing to warn of, and returns what it printed.
func (r *release) helm(t *testing.T, args ...string) string {
	t.Helper()
	cmd := command(t, tool(t, r.helmName), append(args, "--namespace", r.namespace)...)
	home := filepath.Join(r.folder, "helm")
	cmd.Env = append(os.Environ(), "KUBECONFIG="+r.kubeconfig,
		"HELM_CACHE_HOME="+home, "HELM_CONFIG_HOME="+home, "HELM_DATA_HOME="+home)
	var warned strings.Builder
	cmd.Stderr = &warned
	began := time.Now()
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", strings.Join(cmd.Args, " "), err, out, warned.String())
	}
	t.Logf("%s %s took %s", r.helmName, args[0], time.Since(began).Round(100*time.Millisecond))
	if said := hungUp.ReplaceAllString(warned.String(), ""); said != "" {
		t.Errorf("%s %s warns:\n%s", r.helmName, args[0], said)
	}
	return string(out)
}

// A pod is as much of one as the tests look at.
type pod struct {
	Metadata struct {
		Name        string
		Labels      map[string]string
		Annotations map[string]string
		// DeletionTimestamp is when the pod was told to end, nothing when it was not.
		DeletionTimestamp string
	}
	Spec podSpec
}

type podSpec struct {
	Containers []container
	Volumes    []struct {
		Name   string
		Secret struct{ SecretName string }
		// Projected puts several together.
		Projected struct {
			Sources []struct{ Secret struct{ Name string } }
		}
		EmptyDir map[string]any
	}
	ImagePullSecrets []struct{ Name string }
	SecurityContext  struct{ RunAsUser, RunAsGroup, FSGroup int }
}

type container struct {
	Name, Image string
	Args        []string
	Env         []variable
	EnvFrom     []struct{ SecretRef struct{ Name string } }
	Ports       []struct {
		Name          string
		ContainerPort int
	}
	ReadinessProbe struct {
		HTTPGet struct{ Path, Port string }
	}
	VolumeMounts []struct {
		Name, MountPath string
		ReadOnly        bool
	}
	SecurityContext struct {
		ReadOnlyRootFilesystem, AllowPrivilegeEscalation, Privileged bool
		Capabilities                                                 struct{ Drop, Add []string }
	}
}

type variable struct {
	Name, Value string
	ValueFrom   struct {
		SecretKeyRef struct{ Name, Key string }
	}
}

// pods are those of the release that are not about to end.
func (r *release) pods(t testing.TB) []pod {
	t.Helper()
	var list struct{ Items []pod }
	r.decode(t, &list, "get", "pods", "--selector=app.kubernetes.io/instance=dateline")
	return slices.DeleteFunc(list.Items, func(p pod) bool { return p.Metadata.DeletionTimestamp != "" })
}

func (r *release) decode(t testing.TB, into any, args ...string) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.kubectl(t, append(args, "--output=json")...)), into); err != nil {
		t.Fatal(err)
	}
}

// secrets are the names of what a pod takes from Secrets.
func (p pod) secrets() []string {
	var names []string
	for _, v := range p.Spec.Volumes {
		names = append(names, v.Secret.SecretName)
		for _, s := range v.Projected.Sources {
			names = append(names, s.Secret.Name)
		}
	}
	for _, s := range p.Spec.ImagePullSecrets {
		names = append(names, s.Name)
	}
	for _, c := range p.Spec.Containers {
		for _, e := range c.Env {
			names = append(names, e.ValueFrom.SecretKeyRef.Name)
		}
		for _, e := range c.EnvFrom {
			names = append(names, e.SecretRef.Name)
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
}

// finds checks that everything that the pods mount is there, as the nodes of another cluster would.
func (r *release) finds(t *testing.T) {
	t.Helper()
	pods := r.pods(t)
	if len(pods) == 0 {
		t.Error("there are no pods")
	}
	for _, p := range pods {
		for _, name := range p.secrets() {
			r.kubectl(t, "get", "secret", name)
		}
	}
}

// checksums are those of the configurations that the pods were started with.
func (r *release) checksums(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, p := range r.pods(t) {
		all = append(all, p.Metadata.Annotations["checksum/config"])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// left is what is in the namespace and was not before there was a release.
func (r *release) left(t *testing.T) []string {
	t.Helper()
	kinds := strings.Fields(r.kubectl(t, "api-resources", "--namespaced", "--verbs=list,delete", "--output=name"))
	kinds = slices.DeleteFunc(kinds, func(kind string) bool { return strings.HasPrefix(kind, "events") })
	file := filepath.Join("testdata", "supplied.yaml")
	supplied := strings.Fields(r.kubectl(t, "create", "--dry-run=client", "--output=name", "--filename", file))
	supplied = append(supplied, "configmap/kube-root-ca.crt", "serviceaccount/default")
	found := strings.Fields(r.kubectl(t, "get", strings.Join(kinds, ","), "--output=name", "--ignore-not-found"))
	return slices.DeleteFunc(found, func(name string) bool { return slices.Contains(supplied, name) })
}

// uninstalled uninstalls, and checks that nothing is left but what was to stay.
func (r *release) uninstalled(t *testing.T, staying ...string) {
	t.Helper()
	r.helm(t, "uninstall", "dateline", "--wait", "--timeout=2m")
	within(t, time.Minute, func(context.Context) string {
		if left := r.left(t); !slices.Equal(left, staying) {
			return fmt.Sprintf("left are %q, not %q", left, staying)
		}
		return ""
	})
}
