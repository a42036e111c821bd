package e2e

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
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
			name := strings.TrimSuffix(filepath.Base(values), "-values.yaml")
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
				if back := r.checksums(t); !slices.Equal(first, back) {
					t.Errorf("after a rollback the pods have the configuration %q, not %q", back, first)
				}
				if name == "none" || name == "solo" {
					r.uninstalled(t, data)
				} else {
					r.uninstalled(t)
				}
			})
		}
	}
}

// allValues are the files of values that are tried, and one that has none.
func allValues(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(chart, "ci", "*-values.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no values to try (%v)", err)
	}
	return append(files, filepath.Join("testdata", "none-values.yaml"))
}

// What was installed with an earlier version of the chart can be upgraded, and taken back to that version.
func TestUpgrade(t *testing.T) {
	c := inCluster(t)
	releases, err := filepath.Glob(filepath.Join("testdata", "releases", "*.tgz"))
	if err != nil || len(releases) == 0 {
		t.Fatalf("there are no earlier versions (%v)", err)
	}
	for _, helm := range helms {
		for _, earlier := range releases {
			for _, name := range []string{"solo", "cluster"} {
				version := strings.TrimSuffix(filepath.Base(earlier), ".tgz")
				t.Run(helm+"/"+version+"/"+name, func(t *testing.T) {
					t.Parallel()
					r := c.newRelease(t, helm, strings.ReplaceAll(helm+"-from-"+version+"-"+name, ".", "-"))
					flags := []string{"--wait", "--timeout=3m", "--values", filepath.Join(chart, "ci", name+"-values.yaml")}
					r.helm(t, append([]string{"install", "dateline", earlier}, flags...)...)
					r.helm(t, append([]string{"upgrade", "dateline", chart}, flags...)...)
					r.finds(t)
					r.helm(t, "test", "dateline", "--timeout=1m")
					r.helm(t, "rollback", "dateline", "1", "--wait", "--timeout=3m")
					if name == "solo" {
						r.uninstalled(t, data)
					} else {
						r.uninstalled(t)
					}
				})
			}
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
		cmd := exec.Command(tool(t, "kubectl"), "--kubeconfig="+r.kubeconfig, "--namespace="+r.namespace, "apply", "--filename", filepath.Join("testdata", file))
		if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), reason) {
			t.Errorf("%s was not refused because it %s:\n%s", file, reason, out)
		}
	}
	for _, helm := range helms {
		cmd := exec.Command(tool(t, helm), "install", "dateline", chart, "--namespace", r.namespace, "--set", "serve.replicas=2")
		cmd.Env = append(cmd.Environ(), "KUBECONFIG="+r.kubeconfig)
		if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "an SQLite file belongs to one process") {
			t.Errorf("%s installs two pods on one SQLite file:\n%s", helm, out)
		}
	}
}
