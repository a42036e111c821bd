package cli

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/datelinehq/dateline/cmd/internal/config"
	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/store"
)

func (p Program) subscribersCommand(o *options) *cobra.Command {
	l := &listing{}
	cmd := p.listCommand(o, l, "subscribers", "Print how the deliveries to each subscriber go",
		func(h *host, cmd *cobra.Command) ([]row, error) {
			list, err := (subscribed{h}).Subscribers(cmd.Context())
			return rowsOf(list[:min(len(list), l.limit)], subscriberRow), err
		}, "SUBSCRIBER", "STATE", "HOST", "FORMAT", "BEHIND", "LAST TAKEN", "NEXT", "TROUBLE")
	cmd.AddCommand(
		p.subscriberCommand(o, "pause SUBSCRIBER", "Stop telling a subscriber anything; what happens meanwhile waits", feed.OrderPause),
		p.subscriberCommand(o, "resume SUBSCRIBER", "Go on telling a subscriber that is paused or disabled, from where it stopped, or send digests again to one that refused them", feed.OrderResume),
		p.subscriberCommand(o, "test SUBSCRIBER", "Send a subscriber a test", feed.OrderTest),
		p.subscriberCommand(o, "resend SUBSCRIBER ID", "Send a subscriber a message again, by its webhook-id; it tells of its entry as it is now", feed.OrderResend),
		p.replayCommand(o),
	)
	return cmd
}

func subscriberRow(s feed.Subscriber) row {
	next := "-"
	if s.State() == feed.SubscriberFailing {
		next = stampOrNever(s.Next)
	}
	return row{
		cells: []string{
			s.Name, string(s.State()), s.Host, s.Format, strconv.FormatInt(s.Behind, 10), stampOrNever(s.Success), next, s.Error,
		},
		record: s.Record(),
	}
}

// subscriberCommand is a command that does one thing with one subscriber.
func (p Program) subscriberCommand(o *options, use, short string, order feed.DeliveryOrder) *cobra.Command {
	wants := 1
	if order == feed.OrderResend {
		wants = 2
	}
	return &cobra.Command{
		Use:   use,
		Short: short,
		Args:  cobra.ExactArgs(wants),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.orderDelivery(cmd, o, args[0], order, args[len(args)-1])
		},
	}
}

func (p Program) replayCommand(o *options) *cobra.Command {
	var since string
	cmd := &cobra.Command{
		Use:   "replay SUBSCRIBER --since TIME",
		Short: "Tell a subscriber again everything that happened since a time",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			at, err := time.Parse(time.RFC3339, since)
			if err != nil {
				var written config.Since
				if err := written.UnmarshalText([]byte(since)); err != nil {
					return usage(fmt.Errorf("--since: %q is neither a time nor a duration such as 2d", since))
				}
				at = written.Time(time.Now())
			}
			return p.orderDelivery(cmd, o, args[0], feed.OrderReplay, at.UTC().Format(time.RFC3339))
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "how long ago, as 2d, or a `time`, as 2026-11-24 or 2026-11-24T08:00:00Z")
	return cmd
}

func (p Program) orderDelivery(cmd *cobra.Command, o *options, name string, order feed.DeliveryOrder, of string) error {
	h, err := p.open(cmd, o)
	if err != nil {
		return err
	}
	defer h.close()
	err = subscribed{h}.Deliver(cmd.Context(), name, order, of)
	switch {
	case errors.Is(err, errDigests):
		return usage(err)
	case errors.Is(err, store.ErrNotFound) && order == feed.OrderResend:
		return usage(fmt.Errorf("there is no subscriber %q in the configuration, or no delivery %q to it", name, of))
	case errors.Is(err, store.ErrNotFound):
		return usage(fmt.Errorf("there is no subscriber %q in the configuration", name))
	}
	return err
}
