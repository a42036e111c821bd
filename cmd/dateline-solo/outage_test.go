package main_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/datelinehq/dateline/feed"
)

const (
	// plants is how many work beside each other, and outages how often something is killed in each.
	plants, outages = 4, 5
	// pushedEach is how many events a program sends while one outage lasts.
	pushedEach = 5
	// firstRequests is in how many requests of a first read something is killed.
	firstRequests = 40
	// secret signs what is sent to Dateline, and what Dateline sends.
	secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
)

var seed = flag.Uint64("seed", 0, "choose what TestOutages kills, and when, as another run logged it; 0 chooses anew")

// The worker, the server, Temporal and PostgreSQL are killed in turn, in the middle of reading and of being told, while the
// tool lives on. Nothing is done but to start again what was killed. In the end the feed is that of somebody who read all of
// it at once, undisturbed, and a subscriber was told each of its entries.
func TestOutages(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("once more: -run TestOutages -seed %d", *seed)
	quiet := serveTool(t)
	quiet.steps.Store(outages)
	calm := newInstallation(t, build(t), quiet, "")
	calm.sync()
	want := slices.DeleteFunc(calm.export(), ours)
	for i := range outages * pushedEach {
		want = append(want, pushedLine(i))
	}
	slices.Sort(want)
	program := buildProgram(t, "../dateline")
	var all sync.WaitGroup
	defer all.Wait()
	for n := range plants { // all at once, also where there are fewer processors: most of an outage is waiting
		all.Go(func() {
			t.Run(fmt.Sprint("plant ", n+1), func(t *testing.T) {
				told := &receiver{ids: map[string]string{}}
				p := newPlant(t, program, told)
				p.survive(rand.New(rand.NewPCG(*seed, uint64(n))))
				if diff := cmp.Diff(want, slices.DeleteFunc(p.installation.export(), ours)); diff != "" {
					t.Errorf("events after %d outages (-calm +killed):\n%s", outages, diff)
				}
				p.wasTold(told)
			})
		})
	}
}

// survive kills each process of the plant, and one of them once more, by chance.
func (p *plant) survive(chance *rand.Rand) {
	p.t.Helper()
	victims := []*process{p.work, p.serve, p.temporal, p.postgres}
	for len(victims) < outages {
		victims = append(victims, victims[chance.IntN(len(victims))])
	}
	chance.Shuffle(len(victims), func(i, j int) { victims[i], victims[j] = victims[j], victims[i] })
	for i, victim := range victims {
		began := time.Now()
		p.tool.steps.Add(1)
		moments, within := &p.tool.requests, int64(pushedEach)
		switch {
		case victim == p.serve:
			moments = &p.sent
		case i == 0:
			within = firstRequests
		}
		nth := moments.Load() + 1 + chance.Int64N(within)
		p.push(i)
		until(p.t, "somebody is at work", func() bool { return moments.Load() >= nth })
		time.Sleep(time.Duration(chance.Int64N(int64(2 * latency)))) // where in its work it is killed
		victim.kill()
		if victim == p.temporal {
			opens(p.t, p.pages()+"/asks") // the pages go on
		}
		victim.start()
		p.pushing.Wait()
		p.upToDate()
		p.t.Logf("outage %d: %s, for %s", i+1, victim.name, time.Since(began).Round(time.Millisecond))
	}
	p.followed()
}

// ours reports whether an event is Dateline's own: those depend on when something was read.
func ours(line string) bool {
	words := strings.Fields(line) // when, which, who if anybody did it, and the verb
	return slices.ContainsFunc(words[2:min(4, len(words))], func(word string) bool { return feed.Verb(word).Ours() })
}

func pushedLine(i int) string {
	return fmt.Sprintf("%s desk/sent/push-%d ana commented ring %d", pushedAt(i).Format(time.RFC3339), i, i)
}

func pushedAt(i int) time.Time { return start.Add(time.Duration(i) * time.Second) }

// push sends events to the server, one after the other and each until it is taken.
func (p *plant) push(outage int) {
	p.pushing.Go(func() {
		for i := outage * pushedEach; i < (outage+1)*pushedEach; i++ {
			body := fmt.Sprintf(`{"items": [{"id": "%d", "kind": "ticket", "title": "The bell", "state": "open"}],
				"events": [{"id": "push-%d", "verb": "commented", "item": {"id": "%d"}, "by": {"account": "ana"}, "at": %q, "text": "ring %d"}]}`,
				i, i, i, pushedAt(i).Format(time.RFC3339), i)
			until(p.t, "what is sent is taken", func() bool { return p.taken(strconv.Itoa(i), body) })
		}
	})
}

// taken sends a body once.
func (p *plant) taken(id, body string) bool {
	p.sent.Add(1)
	hook, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		p.t.Error(err)
		return true
	}
	now := time.Now()
	signature, err := hook.Sign(id, now, []byte(body))
	if err != nil {
		p.t.Error(err)
		return true
	}
	to := p.pages() + "/api/v1/sources/desk/events"
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, to, strings.NewReader(body))
	if err != nil {
		p.t.Error(err)
		return true
	}
	req.Header.Set("webhook-id", id)
	req.Header.Set("webhook-timestamp", strconv.FormatInt(now.Unix(), 10))
	req.Header.Set("webhook-signature", signature)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// A receiver is a subscriber that keeps what it was told.
type receiver struct {
	mu    sync.Mutex
	ids   map[string]string // the webhook-id of each entry, by its id and its number in the log
	times atomic.Int64      // how often it was told something
	wrong []string
}

func (r *receiver) ServeHTTP(_ http.ResponseWriter, req *http.Request) {
	var message struct{ Data feed.EventRecord }
	err := json.NewDecoder(req.Body).Decode(&message)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.times.Add(1)
	entry, id := entryOf(message.Data), req.Header.Get("webhook-id")
	if known, again := r.ids[entry]; err != nil || again && known != id {
		r.wrong = append(r.wrong, fmt.Sprintf("%s was told as %s and as %s: %v", entry, known, id, err))
	}
	r.ids[entry] = id
}

func entryOf(e feed.EventRecord) string { return fmt.Sprint(e.ID, " at ", e.Seq) }

// wasTold checks that the subscriber was told everything that is in the log as it is there, under one id each.
func (p *plant) wasTold(r *receiver) {
	p.t.Helper()
	out, err := p.installation.command(p.t.Context(), "export", "events").Output()
	if err != nil {
		p.t.Fatal(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	entries := 0
	for line := range bytes.Lines(out) {
		var e feed.EventRecord
		if err := json.Unmarshal(line, &e); err != nil {
			p.t.Fatal(err)
		}
		entries++
		if r.ids[entryOf(e)] == "" {
			p.t.Errorf("the subscriber was not told of %s", entryOf(e))
		}
	}
	for _, w := range r.wrong {
		p.t.Error(w)
	}
	p.t.Logf("%d entries; a subscriber was told %d times", entries, r.times.Load())
}

// until waits until something becomes true, for at most two minutes.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	untilWithin(t, 2*time.Minute, what, ok)
}

func untilWithin(t testing.TB, patience time.Duration, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if t.Failed() || t.Context().Err() != nil {
			break
		}
		if ok() {
			return
		}
	}
	t.Errorf("waited in vain: %s", what)
}
