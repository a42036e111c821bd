package web

import (
	"net/http"

	"github.com/datelinehq/dateline/feed/web/texts"
)

// language is what a reader is spoken to in.
func (s *server) language(r *http.Request) *texts.Catalogue {
	return s.Texts.For(r.Header.Get("Accept-Language"))
}

// spoken says in the headers what an answer is in, and where there is a choice, that it was chosen.
func (s *server) spoken(w http.ResponseWriter, language *texts.Catalogue) {
	w.Header().Set("Content-Language", language.Lang())
	if len(s.Texts.All()) > 1 {
		w.Header().Add("Vary", "Accept-Language")
	}
}
