package feed

import (
	"cmp"
	"slices"
	"time"
)

// A Matter is something that was put up to be decided, and what came of it: a decision, once it was. Matters are derived
// from the log and can be thrown away and derived again. ([Decision] is the kind of the events that tell of them.)
type Matter struct {
	// ID is the same at every derivation. It is made of the source, the item and the event that first put it up.
	ID     string
	Source string
	Item   string
	// Title is what was decided, in one line; the item's title where nobody put it into words of its own.
	Title string
	State DecisionState
	Trust Trust
	// Proposer put it up, Decider decided or rejected it. Whoever is not known is empty.
	Proposer, Decider Account
	// Proposed and Decided are when, Ended is when it was rejected or superseded. Zero is never.
	Proposed, Decided, Ended time.Time
	// Rationale is why, in the words of whoever decided; Options are what there was to choose from, if that was written.
	Rationale string
	Options   []string
	// Evidence are the keys of the events that say so, in their order.
	Evidence []string
	// Supersedes and SupersededBy name items, in the form of [Item.Names], or the number of a decision record: 0007.
	Supersedes, SupersededBy []string
	// Refs are the names of all items that its words refer to.
	Refs []string
	// Misplaced is what the team agreed to do elsewhere, in its words, where the decision was made in another place.
	Misplaced string
}

// At is the time by which decisions are listed: when it was decided, else when it was proposed, else when it ended.
func (d Matter) At() time.Time { return cmp.Or(d.Decided, d.Proposed, d.Ended) }

// meaning is what an entry did to the decision, as the type of a message: empty if that is nothing, or nothing that is told of. What
// was only suggested is no decision before somebody confirms it.
func (d Matter) meaning(e Entry) string {
	at := slices.Index(d.Evidence, e.Key)
	decides, instead := e.Verb == Confirmed || e.At.Equal(d.Decided), len(d.Supersedes) > 0
	switch {
	case at < 0 || d.State == DecisionSuggested:
	case d.State == DecisionRejected && e.At.Equal(d.Ended):
	case d.State == DecisionSuperseded && e.At.Equal(d.Ended), decides && instead:
		return MessageDecisionSuperseded
	case decides:
		return MessageDecisionMade
	case e.At.Equal(d.Proposed):
		return MessageDecisionProposed
	case instead && at == len(d.Evidence)-1:
		return MessageDecisionSuperseded
	}
	return ""
}

// A DecisionState says how a decision stands.
type DecisionState string

// The states of decisions.
const (
	DecisionSuggested  DecisionState = "suggested" // a sentence sounds like it; a person has to confirm it
	DecisionProposed   DecisionState = "proposed"
	DecisionDecided    DecisionState = "decided"
	DecisionRejected   DecisionState = "rejected"
	DecisionSuperseded DecisionState = "superseded"
)

// DecisionStates lists every state in the order of a decision's life.
func DecisionStates() []DecisionState {
	return []DecisionState{DecisionSuggested, DecisionProposed, DecisionDecided, DecisionRejected, DecisionSuperseded}
}

// Trust says how sure it is that something was decided at all.
type Trust string

// The trusts, from the most to the least.
const (
	Explicit   Trust = "explicit"   // it was said in so many words: a command, a heading, a decision record, an approval
	Configured Trust = "configured" // the team agreed that a list, label or status means so
	Suggested  Trust = "suggested"  // a sentence sounds like it
)

// A DecisionFilter chooses decisions. The zero filter chooses all; several fields must all hold.
type DecisionFilter struct {
	IDs     []string
	States  []DecisionState
	Sources []string // a name chooses the source and its parts
	Hidden  []string // sources that are left out, with their parts: those that the reader may not see
	Tools   []string
	// Query is searched for in titles and rationales, in the language of [Filter].
	Query string
	// Since and Until bound when it was decided, else proposed: Since ≤ At < Until. Zero is no bound.
	Since, Until time.Time
	// Accounts chooses by who proposed or decided, as "tool/id", Without leaves out by that.
	Accounts, Without []string
	// Item chooses the decisions of one item; Sources must then name its source.
	Item string
}

// A DecisionEntry is a decision with what a reader wants to see beside it.
type DecisionEntry struct {
	Matter
	// Tool is the tool of the decision's source, On the item as it is now.
	Tool string
	On   Item
	// Same are other places in which the same was decided, Referring what refers to it.
	Same, Referring []DecisionPlace
}

// A DecisionHead is as much of a decision as many are counted and listed by.
type DecisionHead struct {
	ID, Source, Item string
	State            DecisionState
	// At is the time by which it is listed.
	At time.Time
}

// Head is as much of the decision as many are counted and listed by.
func (d DecisionEntry) Head() DecisionHead {
	return DecisionHead{ID: d.ID, Source: d.Source, Item: d.Item, State: d.State, At: d.At()}
}

// A DecisionPlace is where a decision was made.
type DecisionPlace struct {
	ID, Source, Tool string
	On               Item
}

// Place is where the decision was made.
func (d DecisionEntry) Place() DecisionPlace {
	return DecisionPlace{ID: d.ID, Source: d.Source, Tool: d.Tool, On: d.On}
}

type (
	// A DecisionRecord is a decision as programs see it. Its fields are a contract, as those of all records.
	DecisionRecord struct {
		ID           string                `json:"id"`
		Source       string                `json:"source"`
		Tool         string                `json:"tool"`
		Item         ItemRef               `json:"item"`
		Title        string                `json:"title"`
		State        DecisionState         `json:"state"`
		Trust        Trust                 `json:"trust"`
		Proposer     *AccountRecord        `json:"proposer,omitempty"`
		Decider      *AccountRecord        `json:"decider,omitempty"`
		Proposed     *time.Time            `json:"proposed,omitempty"`
		Decided      *time.Time            `json:"decided,omitempty"`
		Ended        *time.Time            `json:"ended,omitempty"`
		Rationale    string                `json:"rationale,omitempty"`
		Options      []string              `json:"options,omitempty"`
		Evidence     []string              `json:"evidence"`
		Supersedes   []string              `json:"supersedes,omitempty"`
		SupersededBy []string              `json:"superseded_by,omitempty"`
		Refs         []string              `json:"refs,omitempty"`
		Misplaced    string                `json:"misplaced,omitempty"`
		Same         []DecisionPlaceRecord `json:"same,omitempty"`
		Referring    []DecisionPlaceRecord `json:"referring,omitempty"`
	}
	// A DecisionPlaceRecord is a place in which a decision was made.
	DecisionPlaceRecord struct {
		ID     string  `json:"id"`
		Source string  `json:"source"`
		Tool   string  `json:"tool"`
		Item   ItemRef `json:"item"`
	}
)

// Record returns the decision as programs see it.
func (d DecisionEntry) Record(person Namer) DecisionRecord {
	evidence := make([]string, len(d.Evidence))
	for i, key := range d.Evidence {
		evidence[i] = d.Source + "/" + key
	}
	on := d.On.ref()
	on.ID = d.Item
	return DecisionRecord{
		ID: d.ID, Source: d.Source, Tool: d.Tool, Item: on, Title: d.Title, State: d.State, Trust: d.Trust,
		Proposer: person.somebody(d.Tool, d.Proposer), Decider: person.somebody(d.Tool, d.Decider),
		Proposed: known(d.Proposed), Decided: known(d.Decided), Ended: known(d.Ended), Rationale: d.Rationale,
		Options: d.Options, Evidence: evidence, Supersedes: d.Supersedes, SupersededBy: d.SupersededBy, Refs: d.Refs,
		Misplaced: d.Misplaced, Same: placeRecords(d.Same), Referring: placeRecords(d.Referring),
	}
}

func placeRecords(places []DecisionPlace) (list []DecisionPlaceRecord) {
	for _, p := range places {
		list = append(list, DecisionPlaceRecord{ID: p.ID, Source: p.Source, Tool: p.Tool, Item: p.On.ref()})
	}
	return list
}

// somebody is the record of an account, nil where it is not known who it is.
func (person Namer) somebody(tool string, a Account) *AccountRecord {
	if a.ID == "" && a.Name == "" {
		return nil
	}
	r := person.record(tool, a)
	return &r
}
