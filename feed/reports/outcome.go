package reports

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// An Outcome is what a backtest says.
type Outcome struct {
	Since time.Time `json:"since,omitzero"`
	Now   time.Time `json:"now"`
	// Percent and Unit are those of Needed in what follows.
	Percent int     `json:"percent"`
	Unit    Unit    `json:"unit"`
	All     Tried   `json:"all"`
	Kinds   []Tried `json:"kinds"`
	Teams   []Tried `json:"teams"`
	// Buckets are how long the responses took whose working time is known.
	Buckets []Bucket `json:"buckets"`
	// Fewer are the asks that there would not be by what is proposed, More those that there are not by what is agreed.
	Fewer int `json:"fewer"`
	More  int `json:"more"`
}

// Tried is what a backtest says of a group of asks.
type Tried struct {
	// Name is that of a kind of ask or of a team; "all" of all.
	Name string `json:"name"`
	Asks int    `json:"asks"`
	// Would is how they would have been answered by what is proposed, Agreed how they were by what is agreed.
	Would  Verdicts `json:"would"`
	Agreed Verdicts `json:"agreed"`
	// Needed is the shortest window by which enough of them would be in time, empty where there is none within a year or
	// nobody can tell.
	Needed string `json:"needed,omitempty"`
	// Small says that fewer than five were answered: too few to conclude anything.
	Small bool `json:"small"`
}

// Outcome is what the backtest says of the asks that were added until now.
func (b *Backtest) Outcome() Outcome {
	return Outcome{
		Since: b.trial.Since, Now: b.trial.Now, Percent: b.trial.Percent, Unit: b.trial.Unit,
		All:     b.told("all", b.all),
		Kinds:   b.groups(b.kinds, kindsFirst),
		Teams:   b.groups(b.teams, othersLast),
		Buckets: slices.Clone(b.buckets[:]),
		Fewer:   b.fewer, More: b.more,
	}
}

func (b *Backtest) groups(all map[string]*tried, order func(a, b string) int) []Tried {
	list := []Tried{}
	for _, name := range slices.SortedFunc(maps.Keys(all), order) {
		list = append(list, b.told(name, all[name]))
	}
	return list
}

func (b *Backtest) told(name string, t *tried) Tried {
	told := Tried{Name: name, Asks: t.would.Asks(), Would: t.would, Agreed: t.agreed, Small: t.answers < few}
	if needed, ok := t.enough(b.trial.Percent, b.steps); ok {
		told.Needed = strings.ReplaceAll(needed.String(), " ", "")
	}
	return told
}
