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
