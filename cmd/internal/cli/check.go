package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/cmd/internal/schema"
	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/protocol/calendars"
)

const (
	// checkTimeout bounds the requests for one source.
	checkTimeout = 30 * time.Second
	// checkAtOnce is how many sources are asked at the same time.
	checkAtOnce = 8
)

func (p Program) checkCommand(o *options) *cobra.Command {
	var offline, asSchema bool
	var served string
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check the configuration, then each connection",
		Long: "Reads the configuration, opens the database, and asks each tool who we are, what we may read and which\n" +
			"permission is missing. It names the subscribers and digests that were given up. The exit code is 1 if a source\n" +
			"cannot be read. Nothing is stored.\n\n" +
			"With --schema it prints what may stand in the configuration, as a JSON Schema, and checks nothing. Saved as\n" +
			"dateline.schema.json beside it, editors with a YAML language server complete and check the file while it is\n" +
			"written, if its first line is\n\n  # yaml-language-server: $schema=dateline.schema.json",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asSchema {
				return schema.Write(cmd.OutOrStdout(), tools)
			}
			o.given = true // checking what is not there helps nobody
			h, err := p.open(cmd, o)
			if err != nil {
				return err
			}
			defer h.close()
			out := newMarked(cmd.OutOrStdout())
			out.good("%s: the configuration is good", o.config)
			out.good("%s: the database answers", h.db.Dialect())
			if err := h.checkSecrets(cmd.Context(), out); err != nil {
				return err
			}
			out.good("time zones: %s", h.config.Zones)
			if old := h.config.Zones.Old(h.now()); old != "" {
				out.doubt("%s", old)
			}
			if len(h.config.Sources) == 0 {
				out.doubt("there are no sources yet")
			}
			failed, taken := 0, true
			if !offline {
				failed = h.checkSources(cmd.Context(), out)
				taken = h.checkMail(cmd.Context(), out)
			}
			if err := h.checkSubscribers(cmd.Context(), out); err != nil {
				return err
			}
			if err := h.checkAgreement(cmd.Context(), out, offline); err != nil {
				return err
			}
			if served != "" {
				if err := tryServed(cmd.Context(), served); err != nil {
					return err
				}
				out.good("%s: serves and is ready", served)
			}
			if failed > 0 {
				return fmt.Errorf("%d of %d sources cannot be read", failed, len(h.config.Sources))
			}
			if !taken {
				return errors.New("the mail server does not take us")
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&offline, "offline", false, "ask no tool; check the configuration and the database only")
	cmd.Flags().StringVar(&served, "served", "", "ask also whether what is served at this `address` is ready: http://dateline:80")
	cmd.Flags().BoolVar(&asSchema, "schema", false, "print the JSON Schema of the configuration, and check nothing")
	return cmd
}

// checkSubscribers says who is told nothing any more until somebody does something about it.
func (h *host) checkSubscribers(ctx context.Context, out marked) error {
	subscribers, err := subscribed{h}.Subscribers(ctx)
	if err != nil {
		return err
	}
	for _, s := range subscribers {
		if s.State() == feed.SubscriberDisabled {
			out.doubt("nothing is sent to the subscriber %s since %s: %s; when its receiver is well again, run %s subscribers resume %[1]s, "+
				"or resume it at %[5]s/subscribers", s.Name, stamp(s.Disabled), cmp.Or(s.Error, "it wants no more"), h.program.Name, h.public())
		}
	}
	refused, err := h.refusedDigests(ctx)
	for _, line := range refused {
		out.doubt("%s", line)
	}
	return err
}

// A checked is what asking a source brought.
type checked struct {
	config.Source
	found connectors.Findings
	// hook is the address of its doorbell, if it has one and the public address is configured.
	hook string
	err  error
}

// checkSources asks all sources, reports on each in their order, and returns how many cannot be read.
func (h *host) checkSources(ctx context.Context, out marked) (failed int) {
	results := make([]chan checked, len(h.config.Sources))
	for i := range results {
		results[i] = make(chan checked, 1)
	}
	go func() {
		var group errgroup.Group
		group.SetLimit(checkAtOnce)
		for i, s := range h.config.Sources {
			group.Go(func() error {
				results[i] <- h.try(ctx, s)
				return nil
			})
		}
	}()
	for _, result := range results {
		if !h.reportOn(<-result, out) {
			failed++
		}
	}
	return failed
}

// reportOn says of a source whether it can be read, who we are to its tool, and what is missing. It reports whether it can
// be read.
func (h *host) reportOn(c checked, out marked) (readable bool) {
	wait := (*connectors.Wait)(nil)
	switch {
	case errors.As(c.err, &wait):
		out.doubt("%s: %s knows us, and asks to be left alone for %s", c.Name, c.Tool, wait.For.Round(time.Second))
	case c.err != nil:
		out.bad("%s: %s: %s", c.Name, c.Tool, h.secrets.Redact(c.err.Error()))
		return false
	case len(c.found.Lacks) > 0:
		out.doubt("%s: %s can be read in part", c.Name, c.Tool)
	default:
		out.good("%s: %s can be read", c.Name, c.Tool)
	}
	if as := c.found.As; as.ID != "" || as.Name != "" {
		who := as.Label()
		if as.ID != "" && as.ID != who {
			who += " (" + as.ID + ")"
		}
		out.detail("as", "%s", who)
	}
	for _, what := range c.found.Reads {
		out.detail("reads", "%s", what)
	}
	for _, what := range c.found.Lacks {
		out.detail("lacks", "%s", what)
	}
	if c.hook != "" {
		out.detail("rings", "at %s", c.hook)
	}
	return true
}

// try asks a source's tool what its credentials are good for, or, where a connector cannot, reads the first page and
// throws it away.
func (h *host) try(ctx context.Context, s config.Source) (c checked) {
	c.Source = s
	defer func() {
		if p := recover(); p != nil {
			c.err = fmt.Errorf("the connector panicked: %v", p)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	connector, err := h.connector(feed.Source{Name: s.Name, Tool: s.Tool})
	if err != nil {
		c.err = err
		return c
	}
	if _, ok := connector.(connectors.Bell); ok {
		c.hook = h.hook(s.Name)
	}
	if prober, ok := connector.(connectors.Prober); ok {
		c.found, c.err = prober.Probe(ctx)
		return c
	}
	_, c.err = connector.Fetch(ctx, "")
	return c
}

// checkAgreement reads the calendars that are kept elsewhere, unless offline, and prints what is agreed.
func (h *host) checkAgreement(ctx context.Context, out marked, offline bool) error {
	if !offline {
		if err := h.agreed.shelf.renew(ctx); err != nil {
			return err
		}
	}
	volumes, err := h.agreed.shelf.volumes(ctx)
	if err != nil {
		return err
	}
	for _, v := range volumes {
		switch {
		case v.calendar == nil:
			out.bad("%s: the calendar could not be read yet: %s", calendars.Shown(v.ref), cmp.Or(v.Problem, "nobody tried"))
		case v.Problem != "":
			out.doubt("%s: the calendar is that of %s: %s", calendars.Shown(v.ref), stamp(v.Read), v.Problem)
		default:
			out.good("%s: the calendar can be read", calendars.Shown(v.ref))
		}
		for _, m := range v.mistakes {
			out.doubt("%s: %s", calendars.Shown(v.ref), m)
		}
	}
	agreed, notices, err := h.agreed.opened(ctx)
	if err != nil {
		return err
	}
	for _, n := range notices {
		out.doubt("%s: %s", n.Path, n.Text)
	}
	tellAgreement(out.out, agreed, h.now())
	return nil
}
