package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/asks"
)

// Say puts an event of our own into the log of a source, and has it judged.
type Say func(ctx context.Context, source string, said feed.Event) error

// Respond says something of an ask by its id, in words as on the command line, and has it judged. It reports false for one that
// does not exist. The error is an [asks.Mistake] if it cannot be said so, and wraps [asks.ErrEnded] if it is too late.
type Respond func(ctx context.Context, id string, s asks.Saying, words string, by feed.Account) (said feed.Event, found bool, err error)

// sayForm is the form in which something is said of an ask.
type sayForm struct {
	// At is where it is sent, empty where nothing can be said.
	At string
	// Guess says that the ask can be confirmed.
	Guess bool
	// Words are what was typed, and Wrong why that cannot be said.
	Words, Wrong string
}

// told are the keys of the sentences for what was just said.
var told = map[asks.Saying]string{
	asks.Promise: "said.promise", asks.Snooze: "said.snooze", asks.Waive: "said.waive", asks.Confirm: "said.confirm",
}

// say keeps what somebody says of an ask. What cannot be said so is shown where it was typed.
func (s *server) say(w http.ResponseWriter, r *http.Request) error {
	if s.Respond == nil {
		return errMethod
	}
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	id, saying, words := r.PathValue("id"), asks.Saying(r.PostForm.Get("say")), r.PostForm.Get("words")
	_, found, err := s.Respond(r.Context(), id, saying, feed.Text(words, feed.MaxTitle), s.speaker(r))
	wrong, mistaken := errors.AsType[asks.Mistake](err)
	switch {
	case mistaken:
		return s.explain(w, r, id, sayForm{Words: words, Wrong: sentence(wrong.Error())})
	case errors.Is(err, asks.ErrEnded):
		return unfit(s.times(r), http.StatusConflict, "problem.settled.title", err)
	case err != nil:
		return err
	case !found:
		return errNoAsk
	}
	http.Redirect(w, r, askPath(id)+"?"+url.Values{"said": {string(saying)}}.Encode(), http.StatusSeeOther) //nolint:gosec // the path is ours
	return nil
}

func askPath(id string) string { return "/asks/" + url.PathEscape(id) }
