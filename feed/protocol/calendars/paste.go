package calendars

import "maps"

// Paste adds a time_intervals section of Alertmanager, which is at a path of the file, to calendars. A name that is taken is
// a mistake, and so is one that is missing.
func Paste(all map[string]Written, section []NamedIntervals, path string) (map[string]Written, []Mistake) {
	more := maps.Clone(all)
	if more == nil {
		more = map[string]Written{}
	}
	var r reader
	for i, named := range section {
		at := place{path: path}.item(i)
		switch _, taken := more[named.Name]; {
		case named.Name == "":
			r.mistake(at, "the intervals have no name; write name: oncall")
		case taken:
			r.mistake(at.key("name"), "there is another calendar called %q", named.Name)
		default:
			more[named.Name] = Written{TimeIntervals: append([]TimeInterval{}, named.TimeIntervals...), at: at.path}
		}
	}
	return more, sorted(r.found)
}
