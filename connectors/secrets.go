package connectors

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Hidden is what is shown in place of a secret.
const Hidden = "***"

// A Secret is a setting that must not be seen. It does not print: string(s) is what it is. The reader of the configuration
// knows secrets by this type and makes them known to [Secrets].
type Secret string

// String hides it.
func (Secret) String() string { return Hidden }

// GoString hides it.
func (Secret) GoString() string { return Hidden }

// MarshalText hides it.
func (Secret) MarshalText() ([]byte, error) { return []byte(Hidden), nil }

// Secrets takes what must not be seen out of texts: logs, error messages, whatever is stored of them. It is filled when
// the configuration is read. The zero value is ready for use.
type Secrets struct {
	mu    sync.RWMutex
	forms []string
	hide  *strings.Replacer
}

// minSecret keeps words from being taken for secrets: replacing "abc" everywhere would garble texts and hide nothing.
const minSecret = 6

// Add makes the values secret: as they are, as they look in an address, in JSON, in JSON that somebody quotes and in HTML, and
// within what is written in base64 or hexadecimal digits, as the Authorization header is. Of an address the password is secret
// by itself too.
func (s *Secrets) Add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range values {
		s.add(v)
		if u, err := url.Parse(v); err == nil && u.User != nil {
			password, _ := u.User.Password()
			s.add(password)
		}
	}
	slices.SortFunc(s.forms, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, form := range s.forms {
		pairs = append(pairs, form, Hidden)
	}
	s.hide = strings.NewReplacer(pairs...)
}

func (s *Secrets) add(value string) {
	if len(value) < minSecret {
		return
	}
	quoted, _ := json.Marshal(value)
	inJSON := strings.Trim(string(quoted), `"`)
	written := append(encoded(value), value, url.QueryEscape(value), url.PathEscape(value), html.EscapeString(value))
	for _, form := range append(written, inJSON, strings.ReplaceAll(inJSON, `\`, `\\`)) {
		if !slices.Contains(s.forms, form) {
			s.forms = append(s.forms, form)
		}
	}
}

// encoded is how a value looks within something that is encoded: in base64 that depends on how many bytes are before it, and
// the letters at its ends tell of its neighbours too.
func encoded(value string) []string {
	digits := hex.EncodeToString([]byte(value))
	forms := []string{digits, strings.ToUpper(digits)}
	for before := range 3 {
		all := append(make([]byte, before), value...)
		from, until := (8*before+5)/6, 8*len(all)/6
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			forms = append(forms, encoding.EncodeToString(all)[from:until])
		}
	}
	return forms
}

// Redact returns text with [Hidden] in place of every secret.
func (s *Secrets) Redact(text string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.hide == nil {
		return text
	}
	return s.hide.Replace(text)
}
