// Generate collects what the source says of the settings into comments.json, for the descriptions in the schema.
//
//	go generate ./cmd/internal/schema
//
// It looks at structs with yaml tags and at types that read themselves from text or YAML. A comment that stands over
// several fields and names them is each one's. Fields are called as they are written in dateline.yaml, and the beginning
// "Token is" is left out where it would say the key again.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
)

func main() {
	text, err := comments(os.DirFS("../../.."))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("comments.json", text, 0o644); err != nil { //nolint:gosec // a file of the source, for all to read
		log.Fatal(fmt.Errorf("write the comments: %w", err))
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
