package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"
)

// tokenPrefix begins every token, so that people and scanners recognise one.
const tokenPrefix = "dl_"

// A Token is what is kept of a token: all but the token itself.
type Token struct {
	// ID is what it is listed and revoked by, Hash the SHA-256 of the token in hexadecimal.
	ID, Hash string
	// Name says what it is for.
	Name    string
	Role    Role
	Scopes  []Scope
	Groups  []string
	Sources []string
	// By made it. Zero times are never.
	By                     string
	Made, Expires, Revoked time.Time
}

// NewToken makes a token: the text is shown to whoever asked for it, once, and nothing but its hash is kept. It holds 256 bits
// of chance, so that a fast hash hides it as well as a slow one would.
func NewToken() (text, id, hash string) {
	text = tokenPrefix + strings.ToLower(rand.Text()+rand.Text())
	hash = HashToken(text)
	return text, hash[:12], hash
}

// HashToken is the hash that a token is found by. Whoever measures how long that takes learns something of hashes, which is of no use.
func HashToken(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// reader is who comes with it, if it holds at a time.
func (t Token) reader(now time.Time) (Reader, bool) {
	if !t.Revoked.IsZero() || !t.Expires.IsZero() && !now.Before(t.Expires) {
		return Reader{}, false
	}
	return Reader{
		Name: "token " + t.Name, Role: t.Role, Groups: t.Groups, Token: true, Scopes: t.Scopes, Sources: t.Sources,
	}, true
}

// Tokens finds a token by its hash. It reports false for one that does not exist.
type Tokens func(ctx context.Context, hash string) (Token, bool, error)

// ByToken knows programs by their tokens. Now is the clock.
func ByToken(tokens Tokens, now func() time.Time) Way {
	return func(r *http.Request) (Reader, bool, error) {
		text, given := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !given {
			return Reader{}, false, nil
		}
		t, found, err := tokens(r.Context(), HashToken(strings.TrimSpace(text)))
		if err != nil {
			return Reader{}, false, err
		}
		who, holds := t.reader(now())
		if !found || !holds {
			return Reader{}, false, ErrWrong
		}
		return who, true, nil
	}
}
