package workflows

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/digest"
	"github.com/datelinehq/dateline/feed/digest/mail"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/webhook"
)

// Digests are who gets one, and how it is made and sent.
type Digests struct {
	// To are the subscribers by name.
	To map[string]digest.Subscriber
	// Compose makes the digest of a period, Send sends it once.
	Compose func(context.Context, digest.Subscriber, digest.Period) (digest.Digest, error)
	Send    func(context.Context, digest.Subscriber, digest.Digest) error
}

const (
	// unsure is after how long it is looked again where nobody knows when the next moment is.
	unsure = 24 * time.Hour
	// maxReason is how many characters are kept of why a digest was not taken.
	maxReason = 400
)

func digestID(subscriber string) string { return "digest/" + subscriber }

// FillDigests makes sure that a Digest is running for each subscriber, as Fill does for all else.
func FillDigests(ctx context.Context, c Temporal, subscribers []string) error {
	for _, name := range subscribers {
		if err := wake(ctx, c, digestID(name), DeliverQueue, Digest, name); err != nil {
			return err
		}
	}
	return nil
}

// Digest sends one subscriber a digest whenever its moment has come, and sleeps until the next one. It never ends.
func Digest(ctx workflow.Context, subscriber string) error {
	return rounds(ctx, func(ctx workflow.Context) (Round, error) {
		var r Round
		err := workflow.ExecuteActivity(ctx, activities.Digest, subscriber).Get(ctx, &r)
		return r, err
	}, func(ctx workflow.Context) error {
		return workflow.NewContinueAsNewError(ctx, Digest, subscriber)
	})
}

// Digest sends the subscriber the digest of the last moment that has come, unless it is noted what became of it: one, however many
// moments were missed. That is noted once it was sent. A process that is killed in between sends it again, under the same
// Message-ID or webhook-id, so that whoever has it recognises the repeat. The next moment is that of the calendar as it is known
// now; one that changes is heeded from then on.
func (a *Activities) Digest(ctx context.Context, subscriber string) (Round, error) {
	ctx, stop := heartbeat(ctx)
	defer stop()
	if a.Digests == nil {
		return Round{}, nil
	}
	to, ok := a.Digests.To[subscriber]
	if !ok {
		return Round{}, nil // no longer in the configuration
	}
	now := a.Now()
	agreed, err := a.Agreed(ctx)
	if err != nil {
		return Round{}, err
	}
	hours := agreed.HoursOf(to.Person)
	if hours == nil {
		return Round{Next: now.Add(unsure)}, nil
	}
	next, ok := to.Next(hours.Calendar, now)
	if !ok {
		next = now.Add(unsure)
	}
	period, ok := to.Latest(hours.Calendar, now)
	if !ok {
		return Round{Next: next}, nil
	}
	return Round{Next: next}, a.digest(ctx, to, period, next)
}

// digest sends one digest, unless it is noted what became of it, and notes that.
func (a *Activities) digest(ctx context.Context, to digest.Subscriber, period digest.Period, next time.Time) error {
	last, err := a.Store.LastDigest(ctx, to.Name)
	if err != nil {
		return err
	}
	note := store.Digest{Subscriber: to.Name, Period: period.Name, Moment: period.Moment, Told: period.Until, At: a.Now()}
	noted, err := a.Store.Digested(ctx, to.Name, period.Name)
	switch {
	case err != nil:
		return err
	case noted || !last.Moment.Before(period.Moment):
		return nil
	case last.Subscriber == "":
		note.Outcome = store.DigestBegun
		_, err := a.Store.PutDigest(ctx, note)
		return err
	}
	if note.Outcome, err = a.outcome(ctx, to, period.Since(last.Told), next); err != nil {
		return err
	}
	if note.Outcome == store.DigestEmpty {
		note.Told = last.Told // what was only quiet is told with what comes
	}
	_, err = a.Store.PutDigest(ctx, note)
	return err
}

// outcome sends a digest, if somebody wants it and there is something to tell.
func (a *Activities) outcome(ctx context.Context, to digest.Subscriber, period digest.Period, next time.Time) (store.DigestOutcome, error) {
	refusals, err := a.Store.Refusals(ctx)
	if err != nil {
		return "", err
	}
	if r, refused := refusals[to.Name]; refused && r.Address == to.Address {
		return store.DigestRefused, nil
	}
	d, err := a.Digests.Compose(ctx, to, period)
	if err != nil {
		return "", err
	}
	if d.Empty() {
		return store.DigestEmpty, nil
	}
	err = a.Digests.Send(ctx, to, d)
	switch {
	case err == nil:
		return store.DigestSent, nil
	case ctx.Err() != nil:
		return "", ctx.Err()
	}
	reason := feed.Text(a.Secrets.Redact(err.Error()), maxReason)
	a.Log.WarnContext(ctx, "a digest was not taken", "subscriber", to.Name, "reason", reason)
	return a.digestNotTaken(ctx, to, err, reason, next)
}

// digestNotTaken gives an address up that wants no more, or a webhook that took nothing for five days. Anything else is sent again,
// as the error says: after a pause that grows, no later than the next digest, which tells this one's news. A mail server that takes
// nothing is everybody's, so that no address is given up because of it.
func (a *Activities) digestNotTaken(
	ctx context.Context, to digest.Subscriber, cause error, reason string, next time.Time,
) (store.DigestOutcome, error) {
	failures, err := a.Store.DigestFailures(ctx)
	if err != nil {
		return "", err
	}
	failure, now := failures[to.Name], a.Now()
	if failure.Address != to.Address {
		failure = store.DigestFailure{Subscriber: to.Name, Address: to.Address, Since: now}
	}
	failure.Attempts++
	failure.Reason = reason
	refused := errors.Is(cause, mail.ErrRefused) || errors.Is(cause, webhook.ErrGone)
	if !refused && to.Hook && now.Sub(failure.Since) >= webhook.GiveUp {
		refused, reason = true, "it took nothing for five days: "+reason
	}
	if refused {
		a.Log.ErrorContext(ctx, "digests are not sent until somebody resumes them", "subscriber", to.Name, "reason", reason)
		return store.DigestRefused, a.Store.Refuse(ctx, store.Refusal{
			Subscriber: to.Name, Address: to.Address, Who: store.ByServer, Reason: reason, At: now,
		})
	}
	pause := webhook.Backoff(failure.Attempts)
	if wait, ok := errors.AsType[*webhook.Wait](cause); ok {
		pause = wait.For
	}
	if rest := next.Sub(now); rest > 0 {
		pause = min(pause, rest)
	}
	failure.Next = now.Add(pause)
	if err := a.Store.FailDigest(ctx, failure); err != nil {
		return "", err
	}
	return "", temporal.NewApplicationErrorWithOptions(reason, waitError, temporal.ApplicationErrorOptions{NextRetryDelay: pause})
}
