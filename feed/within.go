package feed

import (
	"strconv"
	"strings"
	"time"
)

// InWords is how long a window is, as people say it: 8wh are 8 working hours, 1bd is 1 business day, 90m are 1 h 30 min. What is no
// length stays as it is written.
func InWords(within string) string {
	for _, unit := range []struct{ short, one, other string }{
		{"wh", " working hour", " working hours"}, {"bd", " business day", " business days"},
	} {
		switch n, found := strings.CutSuffix(within, unit.short); {
		case !found:
		case strings.TrimSpace(n) == "1":
			return "1" + unit.one
		default:
			return strings.TrimSpace(n) + unit.other
		}
	}
	d, err := time.ParseDuration(strings.TrimSpace(within))
	if err != nil || d < time.Minute {
		return within
	}
	var parts []string
	if hours := int(d / time.Hour); hours > 0 {
		parts = append(parts, strconv.Itoa(hours)+" h")
	}
	if minutes := int(d % time.Hour / time.Minute); minutes > 0 {
		parts = append(parts, strconv.Itoa(minutes)+" min")
	}
	return strings.Join(parts, " ")
}
