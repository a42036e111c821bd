package feed

import "time"

// Records are the form in which Dateline hands its contents to programs: the JSON of the API, of exports and of
// webhooks. Their fields are a contract: fields are added, never renamed. Times are RFC 3339 in UTC.
type (
	// An EventRecord is an entry of the log.
	EventRecord struct {
		ID      string          `json:"id"`
		Seq     int64           `json:"seq"`
		Source  string          `json:"source"`
		Tool    string          `json:"tool"`
		Kind    Kind            `json:"kind"`
		Verb    Verb            `json:"verb"`
		Item    *ItemRef        `json:"item,omitempty"`
		By      AccountRecord   `json:"by"`
		To      []AccountRecord `json:"to,omitempty"`
		At      time.Time       `json:"at"`
		Updated time.Time       `json:"updated"`
		// NotBefore is the earliest it can have happened where that is not known exactly.
		NotBefore *time.Time `json:"not_before,omitempty"`
		From      string     `json:"from,omitempty"`
		Into      string     `json:"into,omitempty"`
		// Thread names the thread within the item that it belongs to, empty for the item itself.
		Thread string `json:"thread,omitempty"`
		Text   string `json:"text,omitempty"`
		URL    string `json:"url,omitempty"`
		Gone   bool   `json:"gone,omitempty"`
	}
	// An ItemRef names an item beside something that happened to it.
	ItemRef struct {
		ID    string `json:"id"`
		Kind  string `json:"kind"`
		Key   string `json:"key"`
		Title string `json:"title"`
		URL   string `json:"url,omitempty"`
		State State  `json:"state,omitempty"`
	}
	// An ItemRecord is an item's latest snapshot.
	ItemRecord struct {
		ItemRef
		Source    string          `json:"source"`
		Tool      string          `json:"tool"`
		Status    string          `json:"status,omitempty"`
		Author    AccountRecord   `json:"author"`
		Owners    []AccountRecord `json:"owners,omitempty"`
		Reviewers []AccountRecord `json:"reviewers,omitempty"`
		Labels    []string        `json:"labels,omitempty"`
		Created   *time.Time      `json:"created,omitempty"`
		Updated   *time.Time      `json:"updated,omitempty"`
		Closed    *time.Time      `json:"closed,omitempty"`
		Due       *time.Time      `json:"due,omitempty"`
		Counts    map[string]int  `json:"counts,omitempty"`
	}
	// An AskRecord is an ask as it stands.
	AskRecord struct {
		ID     string  `json:"id"`
		Source string  `json:"source"`
		Tool   string  `json:"tool"`
		Item   ItemRef `json:"item"`
		Kind   AskKind `json:"kind"`
		// Urgency is urgent, high, normal or low.
		Urgency string `json:"urgency,omitempty"`
		// Confidence is how sure it is that something was asked: high, medium or low.
		Confidence Confidence    `json:"confidence,omitempty"`
		Asker      AccountRecord `json:"asker"`
		Responder  AccountRecord `json:"responder"`
		// Opened is the latest it can have been, NotBefore the earliest where that is not known exactly.
		Opened    time.Time  `json:"opened"`
		NotBefore *time.Time `json:"not_before,omitempty"`
		// Due is left out where nobody can tell, and Unclear then says why. Warn is when a warning is called for.
		Due     *time.Time `json:"due,omitempty"`
		Warn    *time.Time `json:"warn,omitempty"`
		Unclear string     `json:"unclear,omitempty"`
		// Promised is when the responder said to answer: then Due is that, and Agreed what the window would have been.
		Promised *time.Time `json:"promised,omitempty"`
		Agreed   *time.Time `json:"agreed,omitempty"`
		// Protocol and Calendar are the versions of what that was told by.
		Protocol string   `json:"protocol,omitempty"`
		Calendar string   `json:"calendar,omitempty"`
		Window   string   `json:"window"`
		Within   string   `json:"within"`
		State    AskState `json:"state"`
		// Paused are the times that do not count.
		Paused []Pause `json:"paused,omitempty"`
		// Acknowledged is when the responder showed that they saw it.
		Acknowledged *time.Time `json:"acknowledged,omitempty"`
		WarnedAt     *time.Time `json:"warned_at,omitempty"`
		Flagged      bool       `json:"flagged"`
		FlaggedAt    *time.Time `json:"flagged_at,omitempty"`
		// EndedBy is who ended it, and Why says why where it was not answered.
		Ended   *time.Time     `json:"ended,omitempty"`
		EndedBy *AccountRecord `json:"ended_by,omitempty"`
		Why     string         `json:"why,omitempty"`
		// After is the ask that this one was handed off from, SpentSeconds what was used of the window there and does not
		// count again: whole seconds of working or elapsed time, as Within is.
		After        string `json:"after,omitempty"`
		SpentSeconds int64  `json:"spent_seconds,omitempty"`
		Nudges       int    `json:"nudges,omitempty"`
		Evidence     string `json:"evidence"`
		// Thread names the thread within the item that it is in, empty for the item itself.
		Thread string `json:"thread,omitempty"`
	}
	// An AccountRecord is an account, its tool, and the person behind it if the protocol knows one.
	AccountRecord struct {
		Tool string `json:"tool"`
		Account
		Person string `json:"person,omitempty"`
	}
	// A PersonRecord is somebody who is written down in the configuration, or has several accounts.
	PersonRecord struct {
		Name string `json:"name"`
		// Configured says that the configuration has this person.
		Configured bool            `json:"configured"`
		Teams      []string        `json:"teams,omitempty"`
		Accounts   []AccountRecord `json:"accounts,omitempty"`
	}
)

// A Namer returns the name of the person behind an account of a tool, or nothing.
type Namer func(tool, account string) string

// Record returns the entry as programs see it.
func (e Entry) Record(person Namer) EventRecord {
	r := EventRecord{
		ID: e.Source + "/" + e.Key, Seq: e.Seq, Source: e.Source, Tool: e.Tool, Kind: e.Kind, Verb: e.Verb,
		By: person.record(e.Tool, e.By), To: person.records(e.Tool, e.To), At: e.At, Updated: e.Updated,
		NotBefore: known(e.NotBefore), From: e.From, Into: e.Into, Thread: e.Thread, Text: e.Text, URL: e.URL, Gone: e.Gone,
	}
	if e.Item != "" {
		ref := e.On.ref()
		ref.ID = e.Item
		r.Item = &ref
	}
	return r
}

// Record returns the item of a source as programs see it.
func (it Item) Record(tool, source string, person Namer) ItemRecord {
	return ItemRecord{
		ItemRef: it.ref(), Source: source, Tool: tool, Status: it.Status,
		Author: person.record(tool, it.Author), Owners: person.records(tool, it.Owners),
		Reviewers: person.records(tool, it.Reviewers), Labels: it.Labels,
		Created: known(it.Created), Updated: known(it.Updated), Closed: known(it.Closed), Due: known(it.Due),
		Counts: map[string]int{"comments": it.Comments},
	}
}

// Record returns the ask as programs see it.
func (a AskEntry) Record(person Namer) AskRecord {
	r := AskRecord{
		ID: a.ID, Source: a.Source, Tool: a.Tool, Item: a.On.ref(), Kind: a.Kind, Urgency: a.Urgency, Confidence: a.Confidence,
		Asker: person.record(a.Tool, a.Asker), Responder: person.record(a.Tool, a.Responder),
		Opened: a.Opened, NotBefore: known(a.NotBefore), Due: known(a.Due), Warn: known(a.Warn), Unclear: a.Unclear,
		Promised: known(a.Promised), Agreed: known(a.Agreed), Protocol: a.Protocol, Calendar: a.Calendar,
		Window: a.Window, Within: a.Within, State: a.State, Paused: a.Paused, Acknowledged: known(a.Acknowledged),
		WarnedAt: known(a.Warned), Flagged: !a.Flagged.IsZero(), FlaggedAt: known(a.Flagged),
		Ended: known(a.Ended), Why: a.Why, After: a.After, SpentSeconds: int64(a.Spent.Seconds()),
		Nudges:   a.Nudges,
		Evidence: a.Source + "/" + a.Evidence, Thread: a.Thread,
	}
	if a.EndedBy != (Account{}) {
		by := person.record(a.Tool, a.EndedBy)
		r.EndedBy = &by
	}
	return r
}

func (it Item) ref() ItemRef {
	return ItemRef{ID: it.ID, Kind: it.Kind, Key: it.Key, Title: it.Title, URL: it.URL, State: it.State}
}

func (person Namer) record(tool string, a Account) AccountRecord {
	r := AccountRecord{Tool: tool, Account: a}
	if person != nil {
		r.Person = person(tool, a.ID)
	}
	return r
}

func (person Namer) records(tool string, as []Account) []AccountRecord {
	var out []AccountRecord
	for _, a := range as {
		out = append(out, person.record(tool, a))
	}
	return out
}

// known returns nil for the zero time, so that what is not known is left out.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
