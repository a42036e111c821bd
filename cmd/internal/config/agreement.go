package config

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
	"github.com/datelinehq/dateline/feed/windows/ics"
	"github.com/datelinehq/dateline/feed/windows/zones"
)

// agreement checks the team's agreement among what else is configured.
func (r *reader) agreement(root *yaml.Node, c *Config) {
	folder, set := r.env("DATELINE_ZONEINFO")
	if !set {
		folder = ""
	}
	var err error
	if c.Zones, err = zones.Newest(cmp.Or(c.Zoneinfo, folder), zones.Folders...); err != nil {
		r.mistake(find(root, "zoneinfo"), "zoneinfo: %v", err)
		return
	}
	at := protocol.Surroundings{
		Zone: c.Zones.Zone, Tools: slices.Sorted(maps.Keys(r.tools)), Sources: map[string]string{},
	}
	for _, s := range c.Sources {
		at.Sources[s.Name] = s.Tool
	}
	for _, wrong := range c.Protocol.Check(at) {
		r.mistake(find(root, wrong.Path), "%s: %s", wrong.Path, wrong.Text)
	}
	r.files(root, c)
}

// files looks into the calendar files that the agreement names: one that is not there cannot be meant.
func (r *reader) files(root *yaml.Node, c *Config) {
	for _, name := range slices.Sorted(maps.Keys(c.Calendars)) {
		for i, h := range c.Calendars[name].Holidays {
			if h.ICS == "" || calendars.Address(h.ICS) {
				continue
			}
			path := fmt.Sprintf("calendars.%s.holidays[%d].ics", name, i)
			text, err := os.ReadFile(Beside(r.file, h.ICS))
			if err == nil {
				_, _, err = ics.Read(bytes.NewReader(text), c.Zones.Zone)
			}
			if err != nil {
				r.mistake(find(root, path), "%s: %v", path, err)
			}
		}
	}
}

// Beside is where a file is that a configuration names: names begin in the folder of the configuration.
func Beside(configuration, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(configuration), name)
}
