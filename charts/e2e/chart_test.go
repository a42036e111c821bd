package e2e

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// helms are the versions of Helm that the chart is for.
var helms = []string{"helm3", "helm4"}

// The volume of the data outlives the release, unless it was told not to.
const data = "persistentvolumeclaim/data-dateline-0"

// Every set of values can be installed where only restricted pods may run, tested, changed, taken back and taken away.
func TestLife(t *testing.T) {
	c := inCluster(t)
	for _, helm := range helms {
		for _, values := range allValues(t) {
			name := nameOf(values)
			t.Run(helm+"/"+name, func(t *testing.T) {
				t.Parallel()
				r := c.newRelease(t, helm, helm+"-"+name)
				flags := []string{"--wait", "--timeout=3m", "--values", values}
				r.helm(t, append([]string{"install", "dateline", chart}, flags...)...)
				r.finds(t)
				first := r.checksums(t)
				r.helm(t, "test", "dateline", "--timeout=1m")

				ours := name == "cloud" // its Secret is the operator's
				if !ours {
					flags = append(flags, "--set", "config.public_url=https://elsewhere.example.com")
				}
				r.helm(t, append([]string{"upgrade", "dateline", chart}, flags...)...)
				if second := r.checksums(t); !ours && slices.Equal(first, second) {
					t.Error("another configuration did not start the pods anew")
				}
				r.helm(t, "rollback", "dateline", "1", "--wait", "--timeout=3m")
				// Helm waits for the pods that are to come, not for the end of those that are to go.
				within(t, time.Minute, func(context.Context) string {
					if back := r.checksums(t); !slices.Equal(first, back) {
						return fmt.Sprintf("after a rollback the pods have the configuration %q, not %q", back, first)
					}
					return ""
				})
				if name == "none" || name == "solo" {
					r.uninstalled(t, data)
				} else {
					r.uninstalled(t)
				}
			})
		}
	}
}

// allValues are the files of values that are tried: ours, those of the examples, and one that has none.
func allValues(t *testing.T) []string {
	t.Helper()
	files := []string{filepath.Join("testdata", "none-values.yaml")}
	for _, pattern := range []string{"ci/*-values.yaml", "examples/*/values.yaml"} {
		found, err := filepath.Glob(filepath.Join(chart, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("there are no values %s to try (%v)", pattern, err)
		}
		files = append(files, found...)
	}
	return files
}

// nameOf is what the values of a file are called: cluster for cluster-values.yaml, managed for managed/values.yaml.
func nameOf(values string) string {
	if base := filepath.Base(values); base != "values.yaml" {
		return strings.TrimSuffix(base, "-values.yaml")
	}
	return filepath.Base(filepath.Dir(values))
}

// The API server of a cluster with CloudNativePG takes the databases of the example.
func TestExampleDatabases(t *testing.T) {
	c := inCluster(t)
	for _, namespace := range []string{"dateline", "temporal"} {
		c.kubectl(t, "create", "namespace", namespace)
	}
	c.kubectl(t, "apply", "--validate=strict", "--filename", filepath.Join(chart, "examples", "in-cluster", "postgres.yaml"))
}

// What was installed with an earlier version of the chart can be upgraded with the values of that time, and taken back to
// that version. Each version lies in testdata/releases with values that it was tried with.
func TestUpgrade(t *testing.T) {
	c := inCluster(t)
	all, err := filepath.Glob(filepath.Join("testdata", "releases", "*-values.yaml"))
	if err != nil || len(all) == 0 {
		t.Fatalf("there are no earlier versions (%v)", err)
	}
	for _, helm := range helms {
		for _, values := range all {
			name := nameOf(values) // dateline-0.1.0-solo
			of := strings.LastIndex(name, "-")
			t.Run(helm+"/"+name, func(t *testing.T) {
				t.Parallel()
				r := c.newRelease(t, helm, strings.ReplaceAll(helm+"-from-"+name, ".", "-"))
				flags := []string{"--wait", "--timeout=3m", "--values", values}
				r.helm(t, append([]string{"install", "dateline", filepath.Join("testdata", "releases", name[:of]+".tgz")}, flags...)...)
				r.helm(t, append([]string{"upgrade", "dateline", chart}, flags...)...)
				r.finds(t)
				r.helm(t, "test", "dateline", "--timeout=1m")
				r.helm(t, "rollback", "dateline", "1", "--wait", "--timeout=3m")
				if name[of+1:] == "solo" {
					r.uninstalled(t, data)
				} else {
					r.uninstalled(t)
				}
			})
		}
	}
}

// A volume can go with its release.
func TestVolumeGoes(t *testing.T) {
	r := inCluster(t).newRelease(t, "helm4", "volume-goes")
	r.helm(t, "install", "dateline", chart, "--wait", "--timeout=3m", "--set", "solo.persistence.whenDeleted=Delete")
	r.uninstalled(t)
}

// The standard that all this passes is really in force: what violates it is refused.
func TestRefused(t *testing.T) {
	r := inCluster(t).newRelease(t, "helm4", "refused")
	for file, reason := range map[string]string{
		"privileged-pod.yaml": `violates PodSecurity "restricted:latest": privileged`,
		"root-pod.yaml":       `violates PodSecurity "restricted:latest": runAsNonRoot != true`,
	} {
		cmd := command(t, tool(t, "kubectl"), "--kubeconfig="+r.kubeconfig, "--namespace="+r.namespace,
			"apply", "--filename", filepath.Join("testdata", file))
		if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), reason) {
			t.Errorf("%s was not refused because it %s:\n%s", file, reason, out)
		}
	}
	for _, helm := range helms {
		cmd := command(t, tool(t, helm), "install", "dateline", chart, "--namespace", r.namespace,
			"--set", "serve.replicas=2")
		cmd.Env = append(cmd.Environ(), "KUBECONFIG="+r.kubeconfig)
		if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "an SQLite file belongs to one process") {
			t.Errorf("%s installs two pods on one SQLite file:\n%s", helm, out)
		}
	}
}
