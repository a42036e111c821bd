package feed

import "time"

// A View is a saved filter with a name, and by that with an address.
type View struct {
	// Name is what it is chosen by.
	Name string
	// Filter is a search in the language of package query: kind:decision team:core.
	Filter string
	// Written says that it stands in the configuration. Else By says who saved it and At when.
	Written bool
	By      string
	At      time.Time
}

// A ViewRecord is a view as programs see it.
type ViewRecord struct {
	Name string `json:"name"`
	// Filter is a search, in which name:value is a filter.
	Filter string `json:"filter"`
	// Configured says that it stands in the configuration; else By says who saved it and At when.
	Configured bool       `json:"configured"`
	By         string     `json:"by,omitempty"`
	At         *time.Time `json:"at,omitempty"`
}

// Record returns the view as programs see it.
func (v View) Record() ViewRecord {
	return ViewRecord{Name: v.Name, Filter: v.Filter, Configured: v.Written, By: v.By, At: known(v.At)}
}
