package protocol

import (
	"slices"
	"strings"
)

// The urgencies, the highest first. Normal is what an ask has of which nothing else is said.
const (
	Urgent = "urgent"
	High   = "high"
	Normal = "normal"
	Low    = "low"
)

// Urgencies lists them, the highest first.
func Urgencies() []string { return []string{Urgent, High, Normal, Low} }

// Urgency says what makes an ask urgent: tables from what a tool says to one of the urgencies. Names are compared without
// regard to case. Of several that apply the highest holds.
type Urgency struct {
	// Labels are those of the item, Priorities what its priority is called.
	Labels     map[string]string `yaml:"labels" json:"labels,omitempty"`
	Priorities map[string]string `yaml:"priorities" json:"priorities,omitempty"`
	// Words are words and phrases in what was asked.
	Words map[string]string `yaml:"words" json:"words,omitempty"`
}

func (u Urgency) check(wrong *mistakes) {
	for table, names := range map[string]map[string]string{"labels": u.Labels, "priorities": u.Priorities, "words": u.Words} {
		for name, level := range names {
			if !slices.Contains(Urgencies(), level) {
				wrong.add("urgency."+table+"."+name, "%q is no urgency; there are %s", level, listed(Urgencies()))
			}
		}
	}
}

// Of is how urgent an ask is, by the labels and the priority of its item and by the text that opened it.
func (u Urgency) Of(labels []string, priority, text string) string {
	highest := len(Urgencies())
	raise := func(level string) {
		if i := slices.Index(Urgencies(), level); i >= 0 {
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
	if highest == len(Urgencies()) {
		return Normal
	}
	return Urgencies()[highest]
}
