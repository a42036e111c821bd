package feed

import "time"

// A Token lets a program in, as far as its role, scopes and groups reach. The token itself is kept nowhere.
type Token struct {
	// ID is what it is listed and revoked by, Hash the SHA-256 of the token in hexadecimal.
	ID, Hash string
	// Name says what it is for.
	Name string
	Role string
	// Scopes say what it opens. Sources are those it is for; none for all that its Groups may see.
	Scopes, Groups, Sources []string
	// By made it, and Made is when. Expires and Revoked are when it stops to hold; zero is never.
	By                     string
	Made, Expires, Revoked time.Time
}

// Holds reports whether the token opens anything at a time.
func (t Token) Holds(now time.Time) bool {
	return t.Revoked.IsZero() && (t.Expires.IsZero() || now.Before(t.Expires))
}

// A Deed is something that somebody did, or tried, that is not only reading.
type Deed struct {
	At time.Time
	// By is who did it, empty where nobody is asked who they are.
	By string
	// What is a sentence without its subject, or a method and an address where nobody found words.
	What string
	// Source is the source that it was done to, empty if it was none.
	Source string
	// Status is how it was answered, as HTTP has it; 0 where it was not asked for over HTTP.
	Status int
}
