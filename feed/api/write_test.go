package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/access"
	"github.com/datelinehq/dateline/feed/api"
	"github.com/datelinehq/dateline/feed/store"
	"github.com/datelinehq/dateline/feed/store/storetest"
)

// order has ops paused, or whatever else is done with it written down as a delivery, of which there is one more each time.
func (s *site) order(_ context.Context, name string, o feed.DeliveryOrder, of string, since time.Time) (api.Writing, error) {
	if name != "ops" {
		return api.Writing{}, &api.Refusal{Status: http.StatusNotFound, Title: "Nobody", Detail: "There is no " + name + "."}
	}
	return api.Writing{
		Do: func(ctx context.Context) (any, error) {
			n := s.orders.Add(1)
			if o == feed.OrderPause || o == feed.OrderResume {
				return nil, s.db.StopSubscriber(ctx, name, o == feed.OrderPause)
			}
			id := fmt.Sprint(o, of, since.Unix(), " ", n)
			return nil, s.db.Want(ctx, feed.Delivery{Subscriber: name, ID: id, Type: "test"})
		},
		After: func(context.Context) { s.after.Add(1) },
	}, nil
}

// post sends a body to an address as somebody with a token, and returns the status and what is answered.
func (s *site) post(token, path, body string, headers ...string) (int, string) {
	s.t.Helper()
	w := s.posted(token, path, body, headers...)
	return w.Code, strings.TrimSpace(w.Body.String())
}

func (s *site) posted(token, path, body string, headers ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	ctx := access.With(s.t.Context(), access.Reader{Name: "token of a test", Token: true, ID: token})
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/api/v1/"+path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// wants is how many messages to ops are to be sent.
func (s *site) wants() int {
	s.t.Helper()
	list, err := s.db.Wanted(s.t.Context(), "ops", 1000)
	if err != nil {
		s.t.Fatal(err)
	}
	return len(list)
}

// What is done under a key is done once, whoever is not sure of the answer and asks again.
func TestKeys(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		clock := noon
		s := open(t, db, func(o *api.Options) { o.Now = func() time.Time { return clock } })
		const ops, did = "subscribers/ops", `{"data":{"subscriber":"ops","order":"test"}}`
		const uuid = "8e03978e-40d5-43e8-bc93-6894a57f9324"
		for _, c := range []struct {
			name, token, path, body, key string
			later                        time.Duration
			status                       int
			says                         string
			wants                        int
		}{
			{"without a key", "t1", ops, `{"order":"test"}`, "", 0, 200, did, 1},
			{"without a key once more", "t1", ops, `{"order":"test"}`, "", 0, 200, did, 2},
			{"with a key", "t1", ops, `{"order":"test"}`, `"k 1"`, 0, 200, did, 3},
			{"with the same key", "t1", ops, `{"order":"test"}`, `"k 1"`, time.Hour, 200, did, 3},
			{"with parameters, which mean nothing", "t1", ops, `{"order":"test"}`, `"k 1";a=1`, 0, 200, did, 3},
			{"another body", "t1", ops, `{"order":"pause"}`, `"k 1"`, 0, 422, `"type":"/api/v1/#key"`, 3},
			{"another address", "t1", ops + "?x=1", `{"order":"test"}`, `"k 1"`, 0, 422, `"status":422`, 3},
			{"another token", "t2", ops, `{"order":"test"}`, `"k 1"`, 0, 200, did, 4},
			{"a bare key", "t1", ops, `{"order":"test"}`, uuid, 0, 200, did, 5},
			{"the same key in quotation marks", "t1", ops, `{"order":"test"}`, `"` + uuid + `"`, 0, 200, did, 5},
			{"what is refused keeps no key", "t1", "subscribers/nobody", `{"order":"test"}`, `"k 2"`, 0, 404, `no nobody.`, 5},
			{"which serves for something else", "t1", ops, `{"order":"test"}`, `"k 2"`, 0, 200, did, 6},
			{"a day after the first", "t1", ops, `{"order":"pause"}`, `"k 1"`, 23 * time.Hour, 200, `"order":"pause"`, 6},
		} {
			clock = clock.Add(c.later)
			var headers []string
			if c.key != "" {
				headers = []string{"Idempotency-Key", c.key}
			}
			status, said := s.post(c.token, c.path, c.body, headers...)
			if status != c.status || !strings.Contains(said, c.says) || s.wants() != c.wants {
				t.Errorf("%s: %d %s, and %d are to be sent", c.name, status, said, s.wants())
			}
		}
		if n := s.after.Load(); n != 10 {
			t.Errorf("%d times something followed", n)
		}
	})
}

// A key is one text, of which nobody has to guess where it ends.
func TestKeysThatAreNone(t *testing.T) {
	s := open(t, storetest.SQLite(t), nil)
	post := func(headers ...string) (int, string) {
		return s.post("t", "subscribers/ops", `{"order":"test"}`, headers...)
	}
	for _, key := range []string{
		``, ` `, `""`, `"open`, `"a"b`, `a b`, `a"b`, `a,b`, `a;b`, "\"a\u00fc\"", `"\x"`, strings.Repeat("k", 256),
	} {
		status, said := post("Idempotency-Key", key)
		if status != http.StatusBadRequest || !strings.Contains(said, `"parameter":"Idempotency-Key"`) {
			t.Errorf("%q: %d %s", key, status, said)
		}
	}
	if status, said := post("Idempotency-Key", "a", "Idempotency-Key", "b"); status != http.StatusBadRequest {
		t.Errorf("two keys: %d %s", status, said)
	}
	if status, said := post("Idempotency-Key", `"a \"b\" \\"`); status != http.StatusOK {
		t.Errorf("a key with quotation marks in it: %d %s", status, said)
	}
}

// A call is not done while it is being done, and of many at a time one is.
func TestKeysAtATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		begun, end := make(chan struct{}), make(chan struct{})
		var s *site
		s = open(t, db, func(o *api.Options) {
			o.Ordering = func(ctx context.Context, name string, order feed.DeliveryOrder, of string, since time.Time) (
				api.Writing, error,
			) {
				what, err := s.order(ctx, name, order, of, since)
				if do := what.Do; order == feed.OrderResend {
					what.Do = func(ctx context.Context) (any, error) {
						close(begun)
						<-end
						return do(ctx)
					}
				}
				return what, err
			}
		})
		const slow = `{"order":"resend","id":"evt_1"}`
		post := func() *httptest.ResponseRecorder {
			return s.posted("t", "subscribers/ops", slow, "Idempotency-Key", `"k"`)
		}
		answers := make(chan string)
		go func() {
			w := post()
			answers <- fmt.Sprint(w.Code, " ", w.Body)
		}()
		<-begun
		w := post()
		said := w.Body.String()
		if w.Code != http.StatusConflict || !strings.Contains(said, "/api/v1/#running") || w.Header().Get("Retry-After") != "1" {
			t.Errorf("while it is being done: %d %v %s", w.Code, w.Header(), w.Body)
		}
		close(end)
		const want = `200 {"data":{"subscriber":"ops","order":"resend"}}`
		if got := <-answers; got != want {
			t.Errorf("it is answered %s", got)
		}
		if w := post(); fmt.Sprint(w.Code, " ", w.Body) != want {
			t.Errorf("afterwards: %d %s", w.Code, w.Body)
		}
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				status, said := s.post("t", "subscribers/ops", `{"order":"test"}`, "Idempotency-Key", `"many"`)
				if status != http.StatusOK && status != http.StatusConflict {
					t.Errorf("one of many: %d %s", status, said)
				}
			})
		}
		all.Wait()
		if s.wants() != 2 {
			t.Errorf("%d are to be sent", s.wants())
		}
	})
}

// A program that is killed between the write and its answer has done nothing, or knows the answer when it is called again.
func TestKeysKilled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		killed := errors.New("killed")
		var before, after bool
		s := open(t, db, func(o *api.Options) {
			o.Once = func(ctx context.Context, c feed.Call, do func(context.Context) ([]byte, error)) ([]byte, error) {
				answer, err := db.Once(ctx, c, func(ctx context.Context) ([]byte, error) {
					answer, err := do(ctx)
					if before {
						return nil, errors.Join(err, killed)
					}
					return answer, err
				})
				if after {
					return nil, errors.Join(err, killed)
				}
				return answer, err
			}
		})
		for i, c := range []struct {
			before, after bool
			status, wants int
		}{
			{true, false, http.StatusInternalServerError, 0},
			{false, true, http.StatusInternalServerError, 1},
			{false, false, http.StatusOK, 1},
		} {
			before, after = c.before, c.after
			status, said := s.post("t", "subscribers/ops", `{"order":"test"}`, "Idempotency-Key", `"k"`)
			if status != c.status || s.wants() != c.wants {
				t.Errorf("call %d: %d %s, and %d are to be sent", i, status, said, s.wants())
			}
		}
	})
}

// Orders say what is to be done, and are told what is wrong with them.
func TestOrders(t *testing.T) {
	s := open(t, storetest.SQLite(t), nil)
	_, router := s.load()
	for _, c := range []struct {
		path, body string
		status     int
		says       string
	}{
		{"subscribers/ops", `{"order":"pause"}`, 200, `{"data":{"subscriber":"ops","order":"pause"}}`},
		{"subscribers/ops", `{"order":"resume"}`, 200, `"resume"`},
		{"subscribers/ops", `{"order":"resend","id":"evt_1"}`, 200, `"resend"`},
		{"subscribers/ops", `{"order":"replay","since":"2026-11-24T08:00:00Z"}`, 200, `"replay"`},
		{"subscribers/nobody", `{"order":"pause"}`, 404, `There is no nobody.`},
		{"subscribers/ops", `{"order":"paus"}`, 400, `Is “pause” meant?`},
		{"subscribers/ops", `{"order":"resend"}`, 400, `"parameter":"id"`},
		{"subscribers/ops", `{"order":"replay"}`, 400, `"parameter":"since"`},
		{"subscribers/ops", `{"order":"pause","id":"evt_1"}`, 400, `"parameter":"id"`},
		{"subscribers/ops", `{"order":"replay","since":"yesterday"}`, 400, `It must be an order such as`},
		{"subscribers/ops", `{"order":"test","colour":"red"}`, 400, `unknown field`},
		{"subscribers/ops", ``, 400, `It must be an order such as`},
		{"subscribers/ops", strings.Repeat(" ", 9<<10), 413, `At most 8 KiB`},
	} {
		w := s.posted("t", c.path, c.body, "Content-Type", "application/json")
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s %.60s: %d %s", c.path, c.body, w.Code, w.Body)
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.address+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		route, params, err := router.FindRoute(r)
		if err != nil {
			t.Fatal(err)
		}
		asked := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route, Options: atNoDoor}
		if err := openapi3filter.ValidateRequest(t.Context(), asked); err != nil && c.status == http.StatusOK {
			t.Errorf("%s is done, and the document says of it: %v", c.body, err)
		}
		err = openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
			RequestValidationInput: asked, Status: w.Code, Header: w.Header(),
			Body:    io.NopCloser(bytes.NewReader(w.Body.Bytes())),
			Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
		})
		if err != nil {
			t.Errorf("%s: the answer is not what the document says: %v", c.body, err)
		}
	}
	var doc struct {
		Paths map[string]map[string]struct {
			Description string
			Parameters  []struct{ Name, In string }
		}
	}
	_, text := s.get("openapi.json")
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	op := doc.Paths["/subscribers/{name}"]["post"]
	if last := op.Parameters[len(op.Parameters)-1]; last.Name != "Idempotency-Key" || last.In != "header" ||
		!strings.Contains(op.Description, "Who is a subscriber is said by the configuration") {
		t.Errorf("it is described as %+v", op)
	}
}
