package e2e

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// examples is where the complete examples are, and the README that says how they are installed.
var examples = filepath.Join(chart, "examples")

// Secrets are the keys of Secrets, by namespace and name.
type secrets map[string]map[string]bool

func (s secrets) add(namespace, name string, keys ...string) {
	at := namespace + "/" + name
	if s[at] == nil {
		s[at] = map[string]bool{}
	}
	for _, key := range keys {
		s[at][key] = true
	}
}

// Whoever follows the README of the examples makes every Secret that they name, with every key, and none that they do not,
// but for those that CloudNativePG and the chart itself make.
func TestExampleSecrets(t *testing.T) {
	for _, example := range []string{"in-cluster", "managed"} {
		t.Run(example, func(t *testing.T) {
			told := section(t, example)
			rendered := run(t, command(t, tool(t, "helm3"), "template", "dateline", chart, "--namespace", "dateline",
				"--kube-version", "1.36", "--values", filepath.Join(examples, example, "values.yaml")))
			named, made := secrets{}, made(told)
			others := secrets{} // whose makers are somebody else
			for _, object := range documents(t, rendered) {
				named.find("dateline", object)
				named.files("dateline", object, rendered+told)
				if object["kind"] == "Secret" {
					others.add("dateline", nameIn(object), slices.Collect(maps.Keys(inside(object, "stringData")))...)
				}
			}
			if example == "in-cluster" {
				named.find("temporal", documents(t, text(t, filepath.Join(examples, example, "temporal-values.yaml")))[0])
				for _, object := range documents(t, text(t, filepath.Join(examples, example, "postgres.yaml"))) {
					if object["kind"] == "Cluster" { // https://cloudnative-pg.io/documentation/current/applications/
						namespace, _ := inside(object, "metadata")["namespace"].(string)
						others.add(namespace, nameIn(object)+"-app", "uri", "password")
					}
				}
			}
			if len(named) < 4 {
				t.Errorf("only %d Secrets are named", len(named))
			}
			for at, keys := range named {
				if made[at] == nil && others[at] == nil {
					t.Errorf("nobody makes the Secret %s", at)
					continue
				}
				for key := range keys {
					if !made[at][key] && !others[at][key] {
						t.Errorf("the Secret %s is made without the key %s", at, key)
					}
				}
			}
			for at := range made {
				if named[at] == nil {
					t.Errorf("nobody needs the Secret %s that the README makes", at)
				}
			}
		})
	}
}

// section is what the README says of an example.
func section(t *testing.T, example string) string {
	t.Helper()
	for s := range strings.SplitSeq(text(t, filepath.Join(examples, "README.md")), "\n## ") {
		if strings.Contains(s, "["+example+"]("+example+")") {
			return s
		}
	}
	t.Fatalf("the README says nothing of %s", example)
	return ""
}

var (
	secretMade = regexp.MustCompile(`kubectl create secret (generic|tls) (\S+) --namespace (\S+)((?:.*\\\n)*.*)`)
	keyMade    = regexp.MustCompile(`--from-(?:literal|file)=([-._a-zA-Z0-9]+)`)
)

// made are the Secrets that are made by the commands in a text.
func made(told string) secrets {
	all := secrets{}
	for _, m := range secretMade.FindAllStringSubmatch(told, -1) {
		all.add(m[3], m[2])
		if m[1] == "tls" {
			all.add(m[3], m[2], "tls.crt", "tls.key")
		}
		for _, key := range keyMade.FindAllStringSubmatch(m[4], -1) {
			all.add(m[3], m[2], key[1])
		}
	}
	return all
}

// find adds the Secrets that an object names, wherever it does.
func (s secrets) find(namespace string, of any) {
	switch v := of.(type) {
	case []any:
		for _, one := range v {
			s.find(namespace, one)
		}
	case map[string]any:
		name, _ := v["secretName"].(string)
		if _, serves := v["hosts"]; serves && name != "" {
			s.add(namespace, name, "tls.crt", "tls.key")
		} else if name != "" {
			s.add(namespace, name)
		}
		if name, _ := v["existingSecret"].(string); name != "" {
			s.add(namespace, name, fmt.Sprint(v["secretKey"]))
		}
		for _, by := range []string{"secretKeyRef", "secretRef", "secretTargetRef", "secret", "imagePullSecrets"} {
			references, several := v[by].([]any)
			if !several {
				references = []any{v[by]}
			}
			for _, r := range references {
				reference, _ := r.(map[string]any)
				if name, _ := reference["name"].(string); name != "" {
					s.add(namespace, name)
					if key, _ := reference["key"].(string); key != "" {
						s.add(namespace, name, key)
					}
				}
			}
		}
		for _, inner := range v {
			s.find(namespace, inner)
		}
	}
}

var file = regexp.MustCompile(`/run/secrets/dateline/([-a-z0-9]+)/([-._a-zA-Z0-9]+)`)

// files adds the keys that a text names as files, of the Secrets that the pods of an object mount.
func (s secrets) files(namespace string, object map[string]any, named string) {
	pod := inside(object, "spec", "template", "spec")
	containers, _ := pod["containers"].([]any)
	volumes, _ := pod["volumes"].([]any)
	from := map[string]string{} // the Secret of a volume
	for _, v := range volumes {
		volume, _ := v.(map[string]any)
		from[fmt.Sprint(volume["name"])], _ = inside(volume, "secret")["secretName"].(string)
	}
	for _, c := range containers {
		container, _ := c.(map[string]any)
		mounts, _ := container["volumeMounts"].([]any)
		for _, m := range mounts {
			mount, _ := m.(map[string]any)
			for _, f := range file.FindAllStringSubmatch(named, -1) {
				secret := from[fmt.Sprint(mount["name"])]
				if secret != "" && mount["mountPath"] == "/run/secrets/dateline/"+f[1] {
					s.add(namespace, secret, f[2])
				}
			}
		}
	}
}

// documents are the objects of a text in YAML.
func documents(t *testing.T, all string) []map[string]any {
	t.Helper()
	var objects []map[string]any
	for document := range strings.SplitSeq("\n"+all, "\n---") {
		var object map[string]any
		if err := yaml.Unmarshal([]byte(document), &object); err != nil {
			t.Fatalf("%v in\n%s", err, document)
		}
		if object != nil {
			objects = append(objects, object)
		}
	}
	return objects
}

// inside is a part of an object, nothing where there is none.
func inside(object map[string]any, path ...string) map[string]any {
	for _, key := range path {
		object, _ = object[key].(map[string]any)
	}
	return object
}

func nameIn(object map[string]any) string {
	name, _ := inside(object, "metadata")["name"].(string)
	return name
}

func text(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
