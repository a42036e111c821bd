package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/datelinehq/dateline/feed"
)

func (m *memory) askPages(ctx context.Context, f AskFilter, after string, limit int) ([]feed.AskEntry, string, error) {
	all, err := m.list(ctx, f, len(m.asks))
	if err != nil {
		return nil, "", err
	}
	from, _ := strconv.Atoi(after)
	to := min(from+limit, len(all))
	if to < len(all) {
		return all[from:to], strconv.Itoa(to), nil
	}
	return all[from:to], "", nil
}

// TestLists walks the lists of the API in small pages and sees every record once, in its order.
func TestLists(t *testing.T) {
	m := week(t)
	deciding(m)
	manyAsks(m)
	h := newPages(t, optionsFor(m))
	for path, want := range map[string]int{
		"events": len(m.entries), "events?kind=decision": 2, "asks": len(m.asks), "asks?kind=question": 1, "asks?person=Divya": 2,
		"decisions": len(m.decided), "decisions?state=decided": 1, "decisions?q=zeppelin": 0,
	} {
		joint := "?"
		if strings.Contains(path, "?") {
			joint = "&"
		}
		seen := map[string]bool{}
		for next, pages := "", 0; pages == 0 || next != ""; pages++ {
			address := "/api/v1/" + path + joint + "limit=7"
			if next != "" {
				address += "&after=" + next
			}
			w := get(t, h, address)
			var page struct {
				Data []struct {
					ID string `json:"id"`
				} `json:"data"`
				Next string `json:"next"`
			}
			if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != http.StatusOK || page.Data == nil || len(page.Data) > 7 {
				t.Fatalf("%s: %d %v\n%s", address, w.Code, err, w.Body)
			}
			for _, d := range page.Data {
				if seen[d.ID] && !strings.HasPrefix(path, "asks") { // asks of the tests are named by their items
					t.Errorf("%s: %s comes twice", path, d.ID)
				}
				seen[d.ID+fmt.Sprint(len(seen))] = true
			}
			if next = page.Next; pages > 20 {
				t.Fatalf("%s does not end", path)
			}
		}
		if len(seen) != want {
			t.Errorf("%s has %d records, want %d", path, len(seen), want)
		}
	}
}

// TestAPI asks for single things, and for what does not exist.
func TestAPI(t *testing.T) {
	m := week(t)
	deciding(m)
	halfAYear(m)
	h := newPages(t, optionsFor(m))
	for address, want := range map[string]struct {
		status int
		text   string
	}{
		"asks/ask%2Fapi%2F209":       {200, `"counted":[`},
		"asks/none":                  {404, `"title":"There is no such ask"`},
		"decisions/a1":               {200, `"title":"Page by key, not by offset"`},
		"decisions/none":             {404, `"title":"There is no such decision"`},
		"reports?days=90":            {200, `"weeks":[{"name":"2026-W`},
		"reports?days=soon":          {400, `"parameter":"days"`},
		"backtest?window=review:4wh": {200, `"buckets":[`},
		"backtest?window=soon":       {400, `"parameter":"window"`},
		"backtest":                   {400, `write a kind of ask and a length`},
		"events?limit=0":             {400, `A list holds 1 to 1000 records.`},
		"events?after=x":             {400, `Take next from the page before`},
		"events?source=apo":          {400, `"known":["api","ops","web"]`},
		"events?colour=red":          {400, `There is no parameter called`},
		"asks?kind=love":             {400, `"parameter":"kind"`},
		"asks?state=late":            {400, `"known":["open","all"]`},
		"decisions?state=done":       {400, `"parameter":"state"`},
		"decisions?after=MSBmZmZm":   {410, `no longer there`},
		"nowhere":                    {404, `"status":404`},
	} {
		w := get(t, h, "/api/v1/"+address)
		mediaType := map[bool]string{true: "application/json", false: problemJSON}[want.status == 200]
		if w.Code != want.status || !strings.Contains(w.Body.String(), want.text) || w.Header().Get("Content-Type") != mediaType {
			t.Errorf("%s: %d %s, want %d with %s:\n%s", address, w.Code, w.Header().Get("Content-Type"), want.status, want.text, w.Body)
		}
	}
	m.broken = true
	if w := get(t, h, "/api/v1/events"); w.Code != 500 || !strings.Contains(w.Body.String(), "Request ") || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("when it is broken: %d %s", w.Code, w.Body)
	}
}
