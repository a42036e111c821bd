package trello

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/datelinehq/dateline/connectors/connectortest"
	"github.com/datelinehq/dateline/feed"
)

// translate puts one action of a board with two members on a page.
func translate(t testing.TB, raw string) feed.Page {
	t.Helper()
	s := &state{}
	text := `{"id": "b1", "name": "Berths", "url": "https://trello.com/b/wiNt3r24/berths", "closed": "no",
		"lists": [{"id": "l1", "name": "To do"}, {"id": "l2", "name": "Done"}, 7, null],
		"members": [{"id": "m1", "username": "Ana_Pereira", "fullName": "Ana"}, {"id": "m2", "username": "ben"}, "odd", null],
		"actions": [` + raw + `], "cards": []}`
	if err := json.Unmarshal([]byte(text), s); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	page := feed.Page{}
	tr := newTranslator(s, &page)
	tr.put((&board{}).fresh(s, &window{}, tr).new)
	page.Clean()
	return page
}

// TestOddActions checks what becomes of actions that are not as they should be.
func TestOddActions(t *testing.T) {
	const id = `"id": "65e199100000beef00000006"`
	for _, c := range []struct {
		name, raw string
		want      string // verb, account, what was said or changed; or the reason of a reject
	}{
		{"data that is null", `{` + id + `, "type": "createBoard", "date": "2024-03-01T08:00:00Z", "data": null}`, "opened   "},
		{"data that is a text", `{` + id + `, "type": "commentCard", "date": "2024-03-01T08:00:00Z", "data": "x"}`, "commented   "},
		{"no author", `{` + id + `, "type": "commentCard", "date": "2024-03-01T08:00:00Z", "memberCreator": null, "data": {"text": "hm"}}`, "commented   hm"},
		{"an author with an id", `{` + id + `, "type": "commentCard", "date": "2024-03-01T08:00:00Z", "idMemberCreator": "m1", "data": {"text": "hm"}}`, "commented Ana_Pereira  hm"},
		{"an author who left", `{` + id + `, "type": "commentCard", "date": "2024-03-01T08:00:00Z", "idMemberCreator": "m9", "data": {"text": "hm"}}`, "commented m9  hm"},
		{"an author that is a text", `{` + id + `, "type": "commentCard", "date": "2024-03-01T08:00:00Z", "memberCreator": "ana", "data": {"text": "hm"}}`, "commented   hm"},
		{"a text that is a number", `{` + id + `, "type": "commentCard", "date": "2024-03-01T08:00:00Z", "data": {"text": 7, "card": {"id": "c1"}}}`, "commented   "},
		{"control characters", `{` + id + `, "type": "commentCard", "date": "2024-03-01T08:00:00Z", "data": {"text": "a\u0000b\u0007\u001b[31mc"}}`, "commented   ab[31mc"},
		{"no date", `{` + id + `, "type": "createBoard"}`, "opened   "},
		{"a zone", `{` + id + `, "type": "createBoard", "date": "2024-03-01T09:00:00+09:00"}`, "opened   "},
		{"an unknown type", `{` + id + `, "type": "doSomethingNew", "date": "2024-03-01T08:00:00Z"}`, "changed  do something new "},
		{"a card that is an array", `{` + id + `, "type": "createCard", "date": "2024-03-01T08:00:00Z", "data": {"card": []}}`, "opened   "},
		{"an update of nothing", `{` + id + `, "type": "updateCard", "date": "2024-03-01T08:00:00Z", "data": {"card": {"id": "c1"}, "old": null}}`, "tidied   "},
		{"an update without a name", `{` + id + `, "type": "updateCard", "date": "2024-03-01T08:00:00Z", "data": {"card": {"id": "c1"}, "old": {"idList": "l1"}}}`, "moved  To do→ "},
		{"lists by id", `{` + id + `, "type": "updateCard", "date": "2024-03-01T08:00:00Z", "data": {"card": {"id": "c1", "idList": "l2"}, "old": {"idList": "l1"}}}`, "moved  To do→Done "},
		{"an unknown field", `{` + id + `, "type": "updateCard", "date": "2024-03-01T08:00:00Z", "data": {"card": {"id": "c1", "idMood": "glad"}, "old": {"idMood": ["sad"]}}}`, "changed  mood: something else→mood: glad "},
		{"a due date that is none", `{` + id + `, "type": "updateCard", "date": "2024-03-01T08:00:00Z", "data": {"card": {"id": "c1", "due": "soon"}, "old": {"due": null}}}`, "unscheduled   "},
		{"closed that is a text", `{` + id + `, "type": "updateCard", "date": "2024-03-01T08:00:00Z", "data": {"card": {"id": "c1", "closed": "yes"}, "old": {"closed": false}}}`, "tidied   "},
		{"a label without a name", `{` + id + `, "type": "addLabelToCard", "date": "2024-03-01T08:00:00Z", "data": {"card": {"id": "c1"}, "value": "green"}}`, "labeled  green "},
		{"nobody was added", `{` + id + `, "type": "addMemberToCard", "date": "2024-03-01T08:00:00Z", "data": {"card": {"id": "c1"}}}`, "assigned   "},
		{"deep data", `{` + id + `, "type": "x", "date": "2024-03-01T08:00:00Z", "data": ` + strings.Repeat(`{"a":`, 500) + "1" + strings.Repeat("}", 500) + `}`, "changed  x "},
		{"a long text", `{` + id + `, "type": "commentCard", "date": "2024-03-01T08:00:00Z", "data": {"text": "` + strings.Repeat("ä", 5<<20/2) + `"}}`, "commented   " + feed.Text(strings.Repeat("ä", 5<<20/2), feed.MaxText)},
		{"no type", `{` + id + `, "date": "2024-03-01T08:00:00Z"}`, "the action has no type"},
		{"no id", `{"type": "createBoard", "date": "2024-03-01T08:00:00Z"}`, "the action has no id"},
		{"an id without a time, and no date", `{"id": "7", "type": "createBoard"}`, "the action has no date"},
		{"null", `null`, "the action has no id"},
		{"a list", `[]`, "it is no action: json: cannot unmarshal array into Go value of type trello.action"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := translate(t, c.raw)
			var got []string
			for _, e := range p.Events {
				change := e.Into
				if e.From != "" {
					change = e.From + "→" + e.Into
				}
				got = append(got, strings.Join([]string{string(e.Verb), e.By.ID, change, e.Text}, " "))
			}
			for _, r := range p.Rejects {
				got = append(got, r.Reason)
			}
			if len(got) != 1 || got[0] != c.want {
				t.Errorf("became %.200q, want %.200q", got, c.want)
			}
		})
	}
}

// TestMentions checks who a comment speaks to.
func TestMentions(t *testing.T) {
	for text, want := range map[string][]string{
		"@ben, please": {"ben"}, "@Ben and @ana_pereira and @ben": {"ben", "Ana_Pereira"}, "(@ben)": {"ben"}, "**@ben**": {"ben"},
		"@benn": nil, "mail@ben": nil, "https://x.example/@ben": nil, "`@ben`": nil, "```\n@ben\n```": nil, "> @ben said": nil,
		"> @ben said\nand @ana_pereira?": {"Ana_Pereira"}, "@card and @board": {"card", "board"}, "@": nil, "@@ben": nil, "```\n@ben": nil,
		"@ben.": {"ben"}, "cc @ben\n@ana_pereira": {"ben", "Ana_Pereira"},
	} {
		p := translate(t, string(must(json.Marshal(map[string]any{
			"id": "65e199100000beef00000006", "type": "commentCard", "data": map[string]any{"text": text},
		}))))
		var got []string
		for _, a := range p.Events[0].To {
			got = append(got, a.ID)
			if a.Group != (a.ID == "card" || a.ID == "board") {
				t.Errorf("%q: %+v", text, a)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func must(text []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return text
}

// TestWindow checks what a window remembers.
func TestWindow(t *testing.T) {
	w := window{Floor: 5}.next([]seen{{1_000_000, "b"}, {900_000, "a"}, {1_000_000, "c"}})
	want := window{Floor: 1_000_000 - overlap.Milliseconds(), Seen: []seen{{1_000_000, "b"}, {1_000_000, "c"}, {900_000, "a"}}}
	if diff := cmp.Diff(want, w); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !w.has(seen{7, "before it"}) || !w.has(seen{900_000, "a"}) || w.has(seen{900_000, "late"}) || w.has(seen{2_000_000, "new"}) {
		t.Error("it does not know what it has seen")
	}
	var many []seen
	for i := range 3 * seenAtMost {
		many = append(many, seen{1_000_000 + int64(i), "x"})
	}
	if w = w.next(many); len(w.Seen) != seenAtMost || w.has(seen{many[len(many)-1].At, "another"}) || !w.has(many[0]) {
		t.Errorf("of many it remembers %d, from %d", len(w.Seen), w.Floor)
	}
	if again := w.next(many); !slices.Equal(again.Seen, w.Seen) || again.Floor != w.Floor {
		t.Error("seen again, the same is not the same")
	}
}

// FuzzAction gives the translator any action. It must become events or be rejected, and leave a page that can be stored.
func FuzzAction(f *testing.F) {
	for _, raw := range fixtureRows(f, "actions") {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return // the decoder of the whole answer has refused it
		}
		p := translate(t, string(raw))
		if len(p.Events)+len(p.Rejects)+len(p.Retracted) == 0 {
			t.Errorf("neither understood nor rejected: %s", raw)
		}
		for _, e := range p.Events {
			there := slices.ContainsFunc(p.Items, func(it feed.Item) bool { return it.ID == e.Item })
			if e.Item != "b1" && !there && !slices.Contains(p.Gone, e.Item) && len(p.Rejects) == 0 && e.Item != "" {
				t.Errorf("the event %s is about the item %s, which is not there", e.Key, e.Item)
			}
		}
	})
}

// FuzzCard does the same with cards.
func FuzzCard(f *testing.F) {
	for _, raw := range fixtureRows(f, "cards") {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return
		}
		page := feed.Page{}
		tr := newTranslator(&state{place: place{ID: "b1"}}, &page)
		(&board{}).takeCards(&cursor{}, tr, []json.RawMessage{raw}, nil)
		page.Clean()
		if len(page.Items)+len(page.Rejects) != 1 {
			t.Errorf("%d items and %d rejects came of %s", len(page.Items), len(page.Rejects), raw)
		}
	})
}

func fixtureRows(f *testing.F, list string) (rows []json.RawMessage) {
	f.Helper()
	files, err := filepath.Glob("testdata/boards/*/" + list + ".json")
	if err != nil || len(files) == 0 {
		f.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		var some []json.RawMessage
		if text, err := os.ReadFile(file); err != nil || json.Unmarshal(text, &some) != nil {
			f.Fatalf("%s cannot be read: %v", file, err)
		}
		rows = append(rows, some...)
	}
	return append(rows, connectortest.Recorded(f, "trello")...)
}
