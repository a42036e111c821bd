package ics

import (
	"testing"
	"time"
)

// The zones that Windows names are all in the time zone database.
func TestWindows(t *testing.T) {
	z := newZones(time.LoadLocation, nil, &meter{})
	for name, id := range byWindows {
		if z.database(id) == nil {
			t.Errorf("%s is %s, which nobody knows", name, id)
		}
		if z.database(name) != nil && name != "UTC" {
			t.Errorf("%s is in the database by this name already", name)
		}
	}
}
