package feed

import "time"

// An Account is somebody as one tool knows them. The same human may have one account in each of several tools; joining
// them into a person is the protocol's business and changes nothing that is stored.
type Account struct {
	// ID names the account within its tool and never changes while the account lives: a GitHub login, a Jira account
	// id. It is empty where the tool no longer says who it was, as it does for deleted accounts.
	ID string `json:"account"`
	// Name is what people call the account, for display. It may be empty.
	Name string `json:"name,omitempty"`
	// Email is the account's address where the tool tells it. It serves to find the person behind several accounts, and is
	// never handed out.
	Email string `json:"-"`
	// Bot says that a program acts through this account. Bots neither ask nor answer.
	Bot bool `json:"bot,omitempty"`
	// Group says that the account stands for several people: a team that was asked to review.
	Group bool `json:"group,omitempty"`
}

// Label is how the account is shown where there is room for one word: its name, else its id, else "somebody".
func (a Account) Label() string {
	switch {
	case a.Name != "":
		return a.Name
	case a.ID != "":
		return a.ID
	}
	return "somebody"
}

// An AccountEntry is an account with where and when it was seen.
type AccountEntry struct {
	Account
	Source, Tool string
	// First and Last are the times of the first and the last act it had a part in, to about a day.
	First, Last time.Time
}

// A Ref names an account of a tool, or, without a tool, a person by the name the team gave them.
type Ref struct{ Tool, ID string }

// String is the reference as filters write it: github/ana, or /Ana for a person.
func (r Ref) String() string { return r.Tool + "/" + r.ID }

// A Ruling is what somebody said about whether one human is behind two accounts. Of two rulings on a pair the later holds.
type Ruling struct {
	Seq        int64
	One, Other Ref
	Verdict    Verdict
	// Who said it, as far as that is known, and when.
	Who string
	At  time.Time
}

// A Verdict is what a ruling says.
type Verdict string

// The verdicts.
const (
	// Same says that one human is behind both.
	Same Verdict = "same"
	// Different says that it is not so, whatever their names and addresses suggest.
	Different Verdict = "different"
	// Undone takes the ruling before it back.
	Undone Verdict = "undone"
)
