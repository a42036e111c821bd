package trello

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/datelinehq/dateline/connectors/simulator/world"
)

// A ledger is the state of the boards after the acts read so far, in Trello's terms.
type ledger struct {
	people  []world.Person
	members map[string]*member // by handle
	boards  []*board
	works   map[int]*card      // by number in the world
	said    map[int]*action    // the comment that an act became
	opened  map[int]*card      // the card that an act opened
	actions map[string]*action // by id
	read    int
}

// A member is somebody with an account.
type member struct {
	id, username, name, email string
	bot                       bool
}

// A board is a project with everything in it.
type board struct {
	project      world.Project
	id, short    string
	lists        []*list
	cards        []*card   // in the order of their making
	actions      []*action // in the order of time
	labels       []*label
	made, active time.Time
}

type list struct {
	id, name string
	pos      int
}

type label struct{ id, name, colour string }

// A card is a piece of work.
type card struct {
	board        *board
	id, short    string
	number, work int
	name, desc   string
	list         *list
	closed, done bool
	due          time.Time
	members      []*member
	labels       []*label
	lines        []*line
	checklist    string // the id of its checklist, which is made with the first line
	comments     int
	active       time.Time
	gone         bool
	opened       world.Act
}

// A line is one of the lines of a checklist.
type line struct {
	id, name string
	done     bool
	whose    *member // nil for nobody's
}

// An action is what Trello keeps of an act. Texts in it are as the world has them.
type action struct {
	id, kind string
	at       time.Time
	by       *member // nil for accounts that are no more, of which only creator is left
	creator  string
	board    *board
	card     *card
	list     *list  // where the card was
	name     string // of the card, as it was then
	text     string // of a comment
	edited   time.Time
	whom     *member
	line     *line
	state    string // of the line, then
	now, old map[string]any
	from, to *list
}

// firstDay is when the company came to Trello.
var firstDay = time.Date(2023, time.February, 13, 9, 30, 0, 0, time.UTC)

func newLedger(people []world.Person, projects []world.Project) *ledger {
	l := &ledger{
		people: people, members: map[string]*member{}, works: map[int]*card{}, said: map[int]*action{}, opened: map[int]*card{},
		actions: map[string]*action{},
	}
	for i, p := range people {
		if name := username(p); name != "" {
			l.members[p.Handle] = &member{id: id(firstDay, "member "+p.Handle, i), username: name, name: p.Name, email: p.Email, bot: p.Bot}
		}
	}
	for i, p := range projects {
		b := &board{
			project: p, id: id(firstDay, "board "+p.Name, i), short: shortLink("board", p.Name, 0), made: firstDay, active: firstDay,
		}
		for k, column := range p.Columns {
			b.lists = append(b.lists, &list{id: id(firstDay, "list "+p.Name, k), name: column, pos: (k + 1) << 14})
		}
		l.boards = append(l.boards, b)
	}
	return l
}

// username is what the person is called on Trello: no groups are, nor accounts that are no more.
func username(p world.Person) string {
	if p.Members != nil || p.Login == "" {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r == '-' {
			return '_'
		}
		return r
	}, strings.TrimSuffix(p.Login, "[bot]"))
}

// id names an object as Trello does: eight digits of time, and sixteen that tell it from others.
func id(at time.Time, what string, n int) string {
	sum := sha256.Sum256([]byte(what))
	return fmt.Sprintf("%08x%s%010x", uint32(at.Unix()), hex.EncodeToString(sum[:3]), n) //nolint:gosec // until 2106
}

// shortLink is the eight letters by which addresses name a board or a card.
func shortLink(what, project string, n int) string {
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %d", what, project, n))
	rest := binary.BigEndian.Uint64(sum[:8])
	short := make([]byte, 8)
	for i := range short {
		short[i] = letters[rest%uint64(len(letters))]
		rest /= uint64(len(letters))
	}
	return string(short)
}

// board finds a board by its id or short link.
func (l *ledger) board(name string) *board {
	for _, b := range l.boards {
		if b.id == name || b.short == name {
			return b
		}
	}
	return nil
}

// card finds a card by its id or short link.
func (l *ledger) card(name string) *card {
	for _, b := range l.boards {
		for _, c := range b.cards {
			if !c.gone && (c.id == name || c.short == name) {
				return c
			}
		}
	}
	return nil
}

func (b *board) list(name string) *list {
	for _, l := range b.lists {
		if l.name == name {
			return l
		}
	}
	l := &list{id: id(firstDay, "list "+b.project.Name, len(b.lists)), name: name, pos: (len(b.lists) + 1) << 14}
	b.lists = append(b.lists, l)
	return l
}

// colours are those of labels, in the order in which they are given out.
var colours = []string{"green", "yellow", "orange", "red", "purple", "blue", "sky", "lime", "pink", "black"}

func (b *board) label(name string) *label {
	if i := slices.IndexFunc(b.labels, func(l *label) bool { return l.name == name }); i >= 0 {
		return b.labels[i]
	}
	n := len(b.labels)
	l := &label{id: id(firstDay, "label "+b.project.Name, n), name: name, colour: colours[n%len(colours)]}
	b.labels = append(b.labels, l)
	return l
}
