package feed

import "strings"

// InWords is how long a window is, as people say it: 8wh are 8 working hours, 1bd is 1 business day. What counts elapsed time, as
// 24h does, stays as it is written.
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
	return within
}
