package connectors

import (
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Secrets takes what must not be seen out of texts: logs, error messages, whatever is stored of them. It is filled when
// the configuration is read. The zero value is ready for use.
type Secrets struct {
	mu     sync.RWMutex
	values []string
}

// minSecret keeps words from being taken for secrets: replacing "abc" everywhere would garble texts and hide nothing.
const minSecret = 6

// Add makes the values secret, as they are and as they look in an address.
func (s *Secrets) Add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range values {
		for _, form := range []string{v, url.QueryEscape(v), url.PathEscape(v)} {
			if len(form) >= minSecret && !slices.Contains(s.values, form) {
				s.values = append(s.values, form)
			}
		}
	}
	slices.SortFunc(s.values, func(a, b string) int { return len(b) - len(a) })
}

// Redact returns text with every secret replaced by three asterisks.
func (s *Secrets) Redact(text string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, v := range s.values {
		text = strings.ReplaceAll(text, v, "***")
	}
	return text
}
