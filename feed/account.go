package feed

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
