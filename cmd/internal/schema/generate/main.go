// Generate collects into comments.json what the source says of fields that programs read and write, for the descriptions
// in schemas: those of dateline.yaml, and those of the API.
//
//	go generate ./cmd/internal/schema ./feed/api
//
// It looks at structs whose fields have the tag of a language, yaml or json, and for YAML also at types that read
// themselves. A comment that stands over several fields and names them is each one's. Fields are called as they are
// written in the language, and the beginning "Token is" is left out where it would say the key again.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	tag := flag.String("tag", "yaml", "the `language` of the tags")
	in := flag.String("in", "", "the `folders` where the structs are, with commas between them; a star stands for one name")
	flag.Parse()
	top, err := root()
	if err != nil {
		log.Fatal(err)
	}
	text, err := comments(os.DirFS(top), *tag, strings.Split(*in, ","))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("comments.json", text, 0o644); err != nil { //nolint:gosec // a file of the source, for all to read
		log.Fatal(fmt.Errorf("write the comments: %w", err))
	}
}

// root is the folder that go.mod is in: this one, or one above it.
func root() (string, error) {
	for folder := "."; ; folder = filepath.Join(folder, "..") {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder, nil
		}
		if at, err := filepath.Abs(folder); err != nil || at == filepath.Dir(at) {
			return "", fmt.Errorf("find go.mod above this folder: %w", os.ErrNotExist)
		}
	}
}

// encode writes the comments in the order of their names.
func encode(all map[string]string) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(all)
	return out.Bytes(), err
}
