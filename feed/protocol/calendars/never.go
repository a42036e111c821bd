package calendars

import (
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed/windows"
)

// sound reports whether there are no mistakes in a calendar and all that it is made of.
func (c *checker) sound(name string) bool {
	if sound, known := c.sure[name]; known {
		return sound
	}
	c.sure[name] = !slices.ContainsFunc(c.all[name].parts(), func(part string) bool { return !c.sound(part) })
	return c.sure[name]
}

// opens checks that a calendar is open at some time. Of one made of others that are all closed nothing more is said.
func (c *checker) opens(o *opener, name string) {
	if !never(o.calendar(name).Calendar) {
		return
	}
	w := c.all[name]
	for _, part := range w.parts() {
		if never(o.calendar(part).Calendar) {
			return
		}
	}
	why := "its exceptions and holidays take all its hours"
	switch {
	case w.Intersection != nil:
		why = "its parts are never open at the same time"
	case w.Exceptions == nil && w.Holidays == nil:
		why = "its intervals lie in other years"
	}
	c.mistake(root(name, w), "the calendar is never open from 2020 to 2060: %s", why)
}

// never reports whether a calendar does not open in the years from 2020 to 2060.
func never(c *windows.Calendar) bool {
	for year := 2020; year < 2060; year += 10 {
		if _, opens := c.Next(time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC)); opens {
			return false
		}
	}
	return true
}
