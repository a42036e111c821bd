package web

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/datelinehq/dateline/feed"
	"github.com/datelinehq/dateline/feed/identity"
)

// noon is when the tests look at the feed: shortly after the last event of testdata/week.txt.
var noon = time.Date(2026, time.November, 24, 10, 12, 0, 0, time.UTC)

// team are the people of testdata/week.txt by their accounts.
var team = map[string]string{"ana": "Ana", "ben": "Ben", "chen": "Chen", "divya": "Divya", "emre": "Emre", "farah": "Farah"}

// week reads testdata/week.txt.
func week(t testing.TB) *memory {
	t.Helper()
	file, err := os.Open("testdata/week.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	m := &memory{items: map[string]feed.Item{}}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "item "):
			f := strings.Fields(line)
			it := feed.Item{
				ID: f[2], Kind: f[3], Key: f[4], State: feed.State(f[5]), Status: strings.Trim(f[6], "-"), Title: strings.Join(f[7:], " "),
				URL: "https://github.example/" + f[1] + "/" + f[2], Updated: noon.Add(-time.Hour),
			}
			m.items[f[1]+"/"+f[2]] = it
		case strings.HasPrefix(line, "20"):
			m.add(event(t, strings.TrimSpace(line)))
		default:
			if n := len(m.entries); n > 0 {
				e := &m.entries[n-1]
				e.Text += strings.TrimPrefix(line, "  ") + "\n"
			}
		}
	}
	for i := range m.entries {
		m.entries[i].Text = strings.TrimSpace(m.entries[i].Text)
	}
	for _, name := range []string{"api", "ops", "web"} {
		m.sources = append(m.sources, feed.Source{
			Name: name, Tool: "github", Every: 2 * time.Minute, State: feed.SourceCurrent,
			Success: noon.Add(-70 * time.Second), Due: noon.Add(time.Minute),
		})
	}
	m.known = identity.Known{Teams: map[string][]string{"core": {"Ana", "Ben"}}}
	for id, name := range team {
		m.known.People = append(m.known.People, identity.Person{Name: name, Accounts: []feed.Ref{{Tool: "github", ID: id}}})
	}
	m.asks = []feed.AskEntry{
		m.ask("api/209", "ben", "ana", noon.Add(-25*time.Hour-6*time.Minute)),
		m.ask("api/214", "ben", "farah", noon.Add(-211*time.Minute)),
		m.ask("ops/14", "farah", "team-core", noon.Add(-3*time.Hour+4*time.Minute)),
		m.ask("web/88", "emre", "divya", noon.Add(-126*time.Minute)),
	}
	m.asks[0].Flagged = noon.Add(-time.Hour)
	m.asks[0].Nudges = 1
	return m
}

func event(t testing.TB, line string) feed.Entry {
	t.Helper()
	f := strings.Fields(line)
	at, err := time.Parse("2006-01-02T15:04Z", f[0])
	if err != nil {
		t.Fatal(err)
	}
	e := feed.Entry{Source: f[1], Tool: "github"}
	e.At, e.Updated, e.Item, e.Verb = at, at, f[2], feed.Verb(f[4])
	e.Kind = e.Verb.Kind()
	if f[3] != "-" {
		e.By = account(f[3])
	}
	for rest := strings.Join(f[5:], " "); rest != ""; {
		name, value, _ := strings.Cut(rest, "=")
		if quoted, after, ok := strings.Cut(strings.TrimPrefix(value, `"`), `"`); ok && value[0] == '"' {
			value, rest = quoted, strings.TrimSpace(after)
		} else {
			value, rest, _ = strings.Cut(value, " ")
		}
		switch name {
		case "to":
			e.To = []feed.Account{account(value)}
		case "from":
			e.From = value
		case "into":
			e.Into = value
		}
	}
	return e
}

func account(id string) feed.Account {
	return feed.Account{ID: id, Name: map[string]string{"team-core": "the core team"}[id], Bot: id == "renovate", Group: id == "team-core"}
}

func (m *memory) ask(item, asker, responder string, opened time.Time) feed.AskEntry {
	source, id, _ := strings.Cut(item, "/")
	return feed.AskEntry{
		Ask: feed.Ask{
			ID: "ask/" + item, Source: source, Item: id, Kind: feed.Review, Asker: account(asker), Responder: account(responder),
			Opened: opened, Due: opened.Add(24 * time.Hour), Window: "review", Within: "24h", State: feed.AskOpen,
		},
		Tool: "github", On: m.items[item], Read: noon.Add(-70 * time.Second),
	}
}

// add appends an entry as the store would.
func (m *memory) add(e feed.Entry) {
	m.seq++
	e.Seq, e.Changed = m.seq, m.seq
	e.Key = "event/" + strconv.FormatInt(m.seq, 10)
	e.Pos = e.At.UnixMilli()<<21 | m.seq
	if it, ok := m.items[e.Source+"/"+e.Item]; ok {
		e.On = it
		if e.URL == "" && e.Verb != feed.Flagged {
			e.URL = it.URL + "#" + e.Key
		}
	}
	m.entries = append(m.entries, e)
}
