package receipt

import (
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
)

// An Input is all that a receipt is made of.
type Input struct {
	Ask feed.AskEntry
	// Evidence is the event that opened the ask, End the one that ended it. Nil where it is not known.
	Evidence, End *feed.Entry
	// Window is the one that was applied, Before are those that stand before it in the agreement and are not for the ask, and
	// Windows is how many there are. The zero Window is one that the agreement no longer has.
	Window  protocol.Window
	Before  []protocol.Window
	Windows int
	// Calendar is when the responder works, nil if nobody knows.
	Calendar *calendars.Calendar
	Now      time.Time
	// Names is what people call an account.
	Names func(feed.Account) string
}

// A Receipt explains one ask.
type Receipt struct {
	Ask       string `json:"ask"`
	Owed      string `json:"owed"` // a review
	Responder string `json:"responder"`
	Group     bool   `json:"group,omitempty"`
	Asker     string `json:"asker"`
	Item      Item   `json:"item"`
	// Opened is when it was asked, NotBefore the earliest it can have been where that is not known exactly.
	Opened    time.Time `json:"opened"`
	NotBefore time.Time `json:"not_before,omitzero"`
	Nudges    int       `json:"nudges,omitempty"`
	// HandedOn says that it came from somebody else, Spent what was used of the window before and does not count again.
	HandedOn bool     `json:"handed_on,omitempty"`
	Spent    Duration `json:"spent,omitzero"`
	Evidence *Act     `json:"evidence,omitempty"`
	Window   Window   `json:"window"`
	// Zone is where the responder's days are.
	Zone string `json:"zone"`
	// Until is where the lines end. Counted and Uncounted are all time from Opened to there.
	Until     time.Time `json:"until"`
	Counted   []Line    `json:"counted"`
	Uncounted []Line    `json:"uncounted"`
	// Used is what counted, Remaining what has to count until the window is used up: nothing for business days, whose
	// Days are told instead. UsedUp is when it is or was.
	Used      Duration  `json:"used"`
	Remaining Duration  `json:"remaining,omitzero"`
	UsedUp    time.Time `json:"used_up,omitzero"`
	Days      []Day     `json:"days,omitempty"`
	// Due is until when it is in time; Agreed what that would have been without a promise.
	Due      time.Time `json:"due,omitzero"`
	Promised time.Time `json:"promised,omitzero"`
	Agreed   time.Time `json:"agreed,omitzero"`
	Warn     time.Time `json:"warn,omitzero"`
	Warned   time.Time `json:"warned,omitzero"`
	Flagged  time.Time `json:"flagged,omitzero"`
	Unclear  string    `json:"unclear,omitempty"`
	// Late is how much later than due it was answered, or is by now.
	Late Duration `json:"late,omitzero"`
	// Guess says that nobody is told of it until a person confirms it.
	Guess   bool          `json:"guess,omitempty"`
	State   feed.AskState `json:"state"`
	Resting string        `json:"resting,omitempty"` // why it does not count now
	Ended   time.Time     `json:"ended,omitzero"`
	End     *Act          `json:"end,omitempty"`
	Why     string        `json:"why,omitempty"` // it ended without an answer
	// Stops are what would end it.
	Stops []string  `json:"stops,omitempty"`
	Notes []string  `json:"notes,omitempty"`
	Now   time.Time `json:"now"`

	zone *time.Location
}

// An Item is what was asked on.
type Item struct {
	Tool  string `json:"tool"`
	Key   string `json:"key"`
	Title string `json:"title"`
	URL   string `json:"url,omitempty"`
}

// An Act is what somebody did: Ana requested Ben.
type Act struct {
	At    time.Time `json:"at"`
	Says  string    `json:"says"`
	Quote string    `json:"quote,omitempty"`
	URL   string    `json:"url,omitempty"`
}

// A Window is what was agreed for the ask.
type Window struct {
	Name string `json:"name"`
	For  string `json:"for,omitempty"`
	// Place is the how manieth of All windows it is; Not are those before it, which are not for the ask.
	Place   int      `json:"place,omitempty"`
	All     int      `json:"all,omitempty"`
	Not     []Other  `json:"not,omitempty"`
	Within  string   `json:"within"`
	Means   string   `json:"means"`
	AtLeast Duration `json:"at_least,omitzero"`
	Warn    string   `json:"warn,omitempty"`
	// Protocol and Version are the versions of the agreement and of the calendar by which it was judged.
	Protocol string `json:"protocol"`
	Calendar string `json:"calendar,omitempty"`
	Version  string `json:"version,omitempty"`
}

// An Other is a window that is not for the ask.
type Other struct {
	Name string `json:"name"`
	For  string `json:"for"`
}

// A Line is a piece of time, which counted or did not.
type Line struct {
	From   time.Time `json:"from"`
	Until  time.Time `json:"until"`
	Length Duration  `json:"length"`
	Why    string    `json:"why,omitempty"` // it did not count
}

// A Day is a business day and when it closes. Day 0 is the one in which it was asked, or the next one.
type Day struct {
	Number int       `json:"number"`
	Closes time.Time `json:"closes"`
}

// Location is where the responder's days are.
func (r Receipt) Location() *time.Location {
	if r.zone == nil {
		return time.UTC
	}
	return r.zone
}
