package web

import (
	"context"
	"slices"
	"time"
)

// Mailings returns how the digests to each of their subscribers go.
type Mailings func(ctx context.Context) ([]Mailing, error)

// A Mailing is how the digests to a subscriber go.
type Mailing struct {
	// Subscriber is its name, Person whom they are for, Often how often they come: daily.
	Subscriber, Person, Often string
	// Hook says that they go to a webhook, and not by mail.
	Hook bool
	// Ended is since when none is sent any more; zero while they are. Refused says that the mail server or the receiver of the
	// webhook wants it so, or took nothing for days, and not the reader.
	Ended   time.Time
	Refused bool
	// Failing is since when none is taken, zero where all is well. Attempts is how often it was tried since, and Next when it is
	// tried again.
	Failing, Next time.Time
	Attempts      int
	// Reason is what was said where they are refused or failing.
	Reason string
}

// mailingView is who gets a digest, and why not.
type mailingView struct {
	Name, Gets, State, Reason string
	// Advice says when one that is failing is tried again.
	Advice string
}

func mailingOf(m Mailing, t times) mailingView {
	gets := "digests.by-mail"
	if m.Hook {
		gets = "digests.by-webhook"
	}
	v := mailingView{Name: m.Subscriber, Gets: t.Say(gets, "person", m.Person, "often", m.Often), Reason: stopped(m.Reason)}
	switch {
	case m.Refused:
		v.State = t.Say("digests.is-refused", "at", t.moment(m.Ended).Full)
	case !m.Ended.IsZero():
		v.State = t.Say("digests.is-ended", "at", t.moment(m.Ended).Full)
	case !m.Failing.IsZero():
		v.State = t.Say("digests.is-failing", "at", t.moment(m.Failing).Full)
		v.Advice = tried(m.Attempts, m.Next, t)
	}
	return v
}

// mailings are the digests, those that are refused apart.
func (s *server) mailings(ctx context.Context, t times) (refused, others []mailingView, err error) {
	if s.Mailings == nil {
		return nil, nil, nil
	}
	all, err := s.Mailings(ctx)
	for _, m := range all {
		if m.Refused {
			refused = append(refused, mailingOf(m, t))
		} else {
			others = append(others, mailingOf(m, t))
		}
	}
	return refused, others, err
}

func gets(views []mailingView, name string) bool {
	return slices.ContainsFunc(views, func(v mailingView) bool { return v.Name == name })
}
