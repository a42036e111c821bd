package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/query"
)

// Ordering makes an order to a subscriber ready: of is the message of [feed.OrderResend], since the time of
// [feed.OrderReplay]. What cannot be ordered is a [Refusal].
type Ordering func(
	ctx context.Context, subscriber string, o feed.DeliveryOrder, of string, since time.Time,
) (Writing, error)

type (
	// orderBody is an order as it is sent.
	orderBody struct {
		// Order is what is to be done: pause stops telling the subscriber anything; resume goes on where it stopped, also
		// where it was disabled or refused its digests; test sends it a test; resend sends it the message id again,
		// which tells of its entry as it is now; replay tells it again everything since.
		Order feed.DeliveryOrder `json:"order"`
		// ID is the webhook-id of a message, as the list of deliveries has it. It goes with resend.
		ID string `json:"id,omitempty"`
		// Since goes with replay.
		Since *time.Time `json:"since,omitempty"`
	}
	// ordered is an order that was given.
	ordered struct {
		Subscriber string             `json:"subscriber"`
		Order      feed.DeliveryOrder `json:"order"`
	}
)

// maxOrder is how many bytes an order may have.
const maxOrder = 8 << 10

var ordering = write{
	path: "subscribers/{name}", name: "order", summary: "Have something done with a subscriber",
	text: "It takes the role operator and the scope write. Messages are sent within seconds: the list of deliveries " +
		"tells what became of them. Who is a subscriber is said by the configuration, and not here: that holds their secrets.",
	body: reflect.TypeFor[orderBody](), of: reflect.TypeFor[single[ordered]](), most: maxOrder,
	example: `{"order":"test"}`, place: "ops",
	prepare: func(s *server, r *http.Request, body []byte) (Writing, error) {
		o, err := readOrder(body)
		if err != nil {
			return Writing{}, err
		}
		name, since := r.PathValue("name"), time.Time{}
		if o.Since != nil {
			since = *o.Since
		}
		what, err := s.Ordering(r.Context(), name, o.Order, o.ID, since)
		do := what.Do
		what.Do = func(ctx context.Context) (any, error) {
			_, err := do(ctx)
			return ordered{name, o.Order}, err
		}
		return what, err
	},
}

// readOrder reads an order and says what is wrong with it.
func readOrder(body []byte) (o orderBody, err error) {
	strict := json.NewDecoder(bytes.NewReader(body))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&o); err != nil {
		return o, &Refusal{Status: http.StatusBadRequest, Title: "The body cannot be read",
			Detail: `It must be an order such as {"order": "pause"}: ` + err.Error() + "."}
	}
	switch {
	case !slices.Contains(feed.DeliveryOrders(), o.Order):
		return o, query.Unknown("order", "There is no order called", string(o.Order), query.Texts(feed.DeliveryOrders()))
	case (o.ID != "") != (o.Order == feed.OrderResend):
		return o, wrong("id", "The id of a message goes with the order resend, and with no other.")
	case (o.Since != nil) != (o.Order == feed.OrderReplay):
		return o, wrong("since", "A time such as 2026-11-24T08:00:00Z goes with the order replay, and with no other.")
	}
	return o, nil
}
