package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/datelinehq/dateline/feed"
)

// tokenPrefix begins every token, so that people and scanners recognise one.
const tokenPrefix = "dl_"

// NewToken makes a token: the text is shown to whoever asked for it, once, and nothing but its hash is kept. It holds
// 256 bits of chance, so that a fast hash hides it as well as a slow one would.
func NewToken() (text, id, hash string) {
	text = tokenPrefix + strings.ToLower(rand.Text()+rand.Text())
	hash = HashToken(text)
	return text, hash[:12], hash
}

// HashToken is the hash that a token is found by. Whoever measures how long that takes learns something of hashes,
// which is of no use.
func HashToken(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// bearer is who comes with a token that holds.
func bearer(t feed.Token) (Reader, error) {
	who := Reader{Name: "token " + t.Name, Groups: t.Groups, Token: true, ID: t.ID, Sources: t.Sources}
	for _, s := range t.Scopes {
		who.Scopes = append(who.Scopes, Scope(s))
	}
	return who, who.Role.UnmarshalText([]byte(t.Role))
}

// Tokens finds a token by its hash. It reports false for one that does not exist.
type Tokens func(ctx context.Context, hash string) (feed.Token, bool, error)

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
		if !found || !t.Holds(now()) {
			return Reader{}, false, ErrWrong
		}
		who, err := bearer(t)
		return who, err == nil, err
	}
}
