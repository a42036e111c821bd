package access

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/datelinehq/dateline/feed"
)

// A Role says what somebody may do. A higher one may all that a lower one may.
type Role int

// The roles.
const (
	// Anybody is the role of whoever is not known.
	Anybody Role = iota
	Viewer
	Lead
	Operator
	Admin
)

var roleNames = []string{"anybody", "viewer", "lead", "operator", "admin"}

// Roles are the names that can be given to people and tokens, the lowest first.
func Roles() []string { return slices.Clone(roleNames[Viewer:]) }

func (r Role) String() string { return roleNames[r] }

// UnmarshalText reads the name of a role.
func (r *Role) UnmarshalText(text []byte) error {
	i := slices.Index(roleNames, string(text))
	if i < int(Viewer) {
		return fmt.Errorf("there is no role %q; there is %s", text, strings.Join(Roles(), ", "))
	}
	*r = Role(i)
	return nil
}

// A Scope is what a token is for.
type Scope string

// The scopes.
const (
	// ScopeFeed opens subscriptions and nothing else.
	ScopeFeed Scope = "feed"
	// ScopeRead opens whatever is read, subscriptions too.
	ScopeRead Scope = "read"
	// ScopeWrite opens whatever is said and ordered.
	ScopeWrite Scope = "write"
)

// Scopes lists all scopes.
func Scopes() []Scope { return []Scope{ScopeFeed, ScopeRead, ScopeWrite} }

// A Reader is whoever makes a request.
type Reader struct {
	// Name is what they are called in the log, an e-mail address for instance. It is empty where nobody is asked.
	Name string
	// Person is what they are called by people, if that is told.
	Person string
	Role   Role
	// Groups are what decides which sources they see.
	Groups []string
	// Everything says that they see all sources, whatever their groups.
	Everything bool
	// Token says that a program came with a token, with these Scopes and, where there are any, for these Sources only.
	Token bool
	// ID is the token's. Key is the token itself, where it stood in the address: whoever follows an address that a subscription
	// leads on to can send it no other way.
	ID, Key string
	Scopes  []Scope
	Sources []string
	// Leaves says that they logged in here, so that they can log out.
	Leaves bool
}

// Local is whoever runs the program itself: they can read its database anyway.
func Local() Reader { return Reader{Role: Admin, Everything: true} }

// Sees reports whether a source may be shown to the reader.
func (r Reader) Sees(s feed.Source) bool {
	if len(r.Sources) > 0 && !slices.Contains(r.Sources, s.Name) && !slices.Contains(r.Sources, s.Parent) {
		return false
	}
	return r.Everything || len(s.VisibleTo) == 0 ||
		slices.ContainsFunc(s.VisibleTo, func(group string) bool { return slices.Contains(r.Groups, group) })
}

// Caller tells apart who calls: a token by its id, somebody by their name. It is empty where nobody is asked who they are.
func (r Reader) Caller() string {
	switch {
	case r.Token:
		return "token/" + r.ID
	case r.Name != "":
		return "reader/" + r.Name
	}
	return ""
}

// Tag tells apart what readers are shown who see different things.
func (r Reader) Tag() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d %q %t %q", r.Name, r.Role, r.Groups, r.Everything, r.Sources))
	return hex.EncodeToString(sum[:6])
}

type readerKey struct{}

// With puts a reader into the context of what is done for them.
func With(ctx context.Context, r Reader) context.Context {
	return context.WithValue(ctx, readerKey{}, r)
}

// Of is for whom something is done. Without anybody it is somebody of whom nothing is known, who sees only what all see.
func Of(ctx context.Context) Reader {
	r, _ := ctx.Value(readerKey{}).(Reader)
	return r
}
