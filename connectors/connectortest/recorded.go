package connectortest

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// RecordingsEnv names the environment variable with the folder in which recorded answers of the tools stand, one folder for
// each tool. They belong to others and are not kept beside the code.
const RecordingsEnv = "DATELINE_TEST_RECORDINGS"

// Recorded returns every object that stands in a list of a recorded answer of the tool, as food for fuzz targets. Without
// recordings there is none; with a folder that has nothing of the tool it is an error.
func Recorded(tb testing.TB, tool string) []json.RawMessage {
	tb.Helper()
	root := os.Getenv(RecordingsEnv)
	if root == "" {
		return nil
	}
	var all []json.RawMessage
	err := filepath.WalkDir(filepath.Join(root, tool), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".json" || d.Name() == "expect.json" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		all = append(all, listed(text, 2)...)
		return nil
	})
	if err != nil || len(all) == 0 {
		tb.Fatalf("%d recorded objects of %s in %s=%s: %v", len(all), tool, RecordingsEnv, root, err)
	}
	tb.Logf("%d recorded objects of %s", len(all), tool)
	return all
}

// listed are the objects in a list, or in the lists that an object holds, to some depth.
func listed(raw json.RawMessage, depth int) (objects []json.RawMessage) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		for _, row := range list {
			if len(row) > 0 && row[0] == '{' {
				objects = append(objects, row)
			}
		}
		return objects
	}
	var inner map[string]json.RawMessage
	if depth == 0 || json.Unmarshal(raw, &inner) != nil {
		return nil
	}
	for _, value := range inner {
		objects = append(objects, listed(value, depth-1)...)
	}
	return objects
}
