package store

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/datelinehq/dateline/feed"
)

// misplaced is the error of what no list is continued from.
func misplaced(place string) error { return fmt.Errorf("continue from %q: %w", place, feed.ErrPlace) }

// writable reports whether a text can stand in either database.
func writable(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }
