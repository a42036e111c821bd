package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/digest"
	"github.com/datelinehq/dateline/feed/protocol"
	"github.com/datelinehq/dateline/feed/spelling"
	"github.com/datelinehq/dateline/feed/store"
)

const (
	// mostEntries is how many events a digest is made of: the newest.
	mostEntries = 5000
	// longestRest is how far back it is looked for what still rests.
	longestRest = 180 * 24 * time.Hour
)

func (p Program) digestCommand(o *options) *cobra.Command {
	var person, format, again string
	var weekly bool
	cmd := &cobra.Command{
		Use:   "digest",
		Short: "Print the digest that somebody would get",
		Long: "Prints the digest of a person as it would be sent now: from the morning of the last working day on, or, with --weekly, that\n" +
			"of the last whole week, which ends with an agenda for the team's touchpoint. Nothing is sent, and nothing is noted.\n\n" +
			"With --again it prints nothing, and sends digests again to a subscriber whose address or webhook refused them.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			write := digest.Text
			switch format {
			case "text":
			case "html":
				write = digest.HTML
			default:
				return usage(fmt.Errorf("--format is text or html, not %q", format))
			}
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			if again != "" {
				return h.digestAgain(cmd.Context(), again)
			}
			rhythm := digest.Daily
			if weekly {
				rhythm = digest.Weekly
			}
			d, err := h.digestNow(cmd.Context(), person, rhythm)
			if err != nil {
				return err
			}
			return write(cmd.OutOrStdout(), d)
		},
	}
	cmd.Flags().StringVar(&person, "person", "", "whom it is for: the `name` of one of the people")
	cmd.Flags().BoolVar(&weekly, "weekly", false, "that of a week, with the agenda")
	cmd.Flags().StringVar(&format, "format", "text", "`text` or html")
	cmd.Flags().StringVar(&again, "again", "", "send digests again to the `subscriber` of that name")
	cmd.MarkFlagsOneRequired("person", "again")
	cmd.MarkFlagsMutuallyExclusive("person", "again")
	return cmd
}

// digestNow makes the digest that somebody would get now.
func (h *host) digestNow(ctx context.Context, person string, rhythm digest.Rhythm) (digest.Digest, error) {
	var names []string
	for _, p := range h.config.People {
		names = append(names, p.Name)
	}
	if !slices.Contains(names, person) {
		if guess := spelling.Nearest(person, names); guess != "" {
			return digest.Digest{}, usage(fmt.Errorf("--person: %q is not one of the people; did you mean %q?", person, guess))
		}
		return digest.Digest{}, usage(fmt.Errorf("--person: %q is not one of the people", person))
	}
	agreed, err := h.agreed.now(ctx)
	if err != nil {
		return digest.Digest{}, err
	}
	return h.compose(access.With(ctx, access.Local()), digest.Subscriber{Person: person, Rhythm: rhythm}, lately(agreed, person, rhythm, h.now()))
}

// lately is the period that somebody would be told of now: what came since the morning of the last working day before today, or
// the last whole week. Whoever has no calendar is told of the last day, or the last seven.
func lately(agreed *protocol.Protocol, person string, rhythm digest.Rhythm, now time.Time) digest.Period {
	p := digest.Period{From: now.AddDate(0, 0, -1), Until: now}
	if rhythm == digest.Weekly {
		p.From = now.AddDate(0, 0, -7)
	}
	if c := agreed.HoursOf(person); c != nil {
		if last, ok := (digest.Subscriber{Person: person, Rhythm: rhythm}).Latest(c.Calendar, now); ok {
			p = last
			today := now.In(c.Zone()).Format(time.DateOnly)
			if rhythm == digest.Daily && last.Moment.In(c.Zone()).Format(time.DateOnly) != today {
				p.From = last.Moment
			}
		}
	}
	if rhythm == digest.Daily {
		p.Until = now
	}
	p.Moment = now
	return p
}

// compose makes the digest of a period out of what is stored and may be seen by whom the context is for.
func (h *host) compose(ctx context.Context, to digest.Subscriber, period digest.Period) (digest.Digest, error) {
	d, err := h.gather(ctx, to, period)
	if err != nil {
		return digest.Digest{}, fmt.Errorf("making the digest of %s for %s: %w", cmp.Or(period.Name, "now"), to.Person, err)
	}
	return d, nil
}

func (h *host) gather(ctx context.Context, to digest.Subscriber, period digest.Period) (d digest.Digest, err error) {
	in := digest.Input{Person: to.Person, Rhythm: to.Rhythm, Period: period, PublicURL: h.public(), Now: h.now()}
	if in.Agreed, err = h.agreed.now(ctx); err != nil {
		return d, err
	}
	if in.Entries, err = h.between(ctx, feed.Filter{Since: period.From, Until: period.Until}); err != nil {
		return d, err
	}
	if in.Decisions, err = h.register.decisions(ctx, feed.DecisionFilter{Since: period.From, Until: period.Until}); err != nil {
		return d, err
	}
	if in.Open, err = h.allAsks(ctx, store.AskFilter{Open: true}); err != nil {
		return d, err
	}
	if to.Rhythm == digest.Weekly {
		if in.Ended, err = h.allAsks(ctx, store.AskFilter{EndedSince: period.From}); err != nil {
			return d, err
		}
		in.Rests, err = h.between(ctx, feed.Filter{
			Verbs: []feed.Verb{feed.Paused, feed.Resumed}, State: feed.StateOpen, Since: in.Now.Add(-longestRest), Until: in.Now,
		})
		if err != nil {
			return d, err
		}
	}
	return digest.New(in), nil
}

// between are the entries that a filter chooses, newest first, as many as a digest is made of.
func (h *host) between(ctx context.Context, f feed.Filter) (all []feed.Entry, err error) {
	for before := int64(0); len(all) < mostEntries; {
		page, err := sight{h}.Events(ctx, f, before, exportAtOnce)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if len(page) < exportAtOnce {
			break
		}
		before = page[len(page)-1].Pos
	}
	return all[:min(len(all), mostEntries)], nil
}

func (h *host) allAsks(ctx context.Context, f store.AskFilter) (all []feed.AskEntry, err error) {
	err = sight{h}.AllAsks(ctx, f, func(a feed.AskEntry) error {
		all = append(all, a)
		return nil
	})
	return all, err
}

// public is where readers reach the pages, as far as the configuration says.
func (h *host) public() string {
	return cmp.Or(h.config.PublicURL, "http://"+reachable(h.config.Listen))
}

// digestAgain takes back that a subscriber refused its digests.
func (h *host) digestAgain(ctx context.Context, name string) error {
	if !slices.ContainsFunc(h.config.Subscribers, func(s config.Subscriber) bool { return string(s.Name) == name && s.Digest != "" }) {
		return usage(fmt.Errorf("--again: no subscriber that gets digests is named %q", name))
	}
	refused, err := h.sendAgain(ctx, name)
	if err == nil && !refused {
		err = errors.New("nobody refused the digests of " + name)
	}
	return err
}
