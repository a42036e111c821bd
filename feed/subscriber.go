package feed

import "time"

// A Subscriber is a receiver of webhooks, as it stands now.
type Subscriber struct {
	Name string
	// Host is where it receives, without what may be secret of its address. Format is how much it is told, and of what: View is
	// the name of a view, Filter a search.
	Host, Format, View, Filter string
	// Paused says that somebody stopped it. Disabled is when it was given up; zero while it is not.
	Paused   bool
	Disabled time.Time
	// Error is why the last attempt was not taken, Failing since when none is. Both are zero where all is well.
	Error   string
	Failing time.Time
	// Attempts is how often it was tried since.
	Attempts int
	// Success is when it last took something, Next when what it did not take is sent again.
	Success, Next time.Time
	// Seq is how far in the log it is, Behind how many numbers the log is ahead of that.
	Seq, Behind int64
}

// A SubscriberState says how the deliveries to a subscriber go.
type SubscriberState string

// The states of subscribers.
const (
	SubscriberActive   SubscriberState = "active"
	SubscriberFailing  SubscriberState = "failing"
	SubscriberPaused   SubscriberState = "paused"
	SubscriberDisabled SubscriberState = "disabled"
)

// State is the one that matters most.
func (s Subscriber) State() SubscriberState {
	switch {
	case !s.Disabled.IsZero():
		return SubscriberDisabled
	case s.Paused:
		return SubscriberPaused
	case !s.Failing.IsZero():
		return SubscriberFailing
	}
	return SubscriberActive
}

// A DeliveryOrder is what somebody can have done with a subscriber.
type DeliveryOrder string

// The orders to subscribers.
const (
	// OrderPause stops telling it anything; OrderResume goes on where it stopped, also where it was disabled.
	OrderPause  DeliveryOrder = "pause"
	OrderResume DeliveryOrder = "resume"
	// OrderTest sends it a test, OrderResend a message again.
	OrderTest   DeliveryOrder = "test"
	OrderResend DeliveryOrder = "resend"
	// OrderReplay tells it again everything since a time.
	OrderReplay DeliveryOrder = "replay"
)

// DeliveryOrders lists every order.
func DeliveryOrders() []DeliveryOrder {
	return []DeliveryOrder{OrderPause, OrderResume, OrderTest, OrderResend, OrderReplay}
}

// A SubscriberRecord is a subscriber as programs see it.
type SubscriberRecord struct {
	Name   string          `json:"name"`
	State  SubscriberState `json:"state"`
	Host   string          `json:"host"`
	Format string          `json:"format"`
	View   string          `json:"view,omitempty"`
	Filter string          `json:"filter,omitempty"`
	Error  string          `json:"error,omitempty"`
	// Failing is since when nothing is taken, Disabled when it was given up.
	Failing  *time.Time `json:"failing,omitempty"`
	Disabled *time.Time `json:"disabled,omitempty"`
	// Success is when it last took something, Next when what it did not take is sent again.
	Success *time.Time `json:"success,omitempty"`
	Next    *time.Time `json:"next,omitempty"`
	// Seq is how far in the log it is, Behind how many numbers the log is ahead of that.
	Seq    int64 `json:"seq"`
	Behind int64 `json:"behind"`
}

// Record returns the subscriber as programs see it.
func (s Subscriber) Record() SubscriberRecord {
	return SubscriberRecord{
		Name: s.Name, State: s.State(), Host: s.Host, Format: s.Format, View: s.View, Filter: s.Filter, Error: s.Error,
		Failing: known(s.Failing), Disabled: known(s.Disabled), Success: known(s.Success), Next: known(s.Next),
		Seq: s.Seq, Behind: s.Behind,
	}
}

// A Delivery is a message to a subscriber, and what came of it.
type Delivery struct {
	Subscriber string
	// ID is the message's, the same at every attempt. Seq is the number that its entry had in the log, below 0 for a test, and Pos the
	// place of the entry: 0 where that is not known. Type is that of what was sent last.
	ID       string
	Seq, Pos int64
	Type     string
	// Attempts counts how often it was sent, First and Last say when.
	Attempts    int
	First, Last time.Time
	// Taken says that it was received, Status is what was answered last, 0 where nothing was, and Answer why it was not taken.
	Taken  bool
	Status int
	Answer string
	// Wanted says that somebody wants it to be sent again.
	Wanted bool
}

// A DeliveryRecord is a delivery as programs see it.
type DeliveryRecord struct {
	Subscriber string     `json:"subscriber"`
	ID         string     `json:"id"`
	Seq        int64      `json:"seq"`
	Type       string     `json:"type"`
	Attempts   int        `json:"attempts"`
	First      *time.Time `json:"first,omitempty"`
	Last       *time.Time `json:"last,omitempty"`
	Taken      bool       `json:"taken"`
	Status     int        `json:"status,omitempty"`
	Answer     string     `json:"answer,omitempty"`
	Wanted     bool       `json:"wanted,omitempty"`
}

// Record returns the delivery as programs see it.
func (d Delivery) Record() DeliveryRecord {
	return DeliveryRecord{
		Subscriber: d.Subscriber, ID: d.ID, Seq: d.Seq, Type: d.Type, Attempts: d.Attempts, First: known(d.First),
		Last: known(d.Last), Taken: d.Taken, Status: d.Status, Answer: d.Answer, Wanted: d.Wanted,
	}
}
