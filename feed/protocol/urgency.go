package protocol

import (
	"slices"
	"strings"
)

// A Level says how urgent an ask is.
type Level string

// The levels, the highest first. Normal is that of an ask of which nothing else is said.
const (
	Urgent Level = "urgent"
	High   Level = "high"
	Normal Level = "normal"
	Low    Level = "low"
)

// Levels lists them, the highest first.
func Levels() []Level { return []Level{Urgent, High, Normal, Low} }

// Urgency says what makes an ask urgent: tables from what a tool says to one of the levels. Names are compared without
// regard to case. Of several that apply the highest holds.
type Urgency struct {
	// Labels are those of the item, Priorities what its priority is called.
	Labels     map[string]Level `yaml:"labels" json:"labels,omitempty"`
	Priorities map[string]Level `yaml:"priorities" json:"priorities,omitempty"`
	// Words are words and phrases in what was asked.
	Words map[string]Level `yaml:"words" json:"words,omitempty"`
}

func (u Urgency) check(wrong *mistakes) {
	for table, names := range map[string]map[string]Level{"labels": u.Labels, "priorities": u.Priorities, "words": u.Words} {
		for name, level := range names {
			if !slices.Contains(Levels(), level) {
				wrong.add("urgency."+table+"."+name, "%q is no urgency; there are %s", level, listed(Levels()))
			}
		}
	}
}

// Of is how urgent an ask is, by the labels and the priority of its item and by the text that opened it.
func (u Urgency) Of(labels []string, priority, text string) Level {
	highest := len(Levels())
	raise := func(level Level) {
		if i := slices.Index(Levels(), level); i >= 0 {
			highest = min(highest, i)
		}
	}
	for name, level := range u.Labels {
		if slices.ContainsFunc(labels, func(l string) bool { return strings.EqualFold(l, name) }) {
			raise(level)
		}
	}
	for name, level := range u.Priorities {
		if strings.EqualFold(priority, name) {
			raise(level)
		}
	}
	for words, level := range u.Words {
		if says(text, words) {
			raise(level)
		}
	}
	if highest == len(Levels()) {
		return Normal
	}
	return Levels()[highest]
}
