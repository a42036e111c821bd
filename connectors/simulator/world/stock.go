package world

import (
	"embed"
	"fmt"
	"sync"
)

//go:embed stories/*.txt variations/*.txt
var scripts embed.FS

// stock is every story of the prepared ones and of the variations. The scripts are read once.
var stock = sync.OnceValues(func() (s struct{ stories, variations []Story }, err error) {
	if s.stories, err = read("stories"); err != nil {
		return s, err
	}
	s.variations, err = read("variations")
	return s, err
})

func read(folder string) ([]Story, error) {
	files, err := scripts.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("list the stories: %w", err)
	}
	var all []Story
	for _, f := range files {
		script, err := scripts.Open(folder + "/" + f.Name())
		if err != nil {
			return nil, fmt.Errorf("open a script: %w", err)
		}
		stories, err := Parse(script)
		if err != nil {
			return nil, fmt.Errorf("%s/%s: %w", folder, f.Name(), err)
		}
		all = append(all, stories...)
	}
	return all, nil
}
