package ics

import "testing"

// The zones that Windows names are all in the time zone database.
func TestWindows(t *testing.T) {
	for name, id := range windows {
		if database(id) == nil {
			t.Errorf("%s is %s, which nobody knows", name, id)
		}
		if database(name) != nil && name != "UTC" {
			t.Errorf("%s is in the database by this name already", name)
		}
	}
}
