package feed

import "time"

// A Source is one place in one tool that is read, as it stands now.
type Source struct {
	// Name is unique in the configuration. A part of another source is named "<parent>/<part>".
	Name string
	Tool string
	// Parent is the name of the source this one is a part of, and Part says which; both zero for a declared source.
	Parent string
	Part   Part
	// VisibleTo are the groups of readers it is kept to; none where everybody may see it. A part is kept to those of its parent.
	VisibleTo []string
	// Every is how often it is polled.
	Every time.Duration
	State SourceState
	// Paused says that somebody stopped the polling; Retired that the configuration or the tool no longer has it. What
	// was read stays.
	Paused, Retired bool
	// Error says why it is failing or refused, in a sentence for the operator. Empty otherwise.
	Error string
	// Trouble is what an operator should look at though the source is read: a sweep that would have removed too much.
	Trouble string
	// Since is when the state began.
	Since time.Time
	// Success is as of when all of it is known: when the last reading that came to its end without error began. Attempt is
	// when it was last read or that was tried, Due when it will be next.
	Success, Attempt, Due time.Time
	// Reading is how far a long reading has come, while State is SourceReading.
	Reading Tally
	// Requests is how many the last page took, and Quota what the tool said then of how many may follow.
	Requests int
	Quota    Quota
	// Items, Events and Rejects count what is stored of it.
	Items, Events, Rejects int64
}

// A Quota is how many requests a tool lets one credential make. It is zero where a tool tells none.
type Quota struct {
	// Left of Limit may still be made until Reset, which is zero where it is not told.
	Left, Limit int
	Reset       time.Time
}

// A SourceState says how the reading of a source goes.
type SourceState string

// The states of sources.
const (
	// SourceNew was never read.
	SourceNew SourceState = "new"
	// SourceReading has more to be read at once: a first read, or catching up.
	SourceReading SourceState = "reading"
	// SourceCurrent was up to date when it was last read.
	SourceCurrent SourceState = "current"
	// SourceFailing could not be read the last time; it is tried again with growing pauses.
	SourceFailing SourceState = "failing"
	// SourceRefused was refused by the tool; it is not tried again until its configuration changes.
	SourceRefused SourceState = "refused"
)

// SourceStates lists every state in the order of a source's life.
func SourceStates() []SourceState {
	return []SourceState{SourceNew, SourceReading, SourceCurrent, SourceFailing, SourceRefused}
}

// A SourceRecord is a source as programs see it.
type SourceRecord struct {
	Name   string `json:"name"`
	Tool   string `json:"tool"`
	Parent string `json:"parent,omitempty"`
	// State says how the reading goes, Since when it began to go so.
	State   SourceState `json:"state"`
	Paused  bool        `json:"paused,omitempty"`
	Retired bool        `json:"retired,omitempty"`
	Error   string      `json:"error,omitempty"`
	Trouble string      `json:"trouble,omitempty"`
	// Every is how often it is polled: 2m0s.
	Every string     `json:"every"`
	Since *time.Time `json:"since,omitempty"`
	// Success is when it was last read without error, Attempt when that was last tried, Due when it will be next.
	Success *time.Time `json:"success,omitempty"`
	Attempt *time.Time `json:"attempt,omitempty"`
	Due     *time.Time `json:"due,omitempty"`
	// Items, Events and Rejects count what is stored of it.
	Items   int64 `json:"items"`
	Events  int64 `json:"events"`
	Rejects int64 `json:"rejects"`
	// Requests is how many the last page took, Quota what the tool said then of how many may follow.
	Requests int          `json:"requests"`
	Quota    *QuotaRecord `json:"quota,omitempty"`
}

// A QuotaRecord is a quota as programs see it.
type QuotaRecord struct {
	Left  int        `json:"left"`
	Limit int        `json:"limit"`
	Reset *time.Time `json:"reset,omitempty"`
}

// Record returns the source as programs see it.
func (s Source) Record() SourceRecord {
	return SourceRecord{
		Name: s.Name, Tool: s.Tool, Parent: s.Parent, State: s.State, Paused: s.Paused, Retired: s.Retired,
		Error: s.Error, Trouble: s.Trouble, Every: s.Every.String(), Since: known(s.Since),
		Success: known(s.Success), Attempt: known(s.Attempt), Due: known(s.Due),
		Items: s.Items, Events: s.Events, Rejects: s.Rejects, Requests: s.Requests, Quota: s.Quota.record(),
	}
}

// record returns nil where a tool tells none.
func (q Quota) record() *QuotaRecord {
	if q.Limit == 0 {
		return nil
	}
	return &QuotaRecord{Left: q.Left, Limit: q.Limit, Reset: known(q.Reset)}
}
