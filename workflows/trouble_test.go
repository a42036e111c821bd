package workflows_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/datelinehq/dateline/connectors"
	"github.com/datelinehq/dateline/feed"
)

// A source that fails for a while is told of once, one that is refused at once, and so is that it is read again. What passes soon is
// not told at all.
func TestTroubleIsTold(t *testing.T) {
	broken, refused := errors.New("502 Bad Gateway"), fmt.Errorf("the token is no longer valid: %w", connectors.ErrAuth)
	api := &tool{}
	b := newBench(t, map[string]*tool{"api": api})
	now := start
	b.Now = func() time.Time { return now }
	for _, step := range []struct {
		after time.Duration
		err   error
		want  []string
	}{
		{0, broken, nil},
		{10 * time.Minute, broken, nil},
		{time.Minute, nil, nil}, // it passed
		{time.Minute, broken, nil},
		{20 * time.Minute, broken, []string{"failing 09:12 502 Bad Gateway"}},
		{time.Hour, errors.New("503 Service Unavailable"), []string{"failing 09:12 502 Bad Gateway"}},
		{time.Minute, nil, []string{"failing 09:12 502 Bad Gateway", "recovered 10:33 "}},
		{time.Minute, nil, []string{"failing 09:12 502 Bad Gateway", "recovered 10:33 "}},
		{time.Minute, refused, []string{
			"failing 09:12 502 Bad Gateway", "recovered 10:33 ", "failing 10:35 the token is no longer valid: " + connectors.ErrAuth.Error(),
		}},
	} {
		now = now.Add(step.after)
		api.errs = []error{step.err}
		if _, err := b.poll(t, 1); (err != nil) != (step.err != nil) {
			t.Fatal(err)
		}
		entries, err := b.Store.Events(t.Context(), feed.Filter{Kinds: []feed.Kind{feed.Flag}}, 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range slices.Backward(entries) {
			got = append(got, fmt.Sprintf("%s %s %s", e.Verb, e.At.Format("15:04"), e.Text))
			if e.Revision() || e.By.Name != "Dateline" || e.From != "api" {
				t.Errorf("told was %+v", e)
			}
		}
		if !slices.Equal(got, step.want) {
			t.Errorf("at %s told were %q, want %q", now.Format("15:04"), got, step.want)
		}
	}
}
