package web

import (
	"context"
	"net/http"
)

// Subscriptions finds who gets digests, by a name and the signature that came with a digest: nil if nobody does.
type Subscriptions func(ctx context.Context, name, sign string) (*Subscription, error)

// A Subscription is somebody who gets digests by e-mail.
type Subscription struct {
	// Person is whom they are for, Address where they go, Often how often: daily.
	Person, Address, Often string
	// Refused says that nothing is sent there any more; Reason is what the mail server said, empty where the reader wanted it so.
	Refused bool
	Reason  string
	// Refuse ends the digests, or begins them again.
	Refuse func(ctx context.Context, refused bool) error
}

// unsubscribePage asks whether somebody wants no more digests, and says what they get.
type unsubscribePage struct {
	Layout       layout
	Subscription Subscription
	// Here is the address of the page, which is signed.
	Here string
}

var errNoSubscription = newProblem(http.StatusNotFound, "subscription")

// unsubscribe asks. What follows an address, such as a program that looks for viruses, ends nothing by that.
func (s *server) unsubscribe(w http.ResponseWriter, r *http.Request) error {
	found, err := s.subscription(r)
	if err != nil {
		return err
	}
	return s.showSubscription(w, r, *found)
}

// refuseDigests ends the digests, or begins them again. Mail programs ask for it by themselves (RFC 8058): they bring no cookie and
// follow no redirect.
func (s *server) refuseDigests(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	found, err := s.subscription(r)
	if err != nil {
		return err
	}
	refused := r.PostForm.Get("again") == ""
	if err := found.Refuse(r.Context(), refused); err != nil {
		return err
	}
	found.Refused, found.Reason = refused, ""
	return s.showSubscription(w, r, *found)
}

func (s *server) subscription(r *http.Request) (*Subscription, error) {
	if s.Subscriptions == nil {
		return nil, errNoSubscription
	}
	query := r.URL.Query()
	found, err := s.Subscriptions(r.Context(), query.Get("subscriber"), query.Get("sign"))
	if err == nil && found == nil {
		return nil, errNoSubscription
	}
	return found, err
}

func (s *server) showSubscription(w http.ResponseWriter, r *http.Request, found Subscription) error {
	page := unsubscribePage{Layout: s.layout(r), Subscription: found, Here: r.URL.RequestURI()}
	page.Layout.Title, page.Layout.Back = s.times(r).Say("digests.title"), "/"
	return s.show(w, r, http.StatusOK, "unsubscribe.html", page)
}
